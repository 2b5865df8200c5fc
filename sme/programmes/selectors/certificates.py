"""Reads of certificates and letters: who may have one, who has one, what anybody may check."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise
from sme.places import selectors as places
from sme.programmes import rules
from sme.programmes.models import (
    Application,
    Certificate,
    Cohort,
    DecisionLetter,
    Enrolment,
    Session,
    SignUp,
)
from sme.programmes.selectors import applications, offering


@dataclass(frozen=True)
class Attendance:
    """How many of the planned sessions an enterprise was at, and for how many minutes in all."""

    attended: int = 0
    minutes: int = 0


def attendance_for_certificates(
    cohort: Cohort, enrolments: Any = None
) -> tuple[list[Session], dict[int, Attendance]]:
    """The cohort's sessions that were not cancelled, and enrolment → what it attended of them (two queries)."""
    planned = list(Session.objects.standing().filter(cohort=cohort))
    lasts = {
        each.pk: int((each.ends_at - each.starts_at).total_seconds()) // 60 for each in planned
    }
    there = SignUp.objects.filter(session__in=planned, attended_at__isnull=False).order_by()
    if enrolments is not None:
        there = there.filter(enrolment__in=enrolments)
    found: dict[int, Attendance] = {}
    for enrolment, session in there.values_list("enrolment_id", "session_id"):
        now = found.get(enrolment, Attendance())
        found[enrolment] = Attendance(now.attended + 1, now.minutes + lasts[session])
    return planned, found


@dataclass(frozen=True)
class Candidacy:
    """An enterprise of a cohort: what it attended, its certificate, or why it may have none yet.

    ``lost_one`` says that one of its certificates was revoked.
    """

    enrolment: Enrolment
    attended: int
    planned: int
    certificate: Certificate | None
    refusal: Any = None
    lost_one: bool = False

    @property
    def share(self) -> int:
        """Per cent of the sessions, rounded down."""
        return rules.share_of(self.attended, self.planned)

    @property
    def may_have(self) -> bool:
        """It fulfils what the cohort asks for and has none."""
        return self.certificate is None and self.refusal is None


def candidacies(cohort: Cohort, user: User) -> list[Candidacy]:
    """Everybody with a place in the cohort whom this officer may see; those who may have a certificate first."""
    rows = (
        Enrolment.objects.visible_to(user)
        .filter(cohort=cohort, state__in=rules.SEATED)
        .select_related("enterprise__place")
        .prefetch_related(Prefetch("certificates", to_attr="all_certificates"))
    )
    planned, there = attendance_for_certificates(cohort)
    found = [
        _candidacy(cohort, each, there.get(each.pk, Attendance()).attended, len(planned))
        for each in rows
    ]
    return sorted(found, key=lambda one: 0 if one.may_have else 2 if one.refusal else 1)


def _candidacy(cohort: Cohort, enrolment: Any, attended: int, planned: int) -> Candidacy:
    issued = enrolment.all_certificates
    found = [each for each in issued if each.revoked_at is None]
    refusal = None
    if not found:
        try:
            rules.check_certificate(
                enrolment.state, cohort.state, attended, planned, cohort.certificate_share
            )
        except RuleBroken as broken:
            is_short = broken.code == "attended_too_little"
            refusal = _("too few sessions") if is_short else broken.sentence
    mine = found[0] if found else None
    return Candidacy(enrolment, attended, planned, mine, refusal, lost_one=len(issued) > len(found))


def certificates_visible_to(user: User) -> "QuerySet[Certificate]":
    """Those of a person's own businesses and, to officers, of enterprises and cohorts they may see."""
    own = Enterprise.objects.run_by(user).values("pk")
    office = offering.enrolments_visible_to(user).order_by().values("pk")
    found = Certificate.objects.select_related("cohort__programme", "enrolment__enterprise")
    return found.filter(enrolment__enterprise__in=own) | found.filter(enrolment__in=office)


def certificates_of_cohort(cohort: Cohort, user: User) -> "QuerySet[Certificate]":
    """All of a cohort that this officer may see, revoked ones too, in the order of their numbers."""
    return (
        certificates_visible_to(user)
        .filter(cohort=cohort)
        .select_related("revoked_by")
        .order_by("order")
    )


def certificates_of(enterprise: Enterprise) -> list[Certificate]:
    """What an enterprise was certified, newest first; a revoked one stays and says so."""
    found = Certificate.objects.filter(enrolment__enterprise=enterprise)
    return list(found.select_related("cohort").order_by("-issued_at", "-pk"))


def certificate_of_code(typed: str) -> Certificate | None:
    """The certificate with this code, as anybody may type it; revoked ones are found as well."""
    code = rules.read_code(typed)
    return Certificate.objects.filter(code=code).first() if code else None


def letters_visible_to(user: User) -> "QuerySet[DecisionLetter]":
    """Letters on applications that a person may read: one's own, and to officers those sent to them."""
    office = applications.applications_for_office(user).order_by().values("pk")
    return letters_to(user) | _letters().filter(application__in=office)


def letters_to(user: User) -> "QuerySet[DecisionLetter]":
    """Letters to the businesses for which a person acts."""
    own = Application.objects.of_member(user).values("pk")
    return _letters().filter(application__in=own)


def _letters() -> "QuerySet[DecisionLetter]":
    return DecisionLetter.objects.select_related(
        "cohort__programme", "application__enterprise", "application__cohort"
    )


def letters_of_cohort(cohort: Cohort, user: User, state: str = "") -> "QuerySet[DecisionLetter]":
    """The letters of a cohort that this officer may read, in the order of their numbers."""
    found = letters_visible_to(user).filter(cohort=cohort).order_by("order")
    return found.filter(state=state) if state else found


def letters_of(application: Application) -> list[DecisionLetter]:
    """What was written on one application, newest first."""
    return list(application.letters.order_by("-order"))


def without_letter(cohort: Cohort, user: User) -> list[Application]:
    """Decided applications whose present decision has no letter: those decided before letters were written."""
    rows = applications.applications_for_office(user).filter(
        cohort=cohort,
        state__in=[each.value for each in rules.LETTERS_OF],
        decided_at__isnull=False,
    )
    written = set(
        DecisionLetter.objects.filter(cohort=cohort).values_list("application_id", "decided_at")
    )
    return [each for each in rows if (each.pk, each.decided_at) not in written]


def place_and_day(day: date) -> str:
    """*Đồng Tháp, ngày 05 tháng 01 năm 2027*: days below ten, January and February with a zero."""
    province = places.province_on(day)
    words = _("%(day)s/%(month)s/%(year)s") % {
        "day": f"{day.day:02d}",
        "month": f"{day.month:02d}" if day.month <= 2 else str(day.month),
        "year": day.year,
    }
    if province is None:
        return words
    name = province.name.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    return f"{name}, {words}"


def today_in_place() -> str:
    """Place and day of a paper that is written today."""
    return place_and_day(clock.today())
