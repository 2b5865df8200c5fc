"""States of programmes, cohorts and enrolments, and which may follow which; no queries here."""

import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared import text
from portal.shared.errors import RuleBroken


class ProgrammeState(models.TextChoices):
    """How far a programme is."""

    DRAFT = "draft", _("Being prepared")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Ended")


class CohortState(models.TextChoices):
    """How far a cohort is."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open for registration")
    RUNNING = "running", _("Under way")
    CLOSED = "closed", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")


class EnrolmentState(models.TextChoices):
    """Where an enterprise stands in a cohort."""

    ENROLLED = "enrolled", _("Enrolled")
    WAITING = "waiting", _("On the waiting list")
    COMPLETED = "completed", _("Completed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


COHORT_MOVES: Mapping[CohortState, tuple[CohortState, ...]] = {
    CohortState.PLANNED: (CohortState.OPEN, CohortState.CANCELLED),
    CohortState.OPEN: (CohortState.RUNNING, CohortState.CANCELLED),
    CohortState.RUNNING: (CohortState.CLOSED, CohortState.CANCELLED),
    CohortState.CLOSED: (CohortState.RUNNING,),
    CohortState.CANCELLED: (),
}
"""Which state of a cohort may follow which. Reopening a closed one needs a reason, and so does cancelling."""

ENROLMENT_MOVES: Mapping[EnrolmentState, tuple[EnrolmentState, ...]] = {
    EnrolmentState.WAITING: (EnrolmentState.ENROLLED, EnrolmentState.WITHDRAWN),
    EnrolmentState.ENROLLED: (EnrolmentState.COMPLETED, EnrolmentState.WITHDRAWN),
    EnrolmentState.COMPLETED: (EnrolmentState.ENROLLED,),
    EnrolmentState.WITHDRAWN: (EnrolmentState.ENROLLED, EnrolmentState.WAITING),
}
"""Which state of an enrolment may follow which; those that take back an end need a reason."""

# An enterprise has at most one of these in a cohort.
LIVE = (EnrolmentState.ENROLLED, EnrolmentState.WAITING, EnrolmentState.COMPLETED)
# These take a place.
SEATED = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)
# Nothing more is expected to happen.
ENDED = (EnrolmentState.COMPLETED, EnrolmentState.WITHDRAWN)
# In these a cohort takes enterprises in.
TAKES_IN = (CohortState.OPEN, CohortState.RUNNING)

_CODE = re.compile(r"[0-9A-Z](?:[0-9A-Z.]|-(?=[0-9A-Z])){1,29}")
State = TypeVar("State", CohortState, EnrolmentState)


def cohort_code(typed: str) -> str:
    """The code of a cohort as it is stored: ``152-2024-01``, capitals.

    Refuses what is not 2 to 30 letters without marks, digits, dots and single dashes.
    """
    code = text.clean(typed).upper().replace(" ", "")
    if not _CODE.fullmatch(code):
        raise RuleBroken(
            "code_unreadable",
            _("Write the code with letters without accents, digits and dashes, as in 152-2024-01."),
            field="code",
        )
    return code


def moves_of(state: str) -> tuple[CohortState, ...]:
    """What may follow this state of a cohort."""
    return COHORT_MOVES[CohortState(state)]


def needs_reason(old: str, new: str) -> bool:
    """Whether a move of a cohort must say why: cancelling, and opening again what was closed."""
    return new == CohortState.CANCELLED or old == CohortState.CLOSED


def enrolment_moves(state: str, cohort_state: str) -> tuple[EnrolmentState, ...]:
    """What may follow this state of an enrolment while its cohort is so far.

    A cohort that takes nobody in only lets enrolments end.
    """
    moves = ENROLMENT_MOVES[EnrolmentState(state)]
    if cohort_state in TAKES_IN:
        return moves
    return tuple(move for move in moves if move in ENDED)


def enrolment_needs_reason(old: str, new: str) -> bool:
    """Whether a move of an enrolment must say why: withdrawing, and taking back an end."""
    return new == EnrolmentState.WITHDRAWN or old in ENDED


def check_cohort_move(old: str, new: str, reason: str) -> None:
    """Refuse a move that the table does not know, or one without its reason."""
    if new not in moves_of(old):
        raise RuleBroken(
            "cohort_move",
            _("A cohort that is “%(old)s” cannot become “%(new)s”.")
            % {"old": CohortState(old).label, "new": CohortState(new).label},
            field="state",
        )
    if needs_reason(old, new) and not reason:
        raise RuleBroken("reason_missing", _("Say why in a sentence."), field="reason")


def check_enrolment_move(old: str, new: str, cohort_state: str, reason: str) -> None:
    """Refuse a move that the table does not know, that the cohort is too far for, or one without its reason."""
    if new not in ENROLMENT_MOVES[EnrolmentState(old)]:
        raise RuleBroken(
            "enrolment_move",
            _("An enterprise that is “%(old)s” cannot become “%(new)s”.")
            % {"old": EnrolmentState(old).label, "new": EnrolmentState(new).label},
            field="state",
        )
    if new not in enrolment_moves(old, cohort_state):
        raise RuleBroken(
            "cohort_takes_nobody",
            _("The cohort is “%(state)s” and takes no enterprise in.")
            % {"state": CohortState(cohort_state).label},
            field="state",
        )
    if enrolment_needs_reason(old, new) and not reason:
        raise RuleBroken("reason_missing", _("Say why in a sentence."), field="reason")


def check_days(
    intake_opens_on: date | None,
    intake_closes_on: date | None,
    starts_on: date,
    ends_on: date | None,
) -> None:
    """Refuse days in the wrong order. All are calendar days in Vietnam; closing and end are last days."""
    if intake_opens_on and intake_closes_on and intake_closes_on < intake_opens_on:
        raise RuleBroken(
            "intake_order",
            _("Registration cannot close before it opens."),
            field="intake_closes_on",
        )
    if ends_on and ends_on < starts_on:
        raise RuleBroken(
            "period_order", _("The last day cannot be before the first."), field="ends_on"
        )


def check_capacity(seated: int, capacity: int) -> None:
    """Refuse one more enterprise where ``seated`` already take all ``capacity`` places."""
    if seated >= capacity:
        raise RuleBroken(
            "cohort_full",
            _("All %(capacity)d places are taken. Put the enterprise on the waiting list.")
            % {"capacity": capacity},
        )


def check_capacity_change(seated: int, capacity: int) -> None:
    """Refuse fewer places than enterprises that have one."""
    if capacity < seated:
        raise RuleBroken(
            "capacity_below_seated",
            _("%(seated)d enterprises have a place already; enter at least that many.")
            % {"seated": seated},
            field="capacity",
        )


def is_intake_open(state: str, opens_on: date | None, closes_on: date | None, today: date) -> bool:
    """Whether enterprises may ask for a place today: the cohort is open and the day lies in the intake."""
    return (
        state == CohortState.OPEN
        and (opens_on is None or opens_on <= today)
        and (closes_on is None or today <= closes_on)
    )
