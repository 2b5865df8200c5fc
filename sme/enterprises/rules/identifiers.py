"""Numbers under which authorities know an enterprise: read leniently, checked strictly, kept in one form.

Tax codes have 10 digits, branches 10-3; the tenth is a check digit (as in ``stdnum.vn.mst``). Since
1 July 2025 household businesses use the owner's 12-digit personal number as tax code (circular
86/2024/TT-BTC; unverified): it has no check digit and is personal data.
"""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
from stdnum.vn import mst

from portal.shared import text
from portal.shared.errors import RuleBroken
from sme.enterprises.rules.kinds import IdentifierType

LONGEST = 20
MASK = "•"


class GivenIdentifier(NamedTuple):
    """An identifier handed to a service; ``kept_reason`` keeps a tax code whose check digit is wrong."""

    type: str
    value: str
    kept_reason: str = ""


def parse_tax_code(written: str, *, keep_wrong_check: bool = False) -> str:
    """``"14.0010.0123"`` or full-width digits give the canonical code, branches as ``0314409058-002``.

    Refuses another length, letters, an impossible code, and a wrong check digit unless
    ``keep_wrong_check`` (an officer who saw the certificate).
    """
    code = text.digits(written)
    if code and not (code.isascii() and code.isdigit()):
        raise RuleBroken(
            "tax_code_letters", _("A tax code has digits only. Check what you typed."), "number"
        )
    try:
        mst.validate(code)
    except InvalidChecksum:
        if not keep_wrong_check:
            raise RuleBroken(
                "tax_code_checksum",
                _(
                    "One digit of this tax code is wrong: its check digit does not fit. "
                    "Compare it with your registration certificate."
                ),
                "number",
            ) from None
    except InvalidLength:
        raise RuleBroken(
            "tax_code_length",
            _(
                "A tax code has 10 digits, a branch 13 (for example 1400123456-001). You typed %(n)d."
            )
            % {"n": len(code)},
            "number",
        ) from None
    except ValidationError:
        raise RuleBroken(
            "tax_code_impossible", _("This is not a tax code. Check the digits."), "number"
        ) from None
    return mst.format(code)


def parse_personal_number(written: str) -> str:
    """A 12-digit personal identification number without separators; refuses anything else."""
    number = text.digits(written)
    if not (number.isascii() and number.isdigit() and len(number) == 12):
        raise RuleBroken(
            "personal_number_length",
            _("A personal identification number has 12 digits."),
            "number",
        )
    if len(set(number)) == 1 or int(number[3]) > 9:
        raise RuleBroken(
            "personal_number_impossible",
            _("This is not a personal identification number. Check the digits."),
            "number",
        )
    return number


def parse_cooperative_number(written: str) -> str:
    """The number of a co-operative's certificate: letters and digits in capitals, without separators."""
    number = re.sub(r"[\s.\-_/]+", "", text.clean(written)).upper()
    if not re.fullmatch(r"[0-9A-ZĐ]{4,20}", number):
        raise RuleBroken(
            "cooperative_number_unreadable",
            _("Enter the number of the co-operative's certificate: 4 to 20 letters and digits."),
            "cooperative_number",
        )
    return number


def read_tax_number(written: str, *, keep_wrong_check: bool = False) -> tuple[IdentifierType, str]:
    """Type and canonical value of what a person typed as "tax code": 10 or 13 digits, or the 12 of a person."""
    code = text.digits(written)
    if code.isascii() and code.isdigit() and len(code) == 12:
        return IdentifierType.PERSONAL_ID, parse_personal_number(code)
    if code.isascii() and code.isdigit() and len(code) not in (10, 13):
        raise RuleBroken(
            "tax_code_length",
            _(
                "A tax code has 10 digits (a branch 13), or it is the 12-digit personal number of the "
                "owner of a household business. You typed %(n)d digits."
            )
            % {"n": len(code)},
            "number",
        )
    return IdentifierType.TAX_CODE, parse_tax_code(code, keep_wrong_check=keep_wrong_check)


def parse_identifier(kind: str, written: str, *, keep_wrong_check: bool = False) -> str:
    """The canonical value of an identifier of this type (``IdentifierType``); refuses what is none."""
    match kind:
        case IdentifierType.TAX_CODE:
            return parse_tax_code(written, keep_wrong_check=keep_wrong_check)
        case IdentifierType.PERSONAL_ID:
            return parse_personal_number(written)
        case IdentifierType.COOPERATIVE_NUMBER:
            return parse_cooperative_number(written)
    raise RuleBroken("identifier_type", _("This kind of number is not known here."))


def format_identifier(kind: str, value: str) -> str:
    """As people read it: personal numbers in groups of three, the rest as it is kept."""
    if kind == IdentifierType.PERSONAL_ID:
        return " ".join(value[begin : begin + 3] for begin in range(0, len(value), 3))
    return value


def masked(kind: str, value: str) -> str:
    """Fit for lists and files: of a personal number only the last four digits, other numbers whole."""
    if kind == IdentifierType.PERSONAL_ID:
        return f"{MASK * 4} {value[-4:]}"
    return value
