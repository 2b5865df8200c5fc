"""The hidden column that lets a roster come back: the key of each row."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings

from portal.shared import clock
from portal.shared.spreadsheets import Column, cell_words
from sme.programmes.models import Cohort
from sme.rosters import rules
from sme.rosters.exports.columns import RosterColumn
from sme.rosters.selectors import Row

KEY_COLUMN = Column(
    "key", "Mã dòng (không sửa)", "Row key (do not edit)", "text", 4, is_hidden=True,
    meaning_vi="Cho biết dòng này là ai và lúc xuất có gì; đừng sửa",
    meaning_en="Says which row this is and what it held when it left; do not edit",
)  # fmt: skip


def seal() -> rules.Seal:
    """This portal's seal."""
    return rules.Seal([str(each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def compared(keys: Sequence[str]) -> list[str]:
    """Of these columns, those whose cells are compared though they are not for editing."""
    free = {"number", "key", *rules.EDITABLE}
    return [key for key in rules.KEYS if key in keys and key not in free]


def as_read(column: RosterColumn) -> Callable[[Any], str]:
    """How a value of the column reads once it has been written and read again."""
    if column.kind in ("date", "moment"):
        return _day_or_moment
    words = cell_words(column)
    return lambda value: "" if value is None or value == "" else words(value)


def _day_or_moment(value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(clock.VIETNAM).replace(tzinfo=None)
    return rules.plain_cell(value)


def base_values(row: Row) -> tuple[str, ...]:
    """What the editable cells of an enrolment hold, in the order of ``rules.EDITABLE``."""
    on = row["state_on"]
    return row["state"], on.isoformat() if isinstance(on, date) else "", row["reason"], row["note"]


def row_keys(cohort: Cohort, shown: Sequence[RosterColumn], total: int) -> Callable[[Row], str]:
    """Gives the key of each row of a file with these columns and so many rows."""
    wanted = compared([each.key for each in shown])
    columns = rules.fingerprint_of(wanted)
    by_key = {each.key: each for each in shown}
    readers = [(by_key[key].value, as_read(by_key[key])) for key in wanted]
    sign, cohort_pk = seal().sign, cohort.pk

    def key(row: Row) -> str:
        locked = rules.digest([read(value(row)) for value, read in readers])
        base = rules.Base(
            cohort_pk, row["pk"], row["version"], total, columns, locked, base_values(row)
        )
        return sign(base)

    return key
