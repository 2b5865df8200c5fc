"""A version tried on answers that were given to an older one, to see what it would do before it is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.rules.answers import Answer, clean_answer
from assessments.rules.definition import Definition
from assessments.rules.scoring import Result, score
from portal.shared.errors import RuleBroken


@dataclass(frozen=True)
class Trial:
    """What a version makes of somebody's answers; ``lost`` are the criteria whose answers it cannot take."""

    result: Result
    lost: tuple[str, ...]


def try_out(
    definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, str] | None = None
) -> Trial:
    """Score old answers by another version: each goes to the criterion of the same code, where it still fits.

    An answer that the version no longer takes (the criterion is gone, the option does not exist) is left out, so
    that it counts like a question without an answer, and is named.
    """
    kept: dict[str, Answer] = {}
    lost = []
    for code, answer in answers.items():
        criterion = definition.by_code.get(code)
        try:
            if criterion is None:
                raise RuleBroken("criterion_gone", code)
            kept[code] = clean_answer(criterion, answer)
        except RuleBroken:
            lost.append(code)
    return Trial(score(definition, kept, facts), tuple(sorted(lost)))
