"""Workbooks that the engine gives back: the list with its verdicts, and an empty template to fill in."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import PurePath
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from portal.shared.imports import reading, services
from portal.shared.imports.judging import Line, Progress
from portal.shared.imports.kinds import ImportKind, Verdict, kind_of
from portal.shared.models import ImportBatch
from portal.shared.spreadsheets import Column, ReadFirst, layout, open_rows
from portal.shared.spreadsheets.safe import safe_text

MOST_COMMENTS = (
    5_000  # comments are kept in memory until the end; the words stand in the second column anyway
)
PAINT = {
    Verdict.WRONG: PatternFill("solid", start_color="FFF9D7D3"),
    Verdict.DUPLICATE: PatternFill("solid", start_color="FFFBE8C3"),
    Verdict.NEW: PatternFill("solid", start_color="FFDDEFD8"),
    Verdict.CHANGES: PatternFill("solid", start_color="FFDCE9F5"),
}
_FORMULA = re.compile(r"^[=+\-@]")


def file_name(batch: ImportBatch) -> str:
    """What the list with its verdicts is called."""
    return f"{PurePath(batch.name).stem[:80]} – {_('result')}.xlsx"


def write(batch: ImportBatch, stream: IO[bytes], *, progress: Progress | None = None) -> None:
    """The rows of the upload as they were, before each its verdict and why; comments on the cells that are wrong.

    Nothing is a formula, whatever a cell holds. Refuses when the uploaded file is no longer kept.
    """
    kind = kind_of(batch.kind)
    kept = reading.layout_from_json(batch.layout)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(layout.sheet_name(kept.sheet))
    sheet.freeze_panes = f"C{kept.row + 1}"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 48
    for place in range(len(kept.headings)):
        sheet.column_dimensions[get_column_letter(place + 3)].width = 20
    places = kept.matched
    lines = lines_of(batch)
    line = next(lines, None)
    comments = 0
    written = 1
    with services.opened(batch) as source:
        for row in _rows(source, batch.name, kept.sheet):
            while written < row.number and row.number - written < 2_000:
                sheet.append([])
                written += 1
            while line is not None and line.number < row.number:
                line = next(lines, None)
            here = line if line is not None and line.number == row.number else None
            cells = [_cell(sheet, value) for value in row.values]
            head = _heads(sheet, row.number == kept.row, here, kind)
            if here is not None and here.problems and comments < MOST_COMMENTS:
                comments += _comment(sheet, cells, here, places)
            sheet.append([*head, *cells])
            written += 1
            if progress is not None and here is not None:
                progress.advance()
    book.save(stream)


def lines_of(batch: ImportBatch) -> Iterator[Line]:
    """The judged rows in the file's order, decided ones as they were decided."""
    decided = {each.number: each for each in batch.decisions.all()}
    for chunk in batch.chunks.order_by("position").iterator(chunk_size=5):
        for kept in chunk.rows:
            line = Line.from_plain(kept)
            decision = decided.get(line.number)
            if decision is not None and decision.choice != "skip":
                outcome = line.outcome
                line = Line.from_plain(decision.judged)
                line.outcome = outcome
            elif decision is not None:
                line.outcome = line.outcome or "skip"
            yield line


def _rows(source: IO[bytes], name: str, title: str) -> Any:
    return next((each.rows for each in open_rows(source, name) if each.name == title), ())


def _heads(sheet: Any, is_heading: bool, line: Line | None, kind: ImportKind | None) -> list[Any]:
    """The verdict and its reason, before the row's own cells."""
    if is_heading:
        cells = [WriteOnlyCell(sheet, _("Result")), WriteOnlyCell(sheet, _("Explanation"))]
        for cell in cells:
            cell.font, cell.fill = Font(bold=True, color=layout.INK), layout.HEAD
        return cells
    if line is None:
        return [None, None]
    verdict = WriteOnlyCell(sheet, outcome_words(line))
    if line.verdict in PAINT and not line.outcome:
        verdict.fill = PAINT[Verdict(line.verdict)]
    words = WriteOnlyCell(sheet, safe_text(reason_of(line, kind)))
    words.data_type = "s"
    words.alignment = Alignment(wrap_text=True, vertical="top")
    return [verdict, words]


def outcome_words(line: Line) -> str:
    """The verdict in a word, or that the row was left out."""
    if line.outcome == "skip":
        return _("left out")
    if line.outcome == "moved":
        return _("left out: changed meanwhile")
    return str(Verdict(line.verdict).label)


def reason_of(line: Line, kind: ImportKind | None) -> str:
    """Why the row has its verdict, in sentences."""

    def label(key: str) -> str:
        return str(kind.label_of(key)) if kind and key else key

    told = [
        f"{label(each.field)}: {each.sentence}" if each.field else each.sentence
        for each in line.problems
    ]
    told += [
        f"{label(each.field)}: {each.before or '–'} → {each.after or '–'}"
        for each in line.differences
    ]
    if line.verdict == Verdict.DUPLICATE:
        told += [
            f"{each.label} ({each.why})" if each.why else each.label for each in line.candidates
        ]
    return "\n".join(told)


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        plain = safe_text(value)
        if not _FORMULA.match(plain):
            return plain
        cell = WriteOnlyCell(sheet, plain)
        cell.data_type = "s"
        return cell
    if isinstance(value, (date, datetime)):
        cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
        cell.number_format = "dd/mm/yyyy"
        return cell
    return value


def _comment(sheet: Any, cells: list[Any], line: Line, places: dict[str, int]) -> int:
    """Put each problem on its cell; how many."""
    told: dict[int, list[str]] = {}
    for problem in line.problems:
        if problem.field in places:
            told.setdefault(places[problem.field], []).append(problem.sentence)
    for place, sentences in told.items():
        cells += [None] * (place + 1 - len(cells))
        cell = cells[place]
        if not hasattr(cell, "comment"):
            value, cell = cell, WriteOnlyCell(sheet)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
        cell.fill = PAINT[Verdict.WRONG]
        cell.comment = Comment(
            safe_text("\n".join(sentences))[:1000], "Sen Số", height=90, width=260
        )
        cells[place] = cell
    return len(told)


def write_template(kind: ImportKind, stream: IO[bytes], *, by: str = "") -> None:
    """An empty list to fill in: headings, codes as text, words to choose from, and a sheet that explains them."""
    columns = [
        Column(
            each.key,
            each.label_vi + (" *" if each.is_required else ""),
            each.label_en + (" *" if each.is_required else ""),
            each.kind,
            each.width,
            meaning_vi=_meaning(each.help_vi, "Ví dụ", each.example),
            meaning_en=_meaning(each.help_en, "Example", each.example),
        )
        for each in kind.fields
    ]
    book = Workbook()
    sheet: Any = book.active
    sheet.title = layout.sheet_name(str(kind.label))
    layout.set_up(sheet, columns, heading_row=1)
    sheet.append([layout.heading(sheet, column) for column in columns])
    _choices(book, sheet, kind)
    notes = [_("A star marks a column that every row needs."), *map(str, kind.notes())]
    layout.write_read_first(book, ReadFirst(str(kind.label), by=by, notes=notes), columns, 0)
    book.save(stream)


def _meaning(words: str, example_word: str, example: str) -> str:
    return f"{words} {example_word}: {example}".strip() if example else words


def _choices(book: Any, sheet: Any, kind: ImportKind) -> None:
    """Lists to choose from, kept on a hidden sheet since a cell's own list holds 255 characters only."""
    chosen = [(place, each.choice_words) for place, each in enumerate(kind.fields, 1)]
    chosen = [(place, words) for place, words in chosen if words]
    if not chosen:
        return
    title = layout.sheet_name(_("Choices"))
    lists = book.create_sheet(title)
    lists.sheet_state = "hidden"
    for column, (place, words) in enumerate(chosen, 1):
        for number, word in enumerate(words, 1):
            lists.cell(number, column, safe_text(word)).data_type = "s"
        letter, own = get_column_letter(column), get_column_letter(place)
        rule = DataValidation(
            type="list", formula1=f"'{title}'!${letter}$1:${letter}${len(words)}", allow_blank=True
        )
        rule.showErrorMessage = False  # a word of one's own is judged, not refused
        rule.add(f"{own}2:{own}5000")
        sheet.add_data_validation(rule)
