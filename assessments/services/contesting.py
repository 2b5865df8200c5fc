"""A business contests what an officer answered for it; the office corrects or explains. Nothing is deleted."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments import selectors
from assessments.models import Assessment, Contest
from assessments.rules import State
from portal.shared import audit, clock, mail
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Membership


def send_summary(assessment: Assessment, *, actor: Any) -> None:
    """Tell the members what was submitted with an officer's help, and that they may contest it."""
    if not selectors.is_assisted(assessment) or assessment.enterprise is None:
        return
    _mail_members(assessment, "readiness_assisted", actor=actor)


@transaction.atomic
def contest(
    assessment: Assessment, *, text: str, criteria: Iterable[str] = (), actor: Any
) -> Contest:
    """Say in a sentence what is not right, and in which questions (none: in all of it).

    Refuses what the business answered alone, what is not submitted, an empty sentence, questions of another
    questionnaire, and a second one while the first waits for its answer.
    """
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("version", "framework")
        .get(pk=assessment.pk)
    )
    if locked.state != State.SUBMITTED or not selectors.is_assisted(locked):
        raise RuleBroken(
            "not_assisted",
            _("Only a submitted result that an officer answered with you can be contested."),
        )
    if not text.strip():
        raise RuleBroken("reason_missing", _("Say in a sentence what is not right."), "text")
    named = list(dict.fromkeys(criteria))
    if unknown := set(named) - set(selectors.definition_of(locked.version).by_code):
        raise RuleBroken(
            "unknown_criterion",
            _("There is no such question in this version: %(codes)s")
            % {"codes": ", ".join(sorted(unknown))},
            "criteria",
        )
    if Contest.objects.filter(assessment=locked, replied_at__isnull=True).exists():
        raise RuleBroken(
            "contest_waits",
            _("The office has not answered your last message about this result yet."),
        )
    made = Contest.objects.create(
        assessment=locked, criteria=named, text=text.strip(), made_at=clock.now(), made_by=actor
    )
    data = {"contest": made.pk, "criteria": named}
    audit.record(locked, "assessments.contest", actor=actor, data=data)
    return made


@transaction.atomic
def reply(
    contested: Contest, *, text: str, corrected_by: Assessment | None = None, actor: Any
) -> Contest:
    """Explain, or name the newer result that corrects this one; the members are told.

    Refuses a second answer, an empty one, and a result of somebody else, of another questionnaire or an older one.
    """
    locked = (
        Contest.objects.select_for_update(of=("self",))
        .select_related("assessment__framework", "assessment__enterprise")
        .get(pk=contested.pk)
    )
    if not locked.is_open:
        raise RuleBroken("contest_answered", _("This was answered already."))
    if not text.strip():
        raise RuleBroken("reason_missing", _("Write a sentence to the business."), "text")
    if corrected_by and not selectors.later_results(locked.assessment).filter(pk=corrected_by.pk):
        raise RuleBroken(
            "no_correction",
            _("A correction is a newer submitted result of the same business and questionnaire."),
            "corrected_by",
        )
    locked.reply, locked.corrected_by = text.strip(), corrected_by
    locked.replied_at, locked.replied_by = clock.now(), actor
    locked.save(update_fields=["reply", "corrected_by", "replied_at", "replied_by"])
    data = {"contest": locked.pk, "corrected_by": corrected_by.pk if corrected_by else None}
    audit.record(locked.assessment, "assessments.reply", actor=actor, data=data)
    _mail_members(locked.assessment, "readiness_reply", actor=actor, reply=locked.reply)
    return locked


def _mail_members(assessment: Assessment, template: str, *, actor: Any, **more: Any) -> None:
    members = Membership.objects.filter(enterprise=assessment.enterprise_id, user__is_active=True)
    if actor is not None:
        members = members.exclude(user=actor)
    for member in members.select_related("user").order_by("pk"):
        language = member.user.language
        mail.send(
            template,
            member.user.email,
            language=language,
            name=str(member.user),
            enterprise=assessment.enterprise.name if assessment.enterprise else "",
            framework=assessment.framework,
            link=mail.link("assessments:result", assessment.pk, language=language),
            **more,
        )
