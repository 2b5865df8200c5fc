"""Dropping out of a cohort, and who gets the place: the first who waits."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, mail, text
from portal.shared.errors import RuleBroken
from portal.shared.models import update_versioned
from sme.enterprises import permissions as enterprises
from sme.programmes import permissions, rules
from sme.programmes.models import Application, Cohort, Enrolment
from sme.programmes.rules import ApplicationState, EnrolmentState, LeftWhy
from sme.programmes.services import deciding, enrolments
from sme.programmes.services.cohorts import locked


@dataclass(frozen=True)
class Departure:
    """An enrolment that ended, who got its place, or why nobody did (a sentence; empty: nobody waits)."""

    enrolment: Enrolment
    next_one: Enrolment | None = None
    why_nobody: Any = ""


def drop_out(
    enrolment: Enrolment,
    *,
    why: str,
    reason: str,
    actor: User,
    expected_version: int | None = None,
    gives_place: bool = True,
) -> Departure:
    """Leave a cohort or its waiting list: ``why`` is a ``rules.LeftWhy``, ``reason`` a sentence.

    Its application ends with it. Both sides are told by mail. With ``gives_place`` an officer gives the place to
    whoever has waited longest, at once, where nothing stands against it; a business that leaves by itself only
    frees it. Refuses who neither acts for the enterprise nor answers for it, a move out of
    ``rules.ENROLMENT_MOVES``, a missing reason, and a stale version.
    """
    said = text.clean(reason)
    rules.check_leaving(why, said)
    with transaction.atomic():
        cohort = locked(enrolment.cohort)
        now = Enrolment.objects.select_related("enterprise", "cohort").get(pk=enrolment.pk)
        is_office = permissions.can_change_enrolment(actor, now)
        if not is_office and not enterprises.is_member(actor, now.enterprise):
            raise RuleBroken("not_yours", _("Only the business and its office may do this."))
        was_seated = now.state in rules.SEATED
        left = enrolments.change_enrolment(
            now,
            expected_version=now.version if expected_version is None else expected_version,
            actor=actor,
            state=EnrolmentState.WITHDRAWN,
            reason=said,
            left_why=LeftWhy(why),
        )
        _end_application(left, actor)
        _tell_members(left, "left")
        if not is_office:
            _tell_office(left)
        if not (was_seated and gives_place and is_office):
            return Departure(left)
        return _filled(left, cohort, actor)


def _filled(left: Enrolment, cohort: Cohort, actor: User) -> Departure:
    try:
        with transaction.atomic():
            return Departure(left, next_one=give_place_to_first(cohort, actor=actor))
    except RuleBroken as broken:
        return Departure(left, why_nobody="" if broken.code == "nobody_waits" else broken.sentence)


def give_place_to_first(cohort: Cohort, *, actor: User) -> Enrolment:
    """Give a free place to whoever has waited longest, through the same acts as a decision on an application.

    Where two officers decide, the result still waits: it was proposed. Refuses a cohort that takes nobody in, an
    approved list, no free place, an empty waiting list, a first one for whom another officer answers, and one
    against whom a rule of the cohort speaks now.
    """
    with transaction.atomic():
        now = locked(cohort)
        first = (
            now.enrolments.filter(state=EnrolmentState.WAITING)
            .select_related("enterprise", "cohort")
            .order_by("waiting_since", "pk")
            .first()
        )
        if first is None:
            raise RuleBroken("nobody_waits", _("Nobody waits for a place."))
        if not permissions.can_change_enrolment(actor, first):
            raise RuleBroken(
                "first_elsewhere",
                _(
                    "Another officer answers for the first on the waiting list, and gives the place."
                ),
            )
        asked = Application.objects.live().filter(
            cohort=now, enterprise=first.enterprise_id, state=ApplicationState.WAITING
        )
        application = asked.first()
        if application is not None:
            deciding.decide(application, ApplicationState.ACCEPTED, actor=actor)
            first.refresh_from_db()
            return first
        seated = enrolments.change_enrolment(
            first, expected_version=first.version, actor=actor, state=EnrolmentState.ENROLLED
        )
        _tell_members(seated, "place")
    return seated


def _end_application(left: Enrolment, actor: User) -> None:
    rows = Application.objects.select_for_update(of=("self",)).live().filter(enrolment=left)
    for row in rows:
        update_versioned(row, None, state=ApplicationState.WITHDRAWN, proposed="")
        audit.record(row, "programmes.withdraw_application", actor=actor)


def _tell_members(enrolment: Enrolment, what: str) -> None:
    """Tell those who act for the business, each in their own language."""
    members = enrolment.enterprise.memberships.filter(user__is_active=True).select_related("user")
    for each in members:
        link = mail.link("programmes:mine", language=each.user.language)
        _tell(each.user, enrolment, what, link)


def _tell_office(enrolment: Enrolment) -> None:
    """Tell the officers responsible for the cohort that a place is free."""
    for officer in enrolment.cohort.officers.filter(is_active=True):
        link = mail.link("programmes:cohort", enrolment.cohort_id, language=officer.language)
        _tell(officer, enrolment, "left_office", link)


def _tell(person: User, enrolment: Enrolment, what: str, link: str) -> None:
    cohort = enrolment.cohort
    is_english = person.language == "en" and cohort.title_en
    mail.send(
        "enrolment",
        person.email,
        language=person.language,
        name=person.display_name,
        what=what,
        enterprise=enrolment.enterprise.name,
        cohort=cohort.title_en if is_english else cohort.title_vi,
        code=cohort.code,
        reason=enrolment.reason if what != "place" else "",
        link=link,
    )
