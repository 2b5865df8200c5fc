"""What of this room runs in the background: statements that come in, and the night's reconciliation."""

from django.utils.translation import gettext_lazy as _

from portal.shared import imports, jobs
from sme.payments.services import checkout, reconciling
from sme.payments.services.importing import StatementImport

imports.register(StatementImport())


@jobs.kind("payments.reconcile", label=_("Reconciling payments"), attempts=3)
def reconcile(progress: jobs.Progress) -> dict[str, int]:
    """What the night repairs."""
    return reconciling.reconcile()


@jobs.kind("payments.end_sessions", label=_("Closing ways to the card service"), attempts=3)
def end_sessions(progress: jobs.Progress, *, obligation_id: int) -> None:
    """Close what nobody is to pay by card any more."""
    checkout.end_sessions(obligation_id)


jobs.schedule.every("payments.reconcile", minutes=15, label=_("Reconciling payments"))
