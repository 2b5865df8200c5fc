"""How an exported sheet looks, on the screen and on paper, and the sheet that says what the file is."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from portal.shared import clock, text
from portal.shared.spreadsheets.columns import FORMATS, Column, ReadFirst, Tally
from portal.shared.spreadsheets.safe import safe_text

INK = "FF16302B"
HEAD = PatternFill("solid", start_color="FFE4EFEA")
OPEN = PatternFill("solid", start_color="FFFFF9E3")
OPEN_HEAD = PatternFill("solid", start_color="FFFBE8C3")
RULE = Border(bottom=Side(style="thin", color="FF8FB3A5"))


def sheet_name(title: str) -> str:
    """Excel allows 31 characters and none of these."""
    return (
        "".join(" " if c in "[]:*?/\\'" else c for c in text.clean(title)).strip()[:31] or "Sheet"
    )


def set_up(sheet: Any, columns: Sequence[Column], *, heading_row: int = 1, frozen: int = 0) -> None:
    """Widths, what stays in view (heading and first ``frozen`` columns), and A4 landscape that repeats the heading."""
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{heading_row + 1}"
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
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "&P / &N"


LONGEST_CHOICES = 250  # Excel takes 255 characters of words to choose from


def protect(sheet: Any, columns: Sequence[Column], heading_row: int) -> None:
    """Lock what is not for editing, without a password; editable choices offer their words, keys are hidden."""
    if not any(each.is_editable or each.is_hidden for each in columns):
        return
    protection = sheet.protection
    protection.sheet = True
    for allowed in (
        "autoFilter",
        "sort",
        "formatColumns",
        "formatRows",
        "formatCells",
        "insertRows",
    ):
        setattr(protection, allowed, False)  # in the format, False means: not forbidden
    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        if column.is_hidden:
            sheet.column_dimensions[letter].hidden = True
        words = ",".join(safe_text(str(word)) for word in column.words.values())
        if column.is_editable and words and len(words) <= LONGEST_CHOICES:
            choices = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            choices.add(f"{letter}{heading_row + 1}:{letter}1048576")
            sheet.data_validations.append(choices)


def heading(sheet: Any, column: Column) -> Any:
    cell = WriteOnlyCell(sheet, value=safe_text(column.header))
    cell.data_type = "s"
    cell.font = Font(bold=True, color=INK)
    cell.fill = OPEN_HEAD if column.is_editable else HEAD
    cell.border = RULE
    horizontal = "right" if column.kind in {"integer", "number", "money", "percent"} else "left"
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=horizontal)
    return cell


def write_tallies(book: Any, title: str, tallies: Sequence[Tally]) -> None:
    """The summary sheet: the counts one under the other, ready for A4 portrait."""
    sheet = book.create_sheet(sheet_name(pgettext("sheet", "Summary")))
    sheet.column_dimensions["A"].width = 44
    for letter in "BCDEF":
        sheet.column_dimensions[letter].width = 14
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _line(sheet, title, is_title=True)
    for tally in tallies:
        sheet.append([])
        _line(sheet, tally.title, is_title=True)
        sheet.append([_figure(sheet, words, is_head=True) for words in tally.headings])
        for row in tally.rows:
            sheet.append([_figure(sheet, value) for value in row])


def _figure(sheet: Any, value: str | int, *, is_head: bool = False) -> Any:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, int):
        cell.value = value
        cell.number_format = FORMATS["integer"]
    else:
        cell.value = safe_text(value)
        cell.data_type = "s"
    if is_head:
        cell.font, cell.fill, cell.border = Font(bold=True, color=INK), HEAD, RULE
    return cell


def write_read_first(book: Any, about: ReadFirst, columns: Sequence[Column], count: int) -> None:
    sheet = book.create_sheet(sheet_name(_("Read first")))
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 70
    sheet.column_dimensions["C"].width = 24
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
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
    _line(
        sheet,
        _("Column"),
        _("Meaning"),
        _("Key, which stays the same in every file"),
        is_title=True,
    )
    for column in columns:
        _line(sheet, column.header, column.meaning, column.key)


def _line(sheet: Any, *words: Any, is_title: bool = False) -> None:
    """A label and what belongs to it; a title alone is larger."""
    cells = []
    for index, each in enumerate(words):
        cell = WriteOnlyCell(sheet, value=None)
        if isinstance(each, int):
            cell.value = each
            cell.alignment = Alignment(horizontal="left")
        else:
            cell.value = safe_text(each)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=len(words) > 1, vertical="top")
        cell.font = Font(
            bold=is_title or index == 0, size=14 if is_title and len(words) == 1 else 11, color=INK
        )
        cells.append(cell)
    sheet.append(cells)
