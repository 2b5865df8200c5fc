"""Django's name card of this room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from portal.shared import searching


class SharedConfig(AppConfig):
    """Floor: what every room stands on."""

    name = "portal.shared"
    label = "shared"
    verbose_name = _("Shared floor")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find every room's background jobs, so that a worker knows them."""
        autodiscover_modules("tasks")
        post_migrate.connect(_make_search_indexes, dispatch_uid="search_indexes")


def _make_search_indexes(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """After each migration of a room, the indexes of words that its tables miss."""
    searching.make_indexes(sender.label, using=using)
