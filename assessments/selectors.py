"""Reads of readiness, scoped to who may see what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from assessments import rules
from assessments.models import (
    Answer,
    Assessment,
    AssessmentQuerySet,
    Framework,
    FrameworkVersion,
    Result,
    ResultLink,
)
from assessments.rules import Criterion, Definition, State
from portal.shared import clock, pagecache
from portal.shared.money import format_number
from sme.enterprises import permissions as enterprise_permissions
from sme.enterprises.models import Enterprise


@lru_cache(maxsize=64)
def _definition(checksum: str) -> Definition:
    """A published document never changes, so that its checksum names the parsed form in every process."""
    document = (
        FrameworkVersion.objects.filter(checksum=checksum)
        .values_list("document", flat=True)
        .first()
    )
    if document is None:
        raise LookupError(checksum)
    return rules.parse(document)


def definition_of(version: FrameworkVersion) -> Definition:
    """The definition of a version; parsed once per process."""
    return _definition(version.checksum)


# --- what may be started ----------------------------------------------------------------------------


def frameworks_offered() -> list[Framework]:
    """What businesses may start, the first one first."""
    return list(
        pagecache.part(
            "frameworks", lambda: list(Framework.objects.offered().select_related("current"))
        )
    )


def framework_versions() -> Any:
    """All versions with how many submitted assessments stand on each."""
    return (
        FrameworkVersion.objects.select_related("framework")
        .defer("document")
        .annotate(assessments_count=Count("assessments"))
        .order_by("framework__position", "framework__slug", "pk")
    )


# --- a business's own ---------------------------------------------------------------------------------


def with_progress(queryset: AssessmentQuerySet) -> AssessmentQuerySet:
    """With the number of answers and the moment of the last one, in the same query."""
    answers = Answer.objects.filter(assessment=OuterRef("pk")).order_by().values("assessment")
    return queryset.annotate(
        answers_count=Subquery(answers.annotate(n=Count("pk")).values("n")),
        answered_at=Subquery(answers.annotate(last=Max("answered_at")).values("last")),
    )


def assessments_of(enterprise: Enterprise) -> AssessmentQuerySet:
    """An enterprise's assessments, the newest first."""
    found = Assessment.objects.filter(enterprise=enterprise).select_related(
        "framework", "version", "result", "submitted_by"
    )
    light = found.defer("version__document", "result__snapshot", "result__answers")
    return with_progress(light).order_by("-started_at", "-pk")


def visited(queryset: AssessmentQuerySet) -> AssessmentQuerySet:
    """What was answered without an account, with how far it is."""
    found = queryset.exclude(state=State.WITHDRAWN).select_related("framework", "version")
    return with_progress(found.defer("version__document")).order_by("-pk")


def level_of(assessment: Assessment) -> rules.Level:
    """The level that a submitted assessment reached, with what it means."""
    return definition_of(assessment.version).level(assessment.result.level)


def previous_result(assessment: Assessment) -> Assessment | None:
    """The submitted assessment before this one, of the same enterprise and framework."""
    if assessment.enterprise_id is None or assessment.submitted_at is None:
        return None
    earlier = Assessment.objects.submitted().filter(
        enterprise_id=assessment.enterprise_id,
        framework_id=assessment.framework_id,
        submitted_at__lt=assessment.submitted_at,
    )
    return earlier.select_related("result", "version").defer("version__document").first()


def links_of(assessment: Assessment) -> list[ResultLink]:
    """The links to a result, the newest first, each with whether it leads there now."""
    now = clock.now()
    links = list(assessment.links.all())
    for link in links:
        link.open = link.is_open(now)  # type: ignore[attr-defined]
    return links


def tried_on_past(
    version: FrameworkVersion, definition: Definition
) -> Iterator[tuple[Result, rules.Trial]]:
    """Every submitted result of the version's framework with what the version would make of its answers."""
    past = Result.objects.filter(
        assessment__state=State.SUBMITTED, assessment__framework_id=version.framework_id
    ).select_related("assessment__enterprise")
    for result in past.defer("snapshot").order_by("pk").iterator(chunk_size=500):
        yield result, rules.try_out(definition, result.answers, result.assessment.facts)


def peers_of(result: Result, *, today: date) -> rules.Peers | None:
    """How others of the same sector and size did with the same questions: each enterprise's newest result.

    Only what was submitted before this month counts, so that the figures do not move from one day to the next.
    """
    if not result.sector or not result.size_class:
        return None
    alike = (
        Result.objects.filter(
            checksum=result.checksum,
            sector=result.sector,
            size_class=result.size_class,
            submitted_on__lt=today.replace(day=1),
            assessment__state=State.SUBMITTED,
            assessment__enterprise__isnull=False,
        )
        .exclude(assessment__enterprise=result.assessment.enterprise_id)
        .order_by("submitted_on", "pk")
    )
    newest = dict(alike.values_list("assessment__enterprise_id", "percent"))
    return rules.among(list(newest.values()))


# --- answering -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """A criterion with its answer so far and where it stands."""

    criterion: Criterion
    number: int
    answer: Answer | None
    pillar_code: str

    @property
    def is_answered(self) -> bool:
        """There is an answer."""
        return self.answer is not None

    @property
    def said(self) -> list[Any]:
        """The answer in words."""
        return said_by(self.criterion, self.answer.value) if self.answer else []


@dataclass(frozen=True)
class Section:
    """A pillar's questions."""

    code: str
    title: rules.Words
    questions: tuple[Question, ...]

    @property
    def done(self) -> int:
        """How many are answered."""
        return sum(q.is_answered for q in self.questions)

    @property
    def first_open(self) -> Question:
        """Where to go on in this section."""
        return next((q for q in self.questions if not q.is_answered), self.questions[0])


@dataclass(frozen=True)
class Paper:
    """An assessment laid out: the questions that are asked, in order, with their answers."""

    assessment: Assessment
    definition: Definition
    sections: tuple[Section, ...]

    @property
    def questions(self) -> list[Question]:
        """All that are asked."""
        return [q for section in self.sections for q in section.questions]

    @property
    def done(self) -> int:
        """How many are answered."""
        return sum(section.done for section in self.sections)

    @property
    def total(self) -> int:
        """How many are asked."""
        return len(self.questions)

    @property
    def missing(self) -> list[Question]:
        """Required questions without an answer."""
        return [q for q in self.questions if q.criterion.is_required and not q.is_answered]

    @property
    def next_open(self) -> Question | None:
        """The first question without an answer."""
        return next((q for q in self.questions if not q.is_answered), None)

    def find(self, code: str) -> Question | None:
        """The question about a criterion, if it is asked."""
        return next((q for q in self.questions if q.criterion.code == code), None)

    def after(self, question: Question) -> Question | None:
        """The question after this one."""
        return next((q for q in self.questions if q.number == question.number + 1), None)

    def before(self, question: Question) -> Question | None:
        """The question before this one."""
        return next((q for q in self.questions if q.number == question.number - 1), None)


def paper_of(assessment: Assessment) -> Paper:
    """The assessment laid out, in one query for its answers."""
    definition = definition_of(assessment.version)
    rows = {
        row.criterion: row
        for row in Answer.objects.filter(assessment=assessment).select_related("answered_by")
    }
    asked = rules.visible(definition, values_of(rows.values()), assessment.facts)
    numbers = {criterion.code: n for n, criterion in enumerate(asked, start=1)}
    sections = []
    for pillar in definition.pillars:
        questions = tuple(
            Question(c, numbers[c.code], rows.get(c.code), pillar.code)
            for c in pillar.criteria
            if c.code in numbers
        )
        if questions:
            sections.append(Section(pillar.code, pillar.title, questions))
    return Paper(assessment, definition, tuple(sections))


def values_of(rows: Iterable[Answer]) -> dict[str, dict[str, Any]]:
    """Answers by criterion, as scoring takes them."""
    return {row.criterion: row.value for row in rows}


# --- officers --------------------------------------------------------------------------------------------


def in_list(user: Any) -> AssessmentQuerySet:
    """What the officers' list shows a person."""
    found = Assessment.objects.visible_to(user).select_related(
        "framework", "version", "enterprise__place", "result"
    )
    light = found.defer("version__document", "result__snapshot", "result__answers")
    return with_progress(light)


def distribution(queryset: AssessmentQuerySet) -> dict[int, int]:
    """How many submitted assessments of a list stand at each level; drafts never count."""
    rows = (
        queryset.filter(state=State.SUBMITTED)
        .order_by()
        .values("result__level")
        .annotate(n=Count("pk"))
    )
    return {row["result__level"]: row["n"] for row in rows}


def enterprise_panel(enterprise: Enterprise, user: Any) -> Mapping[str, Any]:
    """What an enterprise's page shows officers."""
    found = list(assessments_of(enterprise)[:10])
    is_office = enterprise_permissions.is_responsible_officer(user, enterprise)
    begun = {each.framework_id for each in found if each.state == State.DRAFT}
    return {
        "assessments": found,
        "assisted": [each for each in found if each.state == State.DRAFT and each.is_assisted]
        if is_office
        else [],
        "enterprise_id": enterprise.pk,
        "offered": [each for each in frameworks_offered() if each.pk not in begun]
        if is_office
        else [],
    }


# --- answers in words ----------------------------------------------------------------------------------------


def said_by(criterion: Criterion, value: Mapping[str, Any]) -> list[Any]:
    """An answer in the words that were shown, one line each."""
    if "na" in value:
        return [_("Not applicable to us")]
    if "unknown" in value:
        return [_("We don't know")]
    if "numerator" in value:
        return [f"{_shown(value['numerator'])} / {_shown(value['denominator'])}"]
    if "value" in value:
        return [f"{_shown(value['value'])} {criterion.unit}".strip()]
    chosen = [value["option"]] if "option" in value else value["options"]
    return [criterion.options[n].text for n in chosen] or [_("None of these")]


def _shown(number: str) -> str:
    return format_number(Decimal(number))
