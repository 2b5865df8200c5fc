"""When a question is asked: conditions on earlier answers, as plain values."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.rules.definition import Criterion
from assessments.rules.numbers import exact
from assessments.rules.problems import Problem

# {"criterion": "1.1", "at_least": 2}      raw points of that answer
# {"criterion": "1.1", "options": [0, 2]}  any of these was chosen
# {"all": […]} · {"any": […]} · {"not": …}
DEEPEST = 6


def names(condition: Any) -> Iterator[str]:
    """The codes that a condition asks about."""
    if isinstance(condition, dict):
        if isinstance(condition.get("criterion"), str):
            yield condition["criterion"]
        for key in ("all", "any"):
            for part in condition.get(key) or []:
                yield from names(part)
        yield from names(condition.get("not"))


def is_plain(condition: Any) -> bool:
    """None, or nothing but "that question gave at least so many points": what a form can show."""
    return condition is None or set(condition) == {"criterion", "at_least"}


def problems_of(
    condition: Any, by_code: Mapping[str, Criterion], where: str, depth: int = 0
) -> Iterator[Problem]:
    """What is wrong with the shape of a condition."""
    if not isinstance(condition, dict) or depth > DEEPEST:
        yield Problem(where, _("a condition is expected"))
        return
    keys = set(condition)
    if keys == {"not"}:
        yield from problems_of(condition["not"], by_code, where, depth + 1)
    elif keys in ({"all"}, {"any"}):
        parts = condition[keys.pop()]
        if not isinstance(parts, list) or not parts:
            yield Problem(where, _("a list of conditions is expected"))
            return
        for part in parts:
            yield from problems_of(part, by_code, where, depth + 1)
    elif keys in ({"criterion", "at_least"}, {"criterion", "options"}):
        yield from _leaf_problems(condition, by_code, where)
    else:
        yield Problem(where, _("a condition is expected"))


def _leaf_problems(
    leaf: Mapping[str, Any], by_code: Mapping[str, Criterion], where: str
) -> Iterator[Problem]:
    asked = by_code.get(leaf["criterion"]) if isinstance(leaf["criterion"], str) else None
    if asked is None:
        yield Problem(
            where,
            _("the condition asks about “%(code)s”, which is not in this framework")
            % {"code": str(leaf["criterion"])[:40]},
        )
    elif "at_least" in leaf:
        try:
            exact(leaf["at_least"])
        except ValueError:
            yield Problem(where, _("a number is expected"))
    elif not isinstance(leaf["options"], list) or not all(
        type(i) is int and 0 <= i < len(asked.options) for i in leaf["options"]
    ):
        yield Problem(where, _("the condition names an option that does not exist"))


def holds(condition: Any, raw: Mapping[str, Fraction], answers: Mapping[str, Any]) -> bool:
    """Whether a condition holds; a question that gave no points yet (unanswered, not applicable) never fulfils it."""
    if "not" in condition:
        return not holds(condition["not"], raw, answers)
    if "all" in condition:
        return all(holds(part, raw, answers) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, raw, answers) for part in condition["any"])
    code = condition["criterion"]
    if code not in raw:
        return False
    if "at_least" in condition:
        return raw[code] >= exact(condition["at_least"])
    return bool(set(condition["options"]) & set(chosen(answers[code])))


def chosen(answer: Mapping[str, Any]) -> list[int]:
    """The options that an answer names."""
    return [answer["option"]] if "option" in answer else list(answer.get("options", []))


def is_for(criterion: Criterion, facts: Mapping[str, str]) -> bool:
    """A module for some sectors or sizes; what is not known of a business excludes nothing."""
    size, sector = facts.get("size"), facts.get("sector")
    return (not criterion.sectors or not sector or sector in criterion.sectors) and (
        not criterion.sizes or not size or size in criterion.sizes
    )
