"""What is the same wherever the portal runs; all that differs comes from the environment.

Every variable is listed, with its meaning, in ``.env.example``.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- where things are kept -------------------------------------------------------------------

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
PRIVATE_ROOT = DATA_DIR / "private"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static"))).resolve()
BACKUP_KEY = env.str(
    "BACKUP_KEY", default=""
)  # 32 bytes in base64; without it no backup is written
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "portal" / "static"]

# --- the rooms ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    # roof
    "portal.setup",
    "portal.dashboard",
    # rooms
    "content",
    "assessments",
    "sme.rosters",
    "sme.payments",
    "sme.programmes",
    "sme.marketplaces",
    "sme.enterprises",
    "sme.places",
    # floor
    "portal.privacy",
    "portal.accounts",
    "portal.shared",
    # libraries
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_cotton",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.shared.http.RequestIdMiddleware",
    "portal.shared.metrics.MetricsMiddleware",
    "portal.shared.pagecache.PublicPageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.shared.policy.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.accounts.guard.SecondStepMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.dashboard.context.layout",
            ],
        },
    },
]
COTTON_DIR = "components"
FORM_RENDERER = "portal.shared.forms.FormRenderer"

# --- databases ----------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # A writer takes its lock at the beginning; a read that turns into a write would else be
    # refused at once when another process writes ("database is locked").
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;"
    ),
}


def database(url_name: str, default: str) -> dict:
    """Turn the database address in the environment into Django's settings of it.

    Takes the variable's name and the address used when it is absent. SQLite gets what a server
    needs (write-ahead log, immediate transactions); PostgreSQL gets a connection pool.
    """
    config = env.db_url(url_name, default=default)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = dict(SQLITE_OPTIONS)
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    else:
        pool = {
            "min_size": 1,
            "max_size": env.int("DATABASE_POOL_SIZE", default=8),
            "timeout": 10,
        }
        config.setdefault("OPTIONS", {})["pool"] = pool
        config["CONN_MAX_AGE"] = 0
    return config


DATABASES = {"default": database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if env.str("REPLICA_URL", default=""):  # figures and public lists are read there
    DATABASES["replica"] = {**database("REPLICA_URL", ""), "TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["portal.shared.replicas.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://cache_entries")}
# Public pages are kept whole for visitors: how old a figure on them may be; 0 keeps nothing.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=60)
# Browsers keep the guides that were read; off, they forget them at the next visit.
OFFLINE_COPIES = env.bool("OFFLINE_COPIES", default=True)

TASKS = {
    # Wagtail's own index updates run at once, so that a page is found as soon as it is live.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

from . import people  # noqa: E402
from .people import *  # noqa: E402, F403  (who signs in, and how)

# --- languages and times ---------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [
    BASE_DIR / "portal" / "locale",
    BASE_DIR / "portal" / "locale_libraries",
]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Ho_Chi_Minh"
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh"]
USE_I18N = True
USE_TZ = True

# --- guidance (Wagtail) ------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Sen Số"
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "wagtail.search.backends.database"}
}
WAGTAILIMAGES_IMAGE_MODEL = "content.ContentImage"
WAGTAILDOCS_DOCUMENT_MODEL = "content.ContentDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods", "csv", "txt", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_RECENT_EDITS_LIMIT = 5
TAGGIT_CASE_INSENSITIVE = True
WAGTAILEMBEDS_FINDERS: list[dict] = []

# --- mail -------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Sen Số <khong-tra-loi@senso.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL

# --- the web ----------------------------------------------------------------------------------------

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
X_FRAME_OPTIONS = "DENY"  # Wagtail eases it for its own previews
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        # A form that signs in elsewhere is led there.
        "form-action": [SELF, *people.OIDC_SENDS_TO],
        "frame-ancestors": [SELF],
    },
}
from . import files  # noqa: E402
from .files import *  # noqa: E402, F403  (where files are kept)

STORAGES = files.storages(BASE_URL)

# --- asking other sites ---------------------------------------------------------------------------

# Whether the portal may ask the pages of marketplaces (portal.shared.outgoing is the only door).
PAGE_CHECKS = env.bool("PAGE_CHECKS", default=False)
PAGE_CHECKS_A_NIGHT = env.int("PAGE_CHECKS_A_NIGHT", default=500)
PAGE_CHECK_PAUSE = env.float("PAGE_CHECK_PAUSE", default=5.0)  # seconds between two asks of a host
OUTGOING_CONTACT = env.str("OUTGOING_CONTACT", default="")  # empty: BASE_URL

from .payments import *  # noqa: E402, F403  (who takes the money)

# --- the demonstration world ---------------------------------------------------------------------

DEMO_WORLD = env.bool("DEMO_WORLD", default=False)

from .logs import *  # noqa: E402, F403  (what is written down)

SILENCED_SYSTEM_CHECKS: list[str] = []
