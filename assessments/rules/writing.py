"""A definition back into the plain values of its document; what is at its default is left out."""

from fractions import Fraction
from typing import Any

from assessments.rules.definition import (
    Advice,
    Criterion,
    Definition,
    Indicator,
    Option,
    PointBand,
    Words,
)
from assessments.rules.numbers import plain
from assessments.rules.reading import FORMAT
from assessments.rules.states import Counting


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, ())}


def _words(words: Words) -> dict[str, str]:
    return words.plain() if words else {}


def _number(value: Fraction | None) -> int | str | None:
    return None if value is None else plain(value)


def to_plain(definition: Definition) -> dict[str, Any]:
    """The document of a definition."""
    return _without_empty(
        {
            "format": FORMAT,
            "slug": definition.slug,
            "version": definition.version,
            "title": _words(definition.title),
            "summary": _words(definition.summary),
            "source": _words(definition.source),
            "minutes": definition.minutes or None,
            "official": definition.is_official or None,
            "notes": [_words(note) for note in definition.notes],
            "max_points": plain(definition.max_points),
            "levels": [
                _without_empty({"name": _words(level.name), "meaning": _words(level.meaning)})
                | {"level": level.level}
                for level in definition.levels
            ],
            "pillar_bands": _level_bands(definition.pillar_bands),
            "overall_rules": [
                {"level": rule.level}
                | _without_empty(
                    {
                        "total_over": _number(rule.total_over),
                        "pillars_at_least": rule.pillars_at_least,
                        "pillar_level": rule.pillar_level,
                    }
                )
                for rule in definition.overall_rules
            ],
            "ratio_bands": _point_bands(definition.ratio_bands),
            "pillars": [
                _without_empty(
                    {
                        "code": pillar.code,
                        "title": _words(pillar.title),
                        "summary": _words(pillar.summary),
                        "max_points": plain(pillar.max_points),
                        "bands": _level_bands(pillar.bands),
                        "indicators": [_indicator(i) for i in pillar.indicators],
                    }
                )
                for pillar in definition.pillars
            ],
        }
    )


def _level_bands(bands: Any) -> list[dict[str, Any]]:
    return [{"level": band.level, "upto": plain(band.upto)} for band in bands]


def _point_bands(bands: tuple[PointBand, ...]) -> list[dict[str, Any]]:
    return [{"upto": _number(band.upto), "points": plain(band.points)} for band in bands]


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "title": _words(indicator.title),
        "max_points": plain(indicator.max_points),
        "criteria": [_criterion(c) for c in indicator.criteria],
    }


def _criterion(c: Criterion) -> dict[str, Any]:
    return _without_empty(
        {
            "code": c.code,
            "kind": str(c.kind),
            "title": _words(c.title),
            "question": _words(c.question),
            "help": _words(c.help),
            "example": _words(c.example),
            "group": _words(c.group),
            "weight": plain(c.weight) if c.weight != 1 else None,
            "raw_max": plain(c.raw_max),
            "max_points": plain(c.max_points),
            "options": [_option(option) for option in c.options],
            "bands": _point_bands(c.bands),
            "link_bands": _point_bands(c.link_bands),
            "numerator": _words(c.numerator),
            "denominator": _words(c.denominator),
            "unit": _words(c.unit),
            "minimum": _number(c.minimum),
            "maximum": _number(c.maximum),
            "whole": True if c.is_whole else None,
            "na": str(c.na) if c.na != Counting.REFUSED else None,
            "unknown": str(c.unknown) if c.unknown != Counting.REFUSED else None,
            "hidden": str(c.hidden) if c.hidden != Counting.EXCLUDE else None,
            "visible_if": c.visible_if,
            "sectors": list(c.sectors),
            "sizes": list(c.sizes),
            "evidence": True if c.evidence else None,
            "advice": [_advice(advice) for advice in c.advice],
            "note": _words(c.note),
        }
    ) | _flags(c)


def _flags(c: Criterion) -> dict[str, bool]:
    flags = {"required": c.is_required, "verified": c.is_verified}
    return {name: value for name, value in flags.items() if not value}


def _option(option: Option) -> dict[str, Any]:
    written: dict[str, Any] = {"text": _words(option.text), "points": plain(option.points)}
    return written | ({"exclusive": True} if option.is_exclusive else {})


def _advice(advice: Advice) -> dict[str, Any]:
    return _without_empty(
        {
            "upto": plain(advice.upto),
            "text": _words(advice.text),
            "guide": advice.guide,
            "effort": advice.effort,
            "sizes": list(advice.sizes),
            "sectors": list(advice.sectors),
        }
    )
