"""States of an application to join a cohort, which may follow which, who may do it, and what two officers mean."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("With the office")
    RETURNED = "returned", _("Sent back to be completed")
    ACCEPTED = "accepted", _("Accepted")
    WAITING = "waiting", _("On the waiting list")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class By(models.TextChoices):
    """Whose move it is."""

    APPLICANT = "applicant", _("the business")
    OFFICE = "office", _("the office")


_S = ApplicationState
APPLICATION_MOVES: Mapping[ApplicationState, Mapping[ApplicationState, By]] = {
    _S.DRAFT: {_S.SUBMITTED: By.APPLICANT, _S.WITHDRAWN: By.APPLICANT},
    _S.SUBMITTED: {
        _S.ACCEPTED: By.OFFICE,
        _S.WAITING: By.OFFICE,
        _S.RETURNED: By.OFFICE,
        _S.DECLINED: By.OFFICE,
        _S.WITHDRAWN: By.APPLICANT,
    },
    _S.RETURNED: {
        _S.SUBMITTED: By.APPLICANT,
        _S.DECLINED: By.OFFICE,
        _S.WITHDRAWN: By.APPLICANT,
    },
    _S.WAITING: {
        _S.ACCEPTED: By.OFFICE,
        _S.DECLINED: By.OFFICE,
        _S.WITHDRAWN: By.APPLICANT,
    },
    _S.ACCEPTED: {_S.WITHDRAWN: By.APPLICANT},
    _S.DECLINED: {},
    _S.WITHDRAWN: {},
}
"""Which state of an application may follow which, and whose move it is."""

# An enterprise has at most one of these in a cohort.
LIVE_APPLICATIONS = (_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.ACCEPTED, _S.WAITING)
# The business may still write in these.
OPEN_TO_APPLICANT = (_S.DRAFT, _S.RETURNED)
# These wait for an officer; the waiting list waits for a place.
FOR_THE_OFFICE = (_S.SUBMITTED,)
# These say yes or no; where the programme wants two officers, two say so.
DECISIONS = (_S.ACCEPTED, _S.WAITING, _S.DECLINED)
# The business must be told why.
NEEDS_REASON = (_S.RETURNED, _S.DECLINED)
MOST_DOCUMENTS = 12  # of one application
MOST_PAPERS = 8  # that a cohort asks for by name


def application_moves(state: str, by: str) -> tuple[ApplicationState, ...]:
    """What may follow this state by the act of the business or of the office."""
    moves = APPLICATION_MOVES[ApplicationState(state)]
    return tuple(to for to, whose in moves.items() if whose == by)


def check_application_move(old: str, new: str, by: str, reason: str) -> None:
    """Refuse a move that the table does not know, one that is the other side's, or one without its reason."""
    if new not in application_moves(old, by):
        raise RuleBroken(
            "application_move",
            _("An application that is “%(old)s” cannot become “%(new)s”.")
            % {"old": ApplicationState(old).label, "new": ApplicationState(new).label},
            field="state",
        )
    if new in NEEDS_REASON and not reason:
        raise RuleBroken(
            "reason_missing", _("Say why, so that the business knows what to do."), field="reason"
        )


def is_second_opinion(
    needs_two: bool, to: str, proposed: str, proposed_by: int | None, actor: int
) -> bool:
    """Whether the decision takes effect now; otherwise it becomes a proposal for a second officer.

    Refuses to let the officer who proposed approve it as well.
    """
    if not needs_two or to not in DECISIONS:
        return True
    if proposed != to:
        return False
    if proposed_by == actor:
        raise RuleBroken(
            "same_officer",
            _("You proposed this decision yourself; another officer has to approve it."),
        )
    return True
