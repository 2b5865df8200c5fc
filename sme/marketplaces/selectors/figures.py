"""The headline figure as at any day, its parts, its rows and its course through time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sme.enterprises import selectors as registry
from sme.enterprises.models import Enterprise, FormerProfile
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
MOST_PARAMETERS = 5000  # a database takes only so many values in one question


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
    # A correction may move a fact beyond the day, and may itself be corrected: whatever was replaced goes.
    moved = set(
        ListingFact.objects.filter(recorded_at__lte=known_at, supersedes__isnull=False).values_list(
            "supersedes_id", flat=True
        )
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
    if known_at is None and by is None:
        total = _distinct(ListingInterval.objects.on(as_of).order_by())
        return Headline(as_of, total["products"], total["enterprises"])
    sold = _sold(as_of) if known_at is None else list(_sold_known_at(as_of, known_at))
    return _counted(as_of, known_at, by, sold, _Groups(sold, as_of))


def breakdown(as_of: date) -> dict[str, Headline]:
    """The figure by each of GROUPS, from one reading of what was on sale."""
    sold = _sold(as_of)
    groups = _Groups(sold, as_of)
    return {by: _counted(as_of, None, by, sold, groups) for by in GROUPS}


def _distinct(rows: QuerySet[ListingInterval]) -> dict[str, int]:
    return rows.aggregate(
        products=Count("product", distinct=True), enterprises=Count("enterprise", distinct=True)
    )


def _sold(as_of: date) -> list[Sold]:
    on_sale = ListingInterval.objects.on(as_of).order_by()
    return list(on_sale.values_list("product_id", "enterprise_id", "marketplace_id").distinct())


class _Groups:
    """To which part each row belongs, and what the parts are called; read when first asked for."""

    def __init__(self, sold: list[Sold], as_of: date) -> None:
        self.as_of = as_of
        self.enterprises = {enterprise for _p, enterprise, _m in sold}

    @cached_property
    def owners(self) -> dict[int, tuple[str, int]]:
        """Enterprise → its kind and the id of its place, as they were on the day."""
        rows = Enterprise.objects.order_by().values_list("pk", "kind", "place_id")
        if len(self.enterprises) < MOST_PARAMETERS:
            rows = rows.filter(pk__in=self.enterprises)
        then = registry.former_on(self.as_of, "kind", "place_id")
        return {
            pk: then.get(pk, (kind, place)) for pk, kind, place in rows if pk in self.enterprises
        }

    @cached_property
    def places(self) -> dict[int, str]:
        """Place → the name of today's unit there; several names where a unit was split."""
        wanted = {place for _kind, place in self.owners.values()}
        units = Unit.objects.filter(pk__in=wanted).select_related("parent")
        former = places.present_names(units)
        return {u.pk: former.get(u.pk, "") if u.is_former else u.name for u in units}

    def of(self, by: str) -> tuple[Callable[[Sold], Any], dict[Any, Any]]:
        """How a row finds its part, and the parts' labels."""
        if by == "marketplace":
            return lambda row: row[2], dict(Marketplace.objects.values_list("pk", "name"))
        if by == "kind":
            return lambda row: self.owners[row[1]][0], dict(Kind.choices)
        names = self.places
        return lambda row: names[self.owners[row[1]][1]], {name: name for name in names.values()}


def _counted(
    as_of: date, known_at: datetime | None, by: str | None, sold: list[Sold], groups: _Groups
) -> Headline:
    parts = _parts(by, sold, groups) if by else ()
    return Headline(
        as_of=as_of,
        products=len({product for product, _e, _m in sold}),
        enterprises=len({enterprise for _p, enterprise, _m in sold}),
        known_at=known_at,
        by=by,
        parts=sorted(parts, key=lambda part: (-part.products, part.label)),
    )


def _parts(by: str, sold: list[Sold], groups: _Groups) -> Iterator[Part]:
    part_of, labels = groups.of(by)
    found: dict[Any, list[Sold]] = defaultdict(list)
    for row in sold:
        found[part_of(row)].append(row)
    for key, rows in found.items():
        yield Part(
            key=str(key),
            label=str(labels.get(key) or _("Not allocated")),
            products=len({product for product, _e, _m in rows}),
            enterprises=len({enterprise for _p, enterprise, _m in rows}),
        )


def headline_rows(as_of: date) -> QuerySet[Product]:
    """The products that add up to the figure, by enterprise and name.

    ``enterprise_then``, ``kind_then`` and ``place_then`` are what the enterprise was called, was, and where it
    lay on that day.
    """
    on_sale = ListingInterval.objects.on(as_of).values("product")
    former = FormerProfile.objects.on(as_of).filter(enterprise=OuterRef("enterprise"))

    def then(name: str) -> Coalesce:
        return Coalesce(Subquery(former.values(name)[:1]), F(f"enterprise__{name}"))

    rows = Product.objects.filter(pk__in=on_sale).annotate(
        enterprise_then=then("name"), kind_then=then("kind"), place_then=then("place__name")
    )
    return rows.order_by("enterprise_then", "enterprise_id", "name_vi", "pk")


def series(days: Sequence[date]) -> list[Headline]:
    """The figure on each of several days, in one query."""
    wanted = {}
    for number, day in enumerate(days):
        on_day = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        wanted[f"products_{number}"] = Count("product", distinct=True, filter=on_day)
        wanted[f"enterprises_{number}"] = Count("enterprise", distinct=True, filter=on_day)
    counts = ListingInterval.objects.order_by().aggregate(**wanted) if days else {}
    return [
        Headline(day, counts[f"products_{n}"], counts[f"enterprises_{n}"])
        for n, day in enumerate(days)
    ]
