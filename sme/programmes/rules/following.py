"""Following an enrolment: milestones and their days, outcomes, why somebody leaves; no queries here."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.shared.errors import RuleBroken
from sme.programmes.rules.states import EnrolmentState

SOON = timedelta(days=14)  # so long before its day a milestone is shown as near
REMINDED = timedelta(days=7)  # so long before its day the business is told by mail


class MilestoneState(models.TextChoices):
    """Where an enterprise stands with a milestone on a day."""

    DONE = "done", _("Done")
    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Due soon")
    LATER = "later", _("Not due yet")


class Outcome(models.TextChoices):
    """What came of an enrolment."""

    FINISHED = "finished", pgettext_lazy("outcome", "Finished")
    PARTLY = "partly", _("Finished in part")
    NOT = "not", _("Not finished")


class LeftWhy(models.TextChoices):
    """Why an enterprise leaves a cohort, in kinds that can be counted."""

    TIME = "time", _("No time now: season, orders, family")
    PEOPLE = "people", _("Nobody who can do it")
    MONEY = "money", _("Its own share costs too much")
    CLOSED = "closed", _("The business closed or rests")
    MOVED = "moved", _("Moved away or changed hands")
    UNFIT = "unfit", _("The cohort does not fit its need")
    UNREACHED = "unreached", _("Could not be reached")
    OTHER = "other", _("Something else")


_O = Outcome
OUTCOMES_OF: Mapping[EnrolmentState, tuple[Outcome, ...]] = {
    EnrolmentState.WAITING: (),
    EnrolmentState.ENROLLED: (_O.FINISHED, _O.PARTLY, _O.NOT),
    EnrolmentState.COMPLETED: (_O.FINISHED, _O.PARTLY),
    EnrolmentState.WITHDRAWN: (_O.PARTLY, _O.NOT),
}
"""Which outcomes an enrolment may have in which state."""


def milestone_state(due_on: date, done_on: date | None, today: date) -> MilestoneState:
    """Where a milestone stands today; its day itself is not late yet."""
    if done_on is not None:
        return MilestoneState.DONE
    if due_on < today:
        return MilestoneState.OVERDUE
    return MilestoneState.SOON if due_on <= today + SOON else MilestoneState.LATER


def check_done_on(done_on: date, today: date) -> None:
    """Refuse a day that has not come yet."""
    if done_on > today:
        raise RuleBroken("done_later", _("It cannot have been done after today."), "done_on")


def check_more_time(due_on: date, was: date, reason: str) -> None:
    """Refuse another day without a reason, and one that gives no more time."""
    if due_on <= was:
        raise RuleBroken("no_more_time", _("Enter a later day than the one it has now."), "due_on")
    if not reason:
        raise RuleBroken("reason_missing", _("Say why in a sentence."), "reason")


def check_outcome(state: str, outcome: str, said: str) -> None:
    """Refuse an outcome that does not fit the state, or one without its sentence."""
    if outcome not in OUTCOMES_OF[EnrolmentState(state)]:
        raise RuleBroken(
            "outcome_state",
            _("An enterprise that is “%(state)s” cannot have the outcome “%(outcome)s”.")
            % {"state": EnrolmentState(state).label, "outcome": Outcome(outcome).label},
            "outcome",
        )
    if not said:
        raise RuleBroken("outcome_said", _("Say in a sentence what came of it."), "said")


def check_leaving(why: str, reason: str) -> None:
    """Refuse to leave without a kind of reason and a sentence."""
    if why not in LeftWhy.values:
        raise RuleBroken("why_missing", _("Choose what fits best."), "why")
    if not reason:
        raise RuleBroken("reason_missing", _("Say why in a sentence."), "reason")


def shifted(due_on: date, began: date, begins: date) -> date:
    """The day of a milestone in a cohort that ``begins`` on another day than the one it is taken from."""
    return due_on + (begins - began)
