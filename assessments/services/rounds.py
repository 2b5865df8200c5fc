"""Rounds and campaigns: planned, counted in, reminded of."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments import selectors
from assessments.models import Assessment, Campaign, CampaignResult, Framework, Reminder
from assessments.rules import following
from portal.privacy import selectors as consents
from portal.privacy.rules import Purpose
from portal.shared import audit, clock, mail
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise, Membership
from sme.places.models import Unit
from sme.programmes.models import Cohort

MOST_AT_ONCE = 500
"""So many enterprises are reminded of one round in one night; the others in the nights after."""


@transaction.atomic
def plan_round(
    *,
    framework: Framework,
    title_vi: str,
    opens_on: date,
    closes_on: date,
    title_en: str = "",
    cohort: Cohort | None = None,
    round: str = "",  # noqa: A002
    place: Unit | None = None,
    sector: str = "",
    size_class: str = "",
    actor: Any,
) -> Campaign:
    """A round of a cohort (``round`` is t0, t1 or t2), or without a cohort a campaign among some enterprises.

    Refuses days out of order, a round without a cohort, a second one of the same kind, and a questionnaire that
    is not offered.
    """
    _refuse_days(opens_on, closes_on)
    if framework.current_id is None or not framework.is_offered:
        raise RuleBroken(
            "framework_not_offered", _("This questionnaire is not offered at present."), "framework"
        )
    _refuse_mixture(cohort, round, bool(place or sector or size_class))
    same = Campaign.objects.filter(cohort=cohort, framework=framework, round=round)
    if cohort and same.exists():
        raise RuleBroken(
            "round_stands",
            _("This cohort has such a round already. Change its days instead."),
            "round",
        )
    planned = Campaign.objects.create(
        framework=framework,
        version_id=framework.current_id,
        title_vi=title_vi,
        title_en=title_en,
        cohort=cohort,
        round=round,
        place=place,
        sector=sector,
        size_class=size_class,
        opens_on=opens_on,
        closes_on=closes_on,
        planned_by=actor,
    )
    audit.record(planned, "assessments.plan_round", actor=actor, data=_days(planned))
    return planned


@transaction.atomic
def change_days(campaign: Campaign, opens_on: date, closes_on: date, *, actor: Any) -> Campaign:
    """Other days; what was counted stays counted. Refuses days out of order."""
    _refuse_days(opens_on, closes_on)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    before = _days(locked)
    locked.opens_on, locked.closes_on = opens_on, closes_on
    if changed := audit.changes(before, _days(locked)):
        locked.save(update_fields=["opens_on", "closes_on", "updated_at"])
        audit.record(locked, "assessments.change_round", actor=actor, data={"changed": changed})
    return locked


def count_in(assessment: Assessment, day: date) -> None:
    """Keep in which open rounds a result counts; called while it is submitted.

    The label (T0, T1, T2) is that of the cohort's round that closes first; one that was given stays.
    """
    if assessment.enterprise is None:
        return
    rounds = [
        each
        for each in selectors.open_for(assessment.enterprise, day)
        if each.framework_id == assessment.framework_id
    ]
    CampaignResult.objects.bulk_create(
        CampaignResult(campaign=each, assessment=assessment) for each in rounds
    )
    label = next((each.round for each in rounds if each.round), None)
    if label and not assessment.round:
        assessment.round = label
        assessment.save(update_fields=["round", "updated_at"])


def remind_of_rounds() -> int:
    """Mail the members of those who have not answered an open round, once a week at most; returns how many.

    For each morning; a round begins to remind the day after it opened, and stops for whoever has answered.
    """
    today = clock.today()
    told = 0
    for each in (
        Campaign.objects.open_on(today).filter(opens_on__lt=today).select_related("framework")
    ):
        told += _remind(each)
    return told


def _remind(campaign: Campaign) -> int:
    latest = clock.now() - following.REMIND_EVERY
    asked = selectors.with_answers(campaign, selectors.asked_in(campaign))
    waiting = asked.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lte=latest),
        answered_id__isnull=True,
        memberships__user__is_active=True,
        memberships__user__in=consents.agreed(Purpose.REMINDERS),
    )
    pks = list(waiting.order_by("pk").values_list("pk", flat=True).distinct()[:MOST_AT_ONCE])
    return sum(_tell(campaign, pk) for pk in pks)


@transaction.atomic
def _tell(campaign: Campaign, enterprise_id: int) -> bool:
    """Tell the members of one enterprise; two workers at once tell them once."""
    enterprise = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise_id)
    last = Reminder.objects.filter(campaign=campaign, enterprise=enterprise).order_by("-pk").first()
    now = clock.now()
    if not following.is_reminder_due(last.sent_at if last else None, now):
        return False
    Reminder.objects.create(campaign=campaign, enterprise=enterprise, sent_at=now)
    members = Membership.objects.filter(
        enterprise=enterprise,
        user__is_active=True,
        user__in=consents.agreed(Purpose.REMINDERS),
    )
    for member in members.select_related("user").order_by("pk"):
        mail.send(
            "readiness_round",
            member.user.email,
            language=member.user.language,
            name=str(member.user),
            enterprise=enterprise.name,
            round=campaign,
            closes_on=campaign.closes_on,
            link=mail.link("assessments:mine", language=member.user.language),
        )
    return True


def _days(campaign: Campaign) -> dict[str, str]:
    return {"opens_on": str(campaign.opens_on), "closes_on": str(campaign.closes_on)}


def _refuse_days(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise RuleBroken(
            "days_out_of_order", _("The last day lies before the first one."), "closes_on"
        )


def _refuse_mixture(cohort: Cohort | None, label: str, narrows: bool) -> None:
    if cohort and not label:
        raise RuleBroken("round_needs_kind", _("Choose which round of the cohort it is."), "round")
    if label and not cohort:
        raise RuleBroken(
            "round_needs_cohort",
            _("T0, T1 and T2 are rounds of a cohort. Choose the cohort."),
            "cohort",
        )
    if cohort and narrows:
        raise RuleBroken(
            "round_asks_cohort",
            _("A round asks everybody in the cohort. Leave place, sector and size empty."),
            "place",
        )
