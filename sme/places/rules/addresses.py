"""How typed addresses are understood: abbreviations, hamlets in front, how well a unit fits."""

import re
from collections.abc import Iterator, Sequence

from portal.shared.text import fold

# What people write before a name, in folded form, and what it means. Single letters count only
# before another word ("p. 4", "x tan thanh").
_SHORT = {
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "p": "phuong",
    "x": "xa",
    "h": "huyen",
    "t": "tinh",
}
_KIND_WORDS = ("phuong", "thi tran", "xa", "thi xa", "thanh pho", "huyen", "tinh", "dac khu")
_COMMUNE_KIND = re.compile(r"\b(?:phuong|thi tran|xa|dac khu) ")
_OWN_KIND = re.compile(rf"^(?:{'|'.join(_KIND_WORDS)}) ")
_GLUED = re.compile(r"\b([px])[.\s]*(\d{1,2})\b")
MOST_LETTERS = 200


def plain_address(typed: str) -> str:
    """An address in the form it is searched by: folded, abbreviations written out, commas kept.

    ``"P.4, TP.Cao Lãnh"`` gives ``"phuong 4, thanh pho cao lanh"``.
    """
    words = fold(typed[:MOST_LETTERS])
    words = _GLUED.sub(lambda found: f"{_SHORT[found[1]]} {found[2]}", words)
    words = re.sub(r"[;/|]| - ", ",", words)
    words = re.sub(r"[^a-z0-9,']+", " ", words)
    parts = [_written_out(part) for part in words.split(",")]
    return ", ".join(part for part in parts if part and part != "viet nam")


def _written_out(part: str) -> str:
    words = part.split()
    last = len(words) - 1
    return " ".join(
        _SHORT[word] if word in _SHORT and place < last else word
        for place, word in enumerate(words)
    )


def readings(plain: str) -> Iterator[list[str]]:
    """The ways to read a plain address, the fullest first; each is the words to look for.

    House numbers and hamlets stand before the commune: they are dropped from the left until
    something is known by the rest.
    """
    seen: set[str] = set()
    parts = plain.split(", ") if plain else []
    candidates = [" ".join(parts[begin:]) for begin in range(len(parts))]
    if found := _COMMUNE_KIND.search(" ".join(parts)):
        candidates.insert(1, " ".join(parts)[found.start() :])
    if len(parts) == 1:
        words = parts[0].split()
        candidates += [" ".join(words[begin:]) for begin in range(1, len(words) - 1)]
    for candidate in candidates:
        if candidate and candidate not in seen:
            seen.add(candidate)
            yield candidate.split()


def bare_name(name: str) -> str:
    """The folded name without the word that says what kind of unit it is: ``"Xã Tịnh Thới"`` → ``"tinh thoi"``."""
    folded = fold(name)
    rest = _OWN_KIND.sub("", folded)
    return folded if rest.isdigit() else rest


_KIND_IN_FRONT = re.compile(
    r"^(?:phường|thị trấn|thị xã|xã|thành phố|huyện|quận|tỉnh|đặc khu)\s+(?=\D)", re.IGNORECASE
)


def without_kind(name: str) -> str:
    """The name as it is filed: ``"Xã Tịnh Thới"`` → ``"Tịnh Thới"``; ``"Phường 4"`` stays."""
    return _KIND_IN_FRONT.sub("", name)


def has_all_words(words: Sequence[str], search_text: str) -> bool:
    """True when each word begins a word of the text; a number must be the whole word."""
    padded = f" {search_text} "
    return all(f" {word} " in padded if word.isdigit() else f" {word}" in padded for word in words)


def rank(
    words: Sequence[str], name: str, search_text: str, is_former: bool
) -> tuple[int, int, int]:
    """How well a unit fits the words looked for; smaller is better.

    The name alone beats the name with its district, a beginning beats a word inside, today's unit
    beats a former one.
    """
    wanted = " ".join(words)
    own, bare = fold(name), bare_name(name)
    if wanted in (own, bare):
        fit = 0
    elif search_text.startswith((wanted, f"{own} ")) and wanted.startswith((own, bare)):
        fit = 1
    elif own.startswith(wanted) or bare.startswith(wanted):
        fit = 2
    elif has_all_words(words, own):
        fit = 3
    elif any(f" {word}" in f" {bare}" for word in words if word not in _KIND_WORDS):
        fit = 4
    else:
        fit = 5
    return (fit, int(is_former), len(own))
