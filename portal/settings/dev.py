"""One developer's machine, and ``make run``: the demonstration world on the loopback address."""

from .base import *  # noqa: F403
from .base import DATA_DIR, STORAGES, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-the-demonstration-world-never-in-production")
DEMO_WORLD = env.bool("DEMO_WORLD", default=True)
INTERNAL_IPS = ["127.0.0.1"]

# Mails are written to files, and the demonstration world shows them in the browser.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")

if DEBUG:
    STORAGES = {
        **STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
