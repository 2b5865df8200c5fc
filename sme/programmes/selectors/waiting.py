"""What of this room waits for the office, for the officer's first page."""

from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import clock, waiting
from portal.shared.waiting import Kind, Told
from sme.programmes.models import (
    Application,
    Enrolment,
    Reached,
    Session,
    SignUp,
    SupportDocument,
    Task,
)
from sme.programmes.rules import ApplicationState, CohortState
from sme.programmes.selectors import applications, following, sessions, support


def without_attendance(user: User) -> "QuerySet[Session]":
    """Sessions that are over and of which nobody was written down as present, the oldest first.

    Only of cohorts that are open or running and have somebody who might have come.
    """
    there = SignUp.objects.filter(session=OuterRef("pk"), attended_at__isnull=False)
    seated = Enrolment.objects.visible_to(user).seated().filter(cohort=OuterRef("cohort"))
    found = sessions.sessions_visible_to(user).filter(
        ~Exists(there),
        Exists(seated),
        ends_at__lte=clock.now(),
        cancelled_at__isnull=True,
        cohort__state__in=(CohortState.OPEN, CohortState.RUNNING),
    )
    return found.order_by("ends_at", "pk")


def sessions_for_office(user: User, show: str) -> "QuerySet[Session]":
    """The office's sessions: ``unwritten``, ``coming`` (the next first) or ``held`` (the last first)."""
    if show == "unwritten":
        return without_attendance(user)
    found = sessions.sessions_visible_to(user)
    if show == "coming":
        return found.filter(ends_at__gt=clock.now(), cancelled_at__isnull=True)
    return found.filter(Q(ends_at__lte=clock.now()) | Q(cancelled_at__isnull=False)).order_by(
        "-starts_at", "-pk"
    )


def contracts_with_new_papers(user: User) -> "QuerySet[Any]":
    """Supported contracts with papers that nobody looked at; ``paper_at`` is the first of them."""
    fresh = SupportDocument.objects.filter(checked_at=None, contract=OuterRef("pk")).order_by()
    first = fresh.values("contract").annotate(at=Min("created_at")).values("at")
    return (
        support.contracts_for_office(user)
        .filter(pk__in=support.contracts_with_papers(is_new=True))
        .annotate(paper_at=Subquery(first))
        .order_by("paper_at", "pk")
    )


def _application(row: Application) -> Told:
    about = f"{row.cohort.code} · {row.enterprise.place.name}"
    return Told(row.enterprise.name, row.get_absolute_url(), about)


def _contract(row: Any) -> Told:
    enterprise = row.support_year.enterprise
    url = f"{reverse('programmes:support', args=[enterprise.pk])}#contract-{row.pk}"
    return Told(enterprise.name, url, f"{row.supplier} · {enterprise.place.name}")


def _session(row: Session) -> Told:
    held = _now("held on %(day)s") % {"day": f"{clock.local_day(row.starts_at):%d/%m/%Y}"}
    return Told(row.title, row.get_absolute_url(), f"{row.cohort.code} · {held}")


def _followed(row: Any, title: Any, part: str) -> Told:
    enrolment = row.enrolment
    url = f"{enrolment.get_absolute_url()}#{part}"
    return Told(enrolment.enterprise.name, url, f"{title} · {enrolment.cohort.code}")


def _milestone(row: Reached) -> Told:
    return _followed(row, row.milestone.title, "milestones")


def _task(row: Task) -> Told:
    return _followed(row, row.text, "tasks")


def register_kinds() -> None:
    """Applications and their papers, sessions, milestones and tasks, contracts and their papers."""
    queue = "programmes:applications"
    waiting.register(
        Kind(
            key="programmes.applications",
            label=_("Applications to a cohort"),
            act=_("Decide on the application"),
            icon="flag",
            rows=applications.applications_to_decide,
            tell=_application,
            address=lambda: f"{reverse(queue)}?state={ApplicationState.SUBMITTED}",
            since="submitted_at",
        ),
        Kind(
            key="programmes.papers",
            label=_("Applications with papers to look at"),
            act=_("Look at the papers"),
            icon="files",
            rows=applications.with_papers_to_check,
            tell=_application,
            address=lambda: f"{reverse(queue)}?papers=new",
            since="submitted_at",
        ),
        Kind(
            key="programmes.attendance",
            label=_("Sessions without attendance"),
            act=_("Write who was there"),
            icon="calendar",
            rows=without_attendance,
            tell=_session,
            address=lambda: f"{reverse('programmes:sessions')}?show=unwritten",
            since="ends_at",
        ),
        Kind(
            key="programmes.milestones",
            label=_("Milestones overdue"),
            act=_("Ask how far they are"),
            icon="check-circle",
            rows=following.overdue_milestones,
            tell=_milestone,
            address=lambda: f"{reverse('programmes:milestone_list')}?due=overdue",
            since="due_on",
        ),
        Kind(
            key="programmes.tasks",
            label=_("Your tasks"),
            act=_("Do what you took on"),
            icon="edit",
            rows=following.due_tasks,
            tell=_task,
            address=lambda: f"{reverse('programmes:tasks')}?whose=mine&due=now",
            since="due_on",
        ),
        Kind(
            key="programmes.contracts",
            label=_("Supported contracts that end within 30 days"),
            act=_("Settle the contract before it ends"),
            icon="clock",
            rows=support.contracts_about_to_end,
            tell=_contract,
            address=lambda: f"{reverse('programmes:contracts')}?ends=soon",
            since="ends_on",
        ),
        Kind(
            key="programmes.support_papers",
            label=_("Supported contracts with papers to look at"),
            act=_("Look at the papers"),
            icon="files",
            rows=contracts_with_new_papers,
            tell=_contract,
            address=lambda: f"{reverse('programmes:contracts')}?papers=new",
            since="paper_at",
        ),
    )
