"""Starting an assessment and keeping each answer: small transactions, nothing of anybody's is overwritten unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from assessments import rules, selectors
from assessments.models import Answer, Assessment, Framework, FrameworkVersion
from assessments.rules import Round, Source, State
from assessments.services import crossing
from portal.shared import audit, clock
from portal.shared.errors import RuleBroken, StaleVersion
from sme.enterprises.models import Enterprise


class StaleAnswer(StaleVersion):
    """Somebody else (or another tab) answered this question meanwhile; ``answer`` is what stands now."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__(
            "stale_answer",
            _(
                "This question was answered elsewhere after you opened it. Your choice was not saved, "
                "and nothing was overwritten. Look at the present answer and choose again if you wish."
            ),
        )


@dataclass(frozen=True)
class Saved:
    """What was kept; ``is_replay`` if it stood there already."""

    answer: Answer
    is_replay: bool


def start(
    enterprise: Enterprise,
    framework: Framework,
    *,
    actor: Any,
    round_label: str | None = None,
    version: FrameworkVersion | None = None,
    at: datetime | None = None,
) -> Assessment:
    """The open draft of this enterprise and framework, or a new one on the current version.

    ``version`` is another published one, for what stands on paper; nothing is taken over into it then.
    ``at`` is the moment for what is typed in afterwards (default: now). Refuses a framework without a
    published version, or one that is not offered.
    """
    with transaction.atomic():
        open_draft = _open_draft(enterprise, framework)
        if open_draft is not None:
            return open_draft
        offered = framework.current_id if framework.is_offered else None
        version_id = version.pk if version is not None else offered
        if version_id is None:
            raise RuleBroken(
                "framework_not_offered", _("This questionnaire is not offered at present.")
            )
        draft = Assessment(
            framework=framework,
            version_id=version_id,
            enterprise=enterprise,
            round=Round(round_label) if round_label else None,
            facts=facts_of(enterprise),
            started_at=at or clock.now(),
            started_by=actor,
        )
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
        except IntegrityError:  # a colleague was a moment earlier; theirs is the one draft
            found = _open_draft(enterprise, framework)
            if found is None:
                raise
            return found
        prefilled = 0 if version else crossing.prefill(draft)
        told = {"framework": framework.slug, **({"prefilled": prefilled} if prefilled else {})}
        audit.record(draft, "assessments.start", actor=actor, data=told)
        return draft


def _open_draft(enterprise: Enterprise, framework: Framework) -> Assessment | None:
    return Assessment.objects.drafts().filter(enterprise=enterprise, framework=framework).first()


def facts_of(enterprise: Enterprise) -> dict[str, str]:
    """What chooses modules and advice: size class and sector, where they are known."""
    facts = {"size": enterprise.size_class, "sector": enterprise.sector}
    return {name: value for name, value in facts.items() if value and value != "unknown"}


def save_answer(
    assessment: Assessment,
    code: str,
    given: Any,
    *,
    actor: Any,
    expected_version: int,
    writer: str = "",
    sequence: int = 0,
    source: Source = Source.SELF,
) -> Saved:
    """Keep one answer. ``expected_version`` is the answer's version that the page showed, 0 for none.

    ``writer`` names the open page and ``sequence`` counts its sends, so that a repeated or late send of the same
    page is known and harmless. Refuses unknown criteria, answers that the criterion does not take, assessments
    that are not open, and a stale page (``StaleAnswer``).
    """
    criterion = selectors.definition_of(assessment.version).by_code.get(code)
    if criterion is None:
        raise RuleBroken("criterion_unknown", _("This framework has no such criterion."))
    value = rules.clean_answer(criterion, given)
    with transaction.atomic():
        _lock_open(assessment)
        row = Answer.objects.filter(assessment_id=assessment.pk, criterion=code).first()
        if row is None:
            row = Answer(assessment_id=assessment.pk, criterion=code, version=0)
        elif writer and row.writer == writer:
            # The same send again, or one that was overtaken on its way. A page shown again from the browser's
            # memory may count to the same number, so that another answer under it is a new one.
            if sequence < row.sequence or (sequence == row.sequence and row.value == value):
                return Saved(row, is_replay=True)
        elif row.value == value and row.source != Source.PREFILLED:
            return Saved(row, is_replay=True)
        elif row.version != expected_version:
            raise StaleAnswer(row)
        row.value, row.version = value, row.version + 1
        row.writer, row.sequence, row.source = writer, sequence, source
        row.answered_by, row.answered_at = actor, clock.now()
        row.save()
    return Saved(row, is_replay=False)


def save_answers(
    assessment: Assessment,
    given: Mapping[str, Any],
    *,
    actor: Any,
    source: Source = Source.PAPER,
    at: datetime | None = None,
) -> int:
    """Keep many answers at once (typed in from paper, taken over); returns how many.

    All or nothing: refuses (``AnswersInvalid``) with every problem. Answers that are there already are replaced.
    """
    kept = rules.clean_answers(selectors.definition_of(assessment.version), {"answers": given})
    moment = at or clock.now()
    rows = [
        Answer(
            assessment_id=assessment.pk,
            criterion=code,
            value=value,
            source=source,
            answered_by=actor,
            answered_at=moment,
        )
        for code, value in kept.items()
    ]
    with transaction.atomic():
        _lock_open(assessment)
        present = Answer.objects.filter(assessment_id=assessment.pk)
        versions = dict(present.values_list("criterion", "version"))
        for row in rows:
            row.version = versions.get(row.criterion, 0) + 1
        Answer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["assessment", "criterion"],
            update_fields=[
                "value", "version", "writer", "sequence", "source", "answered_by", "answered_at",
            ],
        )  # fmt: skip
    return len(rows)


def _lock_open(assessment: Assessment) -> None:
    """Hold the assessment while one of its answers is written; refuses one that is no draft."""
    locked = Assessment.objects.select_for_update().filter(pk=assessment.pk)
    if locked.values_list("state", flat=True).first() != State.DRAFT:
        raise RuleBroken(
            "assessment_closed",
            _(
                "This assessment is no longer open, so its answers cannot change. You can start a new one."
            ),
        )
