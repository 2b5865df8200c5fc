"""Reading workbooks and CSV files that people send: checked before they are opened, values only, never formulas."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from portal.shared import text
from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets import csvs, refusals, xlsx
from portal.shared.spreadsheets.guards import check_ole, check_zip
from portal.shared.spreadsheets.limits import MEGABYTE, Limits

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class SheetRow:
    """One row that holds something: its number as the spreadsheet shows it, and its plain values.

    Values are strings, ints, floats, bools, days, moments or ``None``; trailing empty cells are cut.
    """

    sheet: str
    number: int
    values: list[Any]


@dataclass(frozen=True)
class OpenedSheet:
    """One sheet of a checked file: its name and its rows, read one by one."""

    name: str
    is_hidden: bool
    rows: Iterator[SheetRow]


def open_rows(stream: IO[bytes], name: str, *, limits: Limits | None = None) -> list[OpenedSheet]:
    """The sheets of an ``.xlsx``, ``.xls``, ``.ods`` or ``.csv`` file, judged by its bytes.

    Blank rows are left out. Formulas are never run: their stored values are read. Keep ``stream`` open while rows
    are read. Refuses (``RuleBroken``), some of it only while rows are read: too large, a zip bomb, encrypted, with
    macros, truncated, not a workbook, too many rows or columns, unreadable text, a row far below the others (it
    is never silently left out).
    """
    limits = limits or Limits()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size == 0:
        raise RuleBroken("file_empty", _("This file is empty. Choose another one."))
    if size > limits.megabytes * MEGABYTE:
        raise refusals.too_large(limits)
    head = stream.read(8)
    stream.seek(0)
    if head.startswith(_ZIP):
        return _xlsx(stream, limits) if check_zip(stream, limits) else _workbook(stream, limits)
    if head.startswith(_OLE):
        check_ole(stream)
        return _workbook(stream, limits)
    if csvs.may_be_csv(head, name):
        title = PurePath(name).stem[:31] or "CSV"
        return [OpenedSheet(title, False, _rows(title, csvs.read_csv(stream.read()), limits))]
    raise refusals.no_workbook()


def _xlsx(stream: IO[bytes], limits: Limits) -> list[OpenedSheet]:
    book = xlsx.Workbook(stream, limits)
    return [
        OpenedSheet(name, is_hidden, _rows(name, book.rows(target), limits))
        for name, is_hidden, target in book.sheets
    ]


def _workbook(stream: IO[bytes], limits: Limits) -> list[OpenedSheet]:
    try:
        book = CalamineWorkbook.from_filelike(stream)
        sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    except PasswordError:
        raise refusals.encrypted() from None
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile):
        raise refusals.damaged() from None
    return [
        OpenedSheet(
            each.name, each.visible != SheetVisibleEnum.Visible, _rows_of(book, each.name, limits)
        )
        for each in sheets
    ]


def _rows_of(book: CalamineWorkbook, name: str, limits: Limits) -> Iterator[SheetRow]:
    try:
        sheet = book.get_sheet_by_name(name)
    except PasswordError:
        raise refusals.encrypted() from None
    except (CalamineError, OSError, ValueError):
        raise refusals.damaged() from None
    if sheet.width > limits.columns and _is_wide(sheet, limits):
        raise refusals.too_many_columns(limits)
    # calamine keeps the empty rows above the data and drops the empty columns left of it.
    left = [None] * sheet.start[1] if sheet.start else []
    numbered = ((number, left + row) for number, row in enumerate(sheet.iter_rows(), 1))
    yield from _rows(name, numbered, limits)


def _is_wide(sheet: Any, limits: Limits) -> bool:
    """A stray style in column XFD makes a sheet look wide; only values count."""
    probe = sheet.to_python(nrows=1_000)
    return any(value not in ("", None) for row in probe for value in row[limits.columns :])


def _rows(
    name: str, numbered: Iterator[tuple[int, Sequence[Any]]], limits: Limits
) -> Iterator[SheetRow]:
    found = last = 0
    for number, raw in numbered:
        values = [_plain(each) for each in raw]
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        if found and number - last > limits.blank_run:
            raise refusals.far_row(number)
        found, last = found + 1, number
        if found > limits.rows:
            raise refusals.too_many_rows(limits)
        if len(values) > limits.columns:
            raise refusals.too_many_columns(limits)
        yield SheetRow(name, number, values)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value if _says_something(value) else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, (bool, int, datetime, date, time, timedelta)):
        return value
    return None


def _says_something(words: str) -> bool:
    bare = words.strip()
    return bool(bare) and (len(bare) > 8 or bare.isascii() or bool(text.clean(bare)))
