"""Writing workbooks: a stream of typed cells that opens well in Excel and prints well on A4."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from lxml.etree import Element, SubElement
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, Protection
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


Written = tuple[bool, str]  # whether it is text, and what stands in the cell
Put = Callable[[Any], Written]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class _Sheet(WriteOnlyWorksheet):
    """A write-only sheet whose list rows are built at once, each cell of its column's type and style.

    A string is always said to be a string, so that one which looks like a formula or an error value stays one.
    What is not the list (headings, notes) goes openpyxl's own way.
    """

    slots: Sequence[
        tuple[str, str, Put]
    ] = ()  # of each column: its letter, its style, how a value is put
    is_ruled = False  # empty cells are written too, for their borders

    def _write_rows(self) -> Iterator[None]:
        """As openpyxl's, which builds each cell from four nested contexts and takes twice as long."""
        writer: Any = self._writer  # type: ignore[attr-defined]  # the stubs leave it out
        xf = writer.xf.send(True)
        with xf.element("sheetData"):
            number = 1
            try:
                while True:
                    values: Any = yield
                    if self.slots:
                        xf.write(self._row(values, number))
                    else:
                        cells = self._values_to_row(values, number)  # type: ignore[attr-defined]
                        writer.write_row(xf, cells, number)
                    number += 1
            except GeneratorExit:
                pass
        writer.xf.send(None)

    def _row(self, values: Sequence[Any], number: int) -> Any:
        row = Element("row", r=str(number))
        for (letter, style, put), value in zip(self.slots, values, strict=True):
            if value is None or value == "":
                if self.is_ruled:
                    SubElement(row, "c", r=f"{letter}{number}", s=style)
                continue
            is_text, written = put(value)
            if is_text:
                cell = SubElement(row, "c", r=f"{letter}{number}", s=style, t="inlineStr")
                words = SubElement(SubElement(cell, "is"), "t")
                words.text = written
                if written != written.strip():
                    words.set(_SPACE, "preserve")
            else:
                cell = SubElement(row, "c", r=f"{letter}{number}", s=style)
                SubElement(cell, "v").text = written
        return row


def _put_text(value: Any) -> Written:
    return True, safe_text(value)


def _put_number(value: Any) -> Written:
    """A number that a cell can hold exactly; anything else is kept as text rather than changed."""
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    largest = _LARGEST_WHOLE if isinstance(value, int) else 1e300
    is_real = is_number and value == value
    if is_real and -largest < value < largest:
        return False, repr(value) if isinstance(value, float) else str(value)
    return _put_text(value)


def _put_percent(value: Any) -> Written:
    is_number = isinstance(value, (int, float, Decimal))
    return _put_number(round(float(value) / 100, 6) if is_number else value)


def _put_date(value: Any) -> Written:
    if isinstance(value, datetime):
        value = clock.local_day(value) if value.tzinfo else value.date()
    if isinstance(value, date) and value >= _DAYS_FROM:
        return False, str(value.toordinal() - _EPOCH)
    return _put_text(f"{value:%d/%m/%Y}" if isinstance(value, date) else value)


def _put_moment(value: Any) -> Written:
    if isinstance(value, datetime) and value.year >= 1901:
        local = value.astimezone(clock.VIETNAM) if value.tzinfo else value
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return False, repr(round(local.toordinal() - _EPOCH + seconds / _SECONDS, 8))
    return _put_date(value)


def _put_bool(yes: str, no: str) -> Put:
    def put(value: Any) -> Written:
        return True, yes if value is True else no if value is False else safe_text(value)

    return put


def _put_choice(words: dict[Any, str]) -> Put:
    def put(value: Any) -> Written:
        return True, words[value] if value in words else safe_text(value)

    return put


def _put(column: Column) -> Put:
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
            return _put_bool(_("Yes"), _("No"))
        case _ if column.words:
            return _put_choice({key: safe_text(word) for key, word in column.words.items()})
        case _:
            return _put_text


def cell_words(column: Column) -> Callable[[Any], str]:
    """What stands in a cell of the column, as text, for a value that is not empty and no day or moment."""
    put = _put(column)
    return lambda value: put(value)[1]


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
    visible = sum(not each.is_hidden for each in columns)
    layout.protect(sheet, columns, first)
    layout.set_up(sheet, columns, heading_row=first, frozen=frozen)
    if letterhead:
        official.write_head(sheet, letterhead, visible)
    sheet.append([layout.heading(sheet, column) for column in columns])
    sheet.is_ruled = letterhead is not None
    sheet.slots = _slots(sheet, columns, is_official=letterhead is not None)
    count = 0
    append = sheet.append
    for row in rows:
        append(row)
        count += 1
    if columns:
        last = get_column_letter(len(columns))
        sheet.auto_filter.ref = f"A{first}:{last}{first + count}"  # type: ignore[attr-defined]
    if totals:
        sheet.slots = _slots(sheet, columns, is_official=letterhead is not None, is_bold=True)
        append(totals())
    if letterhead:
        sheet.slots = ()
        official.write_foot(sheet, letterhead, visible, first + count + bool(totals))
    if tallies:
        layout.write_tallies(book, about.title, tallies())
    layout.write_read_first(book, about, columns, count)
    book.save(stream)
    return count


def _slots(
    sheet: Any, columns: Sequence[Column], *, is_official: bool, is_bold: bool = False
) -> list[tuple[str, str, Put]]:
    """Of each column its letter, its style in the workbook and how its values are put."""
    return [
        (
            get_column_letter(index),
            str(_style_id(sheet, column, is_official, is_bold)),
            _put(column),
        )
        for index, column in enumerate(columns, 1)
    ]


def _style_id(sheet: Any, column: Column, is_official: bool, is_bold: bool) -> int:
    """The number of the column's style in the workbook, found once through openpyxl's own cell."""
    model = WriteOnlyCell(sheet)
    model.number_format = FORMATS[column.kind]
    if column.is_editable:
        model.protection, model.fill = Protection(locked=False), layout.OPEN
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
