"""Letters of decisions: written with the decision, numbered within the cohort, never changed."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from portal.shared import audit
from portal.shared.errors import RuleBroken
from sme.programmes import exports, permissions, rules
from sme.programmes.models import Application, Cohort, DecisionLetter
from sme.programmes.rules import EnrolmentState
from sme.programmes.services.cohorts import locked


def write_letter(application: Application, *, actor: Any) -> DecisionLetter:
    """The letter of an application's present decision, in both languages; twice is once.

    Refuses an application that is not decided, and who does not answer for it.
    """
    with transaction.atomic():
        cohort = locked(application.cohort)
        found = Application.objects.select_for_update(of=("self",))
        row = found.select_related("cohort__programme", "enterprise__place", "enrolment").get(
            pk=application.pk
        )
        if not permissions.can_decide_application(actor, row):
            raise RuleBroken("not_yours", _("Only the office that answers for it may do this."))
        return write(row, cohort, actor=actor)


def write_letters(applications: Sequence[Application], *, actor: Any) -> int:
    """The same for many, in the order in which they were decided; all or none. Returns how many."""
    with transaction.atomic():
        for each in sorted(applications, key=lambda one: (one.decided_at, one.pk)):
            write_letter(each, actor=actor)
    return len(applications)


def write(row: Application, cohort: Cohort, *, actor: Any) -> DecisionLetter:
    """The letter in the transaction of the decision itself, which holds the cohort's lock."""
    if row.state not in rules.LETTERS_OF or row.decided_at is None:
        raise RuleBroken("not_decided", _("This application is not decided."))
    found = DecisionLetter.objects.filter(application=row, decided_at=row.decided_at).first()
    if found is not None:
        return found
    taken = Q(cohort=cohort) | Q(number__endswith=f"/TB-{cohort.code}")
    order = (DecisionLetter.objects.filter(taken).aggregate(last=Max("order"))["last"] or 0) + 1
    number = f"{order:03d}/TB-{cohort.code}"
    told = exports.Told(number, _place_in_line(row, cohort), _contacts(cohort))
    made = DecisionLetter.objects.create(
        application=row,
        cohort=cohort,
        order=order,
        number=number,
        state=row.state,
        decided_at=row.decided_at,
        texts=exports.letter_texts(row, told),
        written_by=actor,
    )
    data = {"letter": number, "state": str(row.state)}
    audit.record(row, "programmes.write_letter", actor=actor, data=data)
    return made


def _place_in_line(row: Application, cohort: Cohort) -> int:
    """Which number it is on the waiting list; 0 when it does not wait."""
    held = row.enrolment
    if held is None or held.state != EnrolmentState.WAITING:
        return 0
    waiting = cohort.enrolments.filter(state=EnrolmentState.WAITING)
    first = Q(waiting_since__lt=held.waiting_since)
    return waiting.filter(first | Q(waiting_since=held.waiting_since, pk__lte=held.pk)).count()


def _contacts(cohort: Cohort) -> str:
    """Whom to ask: the officers who run the cohort, with their addresses at the office."""
    people = cohort.officers.filter(is_active=True).order_by("pk")
    return ", ".join(f"{each.display_name} ({each.email})" for each in people)
