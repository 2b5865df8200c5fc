"""Writing workbooks: a stream of typed cells that opens well in Excel and prints well on A4."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from portal.shared import clock
from portal.shared.spreadsheets import layout, official
from portal.shared.spreadsheets.columns import FORMATS, Column, Letterhead, ReadFirst, Tally
from portal.shared.spreadsheets.safe import safe_text

_EPOCH = date(1899, 12, 30).toordinal()
_DAYS_FROM = date(1900, 3, 1)  # Excel believes in 29/02/1900; days before are written as text
_SECONDS = 86_400
_LARGEST_WHOLE = 10**15  # Excel keeps 15 digits


class _Cell:
    """A cell of one column, used again for each row: its style is looked up once, its type is known.

    Stands where openpyxl's own cell would; ``data_type`` is always said, so that a string which looks like a
    formula or an error value stays a string.
    """

    __slots__ = ("_letter", "_value", "data_type", "has_style", "parent", "row", "style_id")

    _comment = None
    hyperlink = None

    def __init__(self, sheet: WriteOnlyWorksheet, index: int, style_id: int) -> None:
        self.parent = sheet
        self._letter = get_column_letter(index)
        self._value: Any = None
        self.data_type = "s"
        self.row = 1
        self.style_id = style_id
        self.has_style = style_id != 0

    @property
    def coordinate(self) -> str:
        return f"{self._letter}{self.row}"


Setter = Callable[[_Cell, Any], None]


class _Sheet(WriteOnlyWorksheet):
    """A write-only sheet that takes rows of our columns without guessing each value's type."""

    cells: Sequence[tuple[_Cell, Setter]] = ()
    is_ruled = False  # empty cells are written too, for their borders

    def _values_to_row(self, values: Sequence[Any], row_idx: int) -> Iterator[Any]:
        if not self.cells or row_idx == 1:
            yield from super()._values_to_row(values, row_idx)  # type: ignore[misc]
            return
        for (cell, put), value in zip(self.cells, values, strict=True):
            cell.row = row_idx
            if value is None or value == "":
                if self.is_ruled:
                    cell._value = None
                    yield cell
                continue
            put(cell, value)
            yield cell


def _put_text(cell: _Cell, value: Any) -> None:
    cell.data_type = "s"
    cell._value = safe_text(value)


def _put_number(cell: _Cell, value: Any) -> None:
    """A number that a cell can hold exactly; anything else is kept as text rather than changed."""
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    largest = _LARGEST_WHOLE if isinstance(value, int) else 1e300
    is_real = is_number and value == value
    if is_real and -largest < value < largest:
        cell.data_type = "n"
        cell._value = value
    else:
        _put_text(cell, value)


def _put_percent(cell: _Cell, value: Any) -> None:
    _put_number(
        cell, round(float(value) / 100, 6) if isinstance(value, (int, float, Decimal)) else value
    )


def _put_date(cell: _Cell, value: Any) -> None:
    if isinstance(value, datetime):
        value = clock.local_day(value) if value.tzinfo else value.date()
    if isinstance(value, date) and value >= _DAYS_FROM:
        cell.data_type = "n"
        cell._value = value.toordinal() - _EPOCH
    else:
        _put_text(cell, f"{value:%d/%m/%Y}" if isinstance(value, date) else value)


def _put_moment(cell: _Cell, value: Any) -> None:
    if isinstance(value, datetime) and value.year >= 1901:
        local = value.astimezone(clock.VIETNAM) if value.tzinfo else value
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        cell.data_type = "n"
        cell._value = round(local.toordinal() - _EPOCH + seconds / _SECONDS, 8)
    else:
        _put_date(cell, value)


def _put_bool(words: tuple[str, str]) -> Setter:
    def put(cell: _Cell, value: Any) -> None:
        cell.data_type = "s"
        cell._value = (
            words[0] if value is True else words[1] if value is False else safe_text(value)
        )

    return put


def _put_choice(words: dict[Any, str]) -> Setter:
    def put(cell: _Cell, value: Any) -> None:
        cell.data_type = "s"
        cell._value = words[value] if value in words else safe_text(value)

    return put


def _setter(column: Column) -> Setter:
    match column.kind:
        case "integer" | "number" | "money":
            return _put_number
        case "percent":
            return _put_percent
        case "date":
            return _put_date
        case "moment":
            return _put_moment
        case "bool":
            return _put_bool((_("Yes"), _("No")))
        case _ if column.words:
            return _put_choice({key: safe_text(word) for key, word in column.words.items()})
        case _:
            return _put_text


def write_workbook(
    stream: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    about: ReadFirst,
    sheet_title: str = "",
    letterhead: Letterhead | None = None,
    totals: Callable[[], Sequence[Any]] | None = None,
    tallies: Callable[[], Sequence[Tally]] | None = None,
    frozen: int = 0,
) -> int:
    """Write ``rows`` (values in the columns' order) as a workbook into ``stream``; returns how many there were.

    Streams: memory does not grow with the rows. The first sheet has a frozen heading (with the first ``frozen``
    columns), a filter, widths and an A4 landscape print set-up that repeats the heading; the last says what the
    file is. ``letterhead`` puts the national heading and the title above the list. After the last row
    ``totals`` is asked for the values of a total row, and ``tallies`` for what a summary sheet shows. Strings are
    always written as strings, never as formulas.
    """
    book = Workbook(write_only=True)
    book.properties.title = safe_text(about.title)[:200]
    book.properties.creator = "Sen Số"
    sheet = _Sheet(book, layout.sheet_name(sheet_title or _("List")))
    book._add_sheet(sheet)  # type: ignore[attr-defined]
    first = official.height(letterhead) + 1
    layout.set_up(sheet, columns, heading_row=first, frozen=frozen)
    if letterhead:
        official.write_head(sheet, letterhead, len(columns))
    sheet.append([layout.heading(sheet, column) for column in columns])
    sheet.is_ruled = letterhead is not None
    sheet.cells = _cells(sheet, columns, is_official=letterhead is not None)
    count = 0
    append = sheet.append
    for row in rows:
        append(row)
        count += 1
    if columns:
        last = get_column_letter(len(columns))
        sheet.auto_filter.ref = f"A{first}:{last}{first + count}"  # type: ignore[attr-defined]
    if totals:
        sheet.cells = _cells(sheet, columns, is_official=letterhead is not None, is_bold=True)
        append(totals())
    if letterhead:
        sheet.cells = ()
        official.write_foot(sheet, letterhead, len(columns), first + count + bool(totals))
    if tallies:
        layout.write_tallies(book, about.title, tallies())
    layout.write_read_first(book, about, columns, count)
    book.save(stream)
    return count


def _cells(
    sheet: Any, columns: Sequence[Column], *, is_official: bool, is_bold: bool = False
) -> list[tuple[_Cell, Setter]]:
    """A reusable cell and its setter for each column."""
    return [
        (
            _Cell(sheet, index, _style_id(sheet, column, is_official, is_bold)),
            _setter(column),
        )
        for index, column in enumerate(columns, 1)
    ]


def _style_id(sheet: Any, column: Column, is_official: bool, is_bold: bool) -> int:
    """The number of the column's style in the workbook, found once through openpyxl's own cell."""
    model = WriteOnlyCell(sheet)
    model.number_format = FORMATS[column.kind]
    if column.is_wrapped:
        model.alignment = Alignment(wrap_text=True, vertical="top")
    elif is_official:
        model.alignment = Alignment(vertical="top")
    if is_official:
        model.font = official.font(bold=is_bold)
        model.border = official.GRID
    elif is_bold:
        model.font = Font(bold=True, color=layout.INK)
    return model.style_id
