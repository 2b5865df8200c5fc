"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SharedConfig(AppConfig):
    """Floor: what every room stands on."""

    name = "portal.shared"
    label = "shared"
    verbose_name = _("Shared floor")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find every room's background jobs, so that a worker knows them."""
        autodiscover_modules("tasks")
