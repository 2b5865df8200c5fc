"""Crosswalks: which question of a version is the same as one of an earlier version, and what follows from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.rules.answers import Answer, clean_answer
from assessments.rules.definition import Criterion, Definition
from assessments.rules.scoring import CriterionScore, score
from assessments.rules.states import Likeness
from portal.shared.errors import RuleBroken
from portal.shared.text import fold

COUNTED = ("answered", "na", "unknown")


@dataclass(frozen=True)
class Link:
    """A criterion of the later version, and the one of the earlier version that it stands beside, if any."""

    criterion: str
    earlier: str
    likeness: Likeness


def can_be_equal(earlier: Criterion, later: Criterion | None) -> bool:
    """An answer to the one can be read as an answer to the other: same kind, same number of things to choose."""
    if later is None:
        return False
    return earlier.kind == later.kind and len(earlier.options) == len(later.options)


def asks_the_same(earlier: Criterion, later: Criterion) -> bool:
    """Word for word the same question with the same things to choose; points and weight may differ."""
    return can_be_equal(earlier, later) and _words(earlier) == _words(later)


def _words(c: Criterion) -> list[str]:
    texts = [c.title, c.question, c.numerator, c.denominator, c.unit, *(o.text for o in c.options)]
    return [fold(text.vi) for text in texts]


def propose(earlier: Definition, later: Definition) -> list[Link]:
    """A link for each criterion of the later version.

    Equal: the same words under the same code, or under another code that is gone since. Similar: the same code
    with other words. Everything else is new.
    """
    gone = [c for c in earlier.criteria if c.code not in later.by_code]
    return [_proposed(c, earlier.by_code.get(c.code), gone) for c in later.criteria]


def _proposed(criterion: Criterion, same_code: Criterion | None, gone: list[Criterion]) -> Link:
    if same_code is not None:
        is_equal = asks_the_same(same_code, criterion)
        likeness = Likeness.EQUAL if is_equal else Likeness.SIMILAR
        return Link(criterion.code, same_code.code, likeness)
    moved = [each for each in gone if asks_the_same(each, criterion)]
    if len(moved) == 1:
        return Link(criterion.code, moved[0].code, Likeness.EQUAL)
    return Link(criterion.code, "", Likeness.NONE)


def carried(
    links: Iterable[Link], answers: Mapping[str, Any], later: Definition
) -> Iterator[tuple[str, str, Answer]]:
    """What may be taken over: ``(criterion, earlier criterion, answer)`` for equal ones that still take it."""
    for link in links:
        criterion = later.by_code.get(link.criterion)
        given = answers.get(link.earlier)
        if link.likeness != Likeness.EQUAL or criterion is None or given is None:
            continue
        try:
            yield link.criterion, link.earlier, clean_answer(criterion, given)
        except RuleBroken:
            continue


def moved(links: Iterable[Link], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers under the codes of the later version; as they stand where nothing was declared."""
    declared = list(links)
    if not declared:
        return dict(answers)
    return {each.criterion: answers[each.earlier] for each in declared if each.earlier in answers}


@dataclass(frozen=True)
class Then:
    """A pillar then and now over the questions that stayed the same, in per cent; both by today's points."""

    code: str
    then: float | None
    now: float | None
    questions: int


def compared(
    later: Definition,
    links: Iterable[Link],
    earlier_answers: Mapping[str, Any],
    answers: Mapping[str, Answer],
    facts: Mapping[str, str],
) -> list[Then]:
    """Progress across a break: old answers to equal questions, scored by the later version beside the new ones."""
    taken = {code: answer for code, _old, answer in carried(links, earlier_answers, later)}
    then = score(later, taken, facts).by_code
    now = score(later, answers, facts).by_code
    found = []
    for pillar in later.pillars:
        both = [
            c.code
            for c in pillar.criteria
            if c.code in taken and then[c.code].state in COUNTED and now[c.code].state in COUNTED
        ]
        found.append(Then(pillar.code, _percent(then, both), _percent(now, both), len(both)))
    return found


def _percent(scores: Mapping[str, CriterionScore], codes: list[str]) -> float | None:
    most = sum((scores[code].max for code in codes), Fraction(0))
    points = sum((scores[code].points for code in codes), Fraction(0))
    return round(float(points * 100 / most), 1) if most else None
