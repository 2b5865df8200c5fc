"""How alike two records are: weighted evidence, each piece with its reason; and which are worth comparing.

Evidence adds up in points (log-odds, by hand): what speaks for the same business is positive, what speaks
against it negative. The score is the likelihood in per cent. Names are compared word by word, in any order:
a word with a typing error is nearly the same word, another Vietnamese syllable is another word.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from stdnum.vn import mst

from portal.shared import text
from sme.enterprises.rules.kinds import IdentifierType, Kind
from sme.enterprises.rules.likeness import is_one_slip, name_likeness, weight, words_of
from sme.enterprises.rules.names import core_name

REVIEW_THRESHOLD = 50
MOST_IN_A_BLOCK = 40  # a key that more records share tells nothing

# Points. None of these is law: they were weighed on invented pairs, see tests/factories/duplicates.py.
START = -2.7
SAME_NUMBER, NEAR_NUMBER, OTHER_NUMBER, BRANCH = 6.0, 2.5, -5.0, -5.0
SAME_PHONE, OTHER_PHONE = 2.0, -0.5
SAME_EMAIL, OTHER_EMAIL = 2.2, -0.4
SAME_PLACE, OTHER_PLACE = 1.0, -1.5
SAME_PERSON, OTHER_PERSON = 1.5, -1.2
# Likeness of the names → points, straight lines between.
NAME_POINTS = ((0.5, -3.5), (0.6, -2.5), (0.75, -1.0), (0.85, 1.0), (0.9, 1.8), (1.0, 3.2))
BEST_NAME = NAME_POINTS[-1][1]

# What each piece of evidence is in words; some take figures.
REASON_WORDS: Mapping[str, Any] = {
    "same_number": _("the same number"),
    "near_number": _("numbers differ by one digit"),
    "other_number": _("different numbers"),
    "branch": _("branch numbers of one company"),
    "became_company": _("different numbers, but a household may have become a company"),
    "same_phone": _("the same phone"),
    "other_phone": _("different phones"),
    "same_email": _("the same e-mail"),
    "other_email": _("different e-mails"),
    "same_place": _("the same commune or ward"),
    "other_place": _("different communes"),
    "same_person": _("the same representative"),
    "other_person": _("different representatives"),
    "same_name": _("the same name"),
    "like_name": _("names %(percent)d %% alike"),
    "other_name": _("different names"),
}


class Reason(NamedTuple):
    """One piece of evidence: its code, the points it gave, and figures for its sentence."""

    code: str
    points: float
    data: dict[str, Any]


class Likeness(NamedTuple):
    """How alike two records are, in per cent, and why (the weightiest reason first)."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def is_worth_a_look(self) -> bool:
        """At or above the threshold of the queue."""
        return self.score >= REVIEW_THRESHOLD


@dataclass(frozen=True)
class Traits:
    """What is compared of a record; ``numbers`` are (type, value), ``places`` today's units where it may lie."""

    key: int
    name: str
    kind: str = ""
    numbers: frozenset[tuple[str, str]] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    places: frozenset[int] = frozenset()
    person: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the core name, usual abbreviations written out."""
        return words_of(self.name)


def traits(
    key: int,
    name: str,
    *,
    kind: str = "",
    numbers: Iterable[tuple[str, str]] = (),
    phones: Iterable[str] = (),
    emails: Iterable[str] = (),
    places: Iterable[int] = (),
    person: str = "",
) -> Traits:
    """Traits of a record as it is stored (numbers canonical, phones E.164); blanks never count."""
    return Traits(
        key=key,
        name=core_name(name),
        kind=kind,
        numbers=frozenset((sort, value) for sort, value in numbers if value),
        phones=frozenset(phone for phone in phones if phone),
        emails=frozenset(mail.strip().lower() for mail in emails if mail and mail.strip()),
        places=frozenset(places),
        person=text.fold(person),
    )


# --- comparing ---------------------------------------------------------------------------------------


def compare(one: Traits, other: Traits) -> Likeness:
    """How alike two records are, with the reasons. A blank never equals a blank."""
    reasons = list(_evidence(one, other))
    points = START + sum(each.points for each in reasons)
    if points + BEST_NAME >= 0:  # else the names cannot change it
        likeness = name_likeness(one.words, other.words)
        given = _between(likeness)
        reasons.append(
            Reason(_name_code(likeness), round(given, 2), {"percent": round(100 * likeness)})
        )
        points += given
    else:
        points -= 1.0
    reasons.sort(key=lambda each: -abs(each.points))
    return Likeness(round(100 / (1 + math.exp(-points))), tuple(reasons))


def _name_code(likeness: float) -> str:
    if likeness >= 0.995:
        return "same_name"
    return "like_name" if likeness >= 0.8 else "other_name"


def _evidence(one: Traits, other: Traits) -> Iterator[Reason]:
    yield from _numbers(one, other)
    yield from _shared("phone", one.phones, other.phones, SAME_PHONE, OTHER_PHONE)
    yield from _shared("email", one.emails, other.emails, SAME_EMAIL, OTHER_EMAIL)
    yield from _shared("place", one.places, other.places, SAME_PLACE, OTHER_PLACE)
    if one.person and other.person:
        same = one.person == other.person or _near_person(one.person, other.person)
        yield Reason(
            *(("same_person", SAME_PERSON) if same else ("other_person", OTHER_PERSON)), {}
        )


def _shared(
    what: str, one: frozenset[Any], other: frozenset[Any], same: float, different: float
) -> Iterator[Reason]:
    if one and other:
        if one & other:
            yield Reason(f"same_{what}", same, {})
        else:
            yield Reason(f"other_{what}", different, {})


def _numbers(one: Traits, other: Traits) -> Iterator[Reason]:
    if one.numbers & other.numbers:
        yield Reason("same_number", SAME_NUMBER, {})
        return
    found = [
        reason
        for sort, mine in one.numbers
        for kind, theirs in other.numbers
        if sort == kind and (reason := _two_numbers(sort, mine, theirs, one, other))
    ]
    if found:
        yield max(found, key=lambda each: each.points)


def _two_numbers(sort: str, mine: str, theirs: str, one: Traits, other: Traits) -> Reason:
    if sort == IdentifierType.TAX_CODE:
        if mine[:10] == theirs[:10]:
            return Reason("branch", BRANCH, {})
        if is_one_slip(mine, theirs) and not (_is_right(mine) and _is_right(theirs)):
            return Reason("near_number", NEAR_NUMBER, {})
        if (one.kind == Kind.HOUSEHOLD) != (other.kind == Kind.HOUSEHOLD):
            return Reason("became_company", -0.3, {})
    elif is_one_slip(mine, theirs):
        return Reason("near_number", 0.5, {})
    return Reason("other_number", OTHER_NUMBER, {})


@lru_cache(maxsize=8192)
def _is_right(code: str) -> bool:
    return bool(mst.is_valid(code))


def _near_person(one: str, other: str) -> bool:
    mine, theirs = one.split(), other.split()
    return set(mine) == set(theirs) or name_likeness(tuple(mine), tuple(theirs)) >= 0.93


def _between(likeness: float) -> float:
    if likeness <= NAME_POINTS[0][0]:
        return NAME_POINTS[0][1]
    for (low, low_points), (high, high_points) in pairwise(NAME_POINTS):
        if likeness <= high:
            return low_points + (high_points - low_points) * (likeness - low) / (high - low)
    return BEST_NAME


# --- blocking ----------------------------------------------------------------------------------------


def blocking_keys(one: Traits) -> set[str]:
    """Keys of which two records share at least one when they are worth comparing.

    Records that share a number, a phone, an e-mail or the whole name are compared wherever they lie; else
    only within a place, when they share a telling word (one slip allowed) or two words.
    """
    keys = {f"n{value}" for _sort, value in one.numbers}
    keys |= {f"f{phone}" for phone in one.phones} | {f"m{mail}" for mail in one.emails}
    words = sorted(set(one.words))
    keys.add("w" + " ".join(words))
    if one.person:
        keys.add(f"p{one.person}")
    inside: set[str] = {"j" + "".join(words)}
    telling = [word for word in words if weight(word) >= 1.0]
    inside |= {f"t{word}" for word in telling}
    inside |= {f"s{slip}" for word in telling if len(word) >= 3 for slip in _slips(word)}
    inside |= {f"d{a} {b}" for a, b in combinations(words[:6], 2)}
    keys |= {f"{place}:{key}" for place in one.places for key in inside}
    return keys


@lru_cache(maxsize=65_536)
def _slips(word: str) -> frozenset[str]:
    """The word and what it is with one letter lost: two words one slip apart share one of these."""
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def candidates(records: Iterable[Traits]) -> Iterator[tuple[Traits, Traits]]:
    """Pairs worth comparing, each once; keys that too many share are passed over."""
    blocks: dict[str, list[Traits]] = {}
    for one in records:
        for key in blocking_keys(one):
            blocks.setdefault(key, []).append(one)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if 1 < len(block) <= MOST_IN_A_BLOCK:
            for one, other in combinations(block, 2):
                pair = (one.key, other.key) if one.key < other.key else (other.key, one.key)
                if pair not in seen:
                    seen.add(pair)
                    yield one, other


STRONG = frozenset({"same_number", "near_number", "same_phone", "same_email", "same_person"})


def has_changed_materially(
    score: int, reasons: Iterable[Any], old_score: int, old_reasons: Iterable[Any]
) -> bool:
    """True when a pair that was told apart looks so different that it should be asked again."""
    new = {each[0] for each in reasons} & STRONG
    old = {each[0] for each in old_reasons} & STRONG
    return bool(new - old) or score >= old_score + 15
