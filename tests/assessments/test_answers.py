"""Answers in their kept form; what a criterion does not ask for is refused in a sentence."""

import pytest

from assessments import rules
from assessments.rules.problems import AnswersInvalid
from portal.shared.errors import RuleBroken
from tests.factories.assessments import criterion, definition, words

RATIO = criterion(
    "1.1",
    kind="ratio",
    options=[],
    numerator=words("Phần"),
    denominator=words("Tổng"),
    bands=[{"upto": 0, "points": 0}, {"upto": 50, "points": 1}, {"upto": 100, "points": 3}],
)
SEVERAL = criterion(
    "1.1",
    kind="several_of",
    options=[{"text": words(f"Việc {n}"), "points": 1} for n in range(3)]
    + [{"text": words("Chưa làm gì"), "points": 0, "exclusive": True}],
)
NUMBER = criterion(
    "1.1",
    kind="number",
    options=[],
    whole=True,
    maximum=500,
    bands=[{"upto": 0, "points": 0}, {"upto": 9, "points": 1}, {"upto": None, "points": 3}],
)
TOOLS = criterion(
    "1.1",
    kind="tools",
    options=[{"text": words(f"Công cụ {n}")} for n in range(4)],
    bands=[{"upto": 0, "points": 0}, {"upto": 2, "points": 1}, {"upto": None, "points": 2}],
    link_bands=[{"upto": 1, "points": 0}, {"upto": None, "points": 1}],
)
LEVELS = criterion("1.1", na="exclude")


def clean(plain, given):
    return rules.clean_answer(definition(plain, criterion("2.1")).by_code["1.1"], given)


@pytest.mark.parametrize(
    ("plain", "given", "kept"),
    [
        (LEVELS, {"option": 3}, {"option": 3}),
        (LEVELS, {"na": True}, {"na": True}),
        (RATIO, {"numerator": "20", "denominator": "1.000"}, {"numerator": "20", "denominator": "1000"}),
        (RATIO, {"numerator": 0, "denominator": 5}, {"numerator": "0", "denominator": "5"}),
        (SEVERAL, {"options": [2, 0]}, {"options": [0, 2]}),
        (SEVERAL, {"options": [3]}, {"options": [3]}),
        (NUMBER, {"value": "12"}, {"value": "12"}),
        (TOOLS, {"options": [1, 0], "linked": [1, 0]}, {"options": [0, 1], "linked": [0, 1]}),
        (TOOLS, {"options": []}, {"options": [], "linked": []}),
    ],
)  # fmt: skip
def test_an_answer_is_kept_in_one_form(plain, given, kept):
    assert clean(plain, given) == kept


@pytest.mark.parametrize(
    ("plain", "given", "code"),
    [
        (LEVELS, {}, "answer_empty"),
        (LEVELS, "3", "answer_empty"),
        (LEVELS, {"option": 4}, "option_unknown"),
        (LEVELS, {"option": -1}, "option_unknown"),
        (LEVELS, {"option": "1"}, "option_unknown"),
        (LEVELS, {"option": True}, "option_unknown"),
        (LEVELS, {"option": 1, "points": 9}, "answer_strange"),
        (LEVELS, {"value": 3}, "answer_strange"),
        (LEVELS, {"unknown": True}, "unknown_refused"),
        (LEVELS, {"na": True, "option": 1}, "answer_mixed"),
        (LEVELS, {"na": 1}, "answer_mixed"),
        (RATIO, {"numerator": 1, "denominator": 0}, "denominator_zero"),
        (RATIO, {"numerator": 3, "denominator": 2}, "ratio_above_one"),
        (RATIO, {"numerator": "ba", "denominator": 2}, "not_a_number"),
        (RATIO, {"numerator": 1}, "number_missing"),
        (RATIO, {"na": True}, "na_refused"),
        (SEVERAL, {"options": [0, 3]}, "none_and_others"),
        (SEVERAL, {"options": [0, 0]}, "option_twice"),
        (SEVERAL, {"options": []}, "answer_empty"),
        (SEVERAL, {"options": "0"}, "options_no_list"),
        (SEVERAL, {"options": [9]}, "option_unknown"),
        (NUMBER, {"value": "1,5"}, "not_whole"),
        (NUMBER, {"value": 501}, "number_large"),
        (TOOLS, {"options": [0], "linked": [1, 2]}, "linked_unused"),
        (TOOLS, {"options": [0, 1], "linked": [1]}, "linked_alone"),
    ],
)
def test_what_is_not_asked_for_is_refused(plain, given, code):
    with pytest.raises(RuleBroken) as refused:
        clean(plain, given)
    assert refused.value.code == code
    assert str(refused.value.sentence)


def test_a_file_of_answers_is_refused_with_every_problem():
    with pytest.raises(AnswersInvalid) as refused:
        rules.clean_answers(definition(), {"answers": {"9.9": {"option": 1}, "1.1": {"option": 9}}})
    assert [problem.where for problem in refused.value.problems] == ["9.9", "1.1"]


@pytest.mark.parametrize("given", [None, [], {}, {"answers": []}, "x"])
def test_a_file_without_answers_is_refused(given):
    with pytest.raises(AnswersInvalid):
        rules.clean_answers(definition(), given)
