"""An officer answers with or for a business: only what an officer began, or what the business handed over."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Framework
from assessments.rules import Source, State
from assessments.services.answering import start
from portal.shared import audit
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise


@transaction.atomic
def start_for(enterprise: Enterprise, framework: Framework, *, actor: Any) -> Assessment:
    """The open assisted draft, or a new one begun by the officer.

    Refuses while the business answers by itself: its unfinished answers are its own until it hands them over.
    """
    return assisted_by(start(enterprise, framework, actor=actor), actor=actor)


def assisted_by(draft: Assessment, *, actor: Any) -> Assessment:
    """The draft as one that the officers of the place answer; refuses one that the business answers itself."""
    if draft.is_assisted:
        return draft
    if draft.started_by_id != actor.pk or draft.answers.exclude(source=Source.PREFILLED).exists():
        raise RuleBroken(
            "answers_itself",
            _(
                "The business has begun to answer this questionnaire itself. "
                "It can hand it over to you with “Go on with an officer” on its own page."
            ),
        )
    return _assisted(draft, actor)


@transaction.atomic
def hand_over(assessment: Assessment, *, actor: Any) -> Assessment:
    """The business lets the officers of its place see and go on with its open draft."""
    locked = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if locked.state != State.DRAFT:
        raise RuleBroken("assessment_closed", _("This assessment is no longer open."))
    return locked if locked.is_assisted else _assisted(locked, actor)


def _assisted(draft: Assessment, actor: Any) -> Assessment:
    draft.is_assisted = True
    draft.save(update_fields=["is_assisted", "updated_at"])
    audit.record(draft, "assessments.hand_over", actor=actor)
    return draft
