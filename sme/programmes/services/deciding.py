"""Decisions of the office on applications: one or many, by two officers where the programme says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import audit, clock, mail, text
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned
from sme.programmes import permissions, rules, selectors
from sme.programmes.models import Application, ApplicationDocument, DecisionLetter, Enrolment
from sme.programmes.rules import ApplicationState, By, EnrolmentState
from sme.programmes.services import enrolments, letters
from sme.programmes.services.cohorts import locked


def decide(
    application: Application,
    to: str,
    *,
    actor: Any,
    reason: str = "",
    expected_version: int | None = None,
) -> Application:
    """Send back, accept, put on the waiting list or decline; or propose it, where two officers decide.

    Accepting takes a place under the cohort's lock. Refuses a move out of the table, a missing reason (also to
    accept against a rule that does not hold now, or past somebody who waits longer), the proposer's own
    approval, a full cohort, and a stale version.
    """
    with transaction.atomic():
        cohort = locked(application.cohort)
        row = _to_decide(application, actor)
        said = text.clean(reason)
        second = rules.is_second_opinion(
            cohort.programme.needs_two_officers, to, row.proposed, row.proposed_by_id, actor.pk
        )
        if second and row.proposed == to:
            said = said or row.proposed_reason
        rules.check_application_move(row.state, to, By.OFFICE, said)
        if to == ApplicationState.ACCEPTED and not said:
            _check_nothing_against(row)
        if not second:
            update_versioned(
                row, expected_version, proposed=to, proposed_reason=said, proposed_by=actor
            )
            audit.record(row, "programmes.propose_decision", actor=actor, data={"state": to})
            return row
        _take_effect(row, to, said, expected_version, actor)
    return row


def _take_effect(row: Application, to: str, reason: str, version: int | None, actor: Any) -> None:
    was = row.state
    fields: dict[str, Any] = {
        "state": ApplicationState(to),
        "reason": reason,
        "decided_at": clock.now(),
        "decided_by": actor,
        "proposed": "",
        "enrolment": _placed(row, to, actor),
    }
    update_versioned(row, version, **fields)
    data = {"from": was, "to": to, "proposed_by": row.proposed_by_id}
    audit.record(row, "programmes.decide_application", actor=actor, data=data)
    _tell(row, letters.write(row, row.cohort, actor=actor))


def _placed(row: Application, to: str, actor: Any) -> Enrolment | None:
    """The enrolment that follows from a decision, through the same acts as an officer's own."""
    held = row.enrolment
    seats = {
        ApplicationState.ACCEPTED: EnrolmentState.ENROLLED,
        ApplicationState.WAITING: EnrolmentState.WAITING,
    }
    state = seats.get(ApplicationState(to))
    if held is None:
        if state is None:
            return None
        return enrolments.enrol(row.cohort, row.enterprise, actor=actor, state=state)
    target = state or EnrolmentState.WITHDRAWN
    if held.state == target:
        return held
    return enrolments.change_enrolment(
        held,
        expected_version=held.version,
        actor=actor,
        state=target,
        reason="" if state else str(ApplicationState(to).label),
    )


def decide_many(
    applications: Sequence[Application], to: str, *, actor: Any, reason: str = ""
) -> int:
    """The same decision on many, in the order in which they came; all or none. Returns how many."""
    with transaction.atomic():
        ordered = sorted(applications, key=lambda each: (each.submitted_at, each.pk))
        for each in ordered:
            decide(each, to, actor=actor, reason=reason, expected_version=each.version)
    return len(applications)


@dataclass(frozen=True)
class Forecast:
    """What a bulk decision would do to one application; ``refusal`` says why it would not."""

    application: Application
    refusal: Any = None
    is_proposal: bool = False


class _OnlyLooking(Exception):
    """Raised to undo what a preview tried."""


def preview(
    applications: Sequence[Application], to: str, *, actor: Any, reason: str = ""
) -> list[Forecast]:
    """What ``decide_many`` would do, by doing it one after another and taking everything back."""
    said: list[Forecast] = []
    try:
        with transaction.atomic():
            for each in sorted(applications, key=lambda one: (one.submitted_at, one.pk)):
                said.append(_tried(each, to, actor, reason))
            raise _OnlyLooking
    except _OnlyLooking:
        return said


def _tried(application: Application, to: str, actor: Any, reason: str) -> Forecast:
    try:
        with transaction.atomic():
            row = decide(application, to, actor=actor, reason=reason)
    except RuleBroken as broken:
        return Forecast(application, broken.sentence)
    return Forecast(application, is_proposal=bool(row.proposed))


def check_document(document: ApplicationDocument, *, actor: Any) -> None:
    """Say that a paper was looked at and is in order; a second time changes nothing."""
    with transaction.atomic():
        row = _to_decide(document.application, actor)
        now = ApplicationDocument.objects.select_for_update().get(pk=document.pk)
        if now.checked_at is None:
            now.checked_at, now.checked_by = clock.now(), actor
            now.save(update_fields=["checked_at", "checked_by", "updated_at"])
            audit.record(row, "programmes.check_paper", actor=actor, data={"paper": now.pk})


def _to_decide(application: Application, actor: Any) -> Application:
    found = Application.objects.select_for_update(of=("self",))
    row = found.select_related("cohort__programme", "enterprise", "enrolment").get(
        pk=application.pk
    )
    if not permissions.can_decide_application(actor, row):
        raise RuleBroken("not_yours", _("Only the office that answers for it may do this."))
    return row


def _check_nothing_against(row: Application) -> None:
    """Refuse to accept in silence against a rule that does not hold now, or past who waits longer."""
    failing = [
        str(each.words)
        for each in selectors.conditions_for(row.cohort, row.enterprise)
        if each.fails
    ]
    if failing:
        raise RuleBroken(
            "against_a_rule",
            _("This does not hold now: %(conditions)s. Say why you accept it all the same.")
            % {"conditions": "; ".join(failing)},
            "reason",
        )
    others = row.cohort.enrolments.filter(state=EnrolmentState.WAITING)
    if row.enrolment is not None and row.enrolment.waiting_since is not None:
        others = others.filter(waiting_since__lt=row.enrolment.waiting_since)
    if others.exists():
        raise RuleBroken(
            "others_wait_longer",
            _("Others have waited longer for a place. Say why this one comes first."),
            "reason",
        )


def _tell(row: Application, letter: DecisionLetter) -> None:
    """Tell those who act for the business, each in their own language."""
    members = row.enterprise.memberships.filter(user__is_active=True).select_related("user")
    for each in members:
        person = each.user
        mail.send(
            "application_decided",
            person.email,
            language=person.language,
            name=person.display_name,
            state=str(row.state),
            enterprise=row.enterprise.name,
            code=row.cohort.code,
            reason=row.reason,
            letter=letter.number,
            link=mail.link("programmes:apply", row.cohort_id, language=person.language),
        )
