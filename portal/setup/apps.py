"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SetupConfig(AppConfig):
    """Roof: role grants and the demonstration world."""

    name = "portal.setup"
    label = "setup"
    verbose_name = _("Set-up")
    default_auto_field = "django.db.models.BigAutoField"
