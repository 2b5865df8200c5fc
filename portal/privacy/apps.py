"""Django's name card of this room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Floor: what people agreed to, their own data, erasure, who looked, how long things are kept."""

    name = "portal.privacy"
    label = "privacy"
    verbose_name = _("Privacy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what the floor knows of people; texts and periods follow each migration."""
        from portal.privacy import adapter  # noqa: F401
        from portal.privacy.services import holdings, keeping

        holdings.register_all()
        keeping.register_all()
        post_migrate.connect(_load_reference, sender=self, dispatch_uid="privacy_reference")


def _load_reference(using: str, **_kwargs: Any) -> None:
    """Texts, periods and the register that come with the portal and are not there yet."""
    from portal.privacy.services import reference

    reference.load(using=using)
