"""Reads of applications: a business's own, the office's queue, facts then and now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User
from sme.enterprises.models import Enterprise
from sme.enterprises.panels import Due
from sme.programmes import rules
from sme.programmes.models import (
    Application,
    ApplicationDocument,
    ApplicationQuerySet,
    Cohort,
    CohortPaper,
)
from sme.programmes.rules import ApplicationState, CohortState, Condition
from sme.programmes.selectors import eligibility, offering


def application_of(enterprise: Enterprise, cohort: Cohort) -> Application | None:
    """The application of an enterprise to a cohort that stands now, else the newest."""
    found = Application.objects.filter(enterprise=enterprise, cohort=cohort)
    return found.live().first() or found.order_by("-pk").first()


def applications_of(enterprise: Enterprise) -> list[Application]:
    """What an enterprise has applied for and where it stands, newest first."""
    found = Application.objects.filter(enterprise=enterprise).exclude(
        state=ApplicationState.WITHDRAWN
    )
    return list(found.select_related("cohort__programme").order_by("-pk"))


def todo_for(enterprise: Enterprise) -> Iterator[Due]:
    """Applications that the business began or that came back to it."""
    states = (ApplicationState.DRAFT, ApplicationState.RETURNED)
    rows = Application.objects.filter(enterprise=enterprise, state__in=states)
    for row in rows.select_related("cohort"):
        if row.state == ApplicationState.RETURNED:
            words = _("Complete what the office sent back: %(cohort)s")
        elif row.cohort.state == CohortState.OPEN:
            words = _("Finish your application: %(cohort)s")
        else:
            continue
        url = reverse("programmes:apply", args=[row.cohort_id])
        yield Due(words % {"cohort": row.cohort.title}, url, row.cohort.intake_closes_on)


def applications_for_office(user: User) -> ApplicationQuerySet:
    """Applications that an officer may read, the first that came first."""
    return (
        Application.objects.for_office(user)
        .filter(cohort__in=offering.cohorts_visible_to(user))
        .select_related("cohort__programme", "enterprise__place", "proposed_by")
        .in_order()
    )


def applications_to_decide(user: User) -> ApplicationQuerySet:
    """Those that wait for the office."""
    return applications_for_office(user).filter(state=ApplicationState.SUBMITTED)


def with_papers_to_check(user: User) -> ApplicationQuerySet:
    """Those with the office that have a paper nobody has looked at."""
    return (
        applications_to_decide(user)
        .filter(documents__checked_at__isnull=True)
        .exclude(documents__isnull=True)
        .distinct()
    )


def documents_visible_to(user: User) -> Any:
    """Papers of the applications that a person may read."""
    seen = Application.objects.of_member(user).values("pk")
    office = applications_for_office(user).order_by().values("pk")
    papers = ApplicationDocument.objects.select_related("application__cohort")
    return papers.filter(application__in=seen) | papers.filter(application__in=office)


@dataclass(frozen=True)
class Compared:
    """What a rule says now, and what it said when the application was sent."""

    now: Condition
    then: Any

    @property
    def differs(self) -> bool:
        """The registry has moved since."""
        return self.then is not None and self.then.verdict != self.now.verdict


def compared(application: Application) -> list[Compared]:
    """Each rule of today on the facts of now and on those that were kept."""
    cohort, enterprise = application.cohort, application.enterprise
    asked = eligibility.rules_of(cohort)
    facts = eligibility.facts_of(enterprise, cohort)
    kept = rules.read_facts(application.facts) if application.facts else None
    names = eligibility.names_for(asked, facts, *([kept] if kept else []))
    now = rules.judge_all(asked, facts, names)
    then = rules.judge_all(asked, kept, names) if kept else [None] * len(now)
    return [Compared(one, other) for one, other in zip(now, then, strict=True)]


def papers_asked(cohort: Cohort) -> list[CohortPaper]:
    """The papers that a cohort asks for, in the office's order; one query."""
    return list(CohortPaper.objects.filter(cohort=cohort, is_asked=True))


def papers_missing(application: Application) -> list[CohortPaper]:
    """Of the papers that its cohort asks for, those that an application does not hold; one query."""
    given = application.documents.filter(paper__isnull=False).values("paper")
    asked = CohortPaper.objects.filter(cohort=application.cohort_id, is_asked=True)
    return list(asked.exclude(pk__in=given))
