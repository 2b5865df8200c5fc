"""What is looked at before a workbook is opened: sizes, encryption, macros, entities, cells far away."""

import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import IO

from portal.shared.spreadsheets import refusals
from portal.shared.spreadsheets.limits import MEGABYTE, Limits

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


def check_zip(stream: IO[bytes], limits: Limits) -> bool:
    """Sizes as promised, nothing encrypted, no macros, the parts of a workbook; every part whole.

    Returns whether each cell says where it stands (some programs leave that out). Refuses anything else.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_sizes(entries, limits)
            _check_parts(archive, {entry.filename for entry in entries}, entries)
            return _read_as_promised(archive, entries, limits)
    except _BROKEN_ZIP:
        raise refusals.damaged() from None
    finally:
        stream.seek(0)


def _check_sizes(entries: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    unzipped = sum(entry.file_size for entry in entries)
    zipped = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > limits.entries or unzipped > limits.unzipped_megabytes * MEGABYTE:
        raise refusals.bomb()
    if unzipped > 10 * MEGABYTE and unzipped / zipped > limits.ratio:
        raise refusals.bomb()


def _check_parts(
    archive: zipfile.ZipFile, names: set[str], entries: Sequence[zipfile.ZipInfo]
) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise refusals.encrypted()
    if _MANIFEST in names and b"encryption-data" in _start_of(archive, _MANIFEST):
        raise refusals.encrypted()
    if any(name.lower().endswith(("vbaproject.bin", ".xlm")) for name in names):
        raise refusals.macros()
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise refusals.no_workbook()


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MEGABYTE)


# A cell with content that stands right of column GZ (208) or below row 99,999.
_FAR = re.compile(
    rb'<(?:\w+:)?c\s[^<>]*?\br="((?:[H-Z][A-Z]|[A-Z]{3})\d+|[A-Z]{1,2}\d{6,})"[^<>]*(?<!/)>'
)
# A cell that does not say where it stands.
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:\s+(?!r=)[\w:]+=\"[^\"]*\")*\s*>")
# OpenDocument: content that is repeated a thousand times.
_REPEATED = re.compile(
    rb"<table:table-cell[^<>]*number-columns-repeated=\"\d{4,}\"[^<>]*>\s*<text:"
    rb"|<table:table-row[^<>]*number-rows-repeated=\"\d{4,}\"[^<>]*>(?:(?!</table:table-row>).){0,4000}?<text:",
    re.DOTALL,
)
_OVERLAP = 8 * 1024
_MANIFEST = "META-INF/manifest.xml"


def _read_as_promised(
    archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], limits: Limits
) -> bool:
    """Read the parts once in small pieces: headers may lie, and two far cells make a huge grid.

    calamine keeps a sheet as a full grid between its first and its last cell, so one letter typed into XFD1048576
    would ask for hundreds of gigabytes.
    """
    is_placed = True
    for entry in entries:
        name = entry.filename.lower()
        if not name.endswith((".xml", ".bin", ".rels")):
            continue
        read, tail = 0, b""
        with archive.open(entry) as part:
            while piece := part.read(256 * 1024):
                read += len(piece)
                if read > entry.file_size:
                    raise refusals.bomb()
                is_placed &= _check_piece(name, tail + piece, limits)
                tail = piece[-_OVERLAP:]
    return is_placed


def _check_piece(name: str, piece: bytes, limits: Limits) -> bool:
    if b"<!ENTITY" in piece or b"<!DOCTYPE" in piece:
        raise refusals.damaged()
    if name.startswith("xl/worksheets/"):
        if far := _FAR.search(piece):
            is_low = re.fullmatch(rb"[A-G]?[A-Z]\d+", far[1])
            raise refusals.too_many_rows(limits) if is_low else refusals.too_many_columns(limits)
        return not _UNPLACED.search(piece)
    if name == "content.xml" and _REPEATED.search(piece):
        raise refusals.bomb()
    return True


def check_ole(stream: IO[bytes]) -> None:
    """The old binary container: an ``.xls``, or the wrapper of an encrypted or rights-managed ``.xlsx``."""
    content = stream.read()
    stream.seek(0)
    if _utf16("EncryptedPackage") in content or _utf16("DataSpaces") in content:
        raise refusals.encrypted()
    if _utf16("_VBA_PROJECT") in content:
        raise refusals.macros()
    if _utf16("Workbook") not in content and _utf16("Book") not in content:
        raise refusals.no_workbook()


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-le")
