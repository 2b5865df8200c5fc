"""Writing CSV that Excel opens in Vietnamese: UTF-8 with BOM, and no cell that a program would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from portal.shared import clock
from portal.shared.spreadsheets.columns import Column
from portal.shared.spreadsheets.writer import safe_text

# What spreadsheet programs take for the beginning of a formula.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"


def guarded(words: str) -> str:
    """The text with an apostrophe before what would run as a formula; ``unguarded`` takes it away."""
    return GUARD + words if words.lstrip(GUARD).startswith(_DANGEROUS) else words


def unguarded(words: str) -> str:
    """The text without the apostrophe that ``guarded`` put there."""
    is_guarded = words.startswith(GUARD) and words.lstrip(GUARD).startswith(_DANGEROUS)
    return words[1:] if is_guarded else words


def write_csv(
    stream: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    delimiter: str = ",",
) -> int:
    """Write ``rows`` into ``stream``; returns how many there were.

    Days as ``31/12/2026``, moments as ``31/12/2026 10:42`` in Vietnam, numbers plain with a decimal point,
    codes with all their zeros.
    """
    wrapper = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=False)
    try:
        out = csv.writer(wrapper, delimiter=delimiter, lineterminator="\r\n")
        out.writerow([guarded(safe_text(column.header)) for column in columns])
        words = [_words(column) for column in columns]
        count = 0
        for row in rows:
            out.writerow([_written(value, each) for value, each in zip(row, words, strict=True)])
            count += 1
        return count
    finally:
        wrapper.flush()
        wrapper.detach()


def _words(column: Column) -> dict[Any, str]:
    if column.kind == "bool":
        return {True: _("Yes"), False: _("No")}
    return {key: str(word) for key, word in column.words.items()}


def _written(value: Any, words: dict[Any, str]) -> str:
    if value is None:
        return ""
    if words and value in words:
        return guarded(safe_text(words[value]))
    if isinstance(value, datetime):
        local = value.astimezone(clock.VIETNAM) if value.tzinfo else value
        return f"{local:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return guarded(safe_text(value))
