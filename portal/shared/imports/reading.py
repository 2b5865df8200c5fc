"""From a file to rows as read: its sheets, their first rows, and each row of the list in the kind's clean values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from portal.shared import text
from portal.shared.errors import RuleBroken
from portal.shared.imports import headings
from portal.shared.imports.asides import Asides
from portal.shared.imports.headings import SAMPLE, Layout
from portal.shared.imports.kinds import Context, ImportKind, Problem, ReadRow
from portal.shared.spreadsheets import OpenedSheet, SheetRow, cells, open_rows

KEPT_ASIDES = 200  # rows that are no rows of the list, told by number; more are only counted


@dataclass(frozen=True)
class Sheet:
    """One sheet that may hold the list, by its first rows; ``is_long`` when there are more than were looked at."""

    name: str
    rows: list[SheetRow]
    is_long: bool


def sheets_of(stream: IO[bytes], name: str, *, enough: int = SAMPLE) -> list[Sheet]:
    """The sheets that hold something, hidden ones and those of our own workbooks apart; at most 30.

    Refuses (``RuleBroken``) what ``open_rows`` refuses, and a file in which nothing stands.
    """
    found = []
    for sheet in open_rows(stream, name)[:30]:
        if sheet.is_hidden or text.fold(sheet.name) in headings.OUR_SHEETS:
            continue
        rows: list[SheetRow] = []
        is_long = False
        for row in sheet.rows:
            if len(rows) >= enough:
                is_long = True
                break
            rows.append(row)
        if rows:
            found.append(Sheet(sheet.name, rows, is_long))
    if not found:
        raise _nothing_there()
    return found


def layout_of(kind: ImportKind, sheets: Sequence[Sheet], *, name: str = "", row: int = 0) -> Layout:
    """The likeliest layout; of the sheet ``name`` and with headings in ``row``, if a person said so."""
    chosen = [each for each in sheets if each.name == name] or list(sheets)
    if row:
        known, _score = headings.find(chosen[0].rows, kind.fields)
        depth = known.depth if known and known.row == row else 1
        layout = headings.layout_at(chosen[0].rows, row, depth, kind.fields)
        if layout.headings:
            return layout
        raise RuleBroken(
            "heading_row",
            _("Row %(number)d holds nothing. Enter the number of the row with the headings.")
            % {"number": row},
        )
    layout_or_none = headings.choose([(each.name, each.rows) for each in chosen], kind.fields)
    if layout_or_none is None:
        raise _nothing_there()
    return layout_or_none


def _nothing_there() -> RuleBroken:
    return RuleBroken("file_empty_list", _("Nothing stands in this file. Choose another one."))


def check_columns(kind: ImportKind, layout: Layout) -> None:
    """Refuses one field for two columns, and a layout without the fields that every row needs."""
    keys = [key for key in layout.columns if key]
    for key in keys:
        if keys.count(key) > 1:
            raise RuleBroken(
                "column_twice",
                _("“%(field)s” is chosen for two columns. Keep one.")
                % {"field": kind.label_of(key)},
            )
    missing = [each.label for each in kind.fields if each.is_required and each.key not in keys]
    if missing:
        raise RuleBroken(
            "column_missing",
            _("No column is matched to: %(fields)s. Every row needs it.")
            % {"fields": ", ".join(str(each) for each in missing)},
        )


@dataclass
class Asided:
    """Rows that were left aside while reading, and the cells as typed of rows with problems."""

    count: int = 0
    rows: list[tuple[int, str]] = field(default_factory=list)

    def add(self, number: int, why: str) -> None:
        """One more."""
        self.count += 1
        if len(self.rows) < KEPT_ASIDES:
            self.rows.append((number, why))


def rows_of(
    kind: ImportKind, stream: IO[bytes], name: str, layout: Layout, ctx: Context, asides: Asided
) -> Iterator[tuple[ReadRow, Mapping[str, Any]]]:
    """Every row of the list: as the kind reads it, with its raw cells. Keep ``stream`` open.

    Refuses what ``open_rows`` refuses (some of it in the middle), and a list without rows.
    """
    sheet = _sheet(stream, name, layout)
    matched = list(layout.matched.items())
    ctx.headings = {key: layout.headings[place] for key, place in matched}
    why = Asides(layout, [each.key for each in kind.fields if each.is_required]).why
    read = kind.read
    count = 0
    for row in sheet.rows:
        number = row.number
        if number <= layout.row:
            continue
        values = row.values
        aside = why(values)
        if aside:
            asides.add(number, aside)
            continue
        width = len(values)
        raw = {key: values[place] if place < width else None for key, place in matched}
        found = read(raw, ctx)
        found.number = number
        count += 1
        yield found, raw
    if not count:
        raise RuleBroken(
            "no_rows",
            _("No row of the list stands below row %(number)d. Is that the row with the headings?")
            % {"number": layout.row},
        )


def _sheet(stream: IO[bytes], name: str, layout: Layout) -> OpenedSheet:
    for sheet in open_rows(stream, name):
        if sheet.name == layout.sheet:
            return sheet
    raise RuleBroken("sheet_gone", _("This sheet is no longer in the file. Choose another one."))


def shown(value: Any) -> str:
    """A raw cell as it is shown beside its problem."""
    return cells.as_text(value)[:200]


def raw_of_problems(problems: Sequence[Problem], raw: Mapping[str, Any]) -> dict[str, str]:
    """What was typed in the cells that are wrong."""
    return {
        each.field: shown(raw[each.field])
        for each in problems
        if each.field and raw.get(each.field) is not None
    }


def layout_to_json(layout: Layout) -> dict[str, Any]:
    """As the batch keeps it."""
    return asdict(layout)


def layout_from_json(kept: Mapping[str, Any]) -> Layout:
    """As it was kept."""
    return Layout(**kept)
