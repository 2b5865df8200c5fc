"""Exact numbers: from JSON, from what people type, back to text; never a binary fraction."""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken
from portal.shared.text import clean

MOST_DIGITS = 18
_GROUPED = re.compile(r"^[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:[ \u00a0]\d{3})+)(?:,\d+)?$")
_GROUPED_ENGLISH = re.compile(
    r"^[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?$|^[1-9]\d{0,2}(?:,\d{3})+\.\d+$"
)
_PLAIN = re.compile(r"^\d+(?:[.,]\d+)?$")
_TWO_WAYS = re.compile(r"^[1-9]\d{0,2},\d{3}$")


def exact(value: Any) -> Fraction:
    """A JSON number or its text as an exact fraction; refuses (``ValueError``) everything else."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise ValueError("not a number")
    if isinstance(value, str) and not re.fullmatch(r"-?\d{1,18}(\.\d{1,12})?", value):
        raise ValueError("not a number")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("not a number")
    return Fraction(value)


def plain(value: Fraction) -> int | str:
    """The fraction as the canonical document holds it: a whole number, else a decimal text."""
    if value.denominator == 1:
        return value.numerator
    return decimal_text(value)


def decimal_text(value: Fraction) -> str:
    """The shortest decimal text of a fraction that has one; otherwise twelve places."""
    if value.denominator == 1:
        return str(value.numerator)
    scaled = Decimal(value.numerator) / Decimal(value.denominator)
    return format(scaled.quantize(Decimal(1).scaleb(-12)).normalize(), "f")


def rounded(value: Fraction, places: int) -> Decimal:
    """Half up, as people round."""
    quotient = Decimal(value.numerator) / Decimal(value.denominator)
    return quotient.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def figure(value: Fraction) -> int | float:
    """A number for JSON: whole if it is, else with two places."""
    return value.numerator if value.denominator == 1 else float(rounded(value, 2))


def typed(value: Any, field: str | None = None) -> Fraction:
    """A number as a person types it: ``20``, ``1.234.567``, ``12,5``, ``1 000``; also a JSON number.

    Refuses text, negative numbers, more than 18 digits, and what could be read in two ways.
    """
    if isinstance(value, bool) or value is None:
        raise _no_number(value, field)
    if isinstance(value, (int, Decimal)):
        written = (
            format(value, "f") if isinstance(value, Decimal) and value.is_finite() else str(value)
        )
    elif isinstance(value, str):
        written = clean(value)
    else:
        raise _no_number(value, field)
    if re.match(r"^[-−]\s*\d", written):
        raise RuleBroken("negative", _("Enter 0 or a number above it."), field)
    if isinstance(value, str):
        written = _unified(written, field)
    if not re.fullmatch(r"\d+(\.\d+)?", written):
        raise _no_number(value, field)
    if len(written.replace(".", "")) > MOST_DIGITS:
        raise RuleBroken("number_too_long", _("This number is too long."), field)
    return Fraction(written)


def _unified(written: str, field: str | None) -> str:
    if _TWO_WAYS.match(written):
        raise RuleBroken(
            "number_unclear",
            _("“%(text)s” could be read in two ways. Write it without commas.") % {"text": written},
            field,
        )
    if _GROUPED.match(written):
        return re.sub(r"[.\s\u00a0]", "", written).replace(",", ".")
    if _GROUPED_ENGLISH.match(written):
        return written.replace(",", "")
    return written.replace(",", ".") if _PLAIN.match(written) else written


def _no_number(value: Any, field: str | None) -> RuleBroken:
    shown = clean(str(value))[:40] if value is not None else ""
    if not shown:
        return RuleBroken("number_missing", _("Enter a number."), field)
    return RuleBroken(
        "not_a_number",
        _("“%(text)s” is not a number. Write it in digits, for example 25 or 1.500.000.")
        % {"text": shown},
        field,
    )
