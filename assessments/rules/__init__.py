"""Pure rules of readiness: frameworks as documents, answers, scoring, advice. No queries, no clock, no user."""

from assessments.rules import codes, conditions, documents, tables, writing
from assessments.rules.answers import Answer, clean_answer, clean_answers
from assessments.rules.definition import Criterion, Definition, Level, Words
from assessments.rules.documents import canonical, checksum, load, parse, pretty
from assessments.rules.freezing import freeze, thaw
from assessments.rules.peers import Peers, among
from assessments.rules.problems import AnswersInvalid, FrameworkInvalid, Problem
from assessments.rules.scoring import Result, score, visible
from assessments.rules.states import (
    MOVES,
    ONE_OPTION,
    Counting,
    Kind,
    Likeness,
    Round,
    Source,
    State,
    VersionState,
)
from assessments.rules.trying import Trial, try_out

__all__ = [
    "MOVES",
    "ONE_OPTION",
    "Answer",
    "AnswersInvalid",
    "Counting",
    "Criterion",
    "Definition",
    "FrameworkInvalid",
    "Kind",
    "Level",
    "Likeness",
    "Peers",
    "Problem",
    "Result",
    "Round",
    "Source",
    "State",
    "Trial",
    "VersionState",
    "Words",
    "among",
    "canonical",
    "checksum",
    "clean_answer",
    "clean_answers",
    "codes",
    "conditions",
    "documents",
    "freeze",
    "load",
    "parse",
    "pretty",
    "score",
    "tables",
    "thaw",
    "try_out",
    "visible",
    "writing",
]
