"""Background entries of this room."""

from django.utils.translation import gettext_lazy as _

from portal.shared import imports, jobs
from sme.marketplaces import services
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


@jobs.kind("marketplaces.refresh_awards", label=_("OCOP stars of today"), attempts=2)
def refresh_awards(progress: jobs.Progress) -> dict[str, int]:
    """Take off stars that have ended, put on those that have begun."""
    return {"products": services.refresh_awards()}


@jobs.kind("marketplaces.remind_papers", label=_("Reminders of papers that end"), attempts=2)
def remind_papers(progress: jobs.Progress) -> dict[str, int]:
    """Nobody is told twice."""
    return {"papers": services.remind_of_papers()}


@jobs.kind(
    "marketplaces.remind_onboarding", label=_("Reminders of ways onto marketplaces"), attempts=2
)
def remind_onboarding(progress: jobs.Progress) -> dict[str, int]:
    """End what was on sale on marketplaces that closed; then officers once a week, members when a step is due."""
    return {"ended": services.end_closed(), **services.remind_of_onboarding()}


jobs.schedule.every_day(
    "marketplaces.check_pages", "02:20", label=_("Looking at the pages of listings")
)
jobs.schedule.every_day("marketplaces.refresh_awards", "02:35", label=_("OCOP stars of today"))
jobs.schedule.every_day(
    "marketplaces.remind_papers", "07:00", label=_("Reminders of papers that end")
)
jobs.schedule.every_day(
    "marketplaces.remind_onboarding", "07:10", label=_("Reminders of ways onto marketplaces")
)
