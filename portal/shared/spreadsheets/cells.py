"""What a cell holds, made into a typed value: text, code, day, whole number, number, đồng, yes or no.

Each takes the plain value that the reader gives (string, number, day, moment, boolean or ``None``) and
returns the typed value, ``None`` for an empty cell, or refuses with a sentence (``RuleBroken``).
"""

import math
import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared import money, text
from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets.csvs import unguarded

_EARLIEST = date(1900, 1, 1)
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})$")
_WORDED = re.compile(r"^(?:ngay )?(\d{1,2}) thang (\d{1,2}),? nam (\d{4})$")
_TIME_AFTER = re.compile(r"[T\s]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$")
_YES = frozenset(["co", "x", "v", "yes", "y", "true", "1", "dung", "roi"])
_NO = frozenset(["khong", "no", "n", "false", "0", "sai", "chua"])


def is_empty(value: Any) -> bool:
    """Nothing there: no value, or only spaces and invisible marks."""
    return value is None or (isinstance(value, str) and not text.clean(value))


def as_text(value: Any) -> str:
    """One clean line; numbers and days as people write them; empty string for nothing."""
    if is_empty(value):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return text.clean(unguarded(str(value)))


def as_code(value: Any, *, widths: tuple[int, ...] = ()) -> str:
    """An identifier as text. A number is taken digit by digit; its lost leading zeros are **not** guessed.

    With ``widths`` (the lengths the code may have) a number that is shorter than each of them is refused, so that
    the caller can restore a zero only where a check digit proves it (see ``padded``).
    """
    if is_empty(value):
        return ""
    if isinstance(value, (bool, date, time, timedelta)):
        raise RuleBroken(
            "code_is_date",
            _("A spreadsheet program turned this code into a date. Type it again as text."),
        )
    if isinstance(value, float):
        if not math.isfinite(value) or not value.is_integer() or abs(value) >= 1e15:
            raise RuleBroken(
                "code_is_number",
                _(
                    "A spreadsheet program turned this code into a number and lost digits. Type it again as text."
                ),
            )
        value = int(value)
    written = as_text(value)
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d+", written):
        raise RuleBroken(
            "code_is_number",
            _(
                "A spreadsheet program turned this code into a number and lost digits. Type it again as text."
            ),
        )
    if isinstance(value, int) and widths and len(written) not in widths:
        raise RuleBroken(
            "code_lost_zeros",
            _("This code has %(count)d digits; leading zeros seem lost. Type it again as text.")
            % {"count": len(written)},
        )
    return written


def padded(value: Any, width: int) -> str:
    """A code whose number lost leading zeros, filled up to ``width``; whether that is right the caller must prove."""
    written = as_code(value)
    return written.zfill(width) if written.isdigit() and len(written) < width else written


def as_date(value: Any) -> date | None:
    """A day: a real one, or text as 31/12/2026, 2026-12-31 or "ngày 31 tháng 12 năm 2026".

    Refuses days before 1900, days that do not exist, two-digit years and anything else.
    """
    if is_empty(value):
        return None
    if isinstance(value, datetime):
        return _in_range(value.date())
    if isinstance(value, date):
        return _in_range(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        # A serial day, as spreadsheets store it, in a cell that lost its format (1954 to 2119).
        if float(value).is_integer() and 20_000 <= value <= 80_000:
            return date(1899, 12, 30) + timedelta(days=int(value))
        raise _no_date()
    return parse_date(str(value))


def parse_date(written: str) -> date:
    """The day a person typed, day first or year first. Refuses as ``as_date`` does."""
    plain = _TIME_AFTER.sub("", text.clean(unguarded(written)))
    if found := _YEAR_FIRST.match(plain):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.match(plain) or _WORDED.match(text.fold(plain)):
        day, month, year = found.groups()
    else:
        raise _no_date()
    try:
        return _in_range(date(int(year), int(month), int(day)))
    except ValueError:
        raise RuleBroken(
            "date_not_real", _("This day does not exist. Check the day and the month.")
        ) from None


def _in_range(day: date) -> date:
    if day < _EARLIEST:
        raise RuleBroken("date_too_early", _("Enter a day from the year 1900 on."))
    return day


def _no_date() -> RuleBroken:
    return RuleBroken(
        "date_unreadable", _("Enter a day as day/month/year, for example 31/12/2026.")
    )


def as_number(value: Any) -> float | None:
    """A number, from a cell or from text in the Vietnamese (1.234,5) or the plain (1234.5) manner."""
    if is_empty(value):
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if math.isfinite(value):
            return float(value)
        raise _no_number()
    if not isinstance(value, str):
        raise _no_number()
    written = re.sub(r"\s", "", text.clean(unguarded(value))).replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", written) or re.fullmatch(r"-?\d+,\d+", written):
        written = written.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", written):
        written = written.replace(",", "")
    if not re.fullmatch(r"-?\d{1,18}(\.\d{1,12})?", written, re.ASCII):
        raise _no_number()
    return float(written)


def as_integer(value: Any) -> int | None:
    """A whole number; refuses one with a part."""
    number = as_number(value)
    if number is None:
        return None
    if not number.is_integer() or abs(number) > 9e15:
        raise RuleBroken("number_not_whole", _("Enter a whole number."))
    return int(number)


def as_money(value: Any) -> int | None:
    """Whole đồng; see ``portal.shared.money.parse_vnd``."""
    if is_empty(value):
        return None
    if isinstance(value, (date, time, timedelta)):
        raise _no_number()
    return money.parse_vnd(unguarded(value) if isinstance(value, str) else value)


def as_bool(value: Any) -> bool | None:
    """Yes or no, in the words and signs people use: có, x, không, yes, 1, 0."""
    if is_empty(value):
        return None
    if isinstance(value, bool):
        return value
    word = text.fold(as_text(value))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise RuleBroken("bool_unreadable", _("Enter yes or no."))


def _no_number() -> RuleBroken:
    return RuleBroken("number_unreadable", _("Enter a number."))
