"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Administrative units with validity dates, and the map from old units to new ones."""

    name = "sme.places"
    label = "places"
    verbose_name = _("Places")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what this room knows of people."""
        from sme.places import services

        services.register_holdings()
