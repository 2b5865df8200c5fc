"""Records that may be the same: their traits, who looks like given values, the queue, merges."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from portal.shared import clock
from sme.enterprises.models import (
    Contact,
    DuplicatePair,
    Enterprise,
    EnterpriseQuerySet,
    Identifier,
    Merge,
)
from sme.enterprises.rules import duplicates as rules
from sme.enterprises.rules.duplicates import Likeness, Traits
from sme.places.models import Succession, Unit
from sme.places.rules import Level

MOST_CANDIDATES = 60
_AT_ONCE = 500  # keys in one question, below what the smaller database allows


# --- traits ----------------------------------------------------------------------------------------


def places_today() -> dict[int, frozenset[int]]:
    """For each commune that was ever valid, the ids of today's communes where it may lie; two queries."""
    today = clock.today()
    became: dict[int, list[int]] = defaultdict(list)
    for old, new in Succession.objects.values_list("old_id", "new_id"):
        became[old].append(new)
    units = Unit.objects.filter(level=Level.COMMUNE).values_list("pk", "valid_to")
    ended = {pk for pk, valid_to in units if valid_to is not None and valid_to <= today}
    return {pk: frozenset(_followed(pk, became, ended)) for pk, _valid_to in units}


def _followed(pk: int, became: Mapping[int, list[int]], ended: set[int]) -> set[int]:
    found, waiting = set(), [pk]
    for _step in range(10):
        waiting, present = (
            [new for each in waiting if each in ended for new in became.get(each, ())],
            [each for each in waiting if each not in ended],
        )
        found.update(present)
    return found or {pk}


def traits_of(
    queryset: EnterpriseQuerySet, places: Mapping[int, frozenset[int]] | None = None
) -> list[Traits]:
    """What is compared of these records, in three queries (and two for the places)."""
    if places is None:
        places = places_today()
    ids = queryset.order_by().values("pk")
    numbers: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Identifier.objects.filter(enterprise__in=ids)
    for pk, sort, value in rows.values_list("enterprise_id", "type", "value"):
        numbers[pk].append((sort, value))
    people: dict[int, list[tuple[str, str, str, bool]]] = defaultdict(list)
    called = Contact.objects.filter(enterprise__in=ids).order_by("pk")
    for pk, who, phone, mail, is_first in called.values_list(
        "enterprise_id", "name", "phone", "email", "is_representative"
    ):
        people[pk].append((who, phone, mail, is_first))
    columns = queryset.order_by().values_list("pk", "name", "kind", "phone", "email", "place_id")
    return [
        rules.traits(
            pk,
            name,
            kind=kind,
            numbers=numbers.get(pk, ()),
            phones=[phone, *(each[1] for each in people.get(pk, ()))],
            emails=[email, *(each[2] for each in people.get(pk, ()))],
            places=places.get(place, frozenset({place})),
            person=_representative(people.get(pk, ())),
        )
        for pk, name, kind, phone, email, place in columns
    ]


def _representative(people: Sequence[tuple[str, str, str, bool]]) -> str:
    first = sorted(people, key=lambda each: not each[3])
    return first[0][0] if first else ""


def traits_by_id(
    ids: Collection[int], places: Mapping[int, frozenset[int]] | None = None
) -> dict[int, Traits]:
    """The same by their ids, however many."""
    if places is None:
        places = places_today()
    wanted, found = sorted(ids), {}
    for begin in range(0, len(wanted), _AT_ONCE):
        some = Enterprise.objects.unmerged().filter(pk__in=wanted[begin : begin + _AT_ONCE])
        found.update({each.key: each for each in traits_of(some, places)})
    return found


def sharing(most: int) -> Iterator[list[int]]:
    """Groups of 2 to ``most`` records that share a number, a phone, an e-mail or the whole core name.

    Streamed in the order of the shared value: one group is in memory at a time.
    """
    present = Enterprise.objects.unmerged().order_by()
    mine = Q(enterprise__merged_into__isnull=True)
    people = Contact.objects.filter(mine).order_by()
    lists = (
        Identifier.objects.filter(mine).order_by("value").values_list("value", "enterprise_id"),
        present.exclude(phone="")
        .values_list("phone", "pk")
        .union(people.exclude(phone="").values_list("phone", "enterprise_id"))
        .order_by("phone"),
        _mails(present, "pk").union(_mails(people, "enterprise_id")).order_by("mail"),
        present.exclude(core_name="").order_by("core_name").values_list("core_name", "pk"),
    )
    for rows in lists:
        for _value, group in groupby(rows.iterator(chunk_size=5000), key=lambda row: row[0]):
            ids = sorted({pk for _same, pk in group})
            if 1 < len(ids) <= most:
                yield ids


def _mails(queryset: Any, key: str) -> Any:
    return queryset.exclude(email="").annotate(mail=Lower("email")).values_list("mail", key)


# --- who looks like this ------------------------------------------------------------------------------


@dataclass(frozen=True)
class LookAlike:
    """A record that may be the one at hand, and why."""

    enterprise: Enterprise
    likeness: Likeness

    @property
    def reasons(self) -> tuple[rules.Reason, ...]:
        """What speaks for and against."""
        return self.likeness.reasons


def traits_of_values(values: Mapping[str, Any], key: int = 0) -> Traits:
    """Traits of values not yet stored: ``name``, ``kind``, ``place`` (a unit or its id), ``phone``, ``email``,
    ``identifiers`` (type, value), ``contacts`` (mappings with name, phone, email)."""
    people = list(values.get("contacts") or ())
    place = values.get("place")
    place_id = getattr(place, "pk", place)
    return rules.traits(
        key,
        values.get("name") or "",
        kind=values.get("kind") or "",
        numbers=[(each[0], each[1]) for each in values.get("identifiers") or ()],
        phones=[values.get("phone") or "", *(each.get("phone") or "" for each in people)],
        emails=[values.get("email") or "", *(each.get("email") or "" for each in people)],
        places=places_today().get(place_id, frozenset({place_id})) if place_id else (),
        person=people[0].get("name") or "" if people else "",
    )


def look_alikes(
    values: Mapping[str, Any] | Traits, limit: int = 5, *, besides: int | None = None
) -> list[LookAlike]:
    """Records that look like these values, the likeliest first; for warnings, so whoever may see them decides
    what is told. ``values`` as in ``traits_of_values``; ``besides`` leaves one record out."""
    one = values if isinstance(values, Traits) else traits_of_values(values)
    places = places_today()
    near = [pk for pk, today in places.items() if today & one.places]
    ids = _alike(one, near) - {besides or one.key}
    told_apart = set()
    if besides:
        told_apart = set(
            DuplicatePair.objects.filter(
                Q(left=besides) | Q(right=besides), state="distinct"
            ).values_list("left", "right")
        )
    ranked = sorted(
        (
            (likeness, pk)
            for pk, other in traits_by_id(ids, places).items()
            if (likeness := rules.compare(one, other)).is_worth_a_look
            and tuple(sorted((pk, besides or 0))) not in told_apart
        ),
        key=lambda each: (-each[0].score, each[1]),
    )[:limit]
    rows = Enterprise.objects.select_related("place__parent").with_numbers()
    by_id = rows.in_bulk([pk for _likeness, pk in ranked])
    return [LookAlike(by_id[pk], likeness) for likeness, pk in ranked]


def _alike(one: Traits, near: list[int]) -> set[int]:
    """Ids of records that may look alike: one small question for each index, not one large with OR."""
    present = Enterprise.objects.unmerged().order_by()
    asked = [present.filter(core_name=one.name)] if one.name else []
    if one.phones:
        asked.append(present.filter(~Q(phone=""), phone__in=one.phones))
    if one.emails:
        asked.append(present.filter(~Q(email=""), email__in=one.emails))
    if one.numbers:
        held = Identifier.objects.filter(value__in=[value for _sort, value in one.numbers])
        asked.append(present.filter(pk__in=held.values("enterprise_id")))
    telling = sorted(set(one.words), key=lambda word: (-rules.weight(word), -len(word)))[:2]
    inside = Q()
    for word in telling:
        inside |= Q(core_name__contains=word[:-1] if len(word) > 4 else word)
    if near and telling:
        asked.append(present.filter(inside, place_id__in=near))
    return {pk for each in asked for pk in each.values_list("pk", flat=True)[:MOST_CANDIDATES]}


def look_alikes_of_many(given: Sequence[Traits]) -> dict[int, list[tuple[int, Likeness]]]:
    """For each of many (a list that comes in; ``key`` is negative or a row's number below 0) the records it looks like.

    Returns ``{key: [(id of the record, likeness), …]}``, the likeliest first, only for keys that look like one.
    """
    places = places_today()
    wanted: dict[int, list[Traits]] = defaultdict(list)
    for one in given:
        for place in one.places:
            wanted[place].append(one)
    found: dict[int, dict[int, Likeness]] = defaultdict(dict)
    for place, mine in wanted.items():
        near = [pk for pk, today in places.items() if place in today]
        theirs = traits_of(Enterprise.objects.unmerged().filter(place__in=near), places)
        _pair_up(mine, theirs, found)
    return {
        key: sorted(alike.items(), key=lambda each: (-each[1].score, each[0]))
        for key, alike in found.items()
    }


def _pair_up(
    mine: Iterable[Traits], theirs: Iterable[Traits], found: dict[int, dict[int, Likeness]]
) -> None:
    keys: dict[str, list[Traits]] = defaultdict(list)
    for other in theirs:
        for key in rules.blocking_keys(other):
            keys[key].append(other)
    for one in mine:
        near = {
            other.key: other
            for key in rules.blocking_keys(one)
            if len(keys.get(key, ())) <= rules.MOST_IN_A_BLOCK
            for other in keys.get(key, ())
        }
        for pk, other in near.items():
            likeness = rules.compare(one, other)
            if likeness.is_worth_a_look:
                found[one.key][pk] = likeness


# --- the queue and the merges ---------------------------------------------------------------------------


def pairs_to_decide(user: Any) -> Any:
    """Pairs that wait, both records read along, the likeliest first."""
    return _with_records(DuplicatePair.objects.visible_to(user).open())


def pairs_told_apart(user: Any) -> Any:
    """Pairs of which somebody said that they are two, the newest decision first."""
    told = DuplicatePair.objects.visible_to(user).filter(state="distinct")
    return _with_records(told.order_by("-decided_at", "-pk")).select_related("decided_by")


def pairs_with_records(user: Any) -> Any:
    """Pairs in any state but merged, of which a person may see both records, with all that is compared."""
    pairs = DuplicatePair.objects.visible_to(user).exclude(state="merged")
    return _with_records(pairs).select_related(
        "left__responsible", "right__responsible", "decided_by"
    )


def _with_records(pairs: Any) -> Any:
    return pairs.select_related("left__place__parent", "right__place__parent")


def merges_of(user: Any) -> Any:
    """Merges into records that a person may see, the newest first."""
    seen = Enterprise.objects.visible_to(user).order_by().values("pk")
    rows = Merge.objects.filter(Q(kept__in=seen) | Q(kept__merged_into__in=seen))
    return rows.select_related("kept", "gone", "merged_by", "undone_by")


def standing_for(pk: int) -> Enterprise | None:
    """The record into which this one was merged, if it was."""
    gone = Enterprise.objects.filter(pk=pk, merged_into__isnull=False).first()
    return gone.merged_into if gone else None
