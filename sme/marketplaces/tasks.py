"""Background entries of this room."""

from django.utils.translation import gettext_lazy as _

from portal.shared import imports, jobs
from sme.marketplaces.models import Listing
from sme.marketplaces.services import closing, page_checks
from sme.marketplaces.services.importing import ListingImport, ProductImport

imports.register(ProductImport())
imports.register(ListingImport())


@jobs.kind("marketplaces.rederive", label=_("Listings of a marketplace that closed"), attempts=2)
def rederive(progress: jobs.Progress, *, marketplace_id: int) -> None:
    """Derive the days of all its listings anew."""
    closing.rederive(marketplace_id)


@jobs.kind("marketplaces.check_pages", label=_("Looking at the pages of listings"), attempts=2)
def check_pages(progress: jobs.Progress) -> dict[str, int]:
    """The pages of a night; where asking is switched off, that is what it says."""
    if not page_checks.is_on():
        progress.say(
            _("Asking the pages of marketplaces is switched off here (setting PAGE_CHECKS).")
        )
        return {}
    return dict(page_checks.check_many(progress))


@jobs.kind("marketplaces.check_page", label=_("Looking at the page of a listing"))
def check_page(progress: jobs.Progress, *, listing_id: int) -> dict[str, str]:
    """One page, now, because an officer asked."""
    listing = Listing.objects.visible_to(progress.actor).get(pk=listing_id)
    found = page_checks.check(listing)
    progress.say(found.get_outcome_display())
    return {"url": listing.get_absolute_url()}
