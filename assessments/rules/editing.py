"""A draft's document under the pen: sums are worked out anew, and what changed can be told."""

from collections.abc import Iterator
from typing import Any

from assessments.rules import documents, tables, writing
from assessments.rules.definition import Definition

Plain = dict[str, Any]
STATED = "max_points"
LONGEST = 300


def opened(definition: Definition) -> Plain:
    """The document without the sums that it states, so that points and weights can be changed."""
    return _without_sums(writing.to_plain(definition))


def _without_sums(values: Any) -> Any:
    if isinstance(values, dict):
        return {key: _without_sums(value) for key, value in values.items() if key != STATED}
    return [_without_sums(value) for value in values] if isinstance(values, list) else values


def closed(plain: Plain) -> Definition:
    """The definition again; refuses (``FrameworkInvalid``) with every problem."""
    return documents.from_plain(plain)


def renamed(definition: Definition, version: str) -> Definition:
    """The same document as another version; refuses (``FrameworkInvalid``) what is no name."""
    return closed({**opened(definition), "version": version})


def place_of(plain: Plain, code: str) -> tuple[int, int, int] | None:
    """Where a criterion stands: the numbers of its pillar, its indicator and itself."""
    for p, pillar in enumerate(plain["pillars"]):
        for i, indicator in enumerate(pillar["indicators"]):
            for c, criterion in enumerate(indicator["criteria"]):
                if criterion["code"] == code:
                    return p, i, c
    return None


def criterion_in(plain: Plain, code: str) -> Plain:
    """The part of the document that is one criterion; refuses (``KeyError``) an unknown code."""
    place = place_of(plain, code)
    if place is None:
        raise KeyError(code)
    pillar, indicator, number = place
    return plain["pillars"][pillar]["indicators"][indicator]["criteria"][number]


def differences(old: Definition, new: Definition) -> dict[str, list[str | None]]:
    """``{where: [before, after]}`` of everything that reads or counts differently, in the document's order."""
    before, after = dict(_flat(opened(old))), dict(_flat(opened(new)))
    places = [*after, *(place for place in before if place not in after)]
    return {
        place: [before.get(place), after.get(place)]
        for place in places
        if before.get(place) != after.get(place)
    }


def _flat(values: Plain, at: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if key in tables.CODED and isinstance(value, list):
            for part in value:
                yield from _flat(part, f"{part['code']} ")
        elif isinstance(value, dict) and key != tables.CONDITION:
            yield from _flat(value, f"{at}{key} ")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, part in enumerate(value, start=1):
                yield from _flat(part, f"{at}{key} {number} ")
        else:
            yield f"{at}{key}", str(value)[:LONGEST]
