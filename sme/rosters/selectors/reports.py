"""Reads what reports count: a line for each enterprise of a cohort, and a programme's events by quarter."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.programmes import selectors as programmes
from sme.programmes.models import Adoption, Application, Cohort, Enrolment, Programme
from sme.programmes.rules import EnrolmentState
from sme.rosters.rules.reports import Event, Line, quarter_days, quarter_of


def attended(cohort: Cohort) -> dict[int, tuple[int, int]]:
    """Enrolment → (sessions attended, sessions held so far)."""
    return programmes.attendance_of(cohort)


def cohort_lines(cohort: Cohort, user: Any) -> list[Line]:
    """A line for each enterprise (that this person may see) which applied to the cohort or stands on its roster.

    *Before* comes from the approved list, else from the facts of the application, which are frozen both; from nowhere
    else, so that it is not known where neither is. *Now* is today. Eight queries, whatever the rows.
    """
    enrolments = {
        each.enterprise_id: each
        for each in Enrolment.objects.filter(cohort=cohort).visible_to(user).order_by("pk")
    }
    applications = {
        each.enterprise_id: each
        for each in Application.objects.filter(cohort=cohort).for_office(user).order_by("pk")
    }
    wanted = enrolments.keys() | applications.keys()
    who = Enterprise.objects.filter(pk__in=wanted).select_related("place").order_by("sort_key")
    facts = _facts_before(cohort)
    tools_before, tools_now = _tools(cohort.starts_on, wanted), _tools(clock.today(), wanted)
    present = attended(cohort)
    lines = []
    for each in who:
        enrolment, application = enrolments.get(each.pk), applications.get(each.pk)
        before = facts.get(each.pk) or (application.facts if application else {})
        there, held = present.get(enrolment.pk, (0, 0)) if enrolment else (0, 0)
        lines.append(
            Line(
                enterprise=each.pk,
                name=each.name,
                place=each.place.name,
                application=application.state if application else "",
                enrolment=enrolment.state if enrolment else "",
                enrolled_on=enrolment.enrolled_on if enrolment else None,
                attended=there,
                held=held,
                level_before=before.get("level"),
                level_now=each.readiness_level,
                assessed_since=bool(each.readiness_on and each.readiness_on >= cohort.starts_on),
                listed_before=before.get("live_products"),
                listed_now=each.live_products,
                tools_before=tools_before(each.pk),
                tools_now=tools_now(each.pk),
            )
        )
    return lines


def _facts_before(cohort: Cohort) -> dict[int, dict[str, Any]]:
    kept = cohort.freezes.standing().first()
    return {row["enterprise"]: row["facts"] for row in kept.rows} if kept else {}


def _tools(day: date, wanted: Iterable[int]) -> Any:
    """How many kinds of solutions an enterprise used on a day."""
    kinds: dict[int, set[str]] = defaultdict(set)
    used = Adoption.objects.on(day).filter(enterprise__in=wanted).order_by()
    for who, kind in used.values_list("enterprise", "kind"):
        kinds[who].add(kind)
    return lambda who: len(kinds.get(who, ()))


def _happened(programme: Programme, user: Any, event: str) -> list[tuple[date, int, str, str]]:
    """(day, enterprise, name, cohort) of each event of a programme, as far as this person may see it."""
    cohorts = programmes.cohorts_visible_to(user).filter(programme=programme).values("pk")
    named = ("enterprise_id", "enterprise__name", "cohort__code")
    if event in (Event.APPLIED, Event.ACCEPTED):
        sent = Application.objects.for_office(user).filter(cohort__in=cohorts)
        at = "submitted_at" if event == Event.APPLIED else "decided_at"
        if event == Event.ACCEPTED:
            sent = sent.filter(state="accepted", decided_at__isnull=False)
        return [(clock.local_day(row[0]), *row[1:]) for row in sent.values_list(at, *named)]
    rows = Enrolment.objects.visible_to(user).filter(cohort__in=cohorts, enrolled_on__isnull=False)
    if event == Event.ENROLLED:
        return list(rows.values_list("enrolled_on", *named))
    state = EnrolmentState.COMPLETED if event == Event.FINISHED else EnrolmentState.WITHDRAWN
    return list(rows.filter(state=state).values_list("state_on", *named))


def years_of(programme: Programme) -> list[int]:
    """The years of a programme until today, the newest first."""
    last = min(programme.ends_on or clock.today(), clock.today()).year
    return list(range(max(last, programme.starts_on.year), programme.starts_on.year - 1, -1))


def quarters(programme: Programme, user: Any, year: int) -> list[tuple[Event, list[int], int]]:
    """Each event of a year: its counts in the four quarters, and their sum."""
    found = []
    for event in Event:
        counts = [0, 0, 0, 0]
        for day, *_row in _happened(programme, user, event):
            if day.year == year:
                counts[quarter_of(day) - 1] += 1
        found.append((event, counts, sum(counts)))
    return found


def quarter_rows(
    programme: Programme, user: Any, year: int, quarter: int, event: str
) -> list[tuple[date, int, str, str]]:
    """The rows that a figure of the programme's report counts; quarter 0 is the whole year."""
    first, after = quarter_days(year, quarter)
    rows = [row for row in _happened(programme, user, event) if first <= row[0] < after]
    return sorted(rows, key=lambda row: (row[0], row[2]))
