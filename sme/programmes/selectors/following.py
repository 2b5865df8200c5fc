"""Reads of those who follow enterprises: milestones and their days, tasks, one enrolment's whole file."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.rules import Role
from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.enterprises.panels import Due
from sme.programmes.models import (
    Cohort,
    Enrolment,
    Milestone,
    Note,
    Reached,
    ReachedQuerySet,
    Session,
    SignUp,
    Task,
    TaskQuerySet,
)
from sme.programmes.rules import SEATED, SOON, CohortState, EnrolmentState
from sme.programmes.selectors import offering
from sme.programmes.selectors.sessions import MySession


def _seen(rows: Any, user: User) -> Any:
    """Rows of enrolments that an officer may see; whoever sees every one of them is asked for none."""
    if user.is_authenticated and user.is_officer and offering.is_whole_province(user):
        return rows
    seen = offering.enrolments_visible_to(user).order_by().values("pk")
    return rows.filter(enrolment__in=seen)


def milestones_for_office(user: User) -> ReachedQuerySet:
    """Where enterprises whom an officer may see stand with their milestones, those due first first."""
    rows: ReachedQuerySet = _seen(Reached.objects.all(), user)
    return rows.filter(enrolment__state__in=SEATED).select_related(
        "milestone", "enrolment__enterprise__place", "enrolment__cohort", "written_by"
    )


def overdue_milestones(user: User) -> ReachedQuerySet:
    """Milestones that were not done by their day: what the list shows with ``?due=overdue``."""
    return milestones_for_office(user).overdue(clock.today())


def tasks_for_office(user: User) -> TaskQuerySet:
    """Tasks of enrolments that an officer may see, those due first first."""
    rows: TaskQuerySet = _seen(Task.objects.all(), user)
    return rows.select_related(
        "enrolment__enterprise__place", "enrolment__cohort", "officer", "done_by"
    )


def due_tasks(user: User) -> TaskQuerySet:
    """Open tasks due today or before that lie on this officer's desk: the list with ``?whose=mine&due=now``.

    Those of officers who are gone lie on every desk from which they can be seen.
    """
    return due_now(tasks_for_office(user).for_desk_of(user))


def due_now(tasks: TaskQuerySet) -> TaskQuerySet:
    """Open, and due today or before."""
    return tasks.open().filter(due_on__lte=clock.today())


def milestones_of(cohort: Cohort, user: User) -> "QuerySet[Milestone]":
    """A cohort's milestones with how many have done them (``n_done``), are late and are asked (``n_all``)."""
    seen = offering.enrolments_visible_to(user).filter(cohort=cohort, state__in=SEATED)
    among = Q(reached__enrolment__in=seen.order_by().values("pk"))
    is_open = Q(reached__done_on__isnull=True)
    late = among & is_open & Q(reached__due_on__lt=clock.today())
    late &= Q(reached__enrolment__state=EnrolmentState.ENROLLED)
    if cohort.state in (CohortState.CLOSED, CohortState.CANCELLED):
        late &= Q(pk__isnull=True)
    return Milestone.objects.filter(cohort=cohort).annotate(
        n_all=Count("reached", filter=among),
        n_done=Count("reached", filter=among & Q(reached__done_on__isnull=False)),
        n_late=Count("reached", filter=late),
    )


def reached_of(milestone: Milestone, user: User) -> ReachedQuerySet:
    """Who stands where with one milestone, by name."""
    rows = milestones_for_office(user).filter(milestone=milestone)
    return rows.order_by("enrolment__enterprise__sort_key", "pk")


def cohorts_with_milestones(user: User, but: Cohort) -> "QuerySet[Cohort]":
    """Other cohorts whose list of milestones can be taken over, newest first."""
    rows = offering.cohorts_visible_to(user).exclude(pk=but.pk).filter(milestones__isnull=False)
    return rows.distinct().order_by("-starts_on", "code")


def sessions_of_enrolment(enrolment: Enrolment) -> list[MySession]:
    """The cohort's sessions and whether the enterprise came; two queries."""
    own = Prefetch(
        "sign_ups", queryset=SignUp.objects.filter(enrolment=enrolment), to_attr="own_sign_ups"
    )
    rows = Session.objects.standing().filter(cohort=enrolment.cohort_id).prefetch_related(own)
    return [
        MySession(each, enrolment, each.own_sign_ups[0] if each.own_sign_ups else None)  # type: ignore[attr-defined]
        for each in rows
    ]


def file_of(enrolment: Enrolment) -> dict[str, Any]:
    """What officers keep about one enrolment: milestones, tasks, notes, sessions; five queries."""
    tasks = enrolment.tasks.select_related("officer", "done_by", "made_by")
    rows = enrolment.milestones.select_related("milestone", "written_by")
    return {
        "milestones": list(rows) if enrolment.state != EnrolmentState.WAITING else [],
        "tasks": sorted(tasks, key=lambda each: (each.done_at is not None, each.due_on, each.pk)),
        "notes": list(Note.objects.filter(enrolment=enrolment).select_related("by")),
        "sessions": sessions_of_enrolment(enrolment),
    }


def officers_for(enrolment: Enrolment) -> "QuerySet[User]":
    """Officers who may be given a task: those of the whole province, of the place, and of the cohort."""
    place = enrolment.enterprise.place
    named = Q(remit__is_whole_province=True) | Q(remit__units__in=place.became.values("new"))
    named |= Q(remit__units=place.pk)
    if place.parent_id:
        named |= Q(remit__units=place.parent_id)
    named |= Q(cohorts=enrolment.cohort_id) | Q(groups__name=Role.ADMINISTRATOR)
    people = offering.officers().filter(named).values("pk")
    return offering.officers().filter(pk__in=people)


def with_milestones(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """The enrolments of a business with their milestones (``shown_milestones``); one query."""
    rows = list(enrolments)
    seated = {each.pk: each for each in rows if each.state in SEATED}
    for each in rows:
        each.shown_milestones = []  # type: ignore[attr-defined]
    for one in Reached.objects.filter(enrolment__in=seated).select_related("milestone"):
        one.enrolment = seated[one.enrolment_id]
        one.enrolment.shown_milestones.append(one)  # type: ignore[attr-defined]
    return rows


def milestones_todo(enterprise: Enterprise) -> Iterator[Due]:
    """Milestones of the business that are late or near; one query."""
    near = clock.today() + SOON
    rows = Reached.objects.expected().filter(enrolment__enterprise=enterprise, due_on__lte=near)
    for each in rows.select_related("milestone"):
        words = _("Agreed in your programme: %(title)s") % {"title": each.milestone.title}
        yield Due(words, reverse("programmes:mine") + "#milestones", each.due_on)
