"""Reading workbooks and CSV files that people send: checked before they are opened, values only, never formulas."""

import csv
import io
import re
import zipfile
import zlib
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

MEGABYTE = 1024 * 1024
# What the standard library raises about a zip that is cut off, overwritten or made by a stranger's hand.
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Limits:
    """How much a file may hold before it is refused; generous for an office, small for a server."""

    megabytes: int = 20
    unzipped_megabytes: int = 300
    ratio: int = 200
    entries: int = 2_000
    rows: int = 100_000
    columns: int = 200
    blank_run: int = 200


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

    Blank rows are left out; reading a sheet stops after a long run of them. Formulas are never run: their stored
    values are read. Refuses (``RuleBroken``), some of it only while rows are read: too large, a zip bomb,
    encrypted, with macros, truncated, not a workbook, too many rows or columns, unreadable text.
    """
    limits = limits or Limits()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size == 0:
        raise RuleBroken("file_empty", _("This file is empty. Choose another one."))
    if size > limits.megabytes * MEGABYTE:
        raise _too_large(limits)
    head = stream.read(8)
    stream.seek(0)
    if head.startswith(_ZIP):
        _check_zip(stream, limits)
        return _workbook(stream, limits)
    if head.startswith(_OLE):
        _check_ole(stream)
        return _workbook(stream, limits)
    if _may_be_csv(head, name):
        return _csv(stream, name, limits)
    raise _no_workbook()


# --- before opening ---------------------------------------------------------------------------


def _check_zip(stream: IO[bytes], limits: Limits) -> None:
    """Look at the zip's headers only: sizes as promised, nothing encrypted, no macros, the parts of a workbook."""
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            if len(entries) > limits.entries:
                raise _bomb()
            names = {entry.filename for entry in entries}
            unzipped = sum(entry.file_size for entry in entries)
            zipped = max(1, sum(entry.compress_size for entry in entries))
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise _encrypted()
            is_ods_encrypted = "META-INF/manifest.xml" in names and b"encryption-data" in _start_of(
                archive, "META-INF/manifest.xml"
            )
            if unzipped > limits.unzipped_megabytes * MEGABYTE:
                raise _bomb()
            if unzipped > 10 * MEGABYTE and unzipped / zipped > limits.ratio:
                raise _bomb()
            if is_ods_encrypted:
                raise _encrypted()
            if any(each.lower().endswith(("vbaproject.bin", ".xlm")) for each in names):
                raise _macros()
            if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
                raise _no_workbook()
            _read_as_promised(archive, entries, limits)
    except _BROKEN_ZIP:
        raise _damaged() from None
    finally:
        stream.seek(0)


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MEGABYTE)


# A cell with content that stands right of column GZ (208) or below row 99,999.
_FAR = re.compile(
    rb'<(?:\w+:)?c\s[^<>]*?\br="((?:[H-Z][A-Z]|[A-Z]{3})\d+|[A-Z]{1,2}\d{6,})"[^<>]*(?<!/)>'
)
# A cell that does not say where it stands, or (OpenDocument) content that is repeated a thousand times.
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:\s+(?!r=)[\w:]+=\"[^\"]*\")*\s*>")
_REPEATED = re.compile(
    rb"<table:table-cell[^<>]*number-columns-repeated=\"\d{4,}\"[^<>]*>\s*<text:"
    rb"|<table:table-row[^<>]*number-rows-repeated=\"\d{4,}\"[^<>]*>(?:(?!</table:table-row>).){0,4000}?<text:",
    re.DOTALL,
)
_OVERLAP = 8 * 1024


def _read_as_promised(
    archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], limits: Limits
) -> None:
    """Read the parts once in small pieces: headers may lie, and two far cells make a huge grid.

    calamine keeps a sheet as a full grid between its first and its last cell, so one letter typed into XFD1048576
    would ask for hundreds of gigabytes.
    """
    for entry in entries:
        name = entry.filename.lower()
        if not name.endswith((".xml", ".bin", ".rels")):
            continue
        read, tail = 0, b""
        with archive.open(entry) as part:
            while piece := part.read(256 * 1024):
                read += len(piece)
                if read > entry.file_size:
                    raise _bomb()
                _check_piece(name, tail + piece, limits)
                tail = piece[-_OVERLAP:]


def _check_piece(name: str, piece: bytes, limits: Limits) -> None:
    if b"<!ENTITY" in piece or b"<!DOCTYPE" in piece:
        raise _damaged()
    if name.startswith("xl/worksheets/"):
        if far := _FAR.search(piece):
            is_low = re.fullmatch(rb"[A-G]?[A-Z]\d+", far[1])
            raise _too_many_rows(limits) if is_low else _too_many_columns(limits)
        if _UNPLACED.search(piece):
            raise _unplaced()
    elif name == "content.xml" and _REPEATED.search(piece):
        raise _bomb()


def _check_ole(stream: IO[bytes]) -> None:
    """The old binary container: an ``.xls``, or the wrapper of an encrypted or rights-managed ``.xlsx``."""
    content = stream.read()
    stream.seek(0)
    if _utf16("EncryptedPackage") in content or _utf16("DataSpaces") in content:
        raise _encrypted()
    if _utf16("_VBA_PROJECT") in content:
        raise _macros()
    if _utf16("Workbook") not in content and _utf16("Book") not in content:
        raise _no_workbook()


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-le")


# --- workbooks --------------------------------------------------------------------------------


def _workbook(stream: IO[bytes], limits: Limits) -> list[OpenedSheet]:
    try:
        book = CalamineWorkbook.from_filelike(stream)
        sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    except PasswordError:
        raise _encrypted() from None
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile):
        raise _damaged() from None
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
        raise _encrypted() from None
    except (CalamineError, OSError, ValueError):
        raise _damaged() from None
    if sheet.width > limits.columns and _is_wide(sheet, limits):
        raise _too_many_columns(limits)
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
    found = 0
    blank = 0
    for number, raw in numbered:
        values = [_plain(each) for each in raw]
        while values and values[-1] is None:
            values.pop()
        if not values:
            blank += 1
            if blank > limits.blank_run and found:
                return
            if blank > limits.rows:
                return
            continue
        blank = 0
        found += 1
        if found > limits.rows:
            raise _too_many_rows(limits)
        if len(values) > limits.columns:
            raise _too_many_columns(limits)
        yield SheetRow(name, number, values)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value if text.clean(value) else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, (bool, int, datetime, date, time, timedelta)):
        return value
    return None


# --- CSV ---------------------------------------------------------------------------------------


def _may_be_csv(head: bytes, name: str) -> bool:
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")):
        return False
    return PurePath(name).suffix.lower() in {".csv", ".txt", ".tsv"}


def _csv(stream: IO[bytes], name: str, limits: Limits) -> list[OpenedSheet]:
    content = stream.read()
    stream.seek(0)
    words = _decoded(content)
    title = PurePath(name).stem[:31] or "CSV"
    delimiter = _delimiter(words)
    return [OpenedSheet(title, False, _rows(title, _csv_rows(words, delimiter), limits))]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        words = content.decode(encoding)
    except UnicodeDecodeError:
        raise RuleBroken(
            "csv_encoding",
            _(
                "This CSV file is not saved as UTF-8, so Vietnamese letters would be lost. Save it as .xlsx or as CSV UTF-8."
            ),
        ) from None
    if "\x00" in words:
        raise _no_workbook()
    return words


def _delimiter(words: str) -> str:
    """The separator that the first lines agree on, counted outside quotes; a comma when in doubt."""
    sample = words[:20_000].splitlines()[:20]
    best, most = ",", 0
    for candidate in (",", ";", "\t"):
        counts = [len(row) - 1 for row in csv.reader(sample, delimiter=candidate) if row]
        score = sum(count for count in counts if count and count == max(counts, default=0))
        if score > most:
            best, most = candidate, score
    return best


def _csv_rows(words: str, delimiter: str) -> Iterator[tuple[int, Sequence[Any]]]:
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter)
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _damaged() from None
        number, before = before + 1, reader.line_num
        yield number, row


# --- sentences -----------------------------------------------------------------------------------


def _too_large(limits: Limits) -> RuleBroken:
    return RuleBroken(
        "file_too_large",
        _("This file is too large: at most %(megabytes)d MB.") % {"megabytes": limits.megabytes},
    )


def _bomb() -> RuleBroken:
    return RuleBroken(
        "file_bomb",
        _(
            "This file unpacks to far more than a list holds. Copy the list into a new workbook and send that."
        ),
    )


def _encrypted() -> RuleBroken:
    return RuleBroken(
        "file_encrypted",
        _(
            "This workbook is protected by a password. Save it without the password and send it again."
        ),
    )


def _macros() -> RuleBroken:
    return RuleBroken(
        "file_macros",
        _("This workbook carries macros. Save it as an ordinary workbook (.xlsx) and send that."),
    )


def _damaged() -> RuleBroken:
    return RuleBroken(
        "file_damaged",
        _("This file is damaged or incomplete. Open it, save it again as .xlsx and send that."),
    )


def _unplaced() -> RuleBroken:
    return RuleBroken(
        "file_unplaced",
        _(
            "This workbook was made by a program that leaves out where its cells stand. Open it in Excel or LibreOffice, save it and send that."
        ),
    )


def _no_workbook() -> RuleBroken:
    return RuleBroken(
        "file_kind", _("This is not a workbook. Send a list as .xlsx, .xls, .ods or .csv.")
    )


def _too_many_rows(limits: Limits) -> RuleBroken:
    return RuleBroken(
        "file_rows",
        _("This sheet has more than %(count)d rows. Split it into smaller files.")
        % {"count": limits.rows},
    )


def _too_many_columns(limits: Limits) -> RuleBroken:
    return RuleBroken(
        "file_columns",
        _(
            "This sheet has more than %(count)d columns. Delete those that do not belong to the list."
        )
        % {"count": limits.columns},
    )
