"""Builds workbooks, good and hostile, for the reader's tests."""

import io
import subprocess
import zipfile
from pathlib import Path

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"
_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_TAIL = "</sheetData></worksheet>"


def workbook(rows, *, title="Danh sách", at=1) -> io.BytesIO:
    """A plain ``.xlsx`` of these rows, beginning at row ``at``."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for number, row in enumerate(rows, at):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    return saved(book)


def saved(book) -> io.BytesIO:
    """The workbook as bytes."""
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def changed(stream, parts) -> io.BytesIO:
    """The zip with some of its parts replaced or added (name → bytes, ``None`` drops it)."""
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    out.seek(0)
    return out


def with_sheet(data: str) -> io.BytesIO:
    """A workbook whose only sheet has this ``sheetData``."""
    return changed(workbook([["x"]]), {SHEET: (_HEAD + data + _TAIL).encode()})


def through_libreoffice(source: Path, ending: str) -> Path:
    """The file saved by LibreOffice in another format, beside the source."""
    profile = f"-env:UserInstallation=file://{source.parent}/profile"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(source.parent),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return source.with_suffix("." + ending.partition(":")[0])
