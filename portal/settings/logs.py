"""Settings of what is written down and measured."""

from typing import Any

import environ

env = environ.Env()

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # empty: /metrics is not there
SLOW_QUERY_SECONDS = env.float("SLOW_QUERY_SECONDS", default=0.5)  # 0: none is written down
ERROR_MAIL = env.list("ERROR_MAIL", default=[])  # who is mailed when the portal fails
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOG_FORMAT = env.str("LOG_FORMAT", default="json")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portal.shared.logging.RequestIdFilter"}},
    "formatters": {
        "json": {"()": "portal.shared.logging.JsonFormatter"},
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": LOG_FORMAT,
        },
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "django_tasks": {"level": "WARNING"},  # two lines for each page that is saved
        "wagtail": {"level": "WARNING"},
    },
}
if ERROR_MAIL:
    LOGGING["handlers"]["mail"] = {
        "class": "portal.shared.logging.ErrorMail",
        "level": "ERROR",
        "filters": ["request_id"],
        "formatter": "json",
    }
    LOGGING["root"]["handlers"].append("mail")
