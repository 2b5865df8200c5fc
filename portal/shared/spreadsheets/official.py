"""The official look of a list: national heading, title, ruled cells, signatures (usage of Decree 30/2020/NĐ-CP).

The conventions are those in common use and marked as not verified in the documentation; a place that knows
better changes them here.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from portal.shared.spreadsheets.columns import Letterhead
from portal.shared.spreadsheets.safe import safe_text

_THIN = Side(style="thin", color="FF808080")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_ROOM_TO_SIGN = 4  # empty rows


def font(*, bold: bool = False, italic: bool = False, size: float = 11) -> Font:
    """The face of official papers, in black."""
    return Font(name="Times New Roman", size=size, bold=bold, italic=italic)


def height(letterhead: Letterhead | None) -> int:
    """How many rows stand above the list's heading."""
    return 0 if letterhead is None else 5 + len(letterhead.lines)


def write_head(sheet: Any, letterhead: Letterhead, columns: int) -> None:
    """Bodies on the left, motto and day on the right, then the title and its lines, then an empty row."""
    middle = _middle(columns)
    pairs = [
        (letterhead.parent, _("SOCIALIST REPUBLIC OF VIET NAM"), font(size=12), font(bold=True, size=12)),
        (letterhead.body, _("Independence – Freedom – Happiness"), font(bold=True, size=12), font(bold=True, size=13)),
        ("", letterhead.place_day, font(), font(italic=True, size=12)),
    ]  # fmt: skip
    row = 0
    for left, right, left_font, right_font in pairs:
        row += 1
        _pair(sheet, row, columns, middle, (left, left_font), (right, right_font))
    row += 1
    sheet.row_dimensions[row].height = 26
    _across(sheet, row, columns, letterhead.title, font(bold=True, size=14))
    for line in letterhead.lines:
        row += 1
        _across(sheet, row, columns, line, font(italic=True, size=12))
    sheet.append([])


def write_foot(sheet: Any, letterhead: Letterhead, columns: int, last_row: int) -> None:
    """Who signs, side by side, with room for it."""
    if not letterhead.signers:
        return
    sheet.append([])
    sheet.append(
        _spread(sheet, letterhead.signers, columns, font(bold=True, size=12), last_row + 2)
    )
    hints = [_("(signature, full name)")] * len(letterhead.signers)
    sheet.append(_spread(sheet, hints, columns, font(italic=True), last_row + 3))
    for _row in range(_ROOM_TO_SIGN):
        sheet.append([])


def _middle(columns: int) -> int:
    """The last column of the left half; narrow lists have one of at least one column."""
    return max(1, min(columns - 1, round(columns * 0.4))) if columns > 1 else 1


def _pair(
    sheet: Any,
    row: int,
    columns: int,
    middle: int,
    left: tuple[str, Font],
    right: tuple[str, Font],
) -> None:
    cells: list[Any] = [None] * max(columns, 2)
    cells[0] = _centred(sheet, *left)
    cells[middle] = _centred(sheet, *right)
    _merge(sheet, row, 1, middle)
    _merge(sheet, row, middle + 1, columns)
    sheet.append(cells)


def _across(sheet: Any, row: int, columns: int, words: str, face: Font) -> None:
    _merge(sheet, row, 1, columns)
    sheet.append([_centred(sheet, words, face)])


def _spread(sheet: Any, words: Sequence[str], columns: int, face: Font, row: int) -> list[Any]:
    """The words each in the middle of an equal share of the columns."""
    cells: list[Any] = [None] * max(columns, len(words))
    share = max(1, columns // len(words))
    for index, each in enumerate(words):
        start = index * share
        end = columns if index == len(words) - 1 else start + share
        cells[start] = _centred(sheet, each, face)
        _merge(sheet, row, start + 1, end)
    return cells


def _merge(sheet: Any, row: int, first: int, last: int) -> None:
    if last > first:
        sheet.merged_cells.add(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")


def _centred(sheet: Any, words: str, face: Font) -> Any:
    cell = WriteOnlyCell(sheet, value=safe_text(words))
    cell.data_type = "s"
    cell.font = face
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell
