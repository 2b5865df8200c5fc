"""Reads of identity through time: what held on a day, what changed when, what came from what."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import FilteredRelation, Q
from django.db.models.functions import Coalesce

from sme.enterprises.models import (
    Enterprise,
    EnterpriseQuerySet,
    FormerProfile,
    Identifier,
    Lineage,
    Merge,
)
from sme.enterprises.rules import ENDING, IdentifierType, LineageKind, State
from sme.enterprises.rules import history as rules
from sme.places.models import Unit

COMPANY_LENGTH, BRANCH_LENGTH = 10, 14  # 1400123456 and 1400123456-001


@dataclass(frozen=True)
class Profile:
    """What a record was called, its kind, form, place, sector and size class in a period."""

    name: str
    kind: str
    legal_form: str
    place_id: int
    sector: str
    size_class: str
    valid_from: date | None
    valid_to: date | None


def profile_on(enterprise: Enterprise, day: date) -> Profile:
    """What held on a day; one query."""
    row = enterprise.former_profiles.on(day).first()
    values = {name: getattr(row or enterprise, name) for name in rules.PROFILE}
    since = row.valid_from if row else enterprise.profile_since
    return Profile(**values, valid_from=since, valid_to=row.valid_to if row else None)


def profiles_on(day: date) -> EnterpriseQuerySet:
    """Every record with ``name_then``, ``kind_then``, ``place_then`` (id), ``sector_then``, ``size_then`` of a day.

    One outer join over the unique index of former profiles, so it counts and groups a million records.
    """
    former = FilteredRelation(
        "former_profiles",
        condition=Q(former_profiles__valid_to__gt=day)
        & (Q(former_profiles__valid_from__isnull=True) | Q(former_profiles__valid_from__lte=day)),
    )
    return Enterprise.objects.annotate(former=former).annotate(
        name_then=Coalesce("former__name", "name"),
        kind_then=Coalesce("former__kind", "kind"),
        place_then=Coalesce("former__place_id", "place_id"),
        sector_then=Coalesce("former__sector", "sector"),
        size_then=Coalesce("former__size_class", "size_class"),
    )


def former_on(day: date, *fields: str) -> dict[int, tuple[Any, ...]]:
    """Those columns of the records that were something else on a day, by id; one query of few rows."""
    rows = FormerProfile.objects.on(day).order_by().values_list("enterprise_id", *fields)
    return {row[0]: row[1:] for row in rows}


def names_on(day: date, ids: Iterable[int]) -> Iterator[tuple[int, str]]:
    """What each of these was called on a day."""
    rows: Any = profiles_on(day).order_by()
    rows = rows.values_list("pk", "name_then")
    for some in _in_parts(ids):
        yield from rows.filter(pk__in=some)


def profiles_then(day: date, ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Name, kind and the name of the place that each of these had on a day."""
    found: dict[int, tuple[str, str, int]] = {}
    rows: Any = profiles_on(day).order_by()
    rows = rows.values_list("pk", "name_then", "kind_then", "place_then")
    for some in _in_parts(ids):
        found.update(
            {pk: (name, kind, place) for pk, name, kind, place in rows.filter(pk__in=some)}
        )
    places = Unit.objects.filter(pk__in={place for _name, _kind, place in found.values()})
    names = dict(places.values_list("pk", "name"))
    return {pk: (name, kind, names[place]) for pk, (name, kind, place) in found.items()}


def _in_parts(ids: Iterable[int], size: int = 2000) -> Iterator[list[int]]:
    wanted = sorted(ids)
    for begin in range(0, len(wanted), size):
        yield wanted[begin : begin + size]


def owners_at(moment: datetime, model: str) -> dict[int, int]:
    """Rows of a model that belonged to another record at a moment than now, because records were merged since.

    ``model`` as in ``marketplaces.listing``; returns the row's id → the record's id at that moment.
    """
    events: list[tuple[datetime, dict[str, Any], str]] = []
    merges = Merge.objects.filter(Q(created_at__gt=moment) | Q(undone_at__gt=moment))
    for each in merges:
        for part in each.moved:
            for step in part["steps"]:
                if step["model"] == model and step["column"] == "enterprise_id":
                    events.append((each.created_at, step, "was"))
                    if each.undone_at is not None:
                        events.append((each.undone_at, step, "now"))
    found: dict[int, int] = {}
    for at, step, before in sorted(events, key=lambda event: event[0], reverse=True):
        if at > moment:  # walking back in time, what stood before the event holds
            found.update(dict.fromkeys(step["pks"], step[before]))
    return found


# --- what came from what ------------------------------------------------------------------------------


def descendants_of(enterprise: Enterprise) -> set[int]:
    """Ids of all records that came from this one, however far."""
    found: set[int] = set()
    waiting = {enterprise.pk}
    while waiting:
        rows = Lineage.objects.filter(predecessor__in=waiting).values_list(
            "successor_id", flat=True
        )
        waiting = set(rows) - found
        found |= waiting
    return found


def lineage_of(enterprise: Enterprise) -> list[Lineage]:
    """What it came from and what came of it, newest first; one query."""
    rows = Lineage.objects.filter(Q(predecessor=enterprise) | Q(successor=enterprise))
    return list(rows.select_related("predecessor", "successor", "recorded_by"))


def unlinked_branches(ids: Iterable[int]) -> list[tuple[int, int, date]]:
    """(company, branch, day) for tax codes ``…-001`` among these records, or of these records' branches."""
    held = Identifier.objects.filter(type=IdentifierType.TAX_CODE, valid_to__isnull=True)
    own = dict(held.filter(enterprise__in=set(ids)).values_list("value", "enterprise_id"))
    branches = {code: pk for code, pk in own.items() if len(code) == BRANCH_LENGTH}
    companies = {code: pk for code, pk in own.items() if len(code) == COMPANY_LENGTH}
    stems = {code[:COMPANY_LENGTH] for code in branches} - set(companies)
    possible = [f"{code}-{number:03}" for code in companies for number in range(1, 1000)]
    if stems:
        companies |= dict(held.filter(value__in=stems).values_list("value", "enterprise_id"))
    if possible:
        branches |= dict(held.filter(value__in=possible).values_list("value", "enterprise_id"))
    pairs = {
        (companies[code[:COMPANY_LENGTH]], pk)
        for code, pk in branches.items()
        if companies.get(code[:COMPANY_LENGTH], pk) != pk
    }
    if not pairs:
        return []
    below = [branch for _company, branch in pairs]
    rows = Lineage.objects.filter(kind=LineageKind.BRANCH, successor__in=below)
    known = set(rows.values_list("predecessor_id", "successor_id"))
    since = dict(
        Enterprise.objects.filter(pk__in=below).values_list(
            "pk", Coalesce("founded_on", "registered_on")
        )
    )
    return [(company, branch, since[branch]) for company, branch in sorted(pairs - known)]


# --- the story ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """One value that became another; ``field`` is a key of ``rules.history.PROFILE``."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Happening:
    """One line of the story: the day (``None``: not known), what it was, and what it is about."""

    on: date | None
    what: str
    differences: Sequence[Difference] = ()
    number: Identifier | None = None
    lineage: Lineage | None = None
    reason: str = ""
    is_outgoing: bool = False
    other: Enterprise | None = None
    other_is_visible: bool = True
    by: Any = None
    details: dict[str, Any] = field(default_factory=dict)


def story_of(enterprise: Enterprise, is_visible: Callable[[Enterprise], bool]) -> list[Happening]:
    """What happened to it as a business, newest first: two queries besides the identifiers.

    ``is_visible`` says whether the reader may see another record; one that they may not is not named.
    """
    found = [*_profiles(enterprise), *_numbers(enterprise), *_successions(enterprise, is_visible)]
    if enterprise.founded_on:
        found.append(Happening(enterprise.founded_on, "founded"))
    found.append(Happening(enterprise.registered_on, "registered"))
    if enterprise.closed_on:
        found.append(Happening(enterprise.closed_on, "closed", reason=enterprise.closed_reason))
    return sorted(found, key=lambda each: each.on or date.min, reverse=True)


def _profiles(enterprise: Enterprise) -> list[Happening]:
    former = list(
        enterprise.former_profiles.select_related("place__parent", "ended_by").order_by("valid_to")
    )
    found = []
    for index, row in enumerate(former):
        later: Any = former[index + 1] if index + 1 < len(former) else enterprise
        differences = [
            Difference(name, getattr(row, name), getattr(later, name))
            for name in ("name", "kind", "legal_form", "place", "sector", "size_class")
            if getattr(row, _column(name)) != getattr(later, _column(name))
        ]
        if differences:
            found.append(
                Happening(row.valid_to, "changed", differences, reason=row.reason, by=row.ended_by)
            )
    return found


def _column(name: str) -> str:
    return "place_id" if name == "place" else name


def _numbers(enterprise: Enterprise) -> list[Happening]:
    found = []
    for each in enterprise.identifiers.all():
        if each.valid_from:
            found.append(Happening(each.valid_from, "number_begins", number=each))
        if each.valid_to:
            found.append(Happening(each.valid_to, "number_ends", number=each))
    return found


def _successions(
    enterprise: Enterprise, is_visible: Callable[[Enterprise], bool]
) -> list[Happening]:
    found = []
    for row in lineage_of(enterprise):
        is_first = row.predecessor_id == enterprise.pk
        other = row.successor if is_first else row.predecessor
        found.append(
            Happening(
                row.on,
                "succession",
                lineage=row,
                reason=row.note,
                is_outgoing=is_first,
                other=other,
                other_is_visible=is_visible(other),
                by=row.recorded_by,
            )
        )
    return found


def goes_on_in(enterprise: Enterprise) -> bool:
    """Whether a closed record goes on in an open one (became, merged, taken over)."""
    led = Lineage.objects.filter(predecessor=enterprise, kind__in=ENDING)
    return led.exclude(successor__state=State.CLOSED).exists()
