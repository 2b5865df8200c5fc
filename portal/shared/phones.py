"""Phone numbers: typed in any Vietnamese manner, stored as E.164, shown in groups."""

import re
from typing import Any

import phonenumbers
from django.utils.translation import gettext_lazy as _

from portal.shared import text
from portal.shared.errors import RuleBroken

HOME = "VN"
HOME_CODE = "+84"


def _home_numbers() -> re.Pattern[str]:
    """The library's own patterns of Vietnamese numbers: those of a long list are read by one match each."""
    known: Any = phonenumbers.PhoneMetadata.metadata_for_region(HOME)
    kinds = "|".join(each.national_number_pattern for each in (known.mobile, known.fixed_line))
    return re.compile(rf"(?:\+84|0)?((?:{kinds}))", re.ASCII)


_AT_HOME = _home_numbers()


def parse_phone(written: str | int | float) -> str:
    """``0912 345 678``, ``+84 912.345.678`` or ``912345678`` gives ``+84912345678``.

    A number that lost its leading zero in a spreadsheet is understood when it is a valid Vietnamese
    number with it. Foreign numbers need their ``+`` and country code. Refuses anything else.
    """
    if isinstance(written, float) and written.is_integer():
        written = int(written)
    number = text.digits(str(written)).replace("+840", "+84")
    if found := _AT_HOME.fullmatch(number):
        return HOME_CODE + found[1]
    if number.startswith("00"):
        number = "+" + number[2:]
    if not number.lstrip("+").isascii() or not number.lstrip("+").isdigit() or len(number) > 16:
        raise _unreadable()
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        raise _unreadable() from None
    if not phonenumbers.is_valid_number(parsed):
        raise RuleBroken(
            "phone_invalid",
            _("This is not a phone number in use. Vietnamese numbers look like 0912 345 678."),
        )
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def format_phone(stored: str) -> str:
    """``+84912345678`` as people write it: ``0912 345 678``; foreign numbers keep their country code."""
    try:
        parsed = phonenumbers.parse(stored, HOME)
    except phonenumbers.NumberParseException:
        return stored
    if parsed.country_code != phonenumbers.country_code_for_region(HOME):
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def is_mobile(stored: str) -> bool:
    """True when a message (SMS, Zalo) can reach the number."""
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(stored, HOME))
    except phonenumbers.NumberParseException:
        return False
    return kind in {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }


def _unreadable() -> RuleBroken:
    return RuleBroken("phone_unreadable", _("Enter a phone number, for example 0912 345 678."))
