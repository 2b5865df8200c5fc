"""Mails to businesses about milestones: near, and over."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.privacy import selectors as consents
from portal.privacy.rules import Purpose
from portal.shared import clock, mail
from sme.enterprises.models import Membership
from sme.programmes import rules
from sme.programmes.models import Reached


def remind_of_milestones() -> int:
    """Tell businesses, for each night, and safe to repeat: once a week before the day, once when it is over.

    Only those who agreed to reminders are told. Returns how many mails were sent.
    """
    today = clock.today()
    rows = Reached.objects.expected().filter(due_on__lte=today + rules.REMINDED)
    wanted: dict[int, list[Reached]] = defaultdict(list)
    for row in rows.select_related("milestone", "enrolment__enterprise", "enrolment__cohort"):
        told = row.late_told_for if row.due_on < today else row.soon_told_for
        if told != row.due_on:
            wanted[row.enrolment_id].append(row)
    members = _members_of({each[0].enrolment.enterprise_id for each in wanted.values()})
    return sum(
        _tell(each, members[each[0].enrolment.enterprise_id], today)
        for each in wanted.values()
        if members[each[0].enrolment.enterprise_id]
    )


def _members_of(enterprise_ids: set[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    agreed = consents.agreed(Purpose.REMINDERS)
    rows = Membership.objects.filter(
        enterprise__in=enterprise_ids, user__is_active=True, user__in=agreed
    )
    for row in rows.select_related("user").order_by("pk"):
        found[row.enterprise_id].append(row.user)
    return found


@transaction.atomic
def _tell(rows: list[Reached], people: list[User], today: date) -> int:
    for row in rows:
        column = "late_told_for" if row.due_on < today else "soon_told_for"
        Reached.objects.filter(pk=row.pk).update(**{column: row.due_on})
    enrolment = rows[0].enrolment
    for person in people:
        mail.send(
            "milestones_due",
            person.email,
            language=person.language,
            name=person.display_name,
            enterprise=enrolment.enterprise.name,
            code=enrolment.cohort.code,
            rows=[_told(row, person.language, today) for row in rows],
            link=mail.link("programmes:mine", language=person.language),
        )
    return len(people)


def _told(row: Reached, language: str, today: date) -> dict[str, Any]:
    asked = row.milestone
    is_english = language == "en" and asked.title_en
    return {
        "title": asked.title_en if is_english else asked.title_vi,
        "due_on": f"{row.due_on:%d/%m/%Y}",
        "is_late": row.due_on < today,
    }
