"""What this room knows of people, and why it stays: receipts and entries are accounting papers."""

from django.utils.translation import gettext_lazy as _

from portal.shared import privacy
from portal.shared.privacy import Holding, rows_of
from sme.enterprises.models import Enterprise
from sme.payments.models import Obligation


def register_all() -> None:
    """Make it known; called when Django starts."""
    privacy.register(
        Holding(
            key="payments.obligations",
            order=150,
            label=_("Payments of your enterprises"),
            activity="payments",
            columns={
                "enterprise__name": _("Enterprise"),
                "amount": _("Amount"),
                "state": _("State"),
                "due_on": _("Pay until"),
            },
            read=lambda user: rows_of(
                Obligation.objects.filter(enterprise__in=Enterprise.objects.run_by(user)),
                *("enterprise__name", "amount", "state", "due_on"),
            ),
            kept=_(
                "Receipts, transfers and refunds are accounting papers, which the law makes the office keep. "
                "Whoever asked for or approved a refund stays on it, without a name."
            ),
        )
    )
