"""What must hold between the parts of a framework before anybody may answer it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from assessments.rules import conditions
from assessments.rules.definition import Criterion, Definition, LevelBand, OverallRule, PointBand
from assessments.rules.problems import Problem
from assessments.rules.states import ONE_OPTION, Kind

HUNDRED = Fraction(100)


def check(definition: Definition) -> list[Problem]:
    """Every problem of a definition whose document was read without one."""
    return [
        *_codes(definition),
        *_levels(definition),
        *_overall(definition),
        *(p for c in definition.criteria for p in _criterion(c, definition)),
        *_cycles(definition),
    ]


def _codes(definition: Definition) -> Iterator[Problem]:
    """A code names one thing; answers are kept under the criteria's codes."""
    for kind, codes in (
        (_("pillar"), [p.code for p in definition.pillars]),
        (_("indicator"), [i.code for p in definition.pillars for i in p.indicators]),
        (_("criterion"), [c.code for c in definition.criteria]),
    ):
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield Problem(code, _("two of the kind “%(kind)s” have this code") % {"kind": kind})


def _levels(definition: Definition) -> Iterator[Problem]:
    numbers = [level.level for level in definition.levels]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        yield Problem("levels", _("the levels must count up without a gap"))
    for pillar in definition.pillars:
        where = f"pillars/{pillar.code}/bands"
        yield from _bands_of_levels(pillar.bands or definition.pillar_bands, numbers, where)


def _bands_of_levels(
    bands: Sequence[LevelBand], numbers: list[int], where: str
) -> Iterator[Problem]:
    if not bands or bands[-1].upto != HUNDRED:
        yield Problem(where, _("the bands must reach 100 per cent"))
    if [band.level for band in bands] != numbers:
        yield Problem(where, _("there must be one band for each level, from the lowest up"))
    elif any(a.upto >= b.upto for a, b in pairwise(bands)) or bands[0].upto < 0:
        yield Problem(
            where, _("a level cannot be reached: each band must end above the one before")
        )


def _overall(definition: Definition) -> Iterator[Problem]:
    rules = sorted(definition.overall_rules, key=lambda rule: -rule.level)
    numbers = sorted((level.level for level in definition.levels), reverse=True)
    if [rule.level for rule in rules] != numbers:
        yield Problem("overall_rules", _("there must be one rule for each level"))
        return
    if not rules[-1].is_open:
        yield Problem("overall_rules", _("the lowest level must hold for everybody else"))
    for place, rule in enumerate(rules):
        where = f"overall_rules/{rule.level}"
        yield from _overall_rule(rule, definition, where)
        if any(_implies(rule, higher) for higher in rules[:place]):
            yield Problem(where, _("nobody can reach this level: whoever does is already higher"))


def _overall_rule(rule: OverallRule, definition: Definition, where: str) -> Iterator[Problem]:
    if (rule.pillars_at_least is None) != (rule.pillar_level is None):
        yield Problem(where, _("“pillars_at_least” and “pillar_level” go together"))
    elif (rule.pillars_at_least or 0) > len(definition.pillars):
        yield Problem(where, _("nobody can reach this level: there are fewer pillars"))
    elif (rule.pillar_level or 0) > definition.top_level:
        yield Problem(where, _("nobody can reach this level: no pillar has that level"))
    if rule.total_over is not None and rule.total_over >= definition.max_points:
        yield Problem(where, _("nobody can reach this level: the points are not to be had"))


def _implies(rule: OverallRule, higher: OverallRule) -> bool:
    """Whoever fulfils ``rule`` fulfils ``higher`` too, which is asked first."""
    return (
        (
            higher.total_over is None
            or (rule.total_over is not None and rule.total_over >= higher.total_over)
        )
        and (higher.pillars_at_least or 0) <= (rule.pillars_at_least or 0)
        and (higher.pillar_level or 0) <= (rule.pillar_level or 0)
    )


def _criterion(c: Criterion, definition: Definition) -> Iterator[Problem]:
    where = c.code
    if c.raw_max <= 0:
        yield Problem(where, _("a criterion must give points"))
    if c.weight <= 0:
        yield Problem(where, _("a weight must be above 0"))
    yield from _kind(c, definition)
    if c.visible_if is not None:
        yield from conditions.problems_of(c.visible_if, definition.by_code, f"{where}/visible_if")
    for advice in c.advice:
        if not 1 <= advice.effort <= 5:
            yield Problem(f"{where}/advice", _("effort is a number from 1 to 5"))


def _kind(c: Criterion, definition: Definition) -> Iterator[Problem]:
    if c.kind in ONE_OPTION:
        yield from _one_option(c)
    elif c.kind == Kind.SEVERAL_OF:
        yield from _several(c)
    elif c.kind == Kind.RATIO:
        if not (c.numerator and c.denominator):
            yield Problem(c.code, _("a share needs the words of its two numbers"))
        yield from _bands(c, c.bands or definition.ratio_bands, end=HUNDRED, rising=True)
    elif c.kind == Kind.NUMBER:
        yield from _bands(c, c.bands, end=c.maximum, rising=False)
        if c.minimum is not None and c.maximum is not None and c.minimum >= c.maximum:
            yield Problem(c.code, _("the smallest number must be below the largest"))
    elif c.kind == Kind.TOOLS:
        yield from _tools(c)


def _one_option(c: Criterion) -> Iterator[Problem]:
    points = [option.points for option in c.options]
    if len(points) < 2:
        yield Problem(c.code, _("at least two options are needed"))
    elif max(points) != c.raw_max:
        yield _never_full(c)
    if c.kind != Kind.ONE_OF and any(a > b for a, b in pairwise(points)):
        yield Problem(c.code, _("a higher level must not give fewer points"))
    if c.kind == Kind.YES_LEVELS and points and points[0] != 0:
        yield Problem(c.code, _("“no” gives no points"))


def _several(c: Criterion) -> Iterator[Problem]:
    if len(c.options) < 2:
        yield Problem(c.code, _("at least two options are needed"))
    together = sum((o.points for o in c.options if not o.is_exclusive), Fraction(0))
    if together < c.raw_max:
        yield _never_full(c)
    if any(o.points for o in c.options if o.is_exclusive):
        yield Problem(c.code, _("“none of these” gives no points"))


def _tools(c: Criterion) -> Iterator[Problem]:
    most = len(c.options)
    if not most:
        yield Problem(c.code, _("the list of tools is empty"))
    full = Fraction(0)
    for bands in (c.bands, c.link_bands):
        if bands:
            yield from _bands(c, bands, end=Fraction(most), rising=True, full=None)
            full += bands[-1].points
    if full < c.raw_max:
        yield _never_full(c)


def _bands(
    c: Criterion,
    bands: Sequence[PointBand],
    *,
    end: Fraction | None,
    rising: bool,
    full: Fraction | None = Fraction(-1),
) -> Iterator[Problem]:
    if not bands:
        yield Problem(c.code, _("the bands are missing"))
        return
    ends = [band.upto for band in bands]
    if any(a is None or (b is not None and a >= b) for a, b in pairwise(ends)):
        yield Problem(c.code, _("each band must end above the one before"))
        return
    if ends[-1] is not None and (end is None or ends[-1] < end):
        yield Problem(c.code, _("the last band must reach the largest number"))
    if rising and any(a.points > b.points for a, b in pairwise(bands)):
        yield Problem(c.code, _("more must not give fewer points"))
    if full is not None and max(band.points for band in bands) != c.raw_max:
        yield _never_full(c)


def _never_full(c: Criterion) -> Problem:
    return Problem(c.code, _("no answer gives exactly the stated maximum of points"))


def _cycles(definition: Definition) -> Iterator[Problem]:
    """A question may depend on earlier questions only; a circle is named as one."""
    place = {c.code: n for n, c in enumerate(definition.criteria)}
    asks = {
        c.code: [name for name in conditions.names(c.visible_if) if name in place]
        for c in definition.criteria
    }
    circle = _find_circle(asks)
    if circle:
        yield Problem(
            circle[0],
            _("these questions wait for each other: %(circle)s") % {"circle": " → ".join(circle)},
        )
        return
    for code, wanted in asks.items():
        for name in wanted:
            if place[name] > place[code]:
                yield Problem(
                    code, _("the condition asks about %(code)s, which comes later") % {"code": name}
                )


def _find_circle(asks: dict[str, list[str]]) -> list[str]:
    """One circle of codes, first and last the same, or nothing."""
    finished: set[str] = set()
    for start in asks:
        path: list[str] = []
        stack = [(start, iter(asks[start]))] if start not in finished else []
        path += [start] if stack else []
        while stack:
            code, following = stack[-1]
            step = next(following, None)
            if step is None:
                finished.add(code)
                stack.pop()
                path.pop()
            elif step in path:
                return [*path[path.index(step) :], step]
            elif step not in finished:
                stack.append((step, iter(asks[step])))
                path.append(step)
    return []
