"""Reads of this room: a cohort's roster, the templates of offices, and what reports count."""

from sme.rosters.selectors.reading import (
    FIELDS,
    SORTS,
    Row,
    filled,
    keys,
    office_of,
    ordered,
    read,
    roster,
    templates_for,
    templates_of,
    with_attendance,
    with_paid,
)
from sme.rosters.selectors.reports import attended, cohort_lines, quarter_rows, quarters, years_of

__all__ = [
    "FIELDS",
    "SORTS",
    "Row",
    "attended",
    "cohort_lines",
    "filled",
    "keys",
    "office_of",
    "ordered",
    "quarter_rows",
    "quarters",
    "read",
    "roster",
    "templates_for",
    "templates_of",
    "with_attendance",
    "with_paid",
    "years_of",
]
