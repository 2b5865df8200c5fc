"""The headline figure as at any day, its parts and its course through time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from sme.enterprises import selectors as registry
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import Kind
from sme.marketplaces import rules
from sme.marketplaces.models import ListingInterval, Marketplace, OcopAward
from sme.marketplaces.selectors.figures.asking import Headline, Part, Question
from sme.marketplaces.selectors.figures.selling import Sold, sold
from sme.places import selectors as places
from sme.places.models import Unit
from sme.places.rules import Level

MOST_PARAMETERS = 5000  # a database takes only so many values in one question
OLD_MAP = {"old_place": Level.COMMUNE, "district": Level.DISTRICT, "territory": Level.PROVINCE}


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
    if not verified and known_at is None and not by:
        rows = ListingInterval.objects.on(as_of).order_by()
        total = rows.aggregate(
            products=Count("product", distinct=True), enterprises=Count("enterprise", distinct=True)
        )
        return Headline(as_of, total["products"], total["enterprises"])
    return Reading(Question(as_of, known_at, verified)).figure(by)


class Reading:
    """What was on sale for one question, read once, from which the figure, its parts and its rows follow."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.sold = sold(question)
        self.groups = Groups(self.sold, question.as_of)

    def figure(self, by: str | None = None) -> Headline:
        """The figure, with its parts by one of GROUPS."""
        return counted(self.question, by, self.sold, self.groups)

    def in_part(self) -> list[Sold]:
        """What was on sale, of the part that is asked for (all of it without a part)."""
        by, part = self.question.by, self.question.part
        if not (by and part):
            return self.sold
        part_of, _labels = self.groups.of(by)
        return [row for row in self.sold if str(part_of(row)) == part]


class Groups:
    """To which part each row belongs, and what the parts are called; read when first asked for."""

    def __init__(self, rows: list[Sold], as_of: date) -> None:
        self.as_of = as_of
        self.enterprises = {row.enterprise for row in rows}
        self.products = {row.product for row in rows}

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
    def marketplaces(self) -> dict[int, tuple[str, str]]:
        """Marketplace → its key and name."""
        rows = Marketplace.objects.values_list("pk", "key", "name")
        return {pk: (key, name) for pk, key, name in rows}

    @cached_property
    def stars(self) -> dict[int, int]:
        """Product → the OCOP stars of a decision that was in force on the day; products without are absent."""
        awards = OcopAward.objects.in_force(self.as_of)
        if len(self.products) < MOST_PARAMETERS:
            awards = awards.filter(product__in=self.products)
        return dict(awards.values_list("product_id", "stars"))

    @cached_property
    def places(self) -> dict[int, str]:
        """Place → the name of today's unit there; several names where a unit was split."""
        wanted = {place for _kind, place, _sector in self.owners.values()}
        units = Unit.objects.filter(pk__in=wanted).select_related("parent")
        former = places.present_names(units)
        return {u.pk: former.get(u.pk, "") if u.is_former else u.name for u in units}

    def of(self, by: str) -> tuple[Callable[[Sold], Any], dict[Any, Any]]:
        """How a row finds the key of its part, and the parts' labels."""
        if by == "marketplace":
            keys = {pk: key for pk, (key, _name) in self.marketplaces.items()}
            return lambda row: keys[row.marketplace], dict(self.marketplaces.values())
        if by == "kind":
            return lambda row: self.owners[row.enterprise][0], dict(Kind.choices)
        if by == "sector":
            return lambda row: self.owners[row.enterprise][2], {
                k: v for k, v in registry.sector_choices() if k
            }
        if by == "stars":
            return lambda row: self.stars.get(row.product, 0), _star_labels()
        names = places.former_names(OLD_MAP[by]) if by in OLD_MAP else self.places
        labels = {name: name for name in names.values()}
        return lambda row: names.get(self.owners[row.enterprise][1], ""), labels


def _star_labels() -> dict[int, str]:
    return {0: _("Without stars"), **{each.value: str(each.label) for each in rules.OcopStars}}


def counted(question: Question, by: str | None, rows: Sequence[Sold], groups: Groups) -> Headline:
    """The figure of these rows, with its parts."""
    parts = _parts(by, rows, groups) if by else ()
    return Headline(
        as_of=question.as_of,
        products=len({row.product for row in rows}),
        enterprises=len({row.enterprise for row in rows}),
        known_at=question.known_at,
        by=by or None,
        verified=question.verified,
        parts=sorted(parts, key=lambda part: (-part.products, part.label)),
    )


def _parts(by: str, rows: Sequence[Sold], groups: Groups) -> Iterator[Part]:
    part_of, labels = groups.of(by)
    found: dict[Any, list[Sold]] = defaultdict(list)
    for row in rows:
        found[part_of(row)].append(row)
    for key, own in found.items():
        yield Part(
            key=str(key),
            label=str(labels.get(key) or _("Not allocated")),
            products=len({row.product for row in own}),
            enterprises=len({row.enterprise for row in own}),
        )


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


def series_by_marketplace(days: Sequence[date]) -> dict[int, list[int]]:
    """Products on sale on each of several days by marketplace (its id), of all that sold one on such a day."""
    wanted: dict[str, Any] = {
        f"n{number}": Count(
            "product",
            distinct=True,
            filter=Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day)),
        )
        for number, day in enumerate(days)
    }
    rows: Any = ListingInterval.objects.order_by().values("marketplace")
    rows = rows.annotate(**wanted)
    found = {row["marketplace"]: [row[f"n{n}"] for n in range(len(days))] for row in rows}
    return {pk: counts for pk, counts in found.items() if any(counts)}
