"""Many listings at once, for imports and for measuring: a few statements for each thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.shared import audit, pagecache
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, ListingFact, ListingInterval, Product, Storefront
from sme.marketplaces.services import awards, deriving, products

BATCH = 1000


@dataclass(frozen=True)
class Row:
    """One listing with its whole history: states with the days from which they hold, in order.

    ``product`` and ``storefront`` may be new (unsaved): they are written with the batch.
    """

    product: Product
    storefront: Storefront
    address: str
    history: Sequence[tuple[date, str]]
    source: str = rules.Source.IMPORT
    recorded_at: datetime | None = None  # the evening of each day where nothing else is said
    note: str = ""


def _recorded_at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(17, 0)))


def _listing(row: Row, is_demo: bool) -> Listing:
    shop = row.storefront
    key = rules.recognise(row.address, [shop.marketplace.hints]) if row.address else None
    return Listing(
        product=row.product,
        storefront=shop,
        enterprise_id=row.product.enterprise_id,
        marketplace=shop.marketplace,
        address=key.address if key else "",
        address_key=key.key if key else "",
        is_demo=is_demo,
    )


def _facts(listing: Listing, row: Row, actor: User | None) -> list[ListingFact]:
    for index, (day, state) in enumerate(row.history):
        before = row.history[index - 1] if index else None
        if before and before[0] > day:
            raise ValueError("a history is given in the order of its days")
        rules.check_fits(
            [rules.Fact(0, before[1], before[0], _recorded_at(before[0]))] if before else [],
            state,
            day,
        )
    return [
        ListingFact(
            listing=listing,
            state=state,
            effective_on=day,
            recorded_at=row.recorded_at or _recorded_at(day),
            recorded_by=actor,
            source=row.source,
            note=row.note,
        )
        for day, state in row.history
    ]


@transaction.atomic
def record_many(rows: Iterable[Row], *, actor: User | None, is_demo: bool = False) -> int:
    """Add listings with their histories and derive their days; returns how many.

    The same rules as one by one: a history whose states cannot follow each other is refused
    (``RuleBroken``) and nothing is written. One audit entry names the batch.
    """
    count = 0
    enterprises: set[int] = set()
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            count += _write(batch, actor, is_demo, enterprises)
            batch = []
    count += _write(batch, actor, is_demo, enterprises)
    deriving.tell_registry_of_all(enterprises)
    pagecache.renew()
    return count


def _write_new(model: type[Product] | type[Storefront], things: list[Any]) -> None:
    new = {id(thing): thing for thing in things if thing.pk is None}
    for thing in new.values():
        if isinstance(thing, Product):
            thing.search_text = products.search_text(thing)
    model.objects.bulk_create(list(new.values()))
    if model is Product:
        awards.write_many(new.values())


def _write(batch: list[Row], actor: User | None, is_demo: bool, enterprises: set[int]) -> int:
    if not batch:
        return 0
    listings = _enter(batch, actor, is_demo)
    enterprises.update(listing.enterprise_id for listing in listings)
    audit.record(
        listings[0],
        "marketplaces.record_many",
        actor=actor,
        data={**({} if actor else audit.BY_SYSTEM), "listings": len(listings)},
    )
    return len(listings)


@transaction.atomic
def enter(
    rows: list[Row], *, actor: User | None, products: Iterable[Product] = ()
) -> list[Listing]:
    """Write the listings of about a thousand rows with what they bring along, and ``products`` without any.

    For lists that come in: they have judged days and addresses already, and note each act themselves.
    """
    _write_new(Product, list(products))
    listings = _enter(rows, actor, False) if rows else []
    deriving.tell_registry_of_all({listing.enterprise_id for listing in listings})
    pagecache.renew()
    return listings


def _enter(batch: list[Row], actor: User | None, is_demo: bool) -> list[Listing]:
    _write_new(Storefront, [row.storefront for row in batch])
    _write_new(Product, [row.product for row in batch])
    listings = Listing.objects.bulk_create([_listing(row, is_demo) for row in batch])
    facts = [_facts(listing, row, actor) for listing, row in zip(listings, batch, strict=True)]
    ListingFact.objects.bulk_create([fact for each in facts for fact in each])
    intervals = []
    for listing, own in zip(listings, facts, strict=True):
        plain = [fact.plain for fact in own]
        intervals += deriving.intervals_of(listing, plain)
        deriving.set_present(listing, plain)
    ListingInterval.objects.bulk_create(intervals)
    Listing.objects.bulk_update(listings, ["state", "state_on", "verified_on"])
    return listings
