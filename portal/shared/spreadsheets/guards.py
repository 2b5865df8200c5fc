"""What is looked at before a workbook is opened: sizes, encryption, macros, entities, cells far away."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO

from portal.shared.spreadsheets import refusals
from portal.shared.spreadsheets.limits import MEGABYTE, Limits

# What the standard library raises about a zip that is cut off, overwritten or made by a stranger's hand.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)


def check_zip(stream: IO[bytes], limits: Limits) -> bool:
    """Sizes within the limits, nothing encrypted, no macros, the parts of a workbook. Refuses anything else.

    Returns whether it is an ``.xlsx``, else it is an ``.ods``, whose parts are then tried as well.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_sizes(entries, limits)
            names = {entry.filename for entry in entries}
            _check_parts(archive, names, entries)
            is_excel = "xl/workbook.xml" in {name.lower() for name in names}
            if not is_excel:
                _try_open_document(archive)
            return is_excel
    except BROKEN_ZIP:
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
    if not {name.lower() for name in names} & {"xl/workbook.xml", "content.xml"}:
        raise refusals.no_workbook()


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MEGABYTE)


# OpenDocument: content that is repeated a thousand times.
_REPEATED = re.compile(
    rb"<table:table-cell[^<>]*number-columns-repeated=\"\d{4,}\"[^<>]*>\s*<text:"
    rb"|<table:table-row[^<>]*number-rows-repeated=\"\d{4,}\"[^<>]*>(?:(?!</table:table-row>).){0,4000}?<text:",
    re.DOTALL,
)
_OVERLAP = 8 * 1024
_MANIFEST = "META-INF/manifest.xml"


def pieces(archive: zipfile.ZipFile, name: str, size: int) -> Iterator[bytes]:
    """One part in pieces; refuses one that unpacks to more than its header promises."""
    promised = archive.getinfo(name).file_size
    read = 0
    with archive.open(name) as part:
        while piece := part.read(size):
            read += len(piece)
            if read > promised:
                raise refusals.bomb()
            yield piece


def _try_open_document(archive: zipfile.ZipFile) -> None:
    """Look through the content once: the reader of ``.ods`` builds a full grid, so repeated content is a bomb."""
    tail = b""
    for piece in pieces(archive, "content.xml", 256 * 1024):
        seen = tail + piece
        if b"<!ENTITY" in seen or b"<!DOCTYPE" in seen:
            raise refusals.damaged()
        if _REPEATED.search(seen):
            raise refusals.bomb()
        tail = piece[-_OVERLAP:]


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
