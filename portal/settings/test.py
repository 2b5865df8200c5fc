"""The test suite: fast hashing, mail in memory, its own database on either engine."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import BASE_DIR, STORAGES, database, env

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
DEMO_WORLD = True
ALLOWED_HOSTS = ["*"]

DATA_DIR = Path(env.str("DATA_DIR", default=tempfile.mkdtemp(prefix="portal-test-")))
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
STATIC_ROOT = DATA_DIR / "static"  # empty: collected files are read once per test client otherwise

DATABASES = {"default": database("TEST_DATABASE_URL", f"sqlite:///{BASE_DIR / '.test.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, since browser journeys and workers are processes of their own.
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
else:
    # Tests open and drop databases; a pool would keep connections to them.
    DATABASES["default"]["OPTIONS"].pop("pool", None)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PAGE_CHECK_PAUSE = 0
PAGE_CACHE_SECONDS = 0  # tests of the shelf turn it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOG_LEVEL = "ERROR"
# Tests that pay set their own.
STRIPE_SECRET_KEY = STRIPE_WEBHOOK_SECRET = BANK_BIN = BANK_ACCOUNT = ""

# Wagtail's own index serves the search of its admin only; kept at each save, it takes a fifth of loading the guides.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}
}
