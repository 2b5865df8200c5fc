"""What of this room runs in the background: statements that come in, and the night's reconciliation."""

from django.utils.translation import gettext_lazy as _

from portal.shared import imports, jobs
from sme.payments.services import reconciling
from sme.payments.services.importing import StatementImport

imports.register(StatementImport())


@jobs.kind("payments.reconcile", label=_("Reconciling payments"), attempts=3)
def reconcile(progress: jobs.Progress) -> dict[str, int]:
    """What the night repairs."""
    return reconciling.reconcile()
