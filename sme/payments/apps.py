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
        """Payments follow when two records become one, and when places are given or given up."""
        from portal.shared import concerns, metrics
        from sme.enterprises import panels
        from sme.payments import selectors
        from sme.payments.services import merging, personal, places
        from sme.programmes import selectors as programmes
        from sme.programmes.services import seating

        concerns.register("payments", selectors.concerns)
        metrics.register("payments", selectors.metrics)
        selectors.register_kinds()
        panels.register_todo("payments", selectors.todo_for)
        merging.register_movers()
        personal.register_all()
        seating.register("payments", places.follow)
        programmes.register_contract_acts("payments", selectors.contract_acts)
