"""A draft's document under the pen: sums are worked out anew, and what changed can be told."""

from collections.abc import Iterator
from typing import Any

from assessments.rules import documents, tables, writing
from assessments.rules.definition import Definition
from assessments.rules.states import Kind

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


def moved(plain: Plain, code: str, step: int) -> Plain:
    """The document with a criterion one place up (-1) or down (+1): past its neighbour, else into the indicator beside.

    At the first and the last place of all it stays. Refuses (``KeyError``) an unknown code.
    """
    lists = [i["criteria"] for pillar in plain["pillars"] for i in pillar["indicators"]]
    here = next((n for n, each in enumerate(lists) if _number_in(each, code) is not None), None)
    if here is None:
        raise KeyError(code)
    at = _number_in(lists[here], code) or 0
    to = at + step
    if 0 <= to < len(lists[here]):
        lists[here].insert(to, lists[here].pop(at))
    elif 0 <= here + step < len(lists):
        beside = lists[here + step]
        beside.insert(len(beside) if step < 0 else 0, lists[here].pop(at))
    return plain


def without(plain: Plain, code: str) -> Plain:
    """The document without a criterion; refuses (``KeyError``) an unknown code."""
    place = place_of(plain, code)
    if place is None:
        raise KeyError(code)
    pillar, indicator, number = place
    del plain["pillars"][pillar]["indicators"][indicator]["criteria"][number]
    return plain


def added(plain: Plain, indicator: str, code: str, kind: Kind, title: Plain) -> Plain:
    """The document with a new criterion at the end of an indicator, of which everything else is still to be written.

    Refuses (``KeyError``) an unknown indicator.
    """
    parts = {i["code"]: i for pillar in plain["pillars"] for i in pillar["indicators"]}
    made = {"code": code, "kind": str(kind), "title": title, "raw_max": 1, **_begun(kind)}
    parts[indicator]["criteria"].append(made)
    return plain


def _number_in(criteria: list[Plain], code: str) -> int | None:
    return next((n for n, each in enumerate(criteria) if each["code"] == code), None)


def _begun(kind: Kind) -> Plain:
    """The least that a criterion of a kind consists of."""
    no, yes = {"vi": "Chưa", "en": "Not yet"}, {"vi": "Có", "en": "Yes"}
    if kind == Kind.RATIO:
        total = {"vi": "Tổng số", "en": "The total"}
        part = {"vi": "Số đã có", "en": "The part"}
        return {"numerator": part, "denominator": total, "bands": _two_bands(0, 100)}
    if kind == Kind.NUMBER:
        return {"bands": [{"upto": 0, "points": 0}, {"points": 1}]}
    if kind == Kind.TOOLS:
        tools = [{"text": {"vi": f"Công cụ {n}", "en": f"Tool {n}"}} for n in (1, 2)]
        return {"options": tools, "bands": _two_bands(0, 2)}
    if kind == Kind.SEVERAL_OF:
        none = {"text": {"vi": "Chưa có việc nào", "en": "None of these"}, "exclusive": True}
        return {"options": [{"text": yes, "points": 1}, none]}
    return {"options": [{"text": no, "points": 0}, {"text": yes, "points": 1}]}


def _two_bands(low: int, high: int) -> list[Plain]:
    return [{"upto": low, "points": 0}, {"upto": high, "points": 1}]
