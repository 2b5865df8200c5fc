"""Taking back several entries of a listing at once: each by an entry of its own that supersedes it."""

from collections.abc import Collection

from portal.accounts.models import User
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingFact


def standing_facts(listing: Listing) -> list[ListingFact]:
    """The entries that hold, in the order of their days."""
    rows = {fact.pk: fact for fact in ListingFact.objects.filter(listing=listing)}
    return [rows[each.key] for each in rules.standing(fact.plain for fact in rows.values())]


def withdraw(
    facts: Collection[ListingFact], *, actor: User | None, source: str, note: str
) -> list[ListingFact]:
    """Add what takes these entries back; call it with the listings locked, and derive them afterwards."""
    return ListingFact.objects.bulk_create(
        [
            ListingFact(
                listing_id=fact.listing_id,
                effective_on=fact.effective_on,
                source=source,
                recorded_by=actor,
                note=note,
                supersedes=fact,
            )
            for fact in facts
        ]
    )
