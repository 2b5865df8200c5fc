"""An assessment laid out for answering: the questions that are asked, in order, with their answers in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments import rules
from assessments.models import Answer, Assessment
from assessments.rules import Criterion, Definition, Source
from assessments.selectors.frameworks import definition_of
from portal.shared.money import format_number


@dataclass(frozen=True)
class Question:
    """A criterion with its answer so far and where it stands."""

    criterion: Criterion
    number: int
    answer: Answer | None
    pillar_code: str

    @property
    def is_answered(self) -> bool:
        """Somebody gave an answer here; one that was only taken over waits for that."""
        return self.answer is not None and not self.is_taken_over

    @property
    def is_taken_over(self) -> bool:
        """The answer comes from an earlier version, and nobody has gone on from this page yet."""
        return self.answer is not None and self.answer.source == Source.PREFILLED

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
    given = Answer.objects.filter(assessment=assessment).select_related("answered_by")
    return laid_out(assessment, definition_of(assessment.version), given)


def laid_out(assessment: Assessment, definition: Definition, given: Iterable[Answer]) -> Paper:
    """The same with answers that are at hand."""
    rows = {row.criterion: row for row in given}
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


def on_paper(definition: Definition, facts: Mapping[str, str]) -> dict[str, int]:
    """The criteria that stand on a printed sheet, with their numbers: all that fit the business, asked or not."""
    fitting = [c.code for c in definition.criteria if rules.conditions.is_for(c, dict(facts))]
    return {code: number for number, code in enumerate(fitting, start=1)}


def values_of(rows: Iterable[Answer]) -> dict[str, dict[str, Any]]:
    """Answers by criterion, as scoring takes them."""
    return {row.criterion: row.value for row in rows}


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
