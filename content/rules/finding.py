"""How a search judges which page answers best, and what it shows of it; plain values only."""

import math
import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from sys import intern

from content.rules.words import (
    EMPTY_WORDS,
    NO_OTHER_WORDS,
    OtherWords,
    Slot,
    all_words,
    slots_of,
)
from portal.shared.text import fold, nfc

LEAST_SHARE = 0.08
"""A page this far below the best answer only happens to hold one of the words."""
PARTS = (("title", 6.0), ("keywords", 4.0), ("summary", 2.5), ("body", 1.0))
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def has_marks(query: str) -> bool:
    """True when the person typed Vietnamese letters, and therefore means them."""
    return not nfc(query).isascii()


@dataclass(frozen=True)
class Candidate:
    """What the judgement needs to know of one page; plain text as people wrote it."""

    key: Hashable
    title: str
    keywords: str
    summary: str
    body: str


class Document:
    """One candidate's words, folded once: which stand in each part, which stand side by side."""

    def __init__(self, candidate: Candidate) -> None:
        self.key = candidate.key
        self.title = candidate.title
        self.parts: list[tuple[float, frozenset[str], str]] = []
        written: set[str] = set()
        spelled: dict[str, str] = {}
        for part, weight in PARTS:
            text = nfc(getattr(candidate, part))
            words = [intern(word) for word in all_words(text)]
            self.parts.append((weight, frozenset(words), f" {' '.join(words)} "))
            for word in set(re.findall(r"\w+", text.lower())):
                written.add(_spelling(word))
                spelled.setdefault(fold(word), word)
        self.words = frozenset().union(*(words for _weight, words, _line in self.parts))
        self.written = frozenset(written)
        self.spelled = spelled


@lru_cache(maxsize=512)
def _folded(candidate: Candidate) -> Document:
    """A page is folded once, however many libraries it stands in."""
    return Document(candidate)


class Library:
    """Everything that is searched, with how many documents have each word."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.documents = [_folded(candidate) for candidate in candidates]
        self.counts: dict[str, int] = {}
        for document in self.documents:
            for word in document.words:
                self.counts[word] = self.counts.get(word, 0) + 1

    def spelled(self, word: str) -> str:
        """A folded word as the pages write it."""
        found = (each.spelled.get(word, "") for each in self.documents)
        return next((each for each in found if each), word)

    def rarity(self, slot: Slot) -> float:
        """How much a word tells: the fewer pages have it, the more."""
        having = max((self.counts.get(word, 0) for word in slot.words), default=0)
        return math.log(1 + len(self.documents) / (1 + having)) + 0.1


@dataclass(frozen=True)
class Answer:
    """What a search found: keys with their scores, best first; the words that were looked for.

    ``mended`` is the question without its slips, as the pages write it; empty when nothing was mended.
    """

    order: list[tuple[Hashable, float]]
    sought: frozenset[str] = frozenset()
    mended: str = ""


def judge(query: str, library: Library, others: OtherWords = NO_OTHER_WORDS) -> Answer:
    """Order pages by how well they answer, without those that do not.

    Vietnamese writes words in syllables, so that two query words side by side count for more than two apart.
    Pages with the very letters typed come before those that only match without marks.
    """
    slots = slots_of(query, library.counts, others)
    if not slots or not library.documents:
        return Answer([])
    rarity = [library.rarity(slot) for slot in slots]
    exact = _typed_exactly(query) if has_marks(query) else frozenset()
    scores = [(each.key, _score(slots, rarity, exact, each)) for each in library.documents]
    worth = max(score for _key, score in scores) * LEAST_SHARE
    order = [(key, score) for key, score in scores if score > 0 and score >= worth]
    order.sort(key=lambda pair: -pair[1])  # among equals the editors' order, on every database
    return Answer(order, _sought(slots), _mended(query, slots, library) if order else "")


def titles_beginning(query: str, library: Library, most: int = 6) -> list[str]:
    """Titles that hold every word of what is being typed, each at the beginning of a word; short ones first."""
    typed = [f" {word}" for word in all_words(query)]
    if not typed or len(fold(query)) < 2:
        return []
    found = []
    for document in library.documents:
        line, keywords = document.parts[0][2], document.parts[1][2]
        if all(word in line for word in typed):
            found.append((0, len(document.title), document.title))
        elif all(word in line or word in keywords for word in typed):
            found.append((1, len(document.title), document.title))
    return list(dict.fromkeys(title for _rank, _length, title in sorted(found)))[:most]


def _sought(slots: Sequence[Slot]) -> frozenset[str]:
    return frozenset(word for slot in slots for word in (slot.typed, *slot.words))


def _mended(query: str, slots: Sequence[Slot], library: Library) -> str:
    meant = {
        slot.typed: library.spelled(max(slot.words, key=lambda word: library.counts.get(word, 0)))
        for slot in slots
        if slot.is_mended
    }
    words = [meant.get(fold(word), word) for word in re.findall(r"\w+", query)]
    return " ".join(words) if meant else ""


def _score(
    slots: Sequence[Slot], rarity: Sequence[float], exact: frozenset[str], document: Document
) -> float:
    had = [
        max((w for word, w in slot.words.items() if word in document.words), default=0.0)
        for slot in slots
    ]
    if not any(had):
        return 0.0
    score = 0.0
    for weight, words, line in document.parts:
        here = [
            max((w for word, w in slot.words.items() if word in words), default=0.0)
            for slot in slots
        ]
        score += weight * sum(map(float.__mul__, rarity, here))
        for place in range(len(slots) - 1):
            if here[place] and here[place + 1] and _side_by_side(slots, place, line):
                score += 2 * weight * (rarity[place] + rarity[place + 1])
        if len(slots) > 1 and all(here) and f" {' '.join(slot.typed for slot in slots)}" in line:
            score += weight * 3
    coverage = sum(map(float.__mul__, rarity, had)) / sum(rarity)
    score *= coverage * coverage
    return score * (1.5 if exact and exact <= document.written else 1.0)


def _side_by_side(slots: Sequence[Slot], place: int, line: str) -> bool:
    """Two neighbours stand so on the page; the last one may go on."""
    end = "" if place + 2 == len(slots) else " "
    if f" {slots[place].typed} {slots[place + 1].typed}{end}" in line:
        return True
    firsts, seconds = list(slots[place].words)[:6], list(slots[place + 1].words)[:6]
    return any(f" {first} {second} " in line for first in firsts for second in seconds)


def _spelling(word: str) -> str:
    """A word with its marks, wherever in it the tone was set: hoá is hóa."""
    letters = unicodedata.normalize("NFD", word)
    if letters == word:
        return word
    tone = "".join(letter for letter in letters if letter in _TONES)
    return "".join(letter for letter in letters if letter not in _TONES) + tone


def _typed_exactly(query: str) -> frozenset[str]:
    """The words of the query with the very letters that were typed."""
    typed = re.findall(r"\w+", nfc(query).lower())
    return frozenset(_spelling(word) for word in typed if fold(word) not in EMPTY_WORDS)


def excerpt(text: str, sought: Iterable[str], length: int = 180) -> list[tuple[str, bool]]:
    """The part of a text with most of the folded words sought, cut into (piece, is it a word sought)."""
    words = frozenset(sought)
    hits = [token for token in re.finditer(r"\w+", text) if fold(token.group()) in words]
    first = _densest(hits, length)
    start = max(0, first - length // 4) if hits else 0
    if start:
        begins = re.compile(r"\b\w").search(text, start)
        start = begins.start() if begins and begins.start() <= first else first
    end = len(text) if len(text) <= start + length else text.rfind(" ", start, start + length)
    end = end if end > start else min(len(text), start + length)
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for hit in hits:
        if hit.start() >= at and hit.end() <= end:
            pieces += [(text[at : hit.start()], False), (hit.group(), True)]
            at = hit.end()
    pieces.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return [(piece, is_hit) for piece, is_hit in pieces if piece]


def _densest(hits: Sequence[re.Match[str]], length: int) -> int:
    """Where the stretch begins that holds most different words sought, neighbours counting twice."""
    best, at = 0, 0
    for place, hit in enumerate(hits[:200]):
        near = [each for each in hits[place : place + 12] if each.end() < hit.start() + length // 2]
        beside = sum(b.start() - a.end() == 1 for a, b in pairwise(near))
        worth = len({fold(each.group()) for each in near}) + beside
        if worth > best:
            best, at = worth, hit.start()
    return at
