"""Fills a workbook that somebody else drew: marked cells and one row of a table; all the rest stays as it was.

A mark is ``{{name}}`` in a cell, alone (the value keeps its type) or among words, or a defined name of the workbook
that points at one cell. Names of ``row_names`` stand in one row of one sheet, which is repeated for each row of the
list; the others are filled once, wherever they stand.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from portal.shared.spreadsheets import refusals, shifting
from portal.shared.spreadsheets.reader import Limits, open_rows
from portal.shared.spreadsheets.safe import safe_text

MARK = re.compile(r"\{\{\s*([A-Za-z_]{1,40})\s*\}\}")
LIMITS = Limits(megabytes=5, unzipped_megabytes=60, rows=5_000)
_LOST = ("xl/drawings/drawing", "xl/charts/", "xl/pivottables/", "xl/externallinks/")


@dataclass
class Plan:
    """What a template asks for, and what is wrong with it; each sentence names its cell."""

    sheet: str = ""
    row: int = 0
    in_row: dict[str, str] = field(default_factory=dict)  # cell → name
    once: dict[str, str] = field(default_factory=dict)  # sheet!cell → name
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def opened(stream: IO[bytes]) -> Workbook:
    """The workbook, after the checks of every upload. Refuses what they refuse."""
    stream.seek(0)
    content = stream.read()
    for sheet in open_rows(io.BytesIO(content), "template.xlsx", limits=LIMITS):
        for _row in sheet.rows:
            pass
    try:
        return openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError):
        raise refusals.damaged() from None


def plan(stream: IO[bytes], *, once: Iterable[str], row_names: Iterable[str]) -> Plan:
    """Look through a template. Refuses what is no workbook; what else is wrong is said in the plan."""
    found = _planned(opened(stream), frozenset(once), frozenset(row_names))
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        names = [each.lower() for each in archive.namelist()]
    stream.seek(0)
    if any(name.startswith(_LOST) for name in names):
        found.notes.append(
            _(
                "Drawings, charts, pivot tables and links to other files may be lost when it is filled."
            )
        )
    return found


def _planned(book: Workbook, once: frozenset[str], row_names: frozenset[str]) -> Plan:
    found = Plan()
    for sheet, cell, name, is_written in _marks(book, once | row_names):
        where = f"{sheet}!{cell}"
        if name not in once | row_names:
            found.problems.append(
                _("%(cell)s: there is no name “%(name)s”.") % {"cell": where, "name": name}
            )
        elif name in once:
            if not is_written or where not in found.once:
                found.once[where] = name
        else:
            _add_to_row(found, sheet, cell, name)
    if not found.in_row and not found.problems:
        found.problems.append(
            _(
                "No row of a table is marked. Write for example {{number}} and {{name}} into its cells."
            )
        )
    if found.in_row:
        _check_merged(book[found.sheet], found)
    return found


def _add_to_row(found: Plan, sheet: str, cell: str, name: str) -> None:
    row = coordinate_from_string(cell)[1]
    if not found.row:
        found.sheet, found.row = sheet, row
    if (sheet, row) == (found.sheet, found.row):
        found.in_row[cell] = name
        return
    found.problems.append(
        _("%(cell)s: “%(name)s” belongs in the same row as the others, %(sheet)s row %(row)d.")
        % {"cell": f"{sheet}!{cell}", "name": name, "sheet": found.sheet, "row": found.row}
    )


def _check_merged(sheet: Worksheet, found: Plan) -> None:
    for area in sheet.merged_cells.ranges:
        if area.min_row <= found.row <= area.max_row and area.max_row > area.min_row:
            found.problems.append(
                _("%(cell)s: cells of the row that is repeated are merged with other rows.")
                % {"cell": f"{sheet.title}!{area.coord}"}
            )


def _marks(book: Workbook, known: frozenset[str]) -> Iterable[tuple[str, str, str, bool]]:
    """(sheet, cell, name, whether it is written in the cell); marks written out, then defined names that are known."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "{{" in cell.value:
                    for name in MARK.findall(cell.value):
                        yield sheet.title, cell.coordinate, name.lower(), True
    for name, target in book.defined_names.items():
        if name.lower() not in known:
            continue
        for sheet_name, area in target.destinations:
            cell_name = area.replace("$", "")
            if sheet_name in book.sheetnames and ":" not in cell_name:
                yield sheet_name, cell_name, name.lower(), False


def fill(
    template: IO[bytes],
    stream: IO[bytes],
    *,
    once: Mapping[str, Any],
    row_names: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Write the template into ``stream`` with its values and one row for each of ``rows``.

    Refuses nothing that ``plan`` did not tell; unknown marks stay as they are. Formulas are reckoned when the file is
    opened. No rows: the pattern stays, emptied.
    """
    book = opened(template)
    found = _planned(book, frozenset(once), frozenset(row_names))
    for where, name in found.once.items():
        sheet_name, _mark, cell_name = where.rpartition("!")
        _put_once(book[sheet_name][cell_name], name, once)
    if found.in_row:
        _fill_rows(book, found, rows)
    book.calculation.fullCalcOnLoad = True
    book.save(stream)


def _put_once(cell: Any, name: str, values: Mapping[str, Any]) -> None:
    written = cell.value
    if isinstance(written, str) and MARK.search(written):
        _put_marked(cell, written, values)
    else:
        _put(cell, values[name])


def _put_marked(cell: Any, written: str, values: Mapping[str, Any]) -> None:
    alone = MARK.fullmatch(written.strip())
    if alone:
        if alone[1].lower() in values:
            _put(cell, values[alone[1].lower()])
        return
    _put(cell, MARK.sub(lambda mark: _words(values.get(mark[1].lower(), mark[0])), written))


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _put(cell: Any, value: Any) -> None:
    """A typed value into a cell; text is never taken for a formula, and days look like days."""
    if isinstance(value, str):
        cell.value = safe_text(value)
        cell.data_type = "s"
        return
    before = cell.number_format
    cell.value = value
    if isinstance(value, date) and before == "General":
        cell.number_format = "dd/mm/yyyy"
    elif before != cell.number_format and before != "General":
        cell.number_format = before


def _fill_rows(book: Workbook, found: Plan, rows: Sequence[Mapping[str, Any]]) -> None:
    sheet: Any = book[found.sheet]
    first = found.row
    pattern = [cell for cell in sheet[first] if not isinstance(cell, MergedCell)]
    written = [(cell.column, copy(cell._style), cell.value) for cell in pattern]
    styles = [(cell.column, copy(cell._style)) for cell in sheet[first]]
    names = {sheet[cell].column: name for cell, name in found.in_row.items()}
    if len(rows) > 1:
        _make_room(book, sheet, shifting.Inserted(sheet.title, first, len(rows) - 1))
    for number, values in enumerate(rows or [dict.fromkeys(names.values())], first):
        if number > first:
            for column, style in styles:
                sheet.cell(number, column)._style = copy(style)
        for column, _style, value in written:
            _fill_cell(sheet.cell(number, column), value, names.get(column), values, first)


def _fill_cell(
    cell: Any, pattern: Any, name: str | None, values: Mapping[str, Any], first: int
) -> None:
    if isinstance(pattern, str) and MARK.search(pattern):
        _put_marked(cell, pattern, values)
    elif name is not None:
        _put(cell, values[name])
    elif isinstance(pattern, str) and pattern.startswith("="):
        origin = f"{get_column_letter(cell.column)}{first}"
        cell.value = Translator(pattern, origin=origin).translate_formula(cell.coordinate)
    elif not isinstance(pattern, ArrayFormula):
        cell.value = pattern


def _make_room(book: Workbook, sheet: Worksheet, inserted: shifting.Inserted) -> None:
    """Put rows in, and mend all that openpyxl leaves where it was."""
    sheet.insert_rows(inserted.after + 1, inserted.count)
    _move_heights(sheet, inserted)
    _move_merged(sheet, inserted)
    _move_rules(sheet, inserted)
    _move_page(sheet, inserted)
    for each in book.worksheets:
        for row in each.iter_rows():
            for cell in row:
                _move_formula(cell, each.title, inserted)
        for defined in each.defined_names.values():
            defined.attr_text = _name_target(defined.attr_text, each.title, inserted)
    for defined in book.defined_names.values():
        defined.attr_text = _name_target(defined.attr_text, "", inserted)


def _name_target(words: str | None, own: str, inserted: shifting.Inserted) -> str | None:
    return shifting.formula(f"={words}", own, inserted)[1:] if words else words


def _move_formula(cell: Cell | MergedCell, own: str, inserted: shifting.Inserted) -> None:
    value = cell.value
    if isinstance(value, str) and cell.data_type == "f":
        cell.value = shifting.formula(value, own, inserted)
    elif isinstance(value, ArrayFormula):
        value.text = shifting.formula(value.text or "", own, inserted)
        if own == inserted.sheet:
            value.ref = shifting.areas(value.ref, inserted)
    if own == inserted.sheet and cell.hyperlink is not None:
        cell.hyperlink.ref = cell.coordinate


def _move_heights(sheet: Worksheet, inserted: shifting.Inserted) -> None:
    old = dict(sheet.row_dimensions.items())
    sheet.row_dimensions.clear()
    for number, dimension in old.items():
        moved = copy(dimension)
        moved.index = inserted.row(number)
        sheet.row_dimensions[moved.index] = moved
    if (pattern := old.get(inserted.after)) is not None:
        for number in range(inserted.after + 1, inserted.after + inserted.count + 1):
            again = copy(pattern)
            again.index = number
            sheet.row_dimensions[number] = again


def _move_merged(sheet: Worksheet, inserted: shifting.Inserted) -> None:
    areas = [str(each.coord) for each in sheet.merged_cells.ranges]
    in_row = [
        each for each in sheet.merged_cells.ranges if each.min_row == each.max_row == inserted.after
    ]
    columns = [
        (get_column_letter(each.min_col), get_column_letter(each.max_col)) for each in in_row
    ]
    sheet.merged_cells.ranges.clear()
    kept = {str(each.coord) for each in in_row}
    for area in areas:
        sheet.merged_cells.add(area if area in kept else shifting.areas(area, inserted))
    for number in range(inserted.after + 1, inserted.after + inserted.count + 1):
        for first, last in columns:
            sheet.merged_cells.add(f"{first}{number}:{last}{number}")


def _over_pattern(area: str, inserted: shifting.Inserted) -> str:
    """An area of rules: one that holds only the pattern row reaches over all the new ones."""
    parts = []
    for part in area.split():
        is_single = ":" not in part and coordinate_from_string(part)[1] == inserted.after
        parts.append(shifting.areas(f"{part}:{part}" if is_single else part, inserted))
    return " ".join(parts)


def _move_rules(sheet: Worksheet, inserted: shifting.Inserted) -> None:
    """Lists to choose from, conditional formats, filters, tables."""
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = type(rule.sqref)(_over_pattern(str(rule.sqref), inserted))
        for part in ("formula1", "formula2"):
            if words := getattr(rule, part):
                setattr(rule, part, _name_target(words, sheet.title, inserted))
    formats = [(str(each.sqref), list(each.rules)) for each in sheet.conditional_formatting]
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for area, rules in formats:
        for rule in rules:
            rule.formula = [_name_target(words, sheet.title, inserted) for words in rule.formula]
            sheet.conditional_formatting.add(_over_pattern(area, inserted), rule)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = shifting.areas(sheet.auto_filter.ref, inserted)
    for table in sheet.tables.values():
        table.ref = shifting.areas(table.ref, inserted)
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = shifting.areas(table.autoFilter.ref, inserted)


def _move_page(sheet: Worksheet, inserted: shifting.Inserted) -> None:
    """Print area, rows printed on each page, page breaks."""
    if sheet.print_area:
        pieces = [
            each.rpartition("!")[2].replace("$", "") for each in _split(str(sheet.print_area))
        ]
        sheet.print_area = ",".join(shifting.areas(each, inserted) for each in pieces)
    if sheet.print_title_rows:
        sheet.print_title_rows = shifting.areas(sheet.print_title_rows, inserted).replace("$", "")
    for each in sheet.row_breaks.brk:
        each.id = inserted.row(each.id)


def _split(words: str) -> list[str]:
    """Areas with commas between; a comma inside quotes is part of a sheet's name."""
    return re.findall(r"(?:'(?:[^']|'')*'|[^,'])+", words)
