"""Reads of sessions: a cohort's, an enterprise's, those to come; who was present."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.enterprises.panels import Due
from sme.programmes.models import Cohort, Enrolment, Session, SignUp
from sme.programmes.rules import SEATED, CohortState, SignUpState
from sme.programmes.selectors import offering

NEAR = timedelta(days=7)


def sessions_visible_to(user: User) -> "QuerySet[Session]":
    """Sessions of cohorts that an officer may open."""
    found = Session.objects.filter(cohort__in=offering.cohorts_visible_to(user))
    return found.select_related("cohort__programme")


def sessions_of(cohort: Cohort) -> list[Session]:
    """All sessions of a cohort with how many come (``n_going``), wait and were there."""
    return list(
        Session.objects.filter(cohort=cohort).annotate(
            n_going=Count("sign_ups", filter=Q(sign_ups__state=SignUpState.GOING)),
            n_waiting=Count("sign_ups", filter=Q(sign_ups__state=SignUpState.WAITING)),
            n_there=Count("sign_ups", filter=Q(sign_ups__attended_at__isnull=False)),
        )
    )


def upcoming_sessions(limit: int = 6) -> list[Session]:
    """What comes next in programmes that anybody may read about."""
    found = Session.objects.upcoming().public().exclude(cohort__state=CohortState.CANCELLED)
    return list(found.select_related("cohort__programme")[:limit])


def told_of_sessions(sessions: list[Session], whole: Callable[[str], str]) -> dict[str, Any]:
    """Sessions as events in the words of schema.org; ``whole`` makes a path an address with its host."""
    return {"@context": "https://schema.org", "@graph": [_event(each, whole) for each in sessions]}


def _event(session: Session, whole: Callable[[str], str]) -> dict[str, Any]:
    mode = "OfflineEventAttendanceMode" if session.place else "OnlineEventAttendanceMode"
    address = whole(public_address(session))
    where: dict[str, Any] = (
        {"@type": "Place", "name": session.place, "address": session.place}
        if session.place
        else {"@type": "VirtualLocation", "url": address}
    )
    return {
        "@type": "Event",
        "name": str(session.title),
        "url": address,
        "startDate": session.starts_at.astimezone(clock.VIETNAM).isoformat(),
        "endDate": session.ends_at.astimezone(clock.VIETNAM).isoformat(),
        "eventAttendanceMode": f"https://schema.org/{mode}",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": where,
        "superEvent": {"@type": "EventSeries", "name": str(session.cohort.title)},
    }


def public_address(session: Session) -> str:
    """The page of its cohort for everybody."""
    return reverse(
        "programmes:public_cohort", args=[session.cohort.programme.slug, session.cohort_id]
    )


@dataclass(frozen=True)
class MySession:
    """A session as one of its cohort's businesses sees it."""

    session: Session
    enrolment: Enrolment
    sign_up: SignUp | None

    @property
    def state(self) -> str:
        """going, waiting, off, or nothing yet."""
        return self.sign_up.state if self.sign_up else ""


def sessions_for(enterprise: Enterprise) -> list[MySession]:
    """Sessions of the cohorts in which the enterprise has a place: to come, and what was (two queries)."""
    mine = Prefetch(
        "sign_ups",
        queryset=SignUp.objects.filter(enrolment__enterprise=enterprise),
        to_attr="own_sign_ups",
    )
    enrolments = {
        each.cohort_id: each
        for each in Enrolment.objects.filter(enterprise=enterprise, state__in=SEATED)
    }
    rows = (
        Session.objects.standing().filter(cohort__in=enrolments).select_related("cohort__programme")
    )
    found = []
    for session in rows.prefetch_related(mine):
        own = [
            s for s in session.own_sign_ups if s.enrolment_id == enrolments[session.cohort_id].pk
        ]  # type: ignore[attr-defined]
        found.append(MySession(session, enrolments[session.cohort_id], own[0] if own else None))
    return found


def todo_for(enterprise: Enterprise) -> Iterator[Due]:
    """Sessions of the next seven days to which the business comes, or may still sign up."""
    until = clock.now() + NEAR
    for each in sessions_for(enterprise):
        if each.session.is_over or each.session.starts_at > until or each.state == SignUpState.OFF:
            continue
        at = each.session.starts_at.astimezone(clock.VIETNAM)
        words = {"title": each.session.title, "time": f"{at:%H:%M}"}
        told = (
            _("Come to “%(title)s” at %(time)s")
            if each.state
            else _("Sign up for “%(title)s”, %(time)s")
        )
        yield Due(told % words, reverse("programmes:mine") + "#sessions", at.date())


@dataclass(frozen=True)
class Attendee:
    """One line of the attendance list."""

    enrolment: Enrolment
    sign_up: SignUp | None

    @property
    def is_present(self) -> bool:
        """Written down as present."""
        return bool(self.sign_up and self.sign_up.attended_at)


def attendance_list(session: Session, user: User) -> list[Attendee]:
    """Everybody with a place in the cohort whom this officer may see, those who signed up first."""
    rows = {each.enrolment_id: each for each in SignUp.objects.filter(session=session)}
    enrolments = (
        Enrolment.objects.visible_to(user)
        .filter(cohort=session.cohort_id, state__in=SEATED)
        .select_related("enterprise__place")
    )
    found = [Attendee(each, rows.get(each.pk)) for each in enrolments]
    order = {SignUpState.GOING: 0, SignUpState.WAITING: 1, SignUpState.OFF: 3}
    return sorted(found, key=lambda each: order.get(each.sign_up.state, 2) if each.sign_up else 2)  # type: ignore[call-overload]


def attendance_of(cohort: Cohort) -> dict[int, tuple[int, int]]:
    """Enrolment → (sessions attended, sessions held so far); two queries."""
    held = Session.objects.held().filter(cohort=cohort)
    count = held.count()
    there = (
        SignUp.objects.filter(session__in=held, attended_at__isnull=False)
        .order_by()
        .values_list("enrolment")
        .annotate(n=Count("pk"))
    )
    found: dict[int, Any] = dict(there)
    everybody = cohort.enrolments.values_list("pk", flat=True)
    return {pk: (found.get(pk, 0), count) for pk in everybody}
