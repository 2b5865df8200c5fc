"""Writing workbooks: a stream of typed cells that opens well in Excel and prints well on A4."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from portal.shared import clock, text
from portal.shared.spreadsheets.columns import FORMATS, Column, ReadFirst

LONGEST_TEXT = 32_767  # what one cell of Excel holds
_EPOCH = date(1899, 12, 30).toordinal()
_DAYS_FROM = date(1900, 3, 1)  # Excel believes in 29/02/1900; days before are written as text
_SECONDS = 86_400
_LARGEST_WHOLE = 10**15  # Excel keeps 15 digits

INK = "FF16302B"
HEAD = PatternFill("solid", start_color="FFE4EFEA")
RULE = Border(bottom=Side(style="thin", color="FF8FB3A5"))


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

    def _values_to_row(self, values: Sequence[Any], row_idx: int) -> Iterator[Any]:
        if not self.cells or row_idx == 1:
            yield from super()._values_to_row(values, row_idx)
            return
        for (cell, put), value in zip(self.cells, values, strict=True):
            if value is None or value == "":
                continue
            cell.row = row_idx
            put(cell, value)
            yield cell


def safe_text(value: Any) -> str:
    """A string that any cell takes: NFC, no characters that XML forbids, not longer than a cell."""
    words = value if type(value) is str else str(value)
    if not words.isascii():
        words = text.nfc(words)
        if not words.isprintable():
            words = (
                words.encode("utf-8", "ignore").decode().replace("\ufffe", "").replace("\uffff", "")
            )
    if not words.isprintable():
        words = ILLEGAL_CHARACTERS_RE.sub("", words)
    return words[:LONGEST_TEXT] if len(words) > LONGEST_TEXT else words


def _put_text(cell: _Cell, value: Any) -> None:
    cell.data_type = "s"
    cell._value = safe_text(value)


def _put_number(cell: _Cell, value: Any) -> None:
    """A number that a cell can hold exactly; anything else is kept as text rather than changed."""
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    largest = _LARGEST_WHOLE if isinstance(value, int) else 1e300
    is_real = is_number and value == value  # noqa: PLR0124 (not a number is not itself)
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
) -> int:
    """Write ``rows`` (values in the columns' order) as a workbook into ``stream``; returns how many there were.

    Streams: memory does not grow with the rows. The first sheet has a frozen heading, a filter, widths and an
    A4 landscape print set-up that repeats the heading; the second says what the file is. Strings are always
    written as strings, never as formulas.
    """
    book = Workbook(write_only=True)
    book.properties.title = safe_text(about.title)[:200]
    book.properties.creator = "Sen Số"
    sheet = _Sheet(book, _sheet_name(sheet_title or _("List")))
    book._add_sheet(sheet)
    _set_up(sheet, columns)
    sheet.append([_heading(sheet, column) for column in columns])
    sheet.cells = [
        (_Cell(sheet, index, _style_id(sheet, column)), _setter(column))
        for index, column in enumerate(columns, 1)
    ]
    count = 0
    append = sheet.append
    for row in rows:
        append(row)
        count += 1
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count + 1}"
    _write_read_first(book, about, columns, count)
    book.save(stream)
    return count


def _sheet_name(title: str) -> str:
    """Excel allows 31 characters and none of these."""
    return (
        "".join(" " if c in "[]:*?/\\'" else c for c in text.clean(title)).strip()[:31] or "Sheet"
    )


def _set_up(sheet: Any, columns: Sequence[Column]) -> None:
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = column.shown_width
        if (
            column.kind == "code"
        ):  # empty cells below the last row too: typed codes keep their zeros
            sheet.column_dimensions[get_column_letter(index)].number_format = FORMATS["code"]
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4 if hasattr(sheet, "PAPERSIZE_A4") else 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.print_title_rows = "1:1"
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "&P / &N"


def _heading(sheet: Any, column: Column) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=safe_text(column.header))
    cell.data_type = "s"
    cell.font = Font(bold=True, color=INK)
    cell.fill = HEAD
    cell.border = RULE
    horizontal = "right" if column.kind in {"integer", "number", "money", "percent"} else "left"
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=horizontal)
    return cell


def _style_id(sheet: Any, column: Column) -> int:
    """The number of the column's style in the workbook, found once through openpyxl's own cell."""
    model = WriteOnlyCell(sheet)
    model.number_format = FORMATS[column.kind]
    if column.is_wrapped:
        model.alignment = Alignment(wrap_text=True, vertical="top")
    return model.style_id


def _write_read_first(book: Any, about: ReadFirst, columns: Sequence[Column], count: int) -> None:
    sheet = book.create_sheet(_sheet_name(_("Read first")))
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 90
    sheet.page_setup.paperSize = 9
    moment = (about.as_of or clock.now()).astimezone(clock.VIETNAM)
    _line(sheet, about.title, is_title=True)
    _line(sheet, _("As at"), f"{moment:%d/%m/%Y %H:%M} (GMT+7)")
    if about.by:
        _line(sheet, _("Made by"), about.by)
    _line(sheet, _("Rows"), count)
    filters = list(about.filters) or [(_("Filter"), _("none: everything you may see"))]
    for label, value in filters:
        _line(sheet, label, value)
    for note in about.notes:
        _line(sheet, _("Note"), note)
    sheet.append([])
    _line(sheet, _("Column"), _("Key, which stays the same in every file"), is_title=True)
    for column in columns:
        _line(sheet, column.header, column.key)


def _line(sheet: Any, label: Any, value: Any = None, *, is_title: bool = False) -> None:
    cells = []
    for index, words in enumerate((label, value)):
        if words is None:
            continue
        cell = WriteOnlyCell(sheet, value=None)
        if isinstance(words, int):
            cell.value = words
            cell.alignment = Alignment(horizontal="left")
        else:
            cell.value = safe_text(words)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(
            bold=is_title or index == 0, size=14 if is_title and value is None else 11, color=INK
        )
        cells.append(cell)
    sheet.append(cells)
