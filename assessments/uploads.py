"""A framework's workbook into its definition; every problem names the sheet and the cell."""

import io
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from assessments.rules import Definition, FrameworkInvalid, Problem, documents, tables
from portal.shared.spreadsheets import OpenedSheet, cells, open_rows

HEADINGS = {
    heading.casefold(): key for key in tables.KEYS for heading in (key, *tables.heading(key)[1:])
}


def read_framework(stream: IO[bytes], name: str) -> Definition:
    """The definition; refuses (``FrameworkInvalid``) with every problem, and files that are no workbook."""
    for sheet in open_rows(stream, name):
        rows = iter(sheet.rows)
        heading = next(rows, None)
        keys = (
            [HEADINGS.get(cells.as_text(value).casefold(), "") for value in heading.values]
            if heading
            else []
        )
        if "part" in keys and "code" in keys:
            return _read(sheet, keys, rows)
    raise FrameworkInvalid(
        [Problem(name, _("no sheet of this file has the headings of a framework"))]
    )


def read_upload(file: IO[bytes], name: str) -> Definition:
    """A framework from what somebody sent: a workbook or JSON, judged by its bytes.

    Refuses (``FrameworkInvalid``) with every problem and its place.
    """
    content = file.read(documents.LARGEST_FILE + 1)
    if len(content) > documents.LARGEST_FILE:
        raise FrameworkInvalid([Problem(name, _("this file is too large for a questionnaire"))])
    if content.startswith(b"PK"):
        return read_framework(io.BytesIO(content), name)
    return documents.parse(content)


def _read(sheet: OpenedSheet, keys: list[str], rows: Iterator[Any]) -> Definition:
    columns = {key: _letter(place) for place, key in enumerate(keys) if key}
    places = tables.Places(sheet.name, columns)
    numbered = (
        (row.number, {key: value for key, value in zip(keys, row.values, strict=False) if key})
        for row in rows
    )
    plain, problems = tables.from_rows(numbered, places)
    try:
        definition = documents.from_plain(plain)
    except FrameworkInvalid as invalid:
        problems += [places.cell(problem) for problem in invalid.problems]
    if problems:
        raise FrameworkInvalid(problems)
    return definition


def _letter(place: int) -> str:
    """``0`` → ``A``, ``27`` → ``AB``."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
