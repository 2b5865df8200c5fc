"""Reads of programmes, cohorts and enrolments, scoped to who may see what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from portal.accounts.models import User
from portal.accounts.rules import Role
from portal.shared import clock
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.places import selectors as places
from sme.programmes.models import (
    Cohort,
    CohortQuerySet,
    Enrolment,
    EnrolmentQuerySet,
    Programme,
    ProgrammeQuerySet,
)
from sme.programmes.rules import LIVE, CohortState, EnrolmentState, is_intake_open

CANDIDATES = 20


def cohorts_visible_to(user: User) -> CohortQuerySet:
    """Cohorts that an officer may open.

    Administrators and officers of the whole province: all. An officer of named places: those that are for
    everybody, those for one of these places, and those the officer is responsible for. Nobody else: none.
    """
    if not user.is_authenticated or not user.is_officer:
        return Cohort.objects.none()
    remit = places.remit_unit_ids(user)
    if user.is_administrator or remit is None:
        return Cohort.objects.all()
    mine = Q(officers=user)
    if remit:
        mine |= Q(places__isnull=True) | Q(places__in=remit)
    return Cohort.objects.filter(pk__in=Cohort.objects.filter(mine).values("pk"))


def is_whole_province(user: User) -> bool:
    """Whether this person answers for everything: administrators, and officers of the whole province."""
    return user.is_administrator or places.remit_unit_ids(user) is None


def _among(user: User) -> Q | None:
    """Which enrolments are counted for this person: those of enterprises that may be seen."""
    if is_whole_province(user):
        return None
    return Q(enrolments__enterprise__in=Enterprise.objects.visible_to(user))


def with_counts_for(user: User, cohorts: CohortQuerySet) -> CohortQuerySet:
    """The cohorts with their numbers of enrolments, counted among the enterprises this person may see."""
    return cohorts.with_counts(_among(user))


def programmes_with_cohorts(user: User) -> list[Programme]:
    """Every programme with the cohorts this person may open (``shown_cohorts``), newest first."""
    cohorts = with_counts_for(user, cohorts_visible_to(user)).order_by("-starts_on", "code")
    return list(
        Programme.objects.prefetch_related(
            Prefetch("cohorts", queryset=cohorts, to_attr="shown_cohorts")
        )
    )


def cohort_page(user: User) -> CohortQuerySet:
    """Cohorts that may be opened, with all that their page says."""
    cohorts = with_counts_for(user, cohorts_visible_to(user))
    return cohorts.select_related("programme").prefetch_related("officers", "places")


def officers() -> QuerySet[User]:
    """People who may be responsible for a cohort."""
    roles = (Role.OFFICER, Role.ADMINISTRATOR)
    people = User.objects.filter(groups__name__in=roles, is_active=True)
    return people.distinct().order_by("display_name", "email")


@dataclass(frozen=True)
class Candidate:
    """An enterprise that an officer's search found, and where it stands in the cohort."""

    enterprise: Enterprise
    enrolment: Enrolment | None


def candidates(cohort: Cohort, user: User, written: str) -> tuple[list[Candidate], bool]:
    """Enterprises found by name, number or phone among those the person may see; and whether there are more."""
    found = enterprises.nearest(enterprises.in_list(user), written, CANDIDATES + 1)
    shown = found[:CANDIDATES]
    standing = {
        enrolment.enterprise_id: enrolment
        for enrolment in cohort.enrolments.filter(enterprise__in=shown).order_by("-state_on", "pk")
        if enrolment.state in LIVE
    }
    rows = [Candidate(each, standing.get(each.pk)) for each in shown]
    return rows, len(found) > CANDIDATES


def enrolments_visible_to(user: User) -> EnrolmentQuerySet:
    """Enrolments with their enterprise and cohort, of cohorts and enterprises this person may see."""
    return (
        Enrolment.objects.visible_to(user)
        .filter(cohort__in=cohorts_visible_to(user))
        .select_related("cohort__programme", "enterprise__place")
    )


def waiting_list(cohort: Cohort, user: User) -> EnrolmentQuerySet:
    """Who waits for a place, in true order: the first to wait is the first."""
    return (
        cohort.enrolments.visible_to(user)
        .filter(state=EnrolmentState.WAITING)
        .select_related("enterprise__place")
        .order_by("waiting_since", "pk")
    )


def enrolments_of(enterprise: Enterprise) -> list[Enrolment]:
    """What an enterprise takes or took part in, newest first."""
    return list(
        enterprise.enrolments.select_related("cohort__programme").order_by(
            "-cohort__starts_on", "-pk"
        )
    )


def public_programmes() -> ProgrammeQuerySet:
    """Programmes that anybody may read about, with their cohorts (``shown_cohorts``), newest first."""
    cohorts = Cohort.objects.with_counts().order_by("-starts_on", "code")
    return Programme.objects.public().prefetch_related(
        Prefetch("cohorts", queryset=cohorts, to_attr="shown_cohorts")
    )


def open_cohorts(day: date | None = None) -> list[Cohort]:
    """Cohorts that enterprises may ask to join on this day (today), those that close first first."""
    cohorts = Cohort.objects.public().intake_on(day or clock.today()).with_counts()
    return list(cohorts.select_related("programme").order_by("intake_closes_on", "starts_on"))


def split_for_public(cohorts: Iterable[Cohort], today: date) -> dict[str, list[Cohort]]:
    """Cohorts as a visitor needs them: to be joined now, coming, under way, over. Cancelled ones are left out."""
    shown: dict[str, list[Cohort]] = {"open": [], "coming": [], "running": [], "over": []}
    for cohort in cohorts:
        if is_intake_open(cohort.state, cohort.intake_opens_on, cohort.intake_closes_on, today):
            shown["open"].append(cohort)
        elif cohort.state == CohortState.PLANNED or (
            cohort.state == CohortState.OPEN
            and cohort.intake_opens_on
            and today < cohort.intake_opens_on
        ):
            shown["coming"].append(cohort)
        elif cohort.state in (CohortState.OPEN, CohortState.RUNNING):
            shown["running"].append(cohort)
        elif cohort.state == CohortState.CLOSED:
            shown["over"].append(cohort)
    return shown


def panel(enterprise: Enterprise, user: Any) -> dict[str, Any]:
    """What an enterprise's page in the workspace shows of this room."""
    return {"enrolments": enrolments_of(enterprise)}


def public_cohort(slug: str, cohort_id: int) -> CohortQuerySet:
    """One cohort of a programme that anybody may read about; cancelled ones are not shown."""
    cohorts = Cohort.objects.public().exclude(state=CohortState.CANCELLED).with_counts()
    return cohorts.filter(programme__slug=slug, pk=cohort_id).select_related("programme")
