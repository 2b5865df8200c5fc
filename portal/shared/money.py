"""Whole đồng, written and read the Vietnamese way; numbers for both languages."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from numbers import Integral

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken

# A million billion đồng: far above any figure of a province, far below the database's limit.
LARGEST = 10**15

_CURRENCY = re.compile(r"(₫|vn[dđ]|[dđ]ồng|dong|[dđ])\.?$")
_VIETNAMESE = str.maketrans(",.-", ".,−")
_UNITS = {
    "nghìn": 10**3, "ngàn": 10**3, "nghin": 10**3, "ngan": 10**3, "k": 10**3,
    "triệu": 10**6, "trieu": 10**6, "tr": 10**6,
    "tỷ": 10**9, "tỉ": 10**9, "ty": 10**9, "ti": 10**9,
}  # fmt: skip
_WITH_UNIT = re.compile(rf"^(\d+)(?:[.,](\d{{1,9}}))?\s*({'|'.join(_UNITS)})$")
_GROUPED = re.compile(
    r"^(\d{1,3})((?P<sep>[ .,'])\d{3}(?:(?P=sep)\d{3})*)(?:(?!(?P=sep))[.,]0{1,2})?$"
)
_PLAIN = re.compile(r"^(\d+)(?:[.,]0{1,2})?$")


def format_number(
    number: int | float | Decimal, language: str | None = None, decimals: int | None = None
) -> str:
    """``1.234.567,5`` in Vietnamese, ``1,234,567.5`` in English; ``decimals`` fixes their number."""
    english = (language or get_language() or "vi").startswith("en")
    if decimals is not None:
        text = f"{number:,.{decimals}f}"
    elif isinstance(number, Integral) or number == int(number):
        text = f"{int(number):,}"
    else:
        text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return text.replace("-", "−") if english else text.translate(_VIETNAMESE)


def format_vnd(amount: int, language: str | None = None) -> str:
    """``1.234.567 ₫`` (with an ordinary space; the template filter ``vnd`` keeps the line together)."""
    return f"{format_number(int(amount), language)} ₫"


def parse_vnd(text: str | int | float | Decimal) -> int:
    """Whole đồng from what a person typed or a spreadsheet holds: ``1.234.567 đ``, ``1,234,567``, ``2,1 tỷ``.

    Refuses (``RuleBroken``) parts of a đồng, negative amounts, figures above a million billion,
    and anything whose separators could be read in two ways.
    """
    if isinstance(text, bool) or text is None:
        raise _unreadable()
    if isinstance(text, (int, float, Decimal)):
        return _whole(text)
    written = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()
    written = unicodedata.normalize("NFC", written)
    if len(written) > 60:
        raise _unreadable()
    if written.startswith(("-", "−", "(")):
        raise _negative()
    written = _CURRENCY.sub("", written).strip()
    if found := _WITH_UNIT.match(written):
        whole, part, unit = found.groups()
        return _whole(Decimal(f"{whole}.{part or 0}") * _UNITS[unit])
    if found := _GROUPED.match(written):
        return _whole(int(re.sub(r"\D", "", found[1] + found[2])))
    if found := _PLAIN.match(written):
        return _whole(int(found[1]))
    raise _unreadable()


def _whole(amount: int | float | Decimal) -> int:
    try:
        whole = int(amount)
    except (ValueError, OverflowError, InvalidOperation):
        raise _unreadable() from None
    if whole != amount:
        raise RuleBroken("money_part", _("Enter whole đồng: the đồng has no smaller part."))
    if whole < 0:
        raise _negative()
    if whole > LARGEST:
        raise RuleBroken(
            "money_too_large", _("This amount is too large. Check the number of zeros.")
        )
    return whole


def _unreadable() -> RuleBroken:
    return RuleBroken(
        "money_unreadable", _("Enter an amount in đồng, for example 1.234.567 or 2,1 tỷ.")
    )


def _negative() -> RuleBroken:
    return RuleBroken("money_negative", _("Enter an amount of 0 or more."))
