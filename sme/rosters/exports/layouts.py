"""The values that a template of an office is filled with."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.shared import clock
from portal.shared.spreadsheets import cell_words
from sme.programmes.models import Cohort, EnrolmentQuerySet
from sme.rosters import selectors
from sme.rosters.exports.columns import COLUMNS, RosterColumn
from sme.rosters.exports.sheets import filter_words
from sme.rosters.selectors import Row

_TYPED = {"integer", "number", "money", "percent"}


def template_rows(enrolments: EnrolmentQuerySet, names: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a (filtered, ordered) roster with the columns that the template asks for."""
    wanted = [COLUMNS[name] for name in names]
    rows = selectors.read(selectors.keys(enrolments))
    return [{column.key: _cell(column, row) for column in wanted} for row in rows]


def _cell(column: RosterColumn, row: Row) -> Any:
    value = column.value(row)
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.astimezone(clock.VIETNAM).replace(tzinfo=None, second=0, microsecond=0)
    if column.kind in _TYPED or column.kind == "date":
        return value
    return cell_words(column)(value)


def template_values(
    cohort: Cohort,
    rows: int,
    products: int,
    *,
    filters: Sequence[tuple[str, str]] = (),
    by: str = "",
) -> Mapping[str, Any]:
    """What stands once in a template: names of ``rules.ONCE`` with their values."""
    programme = cohort.programme
    return {
        "cohort_code": cohort.code,
        "cohort_title": str(cohort.title),
        "programme_title": str(programme.title),
        "legal_basis": programme.legal_basis,
        "office": programme.office,
        "office_parent": programme.office_parent,
        "as_of": clock.today(),
        "filter_words": filter_words(filters) if filters else "",
        "row_count": rows,
        "total_products": products,
        "prepared_by": by,
    }
