"""A result frozen: everything its page shows, in both languages, so that it reads the same for ever."""

from collections.abc import Mapping
from math import floor
from typing import Any

from assessments.rules import advice, conditions
from assessments.rules.answers import Answer
from assessments.rules.definition import Criterion, Definition, Indicator, Pillar, Words
from assessments.rules.numbers import figure
from assessments.rules.scoring import PartScore, Result, percent_figure, share
from assessments.rules.states import Kind

FORMAT = "readiness-result/1"


def freeze(
    definition: Definition,
    checksum: str,
    answers: Mapping[str, Answer],
    result: Result,
    facts: Mapping[str, str],
) -> dict[str, Any]:
    """The snapshot of a submitted assessment, as plain values."""
    return {
        "format": FORMAT,
        "framework": {
            "slug": definition.slug,
            "version": definition.version,
            "title": _words(definition.title),
            "source": _words(definition.source),
            "official": definition.is_official,
            "notes": [_words(note) for note in definition.notes],
            "checksum": checksum,
        },
        "facts": dict(facts),
        "total": figure(result.total),
        "max": figure(result.max),
        "percent": percent_figure(result.percent),
        "level": result.level,
        "levels": [
            {"level": each.level, "name": _words(each.name), "meaning": _words(each.meaning)}
            for each in definition.levels
        ],
        "pillars": [_pillar(definition, pillar, answers, result) for pillar in definition.pillars],
        "missing": result.missing,
        "strengths": [_named(c) for c in advice.strengths(definition, result)],
        "gaps": [_named(c) for c in advice.gaps(definition, result)],
        "next_steps": [_step(step) for step in advice.next_steps(definition, result, facts)],
        "way_up": _way_up(definition, result),
    }


def _words(words: Words) -> dict[str, str]:
    return words.plain()


def _named(criterion: Criterion) -> dict[str, Any]:
    return {"code": criterion.code, "title": _words(criterion.title)}


def _step(step: advice.Step) -> dict[str, Any]:
    return _named(step.criterion) | {
        "text": _words(step.advice.text),
        "guide": step.advice.guide,
        "effort": step.advice.effort,
        "gain": figure(step.gain),
    }


def _way_up(definition: Definition, result: Result) -> dict[str, Any] | None:
    way = advice.way_up(definition, result)
    if way is None:
        return None
    return {
        "level": way.level,
        "name": _words(definition.level(way.level).name),
        "points_needed": None if way.points_short is None else floor(way.points_short) + 1,
        "pillars_short": way.pillars_short,
        "pillar_level": way.pillar_level,
    }


def _pillar(
    definition: Definition, pillar: Pillar, answers: Mapping[str, Answer], result: Result
) -> dict[str, Any]:
    got = next(each for each in result.pillars if each.code == pillar.code)
    parts = {each.code: each for each in result.indicators}
    return {
        **got.as_json(),
        "title": _words(pillar.title),
        "summary": _words(pillar.summary),
        "indicators": [
            _indicator(definition, indicator, parts[indicator.code], answers, result)
            for indicator in pillar.indicators
        ],
    }


def _indicator(
    definition: Definition,
    indicator: Indicator,
    got: PartScore,
    answers: Mapping[str, Answer],
    result: Result,
) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "title": _words(indicator.title),
        "points": figure(got.points),
        "max": figure(got.max),
        "criteria": [
            _criterion(definition, c, answers.get(c.code), result) for c in indicator.criteria
        ],
    }


def _criterion(
    definition: Definition, criterion: Criterion, answer: Answer | None, result: Result
) -> dict[str, Any]:
    got = result.by_code[criterion.code]
    return {
        "code": criterion.code,
        "title": _words(criterion.title),
        "asks": _words(criterion.asks),
        "state": got.state,
        "raw": figure(got.raw),
        "raw_max": figure(criterion.raw_max),
        "weight": figure(criterion.weight),
        "points": figure(got.points),
        "max": figure(got.max),
        "verified": criterion.is_verified,
        "said": _said(criterion, answer) if answer and got.state == "answered" else {},
    }


def _said(criterion: Criterion, answer: Answer) -> dict[str, Any]:
    """What was answered, in the words that were shown."""
    if criterion.kind == Kind.RATIO:
        return {
            "numerator": answer["numerator"],
            "denominator": answer["denominator"],
            "numerator_words": _words(criterion.numerator),
            "denominator_words": _words(criterion.denominator),
            "share": percent_figure(share(answer)),
        }
    if criterion.kind == Kind.NUMBER:
        return {"value": answer["value"], "unit": _words(criterion.unit)}
    said: dict[str, Any] = {
        "options": [_words(criterion.options[i].text) for i in conditions.chosen(answer)]
    }
    if criterion.kind == Kind.TOOLS:
        said["linked"] = [_words(criterion.options[i].text) for i in answer["linked"]]
    return said


def thaw(kept: Any) -> Any:
    """A snapshot ready to show: each pair of texts speaks the reader's language."""
    if isinstance(kept, dict):
        if kept and set(kept) <= {"vi", "en"}:
            return Words(kept.get("vi", ""), kept.get("en", ""))
        return {key: thaw(value) for key, value in kept.items()}
    if isinstance(kept, list):
        return [thaw(each) for each in kept]
    return kept
