"""From facts to stored days: the derived rows of listings, written in the transaction that adds a fact."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from portal.shared import clock, pagecache
from sme.enterprises import services as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingFact, ListingInterval
from sme.marketplaces.services import progress, publishing

BATCH = 500


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
    """Set the listing's own columns (state, since, last seen) from its facts, without saving.

    Where the marketplace has closed, what was on sale is taken down since that day.
    """
    today, closed_on = clock.today(), listing.marketplace.closed_on
    held = [f for f in rules.standing(facts) if f.effective_on <= today]
    runs = rules.runs(held)
    listing.state = runs[-1].state if runs else ""
    listing.state_on = runs[-1].valid_from if runs else None
    if closed_on and closed_on <= today and listing.state in rules.ON_SALE:
        listing.state = rules.ListingState.DELISTED
        listing.state_on = max(closed_on, listing.state_on or closed_on)
    listing.verified_on = rules.verified_on(held, rules.VERIFYING, rules.ON_SALE)


def derive(listing: Listing) -> None:
    """Write anew what follows from the facts of one listing; call it with the listing locked."""
    facts = [fact.plain for fact in ListingFact.objects.filter(listing=listing)]
    listing.intervals.all().delete()
    ListingInterval.objects.bulk_create(intervals_of(listing, facts))
    set_present(listing, facts)
    listing.save(update_fields=["state", "state_on", "verified_on", "updated_at"])
    tell_registry(listing.enterprise)
    publishing.show_listing_anew(listing)
    progress.refresh(listing.enterprise_id, listing.marketplace_id)


def derive_many(ids: Iterable[int]) -> int:
    """The same for many listings, a few statements for each 500; returns how many were written anew.

    Each batch is a transaction of its own: stopped half way, the rest is done by calling it again.
    """
    wanted, count = sorted(ids), 0
    for start in range(0, len(wanted), BATCH):
        with transaction.atomic():
            count += _derive_batch(wanted[start : start + BATCH])
    return count


def _derive_batch(ids: list[int]) -> int:
    rows = Listing.objects.select_for_update(of=("self",)).select_related("marketplace")
    listings = list(rows.filter(pk__in=ids).order_by("pk"))
    facts: dict[int, list[rules.Fact]] = defaultdict(list)
    for fact in ListingFact.objects.filter(listing__in=ids).order_by("pk"):
        facts[fact.listing_id].append(fact.plain)
    pagecache.renew()
    ListingInterval.objects.filter(listing__in=ids).delete()
    ListingInterval.objects.bulk_create(
        [each for listing in listings for each in intervals_of(listing, facts[listing.pk])]
    )
    for listing in listings:
        set_present(listing, facts[listing.pk])
        listing.updated_at = clock.now()
    Listing.objects.bulk_update(listings, ["state", "state_on", "verified_on", "updated_at"])
    owners = {listing.enterprise_id for listing in listings}
    tell_registry_of_all(owners)
    return len(listings)


def tell_registry(enterprise: Enterprise) -> None:
    """Tell the registry how many products of the enterprise are on sale today."""
    live = ListingInterval.objects.on(clock.today()).filter(enterprise=enterprise)
    count = live.aggregate(n=Count("product", distinct=True))["n"]
    enterprises.record_listings(enterprise, live_products=count)


def tell_registry_of_all(ids: Iterable[int]) -> None:
    """The same for many enterprises in one statement, and how far their ways onto marketplaces have come."""
    live = (
        ListingInterval.objects.on(clock.today())
        .filter(enterprise=OuterRef("pk"))
        .order_by()
        .values("enterprise")
        .annotate(n=Count("product", distinct=True))
        .values("n")
    )
    wanted = list(ids)
    Enterprise.objects.filter(pk__in=wanted).update(live_products=Coalesce(Subquery(live), 0))
    progress.refresh_of_all(wanted)
