"""An officer reviews a submitted result: adjusted answers with reasons stand beside it, nothing of it is edited."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments import rules, selectors
from assessments.models import Assessment, Review
from assessments.rules import State, following
from assessments.rules.numbers import rounded
from assessments.rules.scoring import ZERO
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken


@transaction.atomic
def review(
    assessment: Assessment,
    *,
    criterion: str = "",
    answer: Any = None,
    reason: str = "",
    note: str = "",
    actor: Any,
) -> Review:
    """One more word of the office: a question that it answers otherwise and why, or only that it was looked at.

    Earlier adjustments stay in force. Refuses what is not submitted, a question that the version does not have,
    an answer that it does not offer, one without a reason, and the answer that stands already.
    """
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("version", "framework", "result")
        .get(pk=assessment.pk)
    )
    if locked.state != State.SUBMITTED:
        raise RuleBroken("not_submitted", _("Only a submitted result can be reviewed."))
    definition = selectors.definition_of(locked.version)
    last = selectors.last_review(locked)
    before = last.changes if last else []
    change = _change(locked, definition, before, criterion, answer, reason)
    adjusted = following.with_adjusted(before, change)
    scored = following.rescored(definition, locked.result.answers, adjusted, locked.facts)
    made = Review.objects.create(
        assessment=locked,
        adjusted=[each.plain() for each in adjusted],
        note=note,
        total=rounded(scored.total, 3),
        max=rounded(scored.max, 3),
        percent=rounded(scored.percent or ZERO, 1),
        level=scored.level,
        pillars=[each.as_json() for each in scored.pillars],
        reviewed_at=clock.now(),
        reviewed_by=actor,
    )
    data = {"review": made.pk, "criterion": criterion, "level": made.level, "total": made.total}
    audit.record(locked, "assessments.review", actor=actor, data=data)
    return made


def _change(
    assessment: Assessment,
    definition: rules.Definition,
    before: list[following.Adjusted],
    code: str,
    answer: Any,
    reason: str,
) -> following.Adjusted | None:
    if not code:
        return None
    asked = definition.by_code.get(code)
    if asked is None:
        raise RuleBroken("unknown_criterion", _("There is no such question in this version."))
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why the office answers otherwise."), "reason")
    clean = rules.clean_answer(asked, answer)
    standing = {each.criterion: each.answer for each in before}
    if clean == standing.get(code, assessment.result.answers.get(code)):
        raise RuleBroken("nothing_changed", _("This answer stands already. Choose another one."))
    return following.Adjusted(code, clean, reason.strip())
