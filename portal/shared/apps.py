"""Django's name card of this room."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from portal.shared import searching
from portal.shared.logging import SlowQueries


class SharedConfig(AppConfig):
    """Floor: what every room stands on."""

    name = "portal.shared"
    label = "shared"
    verbose_name = _("Shared floor")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find every room's background jobs, so that a worker knows them."""
        from portal.shared import metrics, selectors

        metrics.register("jobs", selectors.metrics)
        autodiscover_modules("tasks")
        connection_created.connect(_watch_queries, dispatch_uid="slow_queries")
        post_migrate.connect(_make_search_indexes, dispatch_uid="search_indexes")


def _watch_queries(connection: Any, **_kwargs: Any) -> None:
    """Slow queries are written down, once on each connection: this is told anew whenever it connects again."""
    watched = any(isinstance(each, SlowQueries) for each in connection.execute_wrappers)
    if settings.SLOW_QUERY_SECONDS and not watched:
        connection.execute_wrappers.append(SlowQueries(settings.SLOW_QUERY_SECONDS))


def _make_search_indexes(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """After each migration of a room, the indexes of words that its tables miss."""
    searching.make_indexes(sender.label, using=using)
