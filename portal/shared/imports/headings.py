"""Where the headings of a list stand, and which column is which field: pure functions on the first rows of a sheet."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from portal.shared import text
from portal.shared.imports.kinds import ImportField
from portal.shared.spreadsheets import SheetRow

SAMPLE = 60  # rows in which headings are looked for
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
# Sheets that our own workbooks carry beside the list.
OUR_SHEETS = frozenset(["doc truoc", "read first", "tong hop", "summary", "danh muc", "choices"])
COUNTERS = frozenset(["stt", "tt", "so tt", "so thu tu", "no", "thu tu"])


@dataclass(frozen=True)
class Layout:
    """How a sheet is read: its name, the last row of its headings, and of each column heading and field.

    ``columns`` hold a field's key, or an empty word for a column that is not read. ``depth`` is 2 where a heading
    spans two rows. ``guessed`` are places of columns whose heading only begins like the field's.
    """

    sheet: str
    row: int
    depth: int = 1
    headings: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    guessed: list[int] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """The same for files with the same headings in the same order, however they are spelt."""
        words = "\n".join(plain(each) for each in self.headings)
        return hashlib.sha256(words.encode()).hexdigest()

    @property
    def matched(self) -> dict[str, int]:
        """Field → place of its column; of two columns the first."""
        found: dict[str, int] = {}
        for place, key in enumerate(self.columns):
            if key:
                found.setdefault(key, place)
        return found


@lru_cache(maxsize=2048)
def plain(heading: str) -> str:
    """A heading as it is compared: folded, without stars, signs and what stands in brackets."""
    folded = text.fold(heading)
    bare = _NOT_WORD.sub(" ", _BRACKETED.sub(" ", folded)).strip()
    return bare or _NOT_WORD.sub(" ", folded).strip()


def words_of(cell: Any) -> str:
    """A heading as it is shown; only text is a heading."""
    return text.clean(cell)[:200] if isinstance(cell, str) else ""


def known_words(fields: Sequence[ImportField]) -> dict[str, str]:
    """What is understood above a column, folded → the field's key; what two fields claim counts for neither."""
    found: dict[str, str] = {}
    for each in fields:
        for words in (each.key.replace("_", " "), each.label_vi, each.label_en, *each.headings):
            folded = plain(words)
            if found.setdefault(folded, each.key) != each.key:
                found[folded] = ""
    return {words: key for words, key in found.items() if words and key}


def match(headings: Sequence[str], fields: Sequence[ImportField]) -> tuple[list[str], list[int]]:
    """The field of each column, and the places that are only a guess.

    A heading that says exactly what a field is called wins; then one that begins so. Two columns with the same
    heading are matched to nothing: a person must say which is meant.
    """
    known = known_words(fields)
    folded = [plain(each) for each in headings]
    columns = [known.get(each, "") if each else "" for each in folded]
    for key in set(columns) - {""}:
        if columns.count(key) > 1:
            claims = [place for place, each in enumerate(columns) if each == key]
            keep = claims[0] if len({folded[place] for place in claims}) > 1 else None
            for place in claims:
                columns[place] = key if place == keep else ""
    guessed = []
    taken = set(columns)
    for place, words in enumerate(folded):
        key = _begins_like(words, known) if words and not columns[place] else ""
        if key and key not in taken and folded.count(words) == 1:
            columns[place] = key
            taken.add(key)
            guessed.append(place)
    return columns, guessed


def _begins_like(words: str, known: dict[str, str]) -> str:
    """The field whose words the heading begins with; the longest wins, one word alone is not enough."""
    best = max(
        (each for each in known if " " in each and words.startswith(f"{each} ")),
        key=len,
        default="",
    )
    return known.get(best, "")


def twins(headings: Sequence[str]) -> list[list[int]]:
    """Places of columns that share a heading."""
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        if folded := plain(heading):
            places.setdefault(folded, []).append(place)
    return [each for each in places.values() if len(each) > 1]


def layout_at(
    rows: Sequence[SheetRow], number: int, depth: int, fields: Sequence[ImportField]
) -> Layout:
    """The layout when the headings end in row ``number`` and span ``depth`` rows."""
    by_number = {row.number: row for row in rows}
    last = by_number.get(number)
    headings = [words_of(each) for each in last.values] if last else []
    above = by_number.get(number - 1) if depth == 2 else None
    if above is not None:
        headings = _joined([words_of(each) for each in above.values], headings)
    columns, guessed = match(headings, fields)
    return Layout(last.sheet if last else "", number, depth, headings, columns, guessed)


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """A heading of two rows: the lower word where there is one, under a wide cell together with it."""
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    joined, wide = [], ""
    for over, under in zip(upper, lower, strict=True):
        wide = over or (wide if under else "")
        joined.append(under or over)
        if under and wide and joined.count(under) > 1:  # "Điện thoại" under two owners
            joined[-1] = f"{wide} – {under}"
    return joined


def find(rows: Sequence[SheetRow], fields: Sequence[ImportField]) -> tuple[Layout | None, int]:
    """The likeliest layout among the first rows, and how many fields it knows (guesses count less)."""
    best: Layout | None = None
    most = 0
    for index, row in enumerate(rows):
        for depth in (1, 2):
            if depth == 2 and not _goes_on(rows, index):
                continue
            layout = layout_at(rows, row.number, depth, fields)
            score = 2 * len(layout.matched) - len(layout.guessed)
            goes_on = depth == 2 and best is not None and best.row == row.number - 1
            if _may_be_headings(row) and (score > most or (score == most > 0 and goes_on)):
                best, most = layout, score
    return best, most


def _goes_on(rows: Sequence[SheetRow], index: int) -> bool:
    """The row above belongs to it: directly above, also headings, and neither is a single line across."""
    above = rows[index - 1] if index else None
    return (
        above is not None
        and sum(bool(words_of(each)) for each in rows[index].values) > 1
        and above.number == rows[index].number - 1
        and _may_be_headings(above)
        and sum(bool(words_of(each)) for each in above.values) > 1
    )


def _may_be_headings(row: SheetRow) -> bool:
    """Headings are text: a row with numbers or days in it is data."""
    told = [each for each in row.values if each is not None]
    return bool(told) and all(isinstance(each, str) for each in told)


def choose(
    sheets: Sequence[tuple[str, Sequence[SheetRow]]], fields: Sequence[ImportField]
) -> Layout | None:
    """The layout of the sheet that looks most like the list; ``None`` when no sheet holds anything.

    Without any known heading: the first row of the first sheet that holds more than one text cell.
    """
    best: Layout | None = None
    most = 0
    for _name, rows in sheets:
        layout, score = find(rows, fields)
        if layout is not None and score > most:
            best, most = layout, score
    if best is not None:
        return best
    for _name, rows in sheets:
        for row in rows:
            if _may_be_headings(row) and len(row.values) - row.values.count(None) > 1:
                return layout_at(rows, row.number, 1, fields)
    for _name, rows in sheets:
        if rows:
            return layout_at(rows, rows[0].number, 1, fields)
    return None
