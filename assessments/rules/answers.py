"""Answers as people give them into the one form in which they are kept; each refusal in a sentence.

Kept forms: ``{"option": 3}`` · ``{"options": [0, 2]}`` · ``{"options": [0, 2], "linked": [2]}`` (tools) ·
``{"numerator": "20", "denominator": "100"}`` · ``{"value": "12.5"}`` · ``{"na": true}`` · ``{"unknown": true}``.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.rules.definition import Criterion, Definition
from assessments.rules.numbers import decimal_text, typed
from assessments.rules.problems import AnswersInvalid, Problem
from assessments.rules.states import Counting, Kind
from portal.shared.errors import RuleBroken
from portal.shared.text import clean

Answer = dict[str, Any]


def clean_answer(criterion: Criterion, given: Any) -> Answer:
    """The kept form of one answer; refuses (``RuleBroken``) what the criterion does not ask for."""
    if not isinstance(given, Mapping) or not given:
        raise RuleBroken("answer_empty", _("Choose an answer."))
    for word, counting in (("na", criterion.na), ("unknown", criterion.unknown)):
        if word in given:
            return _instead(word, counting, given)
    readers = {
        Kind.SEVERAL_OF: _several,
        Kind.RATIO: _ratio,
        Kind.NUMBER: _number,
        Kind.TOOLS: _tools,
    }
    return readers.get(criterion.kind, _one)(criterion, given)


def clean_answers(definition: Definition, given: Any) -> dict[str, Answer]:
    """All answers of a file ``{"answers": {code: answer}}``; refuses (``AnswersInvalid``) with every problem."""
    if not isinstance(given, Mapping) or not isinstance(given.get("answers"), Mapping):
        raise AnswersInvalid([Problem("", _('The file must be {"answers": {…}}.'))])
    kept: dict[str, Answer] = {}
    problems = []
    for code, answer in given["answers"].items():
        criterion = definition.by_code.get(code)
        if criterion is None:
            problems.append(
                Problem(clean(str(code))[:40], _("This framework has no such criterion."))
            )
        elif answer is not None:
            try:
                kept[code] = clean_answer(criterion, answer)
            except RuleBroken as broken:
                problems.append(Problem(code, broken.sentence))
    if problems:
        raise AnswersInvalid(problems)
    return kept


def _instead(word: str, counting: Counting, given: Mapping[str, Any]) -> Answer:
    if given[word] is not True or len(given) > 1:
        raise RuleBroken(
            "answer_mixed",
            _("“Not applicable” and “don't know” cannot stand beside another answer."),
        )
    if counting == Counting.REFUSED:
        sentence = (
            _("This question applies to everybody.")
            if word == "na"
            else _("“Don't know” is not offered for this question.")
        )
        raise RuleBroken(f"{word}_refused", sentence)
    return {word: True}


def _only(given: Mapping[str, Any], *keys: str) -> None:
    """The answer has these parts and no others."""
    strange = sorted(str(key) for key in given if key not in keys)
    if strange:
        raise RuleBroken(
            "answer_strange",
            _("“%(part)s” is not part of an answer to this question; expected: %(keys)s.")
            % {"part": clean(strange[0])[:40], "keys": ", ".join(keys)},
        )


def _is_option(criterion: Criterion, value: Any) -> bool:
    return type(value) is int and 0 <= value < len(criterion.options)


def _no_option(criterion: Criterion, value: Any) -> RuleBroken:
    return RuleBroken(
        "option_unknown",
        _("There is no option %(option)s here; the options are 0 to %(last)s.")
        % {"option": clean(str(value))[:20], "last": len(criterion.options) - 1},
    )


def _one(criterion: Criterion, given: Mapping[str, Any]) -> Answer:
    _only(given, "option")
    if not _is_option(criterion, given["option"]):
        raise _no_option(criterion, given["option"])
    return {"option": given["option"]}


def _chosen(criterion: Criterion, values: Any) -> list[int]:
    if not isinstance(values, list):
        raise RuleBroken("options_no_list", _("The chosen options are a list of numbers."))
    for value in values:
        if not _is_option(criterion, value):
            raise _no_option(criterion, value)
    if len(set(values)) < len(values):
        raise RuleBroken("option_twice", _("An option can be chosen only once."))
    return sorted(values)


def _several(criterion: Criterion, given: Mapping[str, Any]) -> Answer:
    _only(given, "options")
    chosen = _chosen(criterion, given.get("options"))
    if not chosen:
        raise RuleBroken("answer_empty", _("Choose at least one, or “none of these”."))
    alone = [i for i in chosen if criterion.options[i].is_exclusive]
    if alone and len(chosen) > 1:
        raise RuleBroken(
            "none_and_others",
            _("“%(none)s” cannot be chosen together with others.")
            % {"none": criterion.options[alone[0]].text},
        )
    return {"options": chosen}


def _tools(criterion: Criterion, given: Mapping[str, Any]) -> Answer:
    _only(given, "options", "linked")
    used = _chosen(criterion, given.get("options", []))
    linked = _chosen(criterion, given.get("linked", []))
    if not set(linked) <= set(used):
        raise RuleBroken("linked_unused", _("Only tools in use can be linked with others."))
    if len(linked) == 1:
        raise RuleBroken("linked_alone", _("A tool is linked with another: choose at least two."))
    return {"options": used, "linked": linked}


def _ratio(criterion: Criterion, given: Mapping[str, Any]) -> Answer:
    _only(given, "numerator", "denominator")
    numerator = typed(given.get("numerator"), "numerator")
    denominator = typed(given.get("denominator"), "denominator")
    if denominator == 0:
        raise RuleBroken("denominator_zero", _("The total cannot be 0."), "denominator")
    if numerator > denominator:
        raise RuleBroken(
            "ratio_above_one", _("The part cannot be larger than the total."), "numerator"
        )
    return {"numerator": decimal_text(numerator), "denominator": decimal_text(denominator)}


def _number(criterion: Criterion, given: Mapping[str, Any]) -> Answer:
    _only(given, "value")
    value = typed(given.get("value"), "value")
    if criterion.is_whole and value.denominator != 1:
        raise RuleBroken("not_whole", _("Enter a whole number."), "value")
    if criterion.minimum is not None and value < criterion.minimum:
        raise RuleBroken(
            "number_small",
            _("Enter %(least)s or more.") % {"least": decimal_text(criterion.minimum)},
            "value",
        )
    if criterion.maximum is not None and value > criterion.maximum:
        raise RuleBroken(
            "number_large",
            _("Enter %(most)s or less.") % {"most": decimal_text(criterion.maximum)},
            "value",
        )
    return {"value": decimal_text(value)}
