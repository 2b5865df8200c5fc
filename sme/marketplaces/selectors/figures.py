"""The headline figure as at any day, its parts, its rows and its course through time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sme.enterprises.rules import Kind
from sme.marketplaces import rules
from sme.marketplaces.models import ListingFact, ListingInterval, Marketplace, Product
from sme.places import selectors as places
from sme.places.models import Unit

DEFINITION = gettext_lazy(
    "Products: distinct products with at least one listing that is on sale or selling on a "
    "marketplace on the day asked for. Enterprises: distinct enterprises, co-operatives, household "
    "businesses and production facilities that own those products. A product on two marketplaces is "
    "one product; so the parts by marketplace add up to more than the total. A listing counts from the "
    "day it went on sale until the day before it stopped, or before its marketplace closed. What was "
    "recorded by the moment “known at” counts; corrections made later do not."
)

GROUPS = ("marketplace", "place", "kind")


@dataclass(frozen=True)
class Part:
    """One part of the figure: a marketplace, a place or a kind."""

    key: str
    label: str
    products: int
    enterprises: int


@dataclass(frozen=True)
class Headline:
    """The figure: distinct products on sale on a day, and distinct enterprises that own them."""

    as_of: date
    products: int
    enterprises: int
    known_at: datetime | None = None
    by: str | None = None
    parts: list[Part] = field(default_factory=list)

    @property
    def parts_overlap(self) -> bool:
        """True when the parts add up to more than the total, since a product stands in several."""
        return sum(part.products for part in self.parts) > self.products


# One row on sale: product, enterprise, marketplace.
Sold = tuple[int, int, int]


def _sold_known_at(as_of: date, known_at: datetime) -> Iterator[Sold]:
    """What was on sale on a day as far as was known at a moment: read from the facts themselves."""
    closed = {m.pk: m.closed_on for m in Marketplace.objects.all()}
    facts = (
        ListingFact.objects.filter(recorded_at__lte=known_at, effective_on__lte=as_of)
        .select_related("listing")
        .order_by("listing_id")
    )
    # A correction may move a fact beyond the day: then the earlier one must go as well.
    moved = set(
        ListingFact.objects.filter(
            recorded_at__lte=known_at, effective_on__gt=as_of, supersedes__isnull=False
        ).values_list("supersedes_id", flat=True)
    )
    for _pk, own in groupby(facts.iterator(chunk_size=5000), key=lambda f: f.listing_id):
        rows = list(own)
        plain = [fact.plain for fact in rows if fact.pk not in moved]
        listing = rows[0].listing
        end = closed[listing.marketplace_id]
        if (end is None or as_of < end) and rules.state_on(plain, as_of, known_at) in rules.ON_SALE:
            yield listing.product_id, listing.enterprise_id, listing.marketplace_id


def headline(as_of: date, known_at: datetime | None = None, by: str | None = None) -> Headline:
    """The figure as at a day; ``known_at`` takes what had been recorded by then; ``by`` one of GROUPS."""
    if known_at is not None:
        return _counted(as_of, known_at, by, list(_sold_known_at(as_of, known_at)))
    on_sale = ListingInterval.objects.on(as_of).order_by()
    if by is None:
        total = on_sale.aggregate(
            products=Count("product", distinct=True), enterprises=Count("enterprise", distinct=True)
        )
        return Headline(as_of, total["products"], total["enterprises"])
    rows = on_sale.values_list("product_id", "enterprise_id", "marketplace_id").distinct()
    return _counted(as_of, None, by, list(rows))


def _counted(as_of: date, known_at: datetime | None, by: str | None, sold: list[Sold]) -> Headline:
    parts = list(_parts(by, sold)) if by else []
    return Headline(
        as_of=as_of,
        products=len({product for product, _e, _m in sold}),
        enterprises=len({enterprise for _p, enterprise, _m in sold}),
        known_at=known_at,
        by=by,
        parts=sorted(parts, key=lambda part: (-part.products, part.label)),
    )


def _parts(by: str, sold: list[Sold]) -> Iterator[Part]:
    groups: dict[Any, list[Sold]] = defaultdict(list)
    keys, labels = _group_of(by, {enterprise for _p, enterprise, _m in sold})
    for row in sold:
        groups[row[2] if by == "marketplace" else keys.get(row[1], "")].append(row)
    for key, rows in groups.items():
        yield Part(
            key=str(key),
            label=str(labels.get(key, _("Not allocated"))),
            products=len({product for product, _e, _m in rows}),
            enterprises=len({enterprise for _p, enterprise, _m in rows}),
        )


def _group_of(by: str, enterprises: set[int]) -> tuple[dict[int, Any], dict[Any, Any]]:
    """Enterprise → its group, and group → its label."""
    if by == "marketplace":
        return {}, dict(Marketplace.objects.values_list("pk", "name"))
    owners = Product._meta.get_field("enterprise").related_model.objects.order_by()
    if by == "kind":
        rows = owners.filter(pk__in=_some(enterprises)).values_list("pk", "kind")
        return dict(rows), dict(Kind.choices)
    rows = dict(owners.filter(pk__in=_some(enterprises)).values_list("pk", "place_id"))
    units = Unit.objects.filter(pk__in=set(rows.values())).select_related("parent")
    former = places.present_names(units)
    names = {unit.pk: former.get(unit.pk, "") if unit.is_former else unit.name for unit in units}
    keys = {pk: names.get(place, "") for pk, place in rows.items()}
    return keys, {name: name for name in names.values()}


def _some(ids: set[int]) -> QuerySet[Any] | set[int]:
    """Ids for a filter; thousands of them would pass a database's limit of parameters."""
    return ids if len(ids) < 5000 else Product.objects.order_by().values("enterprise")


def headline_rows(as_of: date) -> QuerySet[Product]:
    """The products that add up to the figure, with their enterprise, by enterprise and name."""
    on_sale = ListingInterval.objects.on(as_of).values("product")
    return (
        Product.objects.filter(pk__in=on_sale)
        .select_related("enterprise", "enterprise__place")
        .order_by("enterprise__name", "enterprise_id", "name_vi", "pk")
    )


def series(days: Iterable[date]) -> list[Headline]:
    """The figure on each of several days (one query for each)."""
    return [headline(day) for day in days]
