"""Scoring: a pure function of a definition and its answers, in exact arithmetic.

An unanswered criterion counts 0 points of its maximum and is listed as missing. "Not applicable", "don't know" and
hidden criteria count as the criterion declares: 0 points, taken out of the maximum, or the maximum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.rules import conditions
from assessments.rules.answers import Answer
from assessments.rules.definition import Criterion, Definition, LevelBand, OverallRule, PointBand
from assessments.rules.numbers import figure, rounded
from assessments.rules.states import ONE_OPTION, Counting, Kind

ZERO = Fraction(0)


@dataclass(frozen=True)
class CriterionScore:
    """What one criterion gave: ``state`` is answered, missing, na, unknown or hidden."""

    code: str
    state: str
    raw: Fraction
    points: Fraction
    max: Fraction


@dataclass(frozen=True)
class PartScore:
    """The sum of an indicator or a pillar; a part without any maximum left has no share and no level."""

    code: str
    points: Fraction
    max: Fraction
    level: int | None = None

    @property
    def percent(self) -> Fraction | None:
        """The share of the maximum in per cent, exact."""
        return self.points * 100 / self.max if self.max else None

    def as_json(self) -> dict[str, Any]:
        """For the command's output."""
        return {
            "code": self.code,
            "points": figure(self.points),
            "max": figure(self.max),
            "percent": percent_figure(self.percent),
            "level": self.level,
        }


@dataclass(frozen=True)
class Result:
    """A whole score."""

    total: Fraction
    max: Fraction
    level: int
    pillars: tuple[PartScore, ...]
    indicators: tuple[PartScore, ...]
    criteria: tuple[CriterionScore, ...]

    @property
    def percent(self) -> Fraction | None:
        """The share of the maximum in per cent, exact."""
        return self.total * 100 / self.max if self.max else None

    @property
    def missing(self) -> list[str]:
        """Criteria that were asked and not answered."""
        return [c.code for c in self.criteria if c.state == "missing"]

    @property
    def by_code(self) -> dict[str, CriterionScore]:
        """Criteria by code."""
        return {c.code: c for c in self.criteria}

    def as_json(self) -> dict[str, Any]:
        """For the command's output."""
        return {
            "total": figure(self.total),
            "max": figure(self.max),
            "percent": percent_figure(self.percent),
            "level": self.level,
            "pillars": [pillar.as_json() for pillar in self.pillars],
            "indicators": [indicator.as_json() for indicator in self.indicators],
            "missing": self.missing,
        }


def percent_figure(percent: Fraction | None) -> float | None:
    """With one place, half up."""
    return None if percent is None else float(rounded(percent, 1))


def score(
    definition: Definition,
    answers: Mapping[str, Answer],
    facts: Mapping[str, str] | None = None,
) -> Result:
    """The result of answers in their kept form. ``facts`` (``size``, ``sector``) choose the modules that apply."""
    scores = _criteria(definition, answers, facts or {})
    by_code = {each.code: each for each in scores}
    indicators, pillars = [], []
    for pillar in definition.pillars:
        for indicator in pillar.indicators:
            points, most = _sum(by_code[c.code] for c in indicator.criteria)
            indicators.append(PartScore(indicator.code, points, most))
        points, most = _sum(by_code[c.code] for c in pillar.criteria)
        bands = pillar.bands or definition.pillar_bands
        pillars.append(PartScore(pillar.code, points, most, pillar_level(bands, points, most)))
    total, most = _sum(scores)
    return Result(
        total=total,
        max=most,
        level=overall_level(definition, total, most, [pillar.level for pillar in pillars]),
        pillars=tuple(pillars),
        indicators=tuple(indicators),
        criteria=tuple(scores),
    )


def visible(
    definition: Definition,
    answers: Mapping[str, Answer],
    facts: Mapping[str, str] | None = None,
) -> tuple[Criterion, ...]:
    """The criteria that are asked, given the answers so far."""
    hidden = {c.code for c in _criteria(definition, answers, facts or {}) if c.state == "hidden"}
    return tuple(c for c in definition.criteria if c.code not in hidden)


def _sum(parts: Iterable[Any]) -> tuple[Fraction, Fraction]:
    points = most = ZERO
    for part in parts:
        points, most = points + part.points, most + part.max
    return points, most


def _criteria(
    definition: Definition, answers: Mapping[str, Answer], facts: Mapping[str, str]
) -> list[CriterionScore]:
    raw: dict[str, Fraction] = {}
    found = []
    for criterion in definition.criteria:
        asked = conditions.is_for(criterion, facts) and (
            criterion.visible_if is None or conditions.holds(criterion.visible_if, raw, answers)
        )
        answer = answers.get(criterion.code) if asked else None
        found.append(_criterion(definition, criterion, answer, is_asked=asked))
        if found[-1].state == "answered":
            raw[criterion.code] = found[-1].raw
    return found


def _criterion(
    definition: Definition, criterion: Criterion, answer: Answer | None, *, is_asked: bool
) -> CriterionScore:
    if not is_asked:
        return _counted(criterion, "hidden", criterion.hidden)
    if answer is None:
        return CriterionScore(criterion.code, "missing", ZERO, ZERO, criterion.max_points)
    if "na" in answer:
        return _counted(criterion, "na", criterion.na)
    if "unknown" in answer:
        return _counted(criterion, "unknown", criterion.unknown)
    raw = raw_points(definition, criterion, answer)
    return CriterionScore(
        criterion.code, "answered", raw, raw * criterion.weight, criterion.max_points
    )


def _counted(criterion: Criterion, state: str, counting: Counting) -> CriterionScore:
    most = ZERO if counting == Counting.EXCLUDE else criterion.max_points
    points = criterion.max_points if counting == Counting.FULL else ZERO
    return CriterionScore(criterion.code, state, points / criterion.weight, points, most)


def raw_points(definition: Definition, criterion: Criterion, answer: Answer) -> Fraction:
    """Points before the weight, from an answer in its kept form."""
    if criterion.kind in ONE_OPTION:
        return criterion.options[answer["option"]].points
    if criterion.kind == Kind.SEVERAL_OF:
        together = sum((criterion.options[i].points for i in answer["options"]), ZERO)
        return min(together, criterion.raw_max)
    if criterion.kind == Kind.RATIO:
        return banded(criterion.bands or definition.ratio_bands, share(answer))
    if criterion.kind == Kind.NUMBER:
        return banded(criterion.bands, Fraction(answer["value"]))
    used, linked = Fraction(len(answer["options"])), Fraction(len(answer["linked"]))
    points = banded(criterion.bands, used) if criterion.bands else ZERO
    points += banded(criterion.link_bands, linked) if criterion.link_bands else ZERO
    return min(points, criterion.raw_max)


def share(answer: Answer) -> Fraction:
    """A ratio in per cent, exact."""
    return Fraction(answer["numerator"]) * 100 / Fraction(answer["denominator"])


def banded(bands: Sequence[PointBand], value: Fraction) -> Fraction:
    """The points of the first band that reaches the value; above all bands, those of the last."""
    for band in bands:
        if band.upto is None or value <= band.upto:
            return band.points
    return bands[-1].points


def pillar_level(bands: Sequence[LevelBand], points: Fraction, most: Fraction) -> int | None:
    """The level of a pillar: the first band that its share does not pass."""
    if not most:
        return None
    for band in bands:
        if points * 100 <= band.upto * most:
            return band.level
    return bands[-1].level


def overall_level(
    definition: Definition, total: Fraction, most: Fraction, levels: Sequence[int | None]
) -> int:
    """The highest level whose rule holds."""
    for rule in sorted(definition.overall_rules, key=lambda rule: -rule.level):
        if fulfils(rule, definition, total, most, levels):
            return rule.level
    return min(level.level for level in definition.levels)


def fulfils(
    rule: OverallRule,
    definition: Definition,
    total: Fraction,
    most: Fraction,
    levels: Sequence[int | None],
) -> bool:
    """Whether a rule for the overall level holds.

    Where criteria were taken out of the maximum, the total that the rule names shrinks in proportion, and a
    pillar of which nothing is left stands in nobody's way.
    """
    if rule.total_over is not None and total * definition.max_points <= rule.total_over * most:
        return False
    if rule.pillars_at_least is None or rule.pillar_level is None:
        return True
    return pillars_at(levels, rule.pillar_level) >= rule.pillars_at_least


def pillars_at(levels: Sequence[int | None], level: int) -> int:
    """How many pillars are at a level or above; one of which nothing is left counts."""
    return sum(each is None or each >= level for each in levels)
