"""Rounds and campaigns: who is asked, who has answered, what is open for a business."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Campaign, CampaignQuerySet, CampaignResult, Reminder
from assessments.rules import State
from portal.shared import clock
from sme.enterprises.models import Enterprise, EnterpriseQuerySet
from sme.enterprises.panels import Due
from sme.places import selectors as places
from sme.programmes.models import Enrolment


def campaigns(user: Any) -> CampaignQuerySet:
    """The rounds and campaigns that an officer may see, the newest first."""
    return Campaign.objects.visible_to(user).select_related(
        "framework", "version", "cohort", "place"
    )


def asked_in(campaign: Campaign) -> EnterpriseQuerySet:
    """Who is asked: those who have a place in the cohort, or whom the campaign is for."""
    if campaign.cohort_id:
        seated = Enrolment.objects.seated().filter(cohort=campaign.cohort_id).order_by()
        return Enterprise.objects.filter(pk__in=seated.values("enterprise"))
    found = Enterprise.objects.open()
    if campaign.place:
        found = found.filter(place_id__in=places.roll_up_ids(campaign.place))
    if campaign.sector:
        found = found.filter(sector=campaign.sector)
    if campaign.size_class:
        found = found.filter(size_class=campaign.size_class)
    return found


def with_answers(campaign: Campaign, asked: EnterpriseQuerySet) -> Any:
    """With the newest result that counts in the round (``answered_id``) and the last reminder (``reminded_at``)."""
    counted = CampaignResult.objects.filter(
        campaign=campaign,
        assessment__enterprise=OuterRef("pk"),
        assessment__state=State.SUBMITTED,
    ).order_by("-assessment__submitted_at")
    reminded = (
        Reminder.objects.filter(campaign=campaign, enterprise=OuterRef("pk"))
        .order_by()
        .values("enterprise")
    )
    return asked.annotate(
        answered_id=Subquery(counted.values("assessment")[:1]),
        answered_at=Subquery(counted.values("assessment__submitted_at")[:1]),
        reminded_at=Subquery(reminded.annotate(last=Max("sent_at")).values("last")),
    )


def progress_of(campaign: Campaign, user: Any) -> tuple[int, int]:
    """How many of those whom a person may see are asked, and how many of them have answered."""
    asked = asked_in(campaign).filter(
        pk__in=Enterprise.objects.visible_to(user).order_by().values("pk")
    )
    counted = CampaignResult.objects.filter(campaign=campaign, assessment__state=State.SUBMITTED)
    answered = asked.filter(pk__in=counted.values("assessment__enterprise"))
    return asked.order_by().count(), answered.order_by().count()


def open_for(enterprise: Enterprise, day: date) -> list[Campaign]:
    """The rounds in which an enterprise is asked on a day, those of cohorts first; one query."""
    seated = Enrolment.objects.seated().filter(enterprise=enterprise, cohort=OuterRef("cohort"))
    found = (
        Campaign.objects.open_on(day)
        .filter(
            Q(Exists(seated), cohort__isnull=False)
            | Q(
                Q(sector="") | Q(sector=enterprise.sector),
                Q(size_class="") | Q(size_class=enterprise.size_class),
                cohort__isnull=True,
            )
        )
        .select_related("framework", "place")
        .order_by("closes_on", "pk")
    )
    mine = [each for each in found if _is_of(enterprise, each)]
    return sorted(mine, key=lambda each: each.cohort_id is None)


def _is_of(enterprise: Enterprise, campaign: Campaign) -> bool:
    return campaign.place is None or enterprise.place_id in places.roll_up_ids(campaign.place)


def unanswered_for(enterprise: Enterprise, day: date) -> list[Campaign]:
    """Those of the open rounds in which the enterprise has no submitted result."""
    rounds = open_for(enterprise, day)
    if not rounds:
        return []
    done = CampaignResult.objects.filter(
        campaign__in=rounds, assessment__enterprise=enterprise, assessment__state=State.SUBMITTED
    )
    answered = set(done.values_list("campaign_id", flat=True))
    return [each for each in rounds if each.pk not in answered]


def rounds_todo(enterprise: Enterprise) -> Iterator[Due]:
    """The rounds that wait for the business, for its own first page."""
    for each in unanswered_for(enterprise, clock.today()):
        words = _("Answer “%(name)s” for “%(round)s”") % {
            "name": each.framework.title,
            "round": each.title,
        }
        yield Due(words, reverse("assessments:mine"), each.closes_on)
