"""Rows of a sheet that are no rows of the list: totals, sections, numbers under the headings, signatures."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared import text
from portal.shared.imports.headings import COUNTERS, Layout, plain, words_of

REASONS = {
    "repeat": _("the headings again"),
    "numbering": _("numbers of the columns"),
    "total": _("a total"),
    "section": _("a heading in between"),
    "footer": _("below the list"),
    "blank": _("nothing in the matched columns"),
}
_TOTAL = re.compile(r"(?:tong cong|tong so|tong|cong|total|sum)(?:\s*[:(].*|\s+\d.*)?")
_ROMAN = re.compile(r"(?:[ivx]{1,5}|[a-h])[.)]?")


class Asides:
    """Tells why a row is none of the list; rows come in their order, since what follows a total is a footer."""

    def __init__(self, layout: Layout, required: Sequence[str]) -> None:
        matched = layout.matched
        self.used = sorted(matched.values())
        self.needed = [matched[key] for key in required if key in matched]
        self.enough = min(3, len(self.used))
        self.headings = {place: layout.headings[place] for place in self.used}
        folded = [plain(each) for each in layout.headings]
        self.counter = next((n for n, each in enumerate(folded) if each in COUNTERS), -1)
        self.is_begun = self.is_past_total = False

    def why(self, values: Sequence[Any]) -> str:
        """A key of ``REASONS``, or an empty word for a row of the list."""
        width = len(values)
        filled = 0
        for place in self.used:
            if place < width and values[place] is not None:
                filled += 1
        lacks = any(place >= width or values[place] is None for place in self.needed)
        if lacks or filled < self.enough:
            return self._poor(values, filled, lacks)
        if self.is_begun:
            if filled > 5 or (0 <= self.counter < width and isinstance(values[self.counter], int)):
                return _is_repeat(values, self.headings)
            return _total_or_nothing(values) or _is_repeat(values, self.headings)
        if self.enough > 2 and _is_numbering(values):
            return "numbering"
        self.is_begun = not _is_repeat(values, self.headings)
        return "" if self.is_begun else "repeat"

    def _poor(self, values: Sequence[Any], filled: int, lacks: bool) -> str:
        """A row in which little is told."""
        if self.enough > 2 and _is_numbering(values):
            return "numbering"
        if _total_or_nothing(values):
            self.is_past_total = True
            return "total"
        if self.enough > 2 and filled <= 1 and _is_section(values, self.counter):
            return "section"
        if self.is_past_total and lacks and sum(each is not None for each in values) <= 3:
            return "footer"
        if _is_repeat(values, self.headings):
            return "repeat"
        return "" if filled else "blank"


def _total_or_nothing(values: Sequence[Any]) -> str:
    first = next((each for each in values if each is not None), None)
    if isinstance(first, str) and len(first) < 60 and first.strip()[:1] in "TtCcSs":
        return "total" if _TOTAL.fullmatch(text.fold(first).rstrip(" :.")) else ""
    return ""


def _is_numbering(values: Sequence[Any]) -> bool:
    """``(1) (2) (3)`` or ``1 2 3``, and letters for the first: ``A B 1 2``."""
    told = [text.fold(str(each)).strip("() .") for each in values if each is not None]
    if len(told) < 3 or any(len(each) > 2 for each in told):
        return False
    numbers = [int(each) for each in told if each.isdecimal()]
    others = [each for each in told if not each.isdecimal()]
    steps = {after - before for before, after in pairwise(numbers)}
    return (
        len(numbers) > 1 and steps == {1} and len(others) <= 2 and all(o.isalpha() for o in others)
    )


def _is_repeat(values: Sequence[Any], heading_of: dict[int, str]) -> str:
    """Every matched cell holds its column's heading, as on the second page of a long list."""
    seen = ""
    for place, heading in heading_of.items():
        cell = values[place] if place < len(values) else None
        if cell is None:
            continue
        if not isinstance(cell, str) or (
            cell != heading and plain(words_of(cell)) != plain(heading)
        ):
            return ""
        seen = "repeat"
    return seen


def _is_section(values: Sequence[Any], counter: int) -> bool:
    """ "I. Xã Tân Hồng", in one cell or after a Roman number or a letter."""
    told = [(place, each) for place, each in enumerate(values) if each is not None]
    if not told or len(told) > 2 or not isinstance(told[-1][1], str):
        return False
    first = text.fold(str(told[0][1])).strip()
    if len(told) == 2:
        return bool(_ROMAN.fullmatch(first))
    head, _dot, rest = first.partition(" ")
    return bool(rest and head.endswith((".", ")")) and _ROMAN.fullmatch(head)) or (
        told[0][0] == counter and not first.isdecimal()
    )
