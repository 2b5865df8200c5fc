"""The sentences with which a file that somebody sent is refused."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets.limits import Limits


def too_large(limits: Limits) -> RuleBroken:
    """More megabytes than a list needs."""
    return RuleBroken(
        "file_too_large",
        _("This file is too large: at most %(megabytes)d MB.") % {"megabytes": limits.megabytes},
    )


def bomb() -> RuleBroken:
    """A small file that unpacks to a huge one."""
    return RuleBroken(
        "file_bomb",
        _(
            "This file unpacks to far more than a list holds. Copy the list into a new workbook and send that."
        ),
    )


def encrypted() -> RuleBroken:
    """A password or rights management stands before the content."""
    return RuleBroken(
        "file_encrypted",
        _(
            "This workbook is protected by a password. Save it without the password and send it again."
        ),
    )


def macros() -> RuleBroken:
    """Programs in a list are never wanted."""
    return RuleBroken(
        "file_macros",
        _("This workbook carries macros. Save it as an ordinary workbook (.xlsx) and send that."),
    )


def damaged() -> RuleBroken:
    """Cut off, overwritten or never whole."""
    return RuleBroken(
        "file_damaged",
        _("This file is damaged or incomplete. Open it, save it again as .xlsx and send that."),
    )


def no_workbook() -> RuleBroken:
    """Something else altogether."""
    return RuleBroken(
        "file_kind", _("This is not a workbook. Send a list as .xlsx, .xls, .ods or .csv.")
    )


def too_many_rows(limits: Limits) -> RuleBroken:
    """More rows than the limit."""
    return RuleBroken(
        "file_rows",
        _("This sheet has more than %(count)d rows. Split it into smaller files.")
        % {"count": limits.rows},
    )


def too_many_columns(limits: Limits) -> RuleBroken:
    """More columns than the limit."""
    return RuleBroken(
        "file_columns",
        _(
            "This sheet has more than %(count)d columns. Delete those that do not belong to the list."
        )
        % {"count": limits.columns},
    )


def far_row(number: int) -> RuleBroken:
    """Something stands alone far below the list, mostly by mistake."""
    return RuleBroken(
        "file_far_row",
        _("Row %(number)d stands far below the list. Delete it, or move it up to the others.")
        % {"number": number},
    )
