"""What guidance is sorted by, and how a search judges which page answers best; plain values only."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.text import fold, nfc

WORDS_PER_MINUTE = 160
"""Calm reading on a phone; guides are read to be followed, not skimmed."""


class Pillar(models.TextChoices):
    """The six pillars by which Decision 1970/QĐ-BTTTT (13/12/2021) looks at a business."""

    CUSTOMER = "customer", _("Customers and sales")
    STRATEGY = "strategy", _("Strategy")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure and technology")
    OPERATIONS = "operations", _("Operations")
    CULTURE = "culture", _("People and culture")
    DATA = "data", _("Data and information")


PILLAR_ICONS = {
    Pillar.CUSTOMER: "cart",
    Pillar.STRATEGY: "flag",
    Pillar.INFRASTRUCTURE: "shield",
    Pillar.OPERATIONS: "settings",
    Pillar.CULTURE: "users",
    Pillar.DATA: "chart",
}


class Level(models.TextChoices):
    """How far along a reader should be."""

    START = "start", _("Getting started")
    GROW = "grow", _("Growing")
    ADVANCE = "advance", _("Going further")


class Audience(models.TextChoices):
    """Whom a guide is written for; each is a column ``for_…`` of the guide."""

    HOUSEHOLD = "household", _("Household businesses")
    COOPERATIVE = "cooperative", _("Co-operatives")
    FACILITY = "facility", _("Production facilities")
    ENTERPRISE = "enterprise", _("Companies")


def reading_minutes(text: str) -> int:
    """Whole minutes that a calm reader needs, at least one."""
    return max(1, math.ceil(len(re.findall(r"\w+", text)) / WORDS_PER_MINUTE))


# --- search ------------------------------------------------------------------------------------

# Words that stand in nearly every question and say nothing about the answer.
_EMPTY = """
la va cua cho co khong thi ma de o tai tren voi cac nhung mot nhu the nao lam sao gi toi ban
minh bang duoc bi ve tu den hay hoac khi nen can muon phai
a an the of for to in on how do i is it and my with what
"""
EMPTY_WORDS = frozenset(_EMPTY.split())
MOST_WORDS = 12
"""Of a longer question only this many words are looked for."""
LEAST_SHARE = 0.08
"""A page this far below the best answer only happens to hold one of the words."""


def query_words(query: str) -> list[str]:
    """The folded words to look for, in order; empty words only if there is nothing else."""
    words = re.findall(r"[a-z0-9]+", fold(query))
    telling = [word for word in words if word not in EMPTY_WORDS]
    return (telling or words)[:MOST_WORDS]


def has_marks(query: str) -> bool:
    """True when the person typed Vietnamese letters, and therefore means them."""
    return not nfc(query).isascii()


@dataclass(frozen=True)
class Candidate:
    """What the judgement needs to know of one page; plain text as people wrote it."""

    key: int
    title: str
    keywords: str
    summary: str
    body: str


class _Folded:
    """One candidate's texts, folded once: where its words stand, and which stand side by side."""

    PARTS = (("title", 6.0), ("keywords", 4.0), ("summary", 2.5), ("body", 1.0))

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.words: list[tuple[float, list[str], str]] = []
        for part, weight in self.PARTS:
            words = re.findall(r"[a-z0-9]+", fold(getattr(candidate, part)))
            self.words.append((weight, words, f" {' '.join(words)} "))
        self.every_word = {word for _weight, words, _line in self.words for word in words}

    def has(self, word: str, *, is_last: bool) -> bool:
        """The word stands somewhere; the last one may still be being typed."""
        if word in self.every_word:
            return True
        return is_last and len(word) > 1 and any(each.startswith(word) for each in self.every_word)


def judge(query: str, candidates: Iterable[Candidate], total: int) -> list[tuple[int, float]]:
    """Order pages by how well they answer; best first, as (key, score), without those that do not.

    ``total`` is the number of pages searched, for telling rare words from common ones. Vietnamese
    writes words in syllables, so that two query words side by side count for more than two apart.
    Pages with the very letters typed come before those that only match without marks.
    """
    words = query_words(query)
    pages = [_Folded(candidate) for candidate in candidates]
    if not words or not pages:
        return []
    rarity = _rarity(words, pages, max(total, len(pages)))
    scored = [(page.candidate.key, _score(query, words, rarity, page)) for page in pages]
    worth = max(score for _key, score in scored) * LEAST_SHARE
    return sorted(
        ((key, score) for key, score in scored if score > 0 and score >= worth),
        key=lambda pair: (-pair[1], pair[0]),
    )


def _rarity(words: Sequence[str], pages: Sequence[_Folded], total: int) -> dict[str, float]:
    rarity = {}
    for place, word in enumerate(words):
        having = sum(page.has(word, is_last=place == len(words) - 1) for page in pages)
        rarity[word] = math.log(1 + total / (1 + having)) + 0.1
    return rarity


def _score(query: str, words: Sequence[str], rarity: dict[str, float], page: _Folded) -> float:
    found = [
        word for place, word in enumerate(words) if page.has(word, is_last=place == len(words) - 1)
    ]
    if not found:
        return 0.0
    score = 0.0
    pairs = [f" {a} {b} " for a, b in pairwise(words)]
    for weight, part_words, line in page.words:
        present = set(part_words)
        score += weight * sum(rarity[word] for word in set(found) if word in present)
        score += (
            weight
            * 2
            * sum(
                rarity[words[place]] + rarity[words[place + 1]]
                for place, pair in enumerate(pairs)
                if pair in line
            )
        )
        if len(words) > 1 and f" {' '.join(words)} " in line:
            score += weight * 3
    coverage = sum(rarity[word] for word in set(found)) / sum(rarity[word] for word in set(words))
    score *= coverage * coverage
    return score * (1.5 if has_marks(query) and _stands_exactly(query, page.candidate) else 1.0)


def _stands_exactly(query: str, candidate: Candidate) -> bool:
    """The page has every word of the query with the very letters that were typed."""
    typed = [
        word for word in re.findall(r"\w+", nfc(query).lower()) if fold(word) not in EMPTY_WORDS
    ]
    written = " ".join((candidate.title, candidate.keywords, candidate.summary, candidate.body))
    have = set(re.findall(r"\w+", nfc(written).lower()))
    return bool(typed) and all(word in have for word in typed)


def excerpt(text: str, query: str, length: int = 180) -> list[tuple[str, bool]]:
    """The part of a text around the first word sought, cut into (piece, is it a word sought)."""
    words = set(query_words(query))
    tokens = list(re.finditer(r"\w+", text))
    hits = [token for token in tokens if fold(token.group()) in words]
    start = max(0, hits[0].start() - length // 4) if hits else 0
    if start:
        start = next((token.start() for token in tokens if token.start() >= start), 0)
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
