"""A framework as a workbook: each part stands below the one it belongs to."""

from typing import IO, Any

from assessments.rules import Definition, tables, writing
from portal.shared.spreadsheets import Column, ReadFirst, write_workbook

WIDE = ("title", "text", "question", "help", "example", "meaning", "summary", "note", "source")


def _column(key: str) -> Column:
    """Numbers are written as text where they may be fractions, so that none is rounded on its way."""
    name, vi, en = tables.heading(key)
    is_wide = name in WIDE
    return Column(key, vi, en, width=44 if is_wide else 14, is_wrapped=is_wide)


COLUMNS = [_column(key) for key in tables.KEYS]


def write_framework(stream: IO[bytes], definition: Definition, *, by: str) -> int:
    """Write it; returns how many rows there are."""
    rows = (
        [_cell(row.get(key)) for key in tables.KEYS]
        for row in tables.to_rows(writing.to_plain(definition))
    )
    title = f"{definition.title} {definition.version}"
    return write_workbook(stream, COLUMNS, rows, about=ReadFirst(title, by=by), frozen=2)


def _cell(value: Any) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
