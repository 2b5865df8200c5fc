"""What a column of an export is: a fixed key, a heading in both languages, a kind and a width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import get_language

from portal.shared.text import Bilingual

ColumnKind = Literal[
    "text", "code", "integer", "number", "money", "percent", "date", "moment", "bool", "choice"
]

WIDTHS: Mapping[str, float] = {
    "text": 28,
    "code": 16,
    "integer": 10,
    "number": 12,
    "money": 18,
    "percent": 9,
    "date": 12,
    "moment": 17,
    "bool": 8,
    "choice": 18,
}

# What Excel shows; codes are text ("@") so that no zero is lost when a cell is edited.
FORMATS: Mapping[str, str] = {
    "text": "General",
    "code": "@",
    "integer": "#,##0",
    "number": "#,##0.00",
    "money": '#,##0\\ "₫"',
    "percent": "0.0%",
    "date": "dd/mm/yyyy",
    "moment": "dd/mm/yyyy hh:mm",
    "bool": "General",
    "choice": "General",
}


@dataclass(frozen=True)
class Column:
    """One column; ``key`` never changes, headings may.

    Values by kind: ``text``, ``code`` (any identifier: tax code, phone) and ``choice`` take strings (``choice``
    also a code that ``words`` translates); ``integer`` and ``money`` take whole numbers; ``number`` any;
    ``percent`` takes per cent (62.5 is written as 62.5 %); ``date`` a day; ``moment`` an aware moment, written
    in Vietnam's time; ``bool`` true or false, written as words. ``None`` is an empty cell. ``meaning`` is what the
    sheet that explains the file says of the column.

    ``is_editable`` colours the column and leaves its cells open in a protected sheet (a sheet is protected when
    one of its columns is editable or hidden); of a ``choice`` Excel then offers the words.
    """

    key: str
    header_vi: str
    header_en: str
    kind: ColumnKind = "text"
    width: float | None = None
    is_wrapped: bool = False
    words: Mapping[Any, Any] = field(default_factory=dict)
    meaning_vi: str = ""
    meaning_en: str = ""
    is_editable: bool = False
    is_hidden: bool = False

    meaning = Bilingual("meaning")

    @property
    def header(self) -> str:
        """The heading in the active language."""
        return self.header_en if (get_language() or "vi").startswith("en") else self.header_vi

    @property
    def shown_width(self) -> float:
        """Its width in characters: its own, or what its kind and heading need."""
        return self.width or max(WIDTHS[self.kind], min(len(self.header) + 4, 32))


@dataclass(frozen=True)
class ReadFirst:
    """What the second sheet says: what the file is, as at when, by whom, with which filter.

    ``filters`` are pairs of label and value as the person saw them; ``notes`` are further sentences.
    The number of rows is counted while writing.
    """

    title: str
    by: str = ""
    as_of: datetime | None = None
    filters: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Letterhead:
    """What stands above and below an official list, in the manner of Decree 30/2020/NĐ-CP.

    The conventions (motto, order, capitals) are those in common use; the decree's annex itself was not read.
    ``parent`` and ``body`` are the issuing bodies (top left), ``place_day`` the line of place and day,
    ``lines`` stand under the title, ``signers`` side by side under the list.
    """

    title: str
    parent: str = ""
    body: str = ""
    place_day: str = ""
    lines: Sequence[str] = ()
    signers: Sequence[str] = ()


@dataclass(frozen=True)
class Tally:
    """A small table of counts for the summary sheet: a title, and rows of words with their figures."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | int]]
