"""The province's server: hardening only. It refuses to start without its secrets."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, env, people

DEBUG = False
DEMO_WORLD = False

REQUIRED = ("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL")
missing = [name for name in REQUIRED if not env.str(name, default="")]
if missing:
    raise ImproperlyConfigured(
        "Production needs these variables in its environment: " + ", ".join(missing)
    )
SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50 or "demonstration" in SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be 50 random characters or more.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this portal.")
if env.bool("DEMO_WORLD", default=False):
    raise ImproperlyConfigured("The demonstration world cannot live in production.")
if any(not each.startswith("https://") for each in people.OIDC_SENDS_TO):
    # The token is believed because it comes straight from the provider over TLS.
    raise ImproperlyConfigured("OIDC_ISSUER and OIDC_ORIGINS must begin with https://.")

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-portal_session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-portal_csrf"
LANGUAGE_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
STAFF_SECOND_STEP = env.bool("STAFF_SECOND_STEP", default=True)
