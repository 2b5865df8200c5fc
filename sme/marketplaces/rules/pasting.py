"""Many addresses out of a text that somebody pasted: found among prices and numbering, sorted by what they are."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

from portal.shared import text
from portal.shared.errors import RuleBroken
from sme.marketplaces.rules import addresses

MOST = 200
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^\s<>\"'|]+", re.IGNORECASE)
_SCHEMED = re.compile(r"(?:javascript|data|file|ftp|mailto):[^\s<>\"'|]+", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w@.-])(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?/[^\s<>\"'|]*", re.IGNORECASE | re.UNICODE
)
_AFTER = ".,;:!?)]}…"
_SLUG_END = re.compile(r"(?:-i\.?\d+(?:\.\d+)*|-p?\d{4,}(?:-s\d+)?|-i\d+(?:-s\d+)?)(?:\.html?)?$")


class Sort(StrEnum):
    """What became of one line."""

    PRODUCT = "product"
    SHOP = "shop"
    SHORT = "short"
    TWICE = "twice"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Pasted:
    """One address out of a paste: its line, what it is, or why it is none (``why``)."""

    line: int
    typed: str
    sort: Sort
    marketplace: str = ""
    address: str = ""
    key: str = ""
    name: str = ""
    why: str = ""
    first: int = 0

    @property
    def removed(self) -> str:
        """What was taken off the address: parameters that follow the reader and not the product."""
        try:
            typed, kept = urlsplit(self.typed), urlsplit(self.address)
        except ValueError:
            return ""
        left = set(kept.query.split("&"))
        gone = [part for part in typed.query.split("&") if part and unquote(part) not in left]
        gone = [part for part in gone if part not in left]
        shown = "&".join(gone)
        return f"?{shown[:80]}{'…' if len(shown) > 80 else ''}" if gone and self.address else ""


def read_paste(pasted: str, marketplaces: Iterable[addresses.Hints]) -> list[Pasted]:
    """What stands on each line that holds anything, in order; a line may hold several addresses."""
    hints, seen = list(marketplaces), dict[str, int]()
    found: list[Pasted] = []
    for number, line in enumerate(pasted.splitlines(), start=1):
        if not text.clean(line):
            continue
        for typed in addresses_in(line):
            found.append(_one(number, typed, hints, seen))
    return found


def addresses_in(line: str) -> list[str]:
    """The addresses of one line; the line itself where it holds none."""
    line = unicodedata.normalize("NFC", line)
    found = _ADDRESS.findall(line) or _SCHEMED.findall(line) or _BARE.findall(line)
    return [each.rstrip(_AFTER) for each in found] or [line.strip()]


def _one(number: int, typed: str, hints: Sequence[addresses.Hints], seen: dict[str, int]) -> Pasted:
    try:
        known = addresses.recognise(typed, hints)
    except RuleBroken as broken:
        return Pasted(number, typed[:300], Sort.UNKNOWN, why=str(broken.sentence))
    told: dict[str, Any] = {
        "marketplace": known.marketplace,
        "address": known.address,
        "key": known.key,
    }
    if known.key in seen:
        return Pasted(number, typed, Sort.TWICE, first=seen[known.key], **told)
    seen[known.key] = number
    sort = {
        addresses.PatternKind.SHOP: Sort.SHOP,
        addresses.PatternKind.SHORT: Sort.SHORT,
    }.get(known.kind, Sort.PRODUCT)
    return Pasted(number, typed, sort, name=name_in(known.address), **told)


def name_in(address: str) -> str:
    """The product's name as its address tells it: the longest wordy part, without numbers at its end."""
    parts = [unquote(part) for part in urlsplit(address).path.split("/") if part]
    wordy = [_SLUG_END.sub("", part) for part in parts]
    wordy = [part for part in wordy if "-" in part or any(c.isalpha() for c in part)]
    best = max((part for part in wordy if "-" in part), key=len, default="")
    words = text.clean(best.replace("-", " ").replace("_", " "))
    return words[:1].upper() + words[1:150] if words else ""
