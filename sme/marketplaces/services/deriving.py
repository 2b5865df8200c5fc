"""From facts to stored days: the derived rows of listings, written in the transaction that adds a fact."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from portal.shared import clock
from sme.enterprises import services as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingFact, ListingInterval


def runs_of(listing: Listing, facts: Iterable[rules.Fact]) -> list[rules.Run]:
    """The days on sale that follow from the facts, ended by the day on which the marketplace closed."""
    closed_on = listing.marketplace.closed_on
    runs = rules.on_sale_runs(facts, rules.ON_SALE)
    if closed_on is None:
        return runs
    return [
        rules.Run(run.state, run.valid_from, min(run.valid_to or closed_on, closed_on))
        for run in runs
        if run.valid_from < closed_on
    ]


def intervals_of(listing: Listing, facts: Iterable[rules.Fact]) -> list[ListingInterval]:
    """The unsaved rows of a listing's days on sale."""
    return [
        ListingInterval(
            listing=listing,
            product_id=listing.product_id,
            enterprise_id=listing.enterprise_id,
            marketplace_id=listing.marketplace_id,
            state=run.state,
            valid_from=run.valid_from,
            valid_to=run.valid_to,
        )
        for run in runs_of(listing, facts)
    ]


def set_present(listing: Listing, facts: list[rules.Fact]) -> None:
    """Set the listing's own columns (state, since, last seen) from its facts, without saving."""
    held = [f for f in rules.standing(facts) if f.effective_on <= clock.today()]
    runs = rules.runs(held)
    listing.state = runs[-1].state if runs else ""
    listing.state_on = runs[-1].valid_from if runs else None
    listing.verified_on = rules.verified_on(held, rules.VERIFYING, rules.ON_SALE)


def derive(listing: Listing) -> None:
    """Write anew what follows from the facts of one listing; call it with the listing locked."""
    facts = [fact.plain for fact in ListingFact.objects.filter(listing=listing)]
    listing.intervals.all().delete()
    ListingInterval.objects.bulk_create(intervals_of(listing, facts))
    set_present(listing, facts)
    listing.save(update_fields=["state", "state_on", "verified_on", "updated_at"])
    tell_registry(listing.enterprise)


def tell_registry(enterprise: Enterprise) -> None:
    """Tell the registry how many products of the enterprise are on sale today."""
    live = ListingInterval.objects.on(clock.today()).filter(enterprise=enterprise)
    count = live.aggregate(n=Count("product", distinct=True))["n"]
    enterprises.record_listings(enterprise, live_products=count)


def tell_registry_of_all(ids: Iterable[int]) -> None:
    """The same for many enterprises in one statement."""
    live = (
        ListingInterval.objects.on(clock.today())
        .filter(enterprise=OuterRef("pk"))
        .order_by()
        .values("enterprise")
        .annotate(n=Count("product", distinct=True))
        .values("n")
    )
    Enterprise.objects.filter(pk__in=list(ids)).update(live_products=Coalesce(Subquery(live), 0))
