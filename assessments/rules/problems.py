"""How a file or a set of answers is refused: every problem with its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.shared.errors import RuleBroken


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where."""

    where: str
    sentence: Any

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.where else str(self.sentence)


class Invalid(RuleBroken):
    """Something with many parts was refused; ``problems`` lists them all, the sentence tells the first."""

    def __init__(self, code: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(code, self.problems[0])

    def __str__(self) -> str:
        first, more = str(self.problems[0]), len(self.problems) - 1
        if not more:
            return first
        rest = ngettext("(and %(n)d more problem)", "(and %(n)d more problems)", more) % {"n": more}
        return f"{first} {rest}"


class FrameworkInvalid(Invalid):
    """A framework file was refused."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("framework_invalid", problems)


class AnswersInvalid(Invalid):
    """Answers were refused."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("answers_invalid", problems)


def not_json(where: str, reason: str) -> Problem:
    """A file is no JSON document."""
    return Problem(where, _("This is not a JSON document (%(reason)s).") % {"reason": reason})
