"""Submitting freezes everything into the result; withdrawing keeps its place in history."""

import json
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from assessments import rules, selectors
from assessments.models import Assessment, PillarResult, Result
from assessments.rules import MOVES, Definition, State
from assessments.rules.numbers import rounded
from assessments.services import contesting, rounds
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from sme.enterprises import services as enterprises
from sme.enterprises.models import Enterprise


@transaction.atomic
def submit(assessment: Assessment, *, actor: Any, at: datetime | None = None) -> Result:
    """Freeze questions, weights, answers and texts into the result, and tell the enterprise's room the level.

    ``at`` is the moment for what is typed in afterwards. Submitting again gives the same result. Refuses a
    withdrawn assessment and one whose required answers are missing.
    """
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("version", "framework", "enterprise")
        .get(pk=assessment.pk)
    )
    if locked.state == State.SUBMITTED:
        return locked.result
    _may_move(locked, State.SUBMITTED)
    paper = selectors.paper_of(locked)
    _refuse_missing(len(paper.missing))
    moment = at or clock.now()
    answers = selectors.values_of(q.answer for q in paper.questions if q.answer and q.is_answered)
    result = _frozen(locked, paper.definition, answers, clock.local_day(moment))
    locked.state, locked.submitted_at, locked.submitted_by = State.SUBMITTED, moment, actor
    locked.save(update_fields=["state", "submitted_at", "submitted_by", "updated_at"])
    audit.record(
        locked,
        "assessments.submit",
        actor=actor,
        data=_by(
            actor, {"level": result.level, "total": result.total, "checksum": result.checksum}
        ),
    )
    rounds.count_in(locked, result.submitted_on)
    contesting.send_summary(locked, actor=actor)
    tell_enterprise(locked.enterprise)
    assessment.state, assessment.submitted_at = locked.state, moment
    return result


@transaction.atomic
def withdraw(assessment: Assessment, *, actor: Any) -> None:
    """Take a draft or a submitted assessment out of the figures; it stays in the history, marked.

    Refuses one that is withdrawn already.
    """
    locked = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("framework", "enterprise")
        .get(pk=assessment.pk)
    )
    _may_move(locked, State.WITHDRAWN)
    before = locked.state
    locked.state, locked.withdrawn_at = State.WITHDRAWN, clock.now()
    locked.save(update_fields=["state", "withdrawn_at", "updated_at"])
    audit.record(
        locked,
        "assessments.withdraw",
        actor=actor,
        data={"changed": audit.changes({"state": before}, {"state": locked.state})},
    )
    if before == State.SUBMITTED:
        tell_enterprise(locked.enterprise)
    assessment.state = locked.state


def _by(actor: Any, data: dict[str, Any]) -> dict[str, Any]:
    """A visitor without an account is nobody whom the audit trail could name."""
    return data if actor is not None else {**data, **audit.BY_SYSTEM}


def _may_move(assessment: Assessment, to: State) -> None:
    if to not in MOVES[assessment.state]:
        raise RuleBroken("assessment_closed", _("This assessment was withdrawn."))


def _refuse_missing(missing: int) -> None:
    if missing:
        raise RuleBroken(
            "answers_missing",
            ngettext_lazy(
                "%(n)d question is still open. Answer it, then submit.",
                "%(n)d questions are still open. Answer them, then submit.",
                missing,
            )
            % {"n": missing},
        )


def _frozen(
    assessment: Assessment, definition: Definition, answers: dict[str, Any], day: Any
) -> Result:
    scored = rules.score(definition, answers, assessment.facts)
    snapshot = rules.freeze(
        definition, assessment.version.checksum, answers, scored, assessment.facts
    )
    enterprise = assessment.enterprise
    result = Result.objects.create(
        assessment=assessment,
        checksum=assessment.version.checksum,
        answers=answers,
        snapshot=json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        total=rounded(scored.total, 3),
        max=rounded(scored.max, 3),
        percent=rounded(scored.percent or Fraction(0), 1),
        level=scored.level,
        top_level=definition.top_level,
        submitted_on=day,
        place_id=enterprise.place_id if enterprise else None,
        kind=enterprise.kind if enterprise else "",
        size_class=enterprise.size_class if enterprise else "",
        sector=enterprise.sector if enterprise else "",
    )
    PillarResult.objects.bulk_create(
        PillarResult(
            result=result,
            code=pillar.code,
            points=rounded(pillar.points, 3),
            max=rounded(pillar.max, 3),
            percent=None if pillar.percent is None else rounded(pillar.percent, 1),
            level=pillar.level,
        )
        for pillar in scored.pillars
    )
    return result


def tell_enterprise(enterprise: Enterprise | None) -> None:
    """The newest submitted result is the fact that other rooms read."""
    if enterprise is None:
        return
    newest = (
        Assessment.objects.submitted()
        .filter(enterprise=enterprise)
        .select_related("result", "framework")
        .order_by("-submitted_at", "-pk")
        .first()
    )
    result = newest.result if newest else None
    enterprises.record_readiness(
        enterprise,
        level=result.level if result else None,
        day=result.submitted_on if result else None,
        framework=newest.framework.slug if newest else "",
        percent=float(result.percent) if result and result.percent is not None else None,
    )
