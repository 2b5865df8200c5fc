"""What to do next: the three steps that raise a business most for their effort, its strengths and gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.rules.definition import Advice, Criterion, Definition
from assessments.rules.scoring import Result, pillars_at

STRONG, WEAK = Fraction(4, 5), Fraction(2, 5)
MOST_STEPS = 3


@dataclass(frozen=True)
class Step:
    """One thing worth doing; ``gain`` is in points, ``effort`` from 1 (an afternoon) to 5 (a year)."""

    criterion: Criterion
    advice: Advice
    gain: Fraction


@dataclass(frozen=True)
class Way:
    """What still lacks for the next level: more than ``points_short`` points (``None``: enough), and pillars."""

    level: int
    points_short: Fraction | None
    pillars_short: int
    pillar_level: int | None


def next_steps(
    definition: Definition, result: Result, facts: Mapping[str, str], most: int = MOST_STEPS
) -> list[Step]:
    """By gain for effort, for this size and sector; no guide twice, the framework's order among equals."""
    steps = []
    for criterion in definition.criteria:
        got = result.by_code[criterion.code]
        gain = got.max - got.points
        if gain <= 0 or got.state == "hidden":
            continue
        advice = next((a for a in criterion.advice if a.fits(got.raw, dict(facts))), None)
        if advice is not None:
            steps.append(Step(criterion, advice, gain))
    steps.sort(key=lambda step: -step.gain / step.advice.effort)
    kept: list[Step] = []
    for step in steps:
        if not step.advice.guide or step.advice.guide not in {s.advice.guide for s in kept}:
            kept.append(step)
    return kept[:most]


def strengths(definition: Definition, result: Result, most: int = 3) -> list[Criterion]:
    """Where a business is good: at least four fifths of the points, the most points first."""
    good = [
        c for c in result.criteria if c.state == "answered" and c.max and c.points / c.max >= STRONG
    ]
    good.sort(key=lambda c: (-c.points / c.max, -c.points))
    return [definition.by_code[c.code] for c in good[:most]]


def gaps(definition: Definition, result: Result, most: int = 3) -> list[Criterion]:
    """Where most is to be gained: at most two fifths of the points, the most lost first."""
    weak = [
        c for c in result.criteria if c.state != "hidden" and c.max and c.points / c.max <= WEAK
    ]
    weak.sort(key=lambda c: -(c.max - c.points))
    return [definition.by_code[c.code] for c in weak[:most]]


def way_up(definition: Definition, result: Result) -> Way | None:
    """What lacks for the next level, or nothing at the top."""
    rules = {rule.level: rule for rule in definition.overall_rules}
    rule = rules.get(result.level + 1)
    if rule is None:
        return None
    short = None
    if rule.total_over is not None and definition.max_points:
        needed = rule.total_over * result.max / definition.max_points
        short = needed - result.total if result.total <= needed else None
    levels: Sequence[int | None] = [pillar.level for pillar in result.pillars]
    lacking = 0
    if rule.pillars_at_least is not None and rule.pillar_level is not None:
        lacking = max(0, rule.pillars_at_least - pillars_at(levels, rule.pillar_level))
    return Way(rule.level, short, lacking, rule.pillar_level)
