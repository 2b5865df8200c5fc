"""Django's name card of this room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """What is paid: co-payments by card, bank transfer and cash, in one ledger."""

    name = "sme.payments"
    label = "payments"
    verbose_name = _("Payments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Payments follow when two records become one."""
        from sme.payments.services import merging

        merging.register_movers()
