"""Which records the rows of a list are about: by their numbers, else by what looks alike; a thousand at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sme.enterprises.models import Contact, Enterprise, Identifier
from sme.enterprises.rules import core_name
from sme.enterprises.rules import duplicates as rules
from sme.enterprises.rules.duplicates import Likeness
from sme.enterprises.rules.likeness import name_likeness, weight, words_of
from sme.enterprises.rules.matching import Record, row_numbers
from sme.enterprises.selectors.duplicates import places_today, traits_by_id
from sme.places.models import Unit

AT_ONCE = 900  # values in one question
MOST_NAMES = 200_000  # names of communes that are kept in memory at a time
NEAR_NAME = (
    0.8  # names less alike than that reach the threshold only with a shared number, phone or e-mail
)
COLUMNS = (
    *("id", "version", "name", "kind", "legal_form", "state", "place_id", "address", "phone", "email"),
    *("website", "sector", "division", "employees", "revenue", "revenue_band", "capital"),
    *("capital_band", "founded_on", "is_women_led"),
)  # fmt: skip
# Asked as a column and not as a condition: it holds for nearly all rows, and SQLite would choose its index.
MERGED = "merged_into_id"
Row = Mapping[str, Any]
Numbers = dict[tuple[str, str], list[tuple[int, bool]]]


def units_by_id() -> dict[int, Unit]:
    """Every commune that was ever valid, with its parent; one query."""
    return Unit.objects.communes().select_related("parent").in_bulk()


def holders(rows: Iterable[Row]) -> list[tuple[list[int], bool]]:
    """For each row the records that hold one of its numbers (or held it, if nobody does now), and whether only then.

    A record's own number (``record``) counts like the others; one that was merged stands for what it went into.
    """
    rows = list(rows)
    by_number = _by_number({value for row in rows for _sort, value in row_numbers(row)})
    by_record = _by_record({row["record"] for row in rows if row.get("record")})
    found = []
    for row in rows:
        hits = [hit for number in row_numbers(row) for hit in by_number.get(number, ())]
        present = {pk for pk, is_present in hits if is_present}
        former = {pk for pk, is_present in hits if not is_present}
        own = {by_record[row["record"]]} if row.get("record") in by_record else set()
        ids = present | own or former
        found.append((sorted(ids), not (present or own) and bool(former)))
    return found


def _by_number(values: Collection[str]) -> Numbers:
    found: Numbers = defaultdict(list)
    for some in _pieces(sorted(values)):
        rows = Identifier.objects.filter(value__in=some).order_by("pk")
        for sort, value, pk, ended in rows.values_list(
            "type", "value", "enterprise_id", "valid_to"
        ):
            found[sort, value].append((pk, ended is None))
    return found


def _by_record(numbers: Collection[int]) -> dict[int, int]:
    found = {}
    for some in _pieces(sorted(numbers)):
        rows = Enterprise.objects.filter(pk__in=some).order_by()
        found.update({pk: kept or pk for pk, kept in rows.values_list("pk", "merged_into")})
    return found


def records(ids: Collection[int], places: Mapping[int, Collection[int]]) -> dict[int, Record]:
    """These records as rows are compared with them; three queries for every nine hundred."""
    found: dict[int, Record] = {}
    for some in _pieces(sorted(set(ids))):
        present: dict[int, list[tuple[str, str]]] = defaultdict(list)
        former: dict[int, list[tuple[str, str]]] = defaultdict(list)
        numbers = Identifier.objects.filter(enterprise__in=some).order_by()
        for pk, sort, value, ended in numbers.values_list(
            "enterprise_id", "type", "value", "valid_to"
        ):
            (present if ended is None else former)[pk].append((sort, value))
        people: dict[int, dict[str, str]] = {}
        called = Contact.objects.filter(enterprise__in=some).order_by("-is_representative", "pk")
        for pk, *words in called.values_list("enterprise_id", "name", "position", "phone", "email"):
            people.setdefault(
                pk, dict(zip(("name", "position", "phone", "email"), words, strict=True))
            )
        rows = Enterprise.objects.unmerged().filter(pk__in=some).order_by()
        for each in rows.values_list(*COLUMNS):
            values = dict(zip(COLUMNS, each, strict=True))
            pk, at = each[0], values["place_id"]
            found[pk] = Record(
                pk,
                each[1],
                values,
                places.get(at, (at,)),
                present.get(pk, ()),
                former.get(pk, ()),
                people.get(pk),
            )
    return found


def _pieces(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(values), AT_ONCE):
        yield values[begin : begin + AT_ONCE]


class Neighbours:
    """Who of the registry may be a row's business, when no number tells: same name, phone or e-mail anywhere, a like
    name in the same commune. Keeps the names of the communes that a list speaks of; make one for each run.
    """

    def __init__(self, places: Mapping[int, Collection[int]] | None = None) -> None:
        self.places = places_today() if places is None else places
        self._near: dict[int, list[int]] = defaultdict(list)
        for pk, todays in self.places.items():
            for today in todays:
                self._near[today].append(pk)
        self._communes: dict[int, _Names] = {}
        self._words = _Vocabulary()
        self._kept = 0

    def named_alike(self, rows: Sequence[Row]) -> list[set[int]]:
        """For each row the ids of records with the same core name in its place (anywhere, if it tells none)."""
        wanted: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            wanted[core_name(row["name"])].append(at)
        found: list[set[int]] = [set() for _row in rows]
        for some in _pieces(sorted(each for each in wanted if each)):
            known = Enterprise.objects.filter(core_name__in=some).order_by()
            for pk, name, place, gone in known.values_list("pk", "core_name", "place_id", MERGED):
                for at in wanted[name] if gone is None else ():
                    mine = place_of(rows[at])
                    if mine is None or mine in self.places.get(place, (place,)):
                        found[at].add(pk)
        return found

    def candidates(self, rows: Sequence[Row]) -> list[set[int]]:
        """For each row the ids of the records worth comparing."""
        found = self.named_alike(rows)
        for field in ("phone", "email"):
            wanted: dict[str, list[int]] = defaultdict(list)
            for at, row in enumerate(rows):
                for key in (field, f"contact_{field}"):
                    if row.get(key):
                        wanted[row[key]].append(at)
            for some in _pieces(sorted(wanted)):
                known = Enterprise.objects.filter(**{f"{field}__in": some}).order_by()
                for pk, value, gone in known.exclude(**{field: ""}).values_list(
                    "pk", field, MERGED
                ):
                    for at in wanted[value] if gone is None else ():
                        found[at].add(pk)
        for at, row in enumerate(rows):
            if (place := place_of(row)) is not None:
                found[at] |= self._like_names(core_name(row["name"]), place)
        return found

    def _like_names(self, name: str, place: int) -> set[int]:
        known = self._communes.get(place)
        if known is None:
            if self._kept > MOST_NAMES:
                self._communes.clear()
                self._kept = 0
            known = self._communes[place] = _Names(self._near[place], self._words)
            self._kept += len(known.names)
        return known.like(name)

    def look_alikes(self, rows: Sequence[Row]) -> list[list[tuple[int, Likeness]]]:
        """For each row the records at or above the threshold of review, the likeliest first."""
        candidates = self.candidates(rows)
        known = traits_by_id({pk for each in candidates for pk in each}, self.places)  # type: ignore[arg-type]
        found = []
        for row, ids in zip(rows, candidates, strict=True):
            alike: list[tuple[int, Likeness]] = []
            if ids:
                one = traits_of_row(row)
                for pk in ids:
                    likeness = rules.compare(one, known[pk]) if pk in known else None
                    if likeness is not None and likeness.is_worth_a_look:
                        alike.append((pk, likeness))
            found.append(sorted(alike, key=lambda each: (-each[1].score, each[0])))
        return found


class _Vocabulary:
    """Words of names, and which of them are one slip of the finger apart."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._by_slip: dict[str, set[str]] = defaultdict(set)
        self._near: dict[str, list[str]] = {}

    def add(self, word: str) -> None:
        """One word more."""
        if word not in self._known:
            self._known.add(word)
            self._near.clear()
            for slip in _slips(word):
                self._by_slip[slip].add(word)

    def near(self, word: str) -> list[str]:
        """Known words that are this one, or this one with a slip; two real syllables are two words."""
        found = self._near.get(word)
        if found is None:
            known = {each for slip in _slips(word) for each in self._by_slip.get(slip, ())}
            found = [each for each in known if name_likeness((word,), (each,)) > 0.5]
            self._near[word] = found
        return found


def _slips(word: str) -> set[str]:
    if len(word) < 3 or word.isdigit():  # another figure is another name
        return {word}
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


class _Names:
    """The core names of the records of one commune of today, found by their telling words."""

    def __init__(self, places: Collection[int], vocabulary: _Vocabulary) -> None:
        rows = Enterprise.objects.filter(place__in=places).order_by()
        self.names: dict[int, str] = {
            pk: name
            for pk, name, gone in rows.values_list("pk", "core_name", MERGED)
            if gone is None
        }
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._vocabulary = vocabulary
        for pk, name in self.names.items():
            for word in set(words_of(name)):
                if weight(word) >= 1.0:
                    self._by_word[word].append(pk)
                    vocabulary.add(word)

    def like(self, name: str) -> set[int]:
        """Ids of records whose name shares a telling word, one slip allowed, and is as a whole nearly the same."""
        if not self._by_word:
            return set()
        mine, same, nearly = words_of(name), set[int](), set[int]()
        for word in set(mine):
            if weight(word) < 1.0:
                continue
            for near in self._vocabulary.near(word):
                sharing = self._by_word.get(near, ())
                if len(sharing) <= rules.MOST_IN_A_BLOCK:
                    (same if near == word else nearly).update(sharing)
        same = {pk for pk in same - nearly if _may_be_near(mine, words_of(self.names[pk]))}
        return {
            pk for pk in same | nearly if name_likeness(mine, words_of(self.names[pk])) >= NEAR_NAME
        }


def _may_be_near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Cheaply: without any slip of the finger the names are half alike at least."""
    shared = sum(weight(word) for word in one if word in other)
    rest_one = sum(map(weight, one)) - shared
    rest_other = sum(map(weight, other)) - shared
    against, missing = min(rest_one, rest_other), abs(rest_one - rest_other)
    return shared >= 1.5 * against + 0.4 * missing


def place_of(row: Row) -> int | None:
    """Today's commune that a row speaks of, or that was said of the whole list."""
    return row.get("place") or row.get("place_guess")


def traits_of_row(row: Row) -> rules.Traits:
    """What is compared of a row."""
    place = place_of(row)
    return rules.traits(
        -1,
        row["name"],
        kind=row.get("kind") or row.get("kind_guess") or "",
        numbers=row_numbers(row),
        phones=[row.get("phone", ""), row.get("contact_phone", "")],
        emails=[row.get("email", ""), row.get("contact_email", "")],
        places=(place,) if place else (),
        person=row.get("contact_name", ""),
    )
