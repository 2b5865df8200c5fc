"""What follows a result: rounds and their reminders, reviews by officers, contested results; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assessments.rules.answers import Answer
from assessments.rules.definition import Definition
from assessments.rules.numbers import rounded
from assessments.rules.scoring import Result, score
from assessments.rules.states import Round

REMIND_EVERY = timedelta(days=7)
"""Nobody is reminded of the same round more often."""
ORDER = {Round.BEFORE: 0, Round.AFTER: 1, Round.LATER: 2}


def is_reminder_due(last: datetime | None, now: datetime) -> bool:
    """Whether who has not answered may be reminded now."""
    return last is None or now - last >= REMIND_EVERY


@dataclass(frozen=True)
class Adjusted:
    """One answer as the office sees it, and why."""

    criterion: str
    answer: Answer
    reason: str

    def plain(self) -> dict[str, Any]:
        """As a column keeps it."""
        return {"criterion": self.criterion, "answer": self.answer, "reason": self.reason}


def read_adjusted(kept: Iterable[Mapping[str, Any]]) -> list[Adjusted]:
    """As a column kept them."""
    return [Adjusted(each["criterion"], each["answer"], each["reason"]) for each in kept]


def with_adjusted(before: Sequence[Adjusted], change: Adjusted | None) -> list[Adjusted]:
    """What was adjusted before with one more; a question is adjusted once, the last word counts."""
    if change is None:
        return list(before)
    return [each for each in before if each.criterion != change.criterion] + [change]


def rescored(
    definition: Definition,
    answers: Mapping[str, Answer],
    adjusted: Iterable[Adjusted],
    facts: Mapping[str, str],
) -> Result:
    """The score with the office's answers in the place of the business's own, by the same rules."""
    return score(
        definition, {**answers, **{each.criterion: each.answer for each in adjusted}}, facts
    )


@dataclass(frozen=True)
class Spread:
    """The middle half of many figures."""

    n: int
    lower: float
    median: float
    upper: float


def spread_of(histogram: Mapping[Any, int]) -> Spread | None:
    """Median and quartiles of values with how often each occurs; the nearest rank below stands for a quarter."""
    n = sum(histogram.values())
    if not n:
        return None
    ordered = sorted(histogram)

    def at(share: int) -> float:
        wanted, seen = max(1, -(-n * share // 4)), 0
        for value in ordered:
            seen += histogram[value]
            if seen >= wanted:
                return float(rounded(value, 1))
        raise AssertionError("the ranks end with the last value")

    return Spread(n, at(1), at(2), at(3))
