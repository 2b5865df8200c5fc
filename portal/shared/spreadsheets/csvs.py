"""CSV out, so that Excel opens it in Vietnamese and runs nothing of it; CSV in, with any of the usual separators."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import PurePath
from typing import IO, Any

from django.utils.translation import gettext as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets import refusals
from portal.shared.spreadsheets.columns import Column
from portal.shared.spreadsheets.safe import safe_text

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


_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")


def may_be_csv(head: bytes, name: str) -> bool:
    """Text has no signature: the ending says it is a list, and nothing in the first bytes speaks against it."""
    return PurePath(name).suffix.lower() in {".csv", ".txt", ".tsv"} and not head.startswith(
        _OTHER_KINDS
    )


def read_csv(content: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    """Rows with the number of the line each begins on. Refuses an old encoding and what is no text."""
    words = _decoded(content)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=_delimiter(words))
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise refusals.damaged() from None
        number, before = before + 1, reader.line_num
        yield number, row


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
                "This CSV file is not saved as UTF-8, so Vietnamese letters would be lost. "
                "Save it as .xlsx or as CSV UTF-8."
            ),
        ) from None
    if "\x00" in words:
        raise refusals.no_workbook()
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
