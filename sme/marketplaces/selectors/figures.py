"""The headline figure as at any day, its parts, its rows and its course through time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared import clock
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
VERIFIED_DEFINITION = gettext_lazy(
    "Verified: only listings that an officer, or a check of the page, saw on sale within the 90 days that end "
    "with the day asked for; all others are claimed by the enterprise. Kind, place and sector are those "
    "that the enterprise had on the day; stars are those whose decision was in force."
)

GROUPS = ("marketplace", "place", "kind", "sector", "stars")
VERIFIED_DAYS = 90
MOST_PARAMETERS = 5000  # a database takes only so many values in one question


@dataclass(frozen=True)
class Part:
    """One part of the figure: a marketplace, a place, a kind, a sector or a number of stars."""

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
    verified: bool = False
    parts: list[Part] = field(default_factory=list)

    @property
    def parts_overlap(self) -> bool:
        """True when the parts add up to more than the total, since a product stands in several."""
        return sum(part.products for part in self.parts) > self.products


# One row on sale: product, enterprise, marketplace.
Sold = tuple[int, int, int]


def _sold_known_at(as_of: date, known_at: datetime, verified: bool = False) -> Iterator[Sold]:
    """What was on sale on a day as far as was known at a moment: read from the facts themselves.

    ``verified`` keeps the listings that somebody else than the enterprise saw on sale in the 90 days
    that end with ``as_of``.
    """
    since = as_of - timedelta(days=VERIFIED_DAYS - 1)
    closed = {m.pk: m.closed_on for m in Marketplace.objects.all()}
    facts = (
        ListingFact.objects.filter(recorded_at__lte=known_at, effective_on__lte=as_of)
        .select_related("listing")
        .order_by("listing_id")
    )
    if verified:
        seen = ListingFact.objects.filter(
            source__in=rules.VERIFYING, effective_on__range=(since, as_of)
        )
        facts = facts.filter(listing__in=seen.values("listing"))
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
        if end is not None and as_of >= end:
            continue
        if rules.state_on(plain, as_of, known_at) not in rules.ON_SALE:
            continue
        if not verified or _seen_since(since, plain, known_at):
            yield listing.product_id, listing.enterprise_id, listing.marketplace_id


def _seen_since(since: date, facts: list[rules.Fact], known_at: datetime) -> bool:
    held = rules.standing(facts, known_at)
    seen = rules.verified_on(held, rules.VERIFYING, rules.ON_SALE)
    return seen is not None and seen >= since


def headline(
    as_of: date,
    known_at: datetime | None = None,
    by: str | None = None,
    *,
    verified: bool = False,
) -> Headline:
    """The figure as at a day; ``known_at`` takes what had been recorded by then; ``by`` one of GROUPS.

    ``verified`` counts only what an officer saw on sale within the last 90 days.
    """
    if verified:
        sold = list(_sold_known_at(as_of, known_at or clock.now(), verified=True))
        figure = _counted(as_of, known_at, by, sold, _Groups(sold, as_of))
        return replace(figure, verified=True)
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
        self.products = {product for product, _e, _m in sold}

    @cached_property
    def owners(self) -> dict[int, tuple[str, int, str]]:
        """Enterprise → its kind, the id of its place and its sector, as they were on the day."""
        rows = Enterprise.objects.order_by().values_list("pk", "kind", "place_id", "sector")
        if len(self.enterprises) < MOST_PARAMETERS:
            rows = rows.filter(pk__in=self.enterprises)
        then = registry.former_on(self.as_of, "kind", "place_id", "sector")
        return {
            pk: then.get(pk, (kind, place, sector))
            for pk, kind, place, sector in rows
            if pk in self.enterprises
        }

    @cached_property
    def stars(self) -> dict[int, int]:
        """Product → the OCOP stars of a decision that was in force on the day; products without are absent."""
        rows = Product.objects.filter(
            Q(ocop_decided_on__isnull=True) | Q(ocop_decided_on__lte=self.as_of),
            Q(ocop_expires_on__isnull=True) | Q(ocop_expires_on__gte=self.as_of),
            ocop_stars__isnull=False,
        )
        if len(self.products) < MOST_PARAMETERS:
            rows = rows.filter(pk__in=self.products)
        return {pk: stars or 0 for pk, stars in rows.order_by().values_list("pk", "ocop_stars")}

    @cached_property
    def places(self) -> dict[int, str]:
        """Place → the name of today's unit there; several names where a unit was split."""
        wanted = {place for _kind, place, _sector in self.owners.values()}
        units = Unit.objects.filter(pk__in=wanted).select_related("parent")
        former = places.present_names(units)
        return {u.pk: former.get(u.pk, "") if u.is_former else u.name for u in units}

    def of(self, by: str) -> tuple[Callable[[Sold], Any], dict[Any, Any]]:
        """How a row finds its part, and the parts' labels."""
        if by == "marketplace":
            return lambda row: row[2], dict(Marketplace.objects.values_list("pk", "name"))
        if by == "kind":
            return lambda row: self.owners[row[1]][0], dict(Kind.choices)
        if by == "sector":
            return lambda row: self.owners[row[1]][2], {
                k: v for k, v in registry.sector_choices() if k
            }
        if by == "stars":
            return lambda row: self.stars.get(row[0], 0), _star_labels()
        names = self.places
        return lambda row: names[self.owners[row[1]][1]], {name: name for name in names.values()}


def _star_labels() -> dict[int, str]:
    return {0: _("Without stars"), **{each.value: str(each.label) for each in rules.OcopStars}}


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
