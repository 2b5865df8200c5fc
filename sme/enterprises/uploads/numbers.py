"""Numbers of a row: tax code, the owner's personal number, a co-operative's certificate."""

from typing import Any

from django.utils.translation import gettext as _

from portal.shared import text
from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets import cells
from sme.enterprises import rules
from sme.enterprises.rules import IdentifierType
from sme.enterprises.rules.identifiers import MASK

Number = tuple[str, str]


def tax_number(cell: Any, kept_reason: str) -> tuple[Number | None, str]:
    """Type and canonical value of what stands in the column of tax codes, and a warning (or nothing).

    A zero that a spreadsheet took away is put back only where the check digit proves it. What our own lists
    mask (``•••• 1234``) says nothing. Refuses anything else that is no tax code.
    """
    if isinstance(cell, str) and MASK in cell:
        return None, ""
    written = cells.as_code(cell)
    code = text.digits(written)
    if code.isascii() and code.isdigit():
        if found := _restored(code, is_number=not isinstance(cell, str)):
            return found, _(
                "The leading zero was lost; the check digit proves that it is %(code)s."
            ) % {"code": found[1]}
        if len(code) in (8, 9, 11) or (len(code) == 12 and not isinstance(cell, str)):
            raise RuleBroken(
                "code_lost_zeros",
                _(
                    "This number has %(count)d digits: leading zeros seem lost, and no check digit proves which. "
                    "Format the column as text and type the number again."
                )
                % {"count": len(code)},
            )
    try:
        sort, value = rules.read_tax_number(code)
    except RuleBroken as broken:
        if broken.code != "tax_code_checksum" or not kept_reason:
            raise
        sort, value = rules.read_tax_number(code, keep_wrong_check=True)
        return (str(sort.value), value), _("Kept although its check digit is wrong.")
    return (str(sort.value), value), ""


def _restored(code: str, *, is_number: bool) -> Number | None:
    """With the zero that nine digits (a branch: twelve, in a cell of numbers) have lost, if the check digit fits."""
    if len(code) == 9 or (len(code) == 12 and is_number and code[0] != "0"):
        try:
            return str(IdentifierType.TAX_CODE.value), rules.parse_tax_code("0" + code)
        except RuleBroken:
            return None
    return None


def personal_number(cell: Any) -> str:
    """Twelve digits. Refuses fewer: nothing proves which zeros were lost."""
    if isinstance(cell, str) and MASK in cell:
        return ""
    code = text.digits(cells.as_code(cell))
    if code.isascii() and code.isdigit() and len(code) in (9, 10, 11):
        raise RuleBroken(
            "personal_number_lost_zeros",
            _(
                "A personal number has 12 digits, here are %(count)d: an old identity card, or leading zeros were "
                "lost, and no check digit proves which. Format the column as text and type the number again."
            )
            % {"count": len(code)},
        )
    return rules.parse_personal_number(code)
