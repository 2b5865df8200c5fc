"""Names of the audited acts on what is owed and paid."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.shared import audit


@hooks.register("register_log_actions")
def register_acts(registry: Any) -> None:
    """Give each act its name; ``audit.record`` refuses any other."""
    audit.declare(
        registry,
        {
            "payments.open_obligation": _("asked for a payment"),
            "payments.set_price": _("said what a place costs"),
            "payments.drop_price": _("said that a place costs nothing"),
            "payments.close_obligation": _("gave the payment up"),
            "payments.reopen_obligation": _("asked for the payment again"),
            "payments.record_payment": _("recorded the payment"),
            "payments.withdraw_payment": _("took the payment out of the books"),
            "payments.assign_payment": _("assigned the payment"),
            "payments.move_dispute": _("noted how the dispute stands"),
            "payments.request_refund": _("asked for the refund"),
            "payments.approve_refund": _("approved the refund"),
            "payments.refuse_refund": _("refused the refund"),
            "payments.finish_refund": _("paid the money back"),
        },
    )
