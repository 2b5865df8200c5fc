"""What was filled in on paper is typed in by an officer, on the version that stands on the paper."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, FrameworkVersion
from assessments.rules import Source, VersionState
from assessments.services.answering import save_answers, start
from assessments.services.assisting import assisted_by
from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises.models import Enterprise


@transaction.atomic
def start_from_paper(
    enterprise: Enterprise, version: FrameworkVersion, *, actor: Any
) -> Assessment:
    """The assisted draft on the version of the paper; the open one of this version, or a new one.

    Refuses a version that is no more than a draft, an open draft on another version, and one that the business
    answers by itself.
    """
    if version.state == VersionState.DRAFT:
        raise RuleBroken(
            "version_not_published", _("This version is not published; nothing is typed in for it.")
        )
    draft = start(enterprise, version.framework, actor=actor, version=version)
    if draft.version_id != version.pk:
        raise RuleBroken(
            "draft_on_another_version",
            _(
                "This business has an open assessment on another version of these questions. "
                "Finish that one or give it up, then type in the paper."
            ),
        )
    return assisted_by(draft, actor=actor)


def keep_paper(
    assessment: Assessment, answers: Mapping[str, Any], *, filled_on: date, actor: Any
) -> int:
    """Keep all answers of the paper at once, dated with its day; returns how many. Refuses a day to come."""
    if filled_on > clock.today():
        raise RuleBroken("day_to_come", _("This day is still to come."), "filled_on")
    at = datetime.combine(filled_on, time(12), tzinfo=clock.VIETNAM)
    return save_answers(assessment, answers, actor=actor, source=Source.PAPER, at=at)
