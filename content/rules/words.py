"""How a question is read: its words, what people write instead of them, and what they meant when they slipped."""

import re
import string
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portal.shared.text import fold

# Words that stand in nearly every question and say nothing about the answer.
_EMPTY = """
la va cua cho co khong thi ma de o tai tren voi cac nhung mot nhu the nao lam sao gi toi ban
minh bang duoc bi ve tu den hay hoac khi nen can muon phai
a an the of for to in on how do i is it and my with what
"""
EMPTY_WORDS = frozenset(_EMPTY.split())
MOST_WORDS = 12
"""Of a longer question only this many words are looked for."""
SHORTEST_MENDED = 4
"""A shorter word is too near to too many others to guess what was meant."""
ALIKE, SLIPPED = 0.75, 0.6
"""What another word for the same thing counts, and what a mended slip does, beside the very word."""

_TELEX_LETTERS = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("uw", "u"), ("ow", "o"))
_TELEX_TONE = re.compile(r"(?<=[a-z])[sfrxjw]")
# The same sound, written with either letter: kí and ký, mĩ and mỹ.
_EITHER = re.compile(r"^([hklmt]|qu)([iy])$")


@dataclass(frozen=True)
class OtherWords:
    """What people write instead of the words on pages; all folded.

    ``short`` spells abbreviations out ("hddt": "hoa don dien tu"); ``alike`` names words for the same thing.
    """

    short: Mapping[str, Sequence[str]] = field(default_factory=dict)
    alike: Mapping[str, Sequence[str]] = field(default_factory=dict)


NO_OTHER_WORDS = OtherWords()


@dataclass(frozen=True)
class Slot:
    """One word of a question: what was typed, and the words that answer it, each with what it counts."""

    typed: str
    words: Mapping[str, float]
    is_mended: bool = False


def all_words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return re.findall(r"[a-z0-9]+", fold(text))


def query_words(query: str) -> list[str]:
    """The folded words to look for, in order; empty words only if there is nothing else."""
    words = all_words(query)
    telling = [word for word in words if word not in EMPTY_WORDS]
    return (telling or words)[:MOST_WORDS]


def slots_of(query: str, known: Collection[str], others: OtherWords = NO_OTHER_WORDS) -> list[Slot]:
    """A question's words as they can be answered from the words ``known`` on the pages.

    Abbreviations are spelled out; words typed together or apart are taken as the pages write them; a word that
    no page has is mended by one letter. The last word may still be being typed.
    """
    words = [each for word in query_words(query) for each in _spelled(word, known, others)]
    words = list(_joined(words, known))[: 2 * MOST_WORDS]
    last = len(words) - 1
    slots = [_slot(word, known, others, is_last=place == last) for place, word in enumerate(words)]
    return slots


def _spelled(word: str, known: Collection[str], others: OtherWords) -> Sequence[str]:
    """An abbreviation spelled out, unless the pages use it as it is; words run together taken apart."""
    if word in others.short:
        return others.short[word]
    if word in known or len(word) < 7 or any(each.startswith(word) for each in known):
        return [word]
    return _apart(word, known) or [word]


def _apart(word: str, known: Collection[str]) -> list[str]:
    """The fewest known words, each of at least two letters, that make up ``word``; none when it cannot be cut."""
    best: list[list[str] | None] = [[], *([None] * len(word))]
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 8), end - 1):
            before, piece = best[start], word[start:end]
            if before is None or piece not in known or piece.isdigit():
                continue
            now = best[end]
            if now is None or len(before) + 1 < len(now):
                best[end] = [*before, piece]
    return best[len(word)] or []


def _joined(words: Sequence[str], known: Collection[str]) -> Iterator[str]:
    """Words typed apart that the pages write together: "tik tok", "face book"."""
    place = 0
    while place < len(words):
        both = "".join(words[place : place + 2])
        if len(both) >= 5 and place + 1 < len(words) and both in known:
            yield both
            place += 2
        else:
            yield words[place]
            place += 1


def _slot(word: str, known: Collection[str], others: OtherWords, *, is_last: bool) -> Slot:
    found = {word: 1.0} if word in known else {}
    for alike in others.alike.get(word, ()):
        if alike in known:
            found.setdefault(alike, ALIKE)
    either = _EITHER.match(word)
    if either:
        found.setdefault(either[1] + ("y" if either[2] == "i" else "i"), 1.0)
    if is_last and len(word) > 1:
        # A word that is whole counts more than what it might yet become.
        counts = ALIKE if word in found else 1.0
        for each in known:
            if each.startswith(word):
                found.setdefault(each, counts)
    if found:
        return Slot(word, found)
    meant = {each for each in (_without_telex(word),) if each in known} or _near(word, known)
    return Slot(word, dict.fromkeys(sorted(meant), SLIPPED), is_mended=bool(meant))


def _without_telex(word: str) -> str:
    """What was meant when the keyboard left its signs standing: "hoas" is "hoa", "ddown" is "don"."""
    if word.isdigit():
        return word
    plain = word
    for typed, meant in _TELEX_LETTERS:
        plain = plain.replace(typed, meant)
    return _TELEX_TONE.sub("", plain)


def _near(word: str, known: Collection[str]) -> set[str]:
    """The known words that one letter makes of this: one more, one less, another, or two that changed places."""
    if len(word) < SHORTEST_MENDED or any(letter.isdigit() for letter in word):
        return set()
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    tried = {a + b[1:] for a, b in cuts if b}
    tried |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    tried |= {a + letter + b[1:] for a, b in cuts if b for letter in string.ascii_lowercase}
    tried |= {a + letter + b for a, b in cuts for letter in string.ascii_lowercase}
    return {each for each in tried if each in known and len(each) > 2}
