"""Acts of officers who follow an enterprise in a cohort: tasks, notes, and what came of it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned
from sme.programmes import rules, selectors
from sme.programmes.models import Enrolment, Note, Task
from sme.programmes.rules import EnrolmentState, Outcome
from sme.programmes.services import enrolments, writing
from sme.programmes.services.cohorts import locked


def add_task(
    enrolment: Enrolment, *, text_said: str, due_on: date, officer: User, actor: User
) -> Task:
    """Write down what is to be done for an enterprise, until when and by whom.

    Refuses nothing to do, a day that is over, and an officer who may not see the enrolment.
    """
    said = text.clean(text_said)[:300]
    if not said:
        raise RuleBroken("task_missing", _("Say what is to be done."), "text")
    _check_task(enrolment, due_on, officer)
    with transaction.atomic():
        made = Task.objects.create(
            enrolment=enrolment, text=said, due_on=due_on, officer=officer, made_by=actor
        )
        data = {"task": made.pk, "officer": officer.pk, "due_on": due_on.isoformat()}
        audit.record(enrolment, "programmes.add_task", actor=actor, data=data)
    return made


def move_task(task: Task, *, due_on: date, officer: User, actor: User) -> Task:
    """Give an open task another day or another officer; refuses what ``add_task`` refuses, and one that is done."""
    with transaction.atomic():
        found = Task.objects.select_for_update(of=("self",)).select_related("enrolment__cohort")
        now = found.get(pk=task.pk)
        if now.done_at is not None:
            raise RuleBroken("task_done", _("This task is done already."), "due_on")
        _check_task(now.enrolment, due_on, officer)
        before = {"officer": now.officer_id, "due_on": now.due_on}
        now.due_on, now.officer = due_on, officer
        now.save(update_fields=["due_on", "officer", "updated_at"])
        data = {"task": now.pk, "was": audit.changes(before, {"officer": officer.pk, "due_on": due_on})}  # fmt: skip
        audit.record(now.enrolment, "programmes.move_task", actor=actor, data=data)
    return now


def _check_task(enrolment: Enrolment, due_on: date, officer: User) -> None:
    if due_on < clock.today():
        raise RuleBroken("task_past", _("Enter today or a later day."), "due_on")
    if not selectors.enrolments_visible_to(officer).filter(pk=enrolment.pk).exists():
        raise RuleBroken(
            "task_of_stranger",
            _("%(officer)s may not see this enterprise. Choose another officer.")
            % {"officer": officer},
            "officer",
        )


def finish_task(task: Task, *, actor: User) -> Task:
    """It is done; twice is once."""
    return _set_done(task, True, actor, "programmes.finish_task")


def reopen_task(task: Task, *, actor: User) -> Task:
    """It is not done after all."""
    return _set_done(task, False, actor, "programmes.reopen_task")


def _set_done(task: Task, is_done: bool, actor: User, act: str) -> Task:
    with transaction.atomic():
        found = Task.objects.select_for_update(of=("self",)).select_related("enrolment__cohort")
        now = found.get(pk=task.pk)
        if (now.done_at is not None) != is_done:
            now.done_at = clock.now() if is_done else None
            now.done_by = actor if is_done else None
            now.save(update_fields=["done_at", "done_by", "updated_at"])
            audit.record(now.enrolment, act, actor=actor, data={"task": now.pk})
    return now


def add_note(enrolment: Enrolment, *, said: str, actor: User) -> Note:
    """Write a note that stays as it is; refuses an empty one."""
    words = text.clean(said)[:2000]
    if not words:
        raise RuleBroken("note_missing", _("Write something first."), "said")
    with transaction.atomic():
        made = Note.objects.create(enrolment=enrolment, text=words, by=actor)
        audit.record(enrolment, "programmes.add_note", actor=actor, data={"note": made.pk})
    return made


def record_outcome(
    enrolment: Enrolment, outcome: str, *, said: str, expected_version: int, actor: User
) -> Enrolment:
    """Write down what came of it, with a sentence; who finished is moved to “completed” by it.

    Refuses an outcome that does not fit the state (``rules.OUTCOMES_OF``), one without its sentence, and a stale
    version.
    """
    words = text.clean(said)[:500]
    with transaction.atomic():
        locked(enrolment.cohort)
        now = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        rules.check_outcome(now.state, outcome, words)
        if outcome == Outcome.FINISHED and now.state == EnrolmentState.ENROLLED:
            now = enrolments.change_enrolment(
                now,
                expected_version=expected_version,
                actor=actor,
                state=EnrolmentState.COMPLETED,
            )
            expected_version = now.version
        fields = {
            "outcome": Outcome(outcome),
            "outcome_said": words,
            "outcome_on": clock.today(),
        }
        before = {name: getattr(now, name) for name in fields}
        update_versioned(now, expected_version, **fields)
        data = {"changes": writing.changes(before, fields)}
        audit.record(now, "programmes.record_outcome", actor=actor, data=data)
    return now
