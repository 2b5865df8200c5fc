"""When an enterprise gives up business: its listings end on that day."""

from datetime import date
from typing import Any

from sme.enterprises import moving
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingFact
from sme.marketplaces.services import listings

ENDS = (*rules.ON_SALE, rules.ListingState.DORMANT)


def end_listings(enterprise: Enterprise, on: date, *, actor: Any) -> None:
    """Delist from ``on`` what is on sale or dormant then; a listing of which something later is recorded is left."""
    rows = Listing.objects.filter(enterprise=enterprise).select_related("marketplace", "storefront")
    for listing in rows.order_by("pk"):
        facts = [fact.plain for fact in ListingFact.objects.filter(listing=listing)]
        standing = rules.standing(facts)
        if any(fact.effective_on > on for fact in standing):
            continue  # it was seen after that day: people must say what is right
        if rules.state_on(facts, on) in ENDS:
            listings.record_state(
                listing,
                rules.ListingState.DELISTED,
                effective_on=on,
                source=rules.Source.CLOSING,
                actor=actor,
            )


def register_leaving() -> None:
    """Make this known to the registry; called when Django starts."""
    moving.register_leaving(end_listings)
