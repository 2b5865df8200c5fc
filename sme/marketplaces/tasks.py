"""Background entries of this room."""

from django.utils.translation import gettext_lazy as _

from portal.shared import jobs
from sme.marketplaces.services import closing


@jobs.kind("marketplaces.rederive", label=_("Listings of a marketplace that closed"), attempts=2)
def rederive(progress: jobs.Progress, *, marketplace_id: int) -> None:
    """Derive the days of all its listings anew."""
    closing.rederive(marketplace_id)
