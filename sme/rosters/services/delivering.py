"""Acts on rosters: handing one out as a file, which is written down."""

from typing import IO, Any

from portal.accounts.models import User
from portal.privacy import services as looks
from portal.shared import audit
from portal.shared.spreadsheets import write_csv, write_workbook
from sme.programmes.models import Cohort
from sme.rosters.rules import FileFormat, Sheet


def deliver(
    sheet: Sheet,
    stream: IO[bytes],
    *,
    cohort: Cohort,
    file_format: FileFormat,
    query: str,
    actor: User | None,
) -> int:
    """Write the roster into ``stream`` and note who took which part of it, and of whom; returns the number of rows.

    The trail holds the filter's keys, not what was searched for: that may be a person's name.
    """
    count = write_sheet(sheet, stream, file_format)
    data: dict[str, Any] = {
        "format": file_format,
        "rows": count,
        "columns": [column.key for column in sheet.columns],
        "filtered_by": sorted({pair.partition("=")[0] for pair in query.split("&") if pair}),
    }
    if actor is None:
        data |= audit.BY_SYSTEM
    else:
        looks.note_list(actor, "rosters.export", "enterprise", sheet.whose())
    audit.record(cohort, "rosters.export", actor=actor, data=data)
    return count


def write_sheet(sheet: Sheet, stream: IO[bytes], file_format: FileFormat) -> int:
    """Write the roster into ``stream``; returns the number of rows."""
    if file_format == "csv":
        return write_csv(stream, sheet.columns, sheet.rows)
    frozen = [column.key for column in sheet.columns[:2]]
    return write_workbook(
        stream,
        sheet.columns,
        sheet.rows,
        about=sheet.about,
        sheet_title="",
        letterhead=sheet.letterhead,
        totals=sheet.totals,
        tallies=sheet.tallies,
        frozen=2 if frozen == ["number", "name"] else 0,
    )
