"""Mails about ways onto marketplaces: officers hear of stuck ones once a week, businesses of steps that are due."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.privacy import selectors as consents
from portal.privacy.rules import Purpose
from portal.shared import clock, mail
from sme.enterprises.models import Enterprise, Membership
from sme.marketplaces import rules
from sme.marketplaces.models import Onboarding, OnboardingStep

LISTED = 20  # in one mail; the page shows them all


def remind_of_onboarding() -> dict[str, int]:
    """Tell whom it concerns; for each night, and safe to repeat. Returns how many mails were sent, by kind."""
    today = clock.today()
    return {"officers": _tell_officers(today), "members": _tell_members(today)}


# --- officers ---------------------------------------------------------------------------------------


def _tell_officers(today: date) -> int:
    """One mail a week to each officer whose ways are stuck: on Monday, or on the first night after it."""
    stuck: dict[int, list[Onboarding]] = defaultdict(list)
    rows = Onboarding.objects.stuck(today).filter(officer__is_active=True)
    for way in rows.select_related("enterprise", "marketplace", "officer").order_by(
        "moved_on", "pk"
    ):
        stuck[way.officer_id or 0].append(way)
    monday = today - timedelta(days=today.weekday())
    told = set(
        Onboarding.objects.filter(officer__in=stuck, told_on__gte=monday)
        .order_by()
        .values_list("officer", flat=True)
    )
    sent = 0
    for officer_id, ways in stuck.items():
        if officer_id not in told:
            sent += _tell_officer(ways, today)
    return sent


@transaction.atomic
def _tell_officer(ways: list[Onboarding], today: date) -> int:
    officer = ways[0].officer
    assert officer is not None  # noqa: S101  (the query asked for an active one)
    visible = set(
        Onboarding.objects.visible_to(officer)
        .filter(pk__in=[w.pk for w in ways])
        .values_list("pk", flat=True)
    )
    shown = [way for way in ways if way.pk in visible]
    if not shown:
        return 0
    Onboarding.objects.filter(pk__in=visible).update(told_on=today)
    language = officer.language
    mail.send(
        "onboarding_stuck",
        officer.email,
        language=language,
        name=str(officer),
        count=len(shown),
        rows=[
            {
                "enterprise": way.enterprise.name,
                "marketplace": way.marketplace.name,
                "days": (today - (way.moved_on or way.started_on)).days,
                "link": mail.link("marketplaces:onboarding_detail", way.pk, language=language),
            }
            for way in shown[:LISTED]
        ],
        more=max(len(shown) - LISTED, 0),
        link=mail.link("marketplaces:onboarding", language=language) + "?stuck=yes&officer=mine",
    )
    return 1


# --- businesses -------------------------------------------------------------------------------------


def _tell_members(today: date) -> int:
    """A step that is due within a week is told once, and once more when its day has passed."""
    rows = OnboardingStep.objects.filter(
        onboarding__state=rules.OnboardingState.ACTIVE,
        done_on__isnull=True,
        due_on__lte=today + rules.DUE_SOON,
    ).select_related("onboarding__enterprise", "onboarding__marketplace")
    wanted: dict[int, list[OnboardingStep]] = defaultdict(list)
    for step in rows.order_by("due_on", "pk"):
        told = step.late_told_for if _is_late(step, today) else step.soon_told_for
        if told != step.due_on:
            wanted[step.onboarding.enterprise_id].append(step)
    members = _members_of(wanted)
    return sum(
        _tell_business(steps, members[pk], today) for pk, steps in wanted.items() if members[pk]
    )


def _is_late(step: OnboardingStep, today: date) -> bool:
    return step.due_on is not None and step.due_on < today


def _members_of(enterprise_ids: Iterable[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    agreed = consents.agreed(Purpose.REMINDERS)
    rows = Membership.objects.filter(
        enterprise__in=list(enterprise_ids), user__is_active=True, user__in=agreed
    )
    for row in rows.select_related("user").order_by("pk"):
        found[row.enterprise_id].append(row.user)
    return found


@transaction.atomic
def _tell_business(steps: list[OnboardingStep], people: list[User], today: date) -> int:
    late = [step.pk for step in steps if _is_late(step, today)]
    for step in steps:
        column = "late_told_for" if step.pk in late else "soon_told_for"
        OnboardingStep.objects.filter(pk=step.pk).update(**{column: step.due_on})
    enterprise: Enterprise = steps[0].onboarding.enterprise
    for person in people:
        mail.send(
            "onboarding_due",
            person.email,
            language=person.language,
            name=str(person),
            enterprise=enterprise.name,
            rows=[_told(step, step.pk in late) for step in steps],
            link=mail.link("marketplaces:my_onboarding", language=person.language),
        )
    return len(people)


def _told(step: OnboardingStep, is_late: bool) -> dict[str, Any]:
    return {
        "step": step.get_step_display,  # called while the mail is written, in its reader's language
        "marketplace": step.onboarding.marketplace.name,
        "due_on": f"{step.due_on:%d/%m/%Y}",
        "is_late": is_late,
    }
