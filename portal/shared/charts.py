"""Geometry of charts: plain figures in, points of an SVG out; the components only write them down.

Sizes are units of the drawing's view box. A value may be ``None``: a gap in the drawing, a dash in the table.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Figure = int | float | None

RADAR_RADIUS = 108
RADAR_WIDTH, RADAR_HEIGHT = 420, 320
BAR_WIDTH = 560
BAR_ROW = 44
LINE_WIDTH, LINE_HEIGHT = 440, 240
LINE_LEFT, LINE_RIGHT, LINE_TOP, LINE_BOTTOM = 56, 16, 16, 32
SMALL_WIDTH, SMALL_HEIGHT = 200, 70


@dataclass(frozen=True)
class Table:
    """The figures of a chart as rows and columns, for those who read instead of look."""

    columns: tuple[Any, ...]
    rows: tuple[tuple[Any, tuple[Figure, ...]], ...]


@dataclass(frozen=True)
class Label:
    """A word in the drawing: where, and from which side it is anchored."""

    text: Any
    x: float
    y: float
    anchor: str = "middle"
    lines: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Series:
    """One line or outline: its name, its number (for colour and dash), its points."""

    name: Any
    number: int
    points: str
    dots: tuple[tuple[float, float, Any], ...]
    segments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Radar:
    """A star of axes with one to three outlines on it."""

    width: int
    height: int
    rings: tuple[str, ...]
    spokes: tuple[tuple[float, float, float, float], ...]
    labels: tuple[Label, ...]
    series: tuple[Series, ...]
    table: Table


@dataclass(frozen=True)
class Bar:
    """One horizontal bar."""

    label: Any
    value: Figure
    y: float
    width: float
    url: str = ""


@dataclass(frozen=True)
class Bars:
    """Horizontal bars under each other."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    unit: Any
    table: Table


@dataclass(frozen=True)
class Line:
    """One or several lines over common points in time."""

    width: int
    height: int
    left: int
    right: int
    grid: tuple[Label, ...]
    ticks: tuple[Label, ...]
    series: tuple[Series, ...]
    unit: Any
    table: Table


@dataclass(frozen=True)
class Small:
    """One of several small lines on a common scale."""

    title: Any
    points: str
    segments: tuple[str, ...]
    last: tuple[float, float, Any] | None
    first_label: Any
    last_label: Any


@dataclass(frozen=True)
class Multiples:
    """Small lines beside each other, all on one scale."""

    width: int
    height: int
    charts: tuple[Small, ...]
    table: Table


def round_top(value: float, steps: int = 4) -> float:
    """The least round end of a scale that is not below ``value``; its steps are whole from 1 on."""
    if value <= 0:
        return float(steps)
    rough = value / steps
    power = 10 ** math.floor(math.log10(rough))
    wide = (factor * power for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10))
    step = next(s for s in wide if s >= rough - 1e-9 and (s < 1 or s == int(s)))
    return max(step, 1) * steps if value > 1 else step * steps


def radar(axes: Sequence[Any], series: Sequence[tuple[Any, Sequence[Figure]]], top: float) -> Radar:
    """A radar of three or more axes from 0 to ``top``; at most three series, one value per axis."""
    if len(axes) < 3:
        raise ValueError("a radar needs at least three axes; use bars")
    if not 1 <= len(series) <= 3:
        raise ValueError("a radar shows one to three series")
    if any(len(values) != len(axes) for _name, values in series):
        raise ValueError("each series has one value per axis")
    cx, cy = RADAR_WIDTH / 2, RADAR_HEIGHT / 2

    def at(axis: int, share: float) -> tuple[float, float]:
        angle = 2 * math.pi * axis / len(axes) - math.pi / 2
        return _r(cx + RADAR_RADIUS * share * math.cos(angle)), _r(
            cy + RADAR_RADIUS * share * math.sin(angle)
        )

    def outline(shares: Iterable[float]) -> str:
        return _points(at(axis, share) for axis, share in enumerate(shares))

    def drawn(number: int, name: Any, values: Sequence[Figure]) -> Series:
        shares = [_share(value, top) for value in values]
        dots = tuple(
            (*at(i, shares[i]), value) for i, value in enumerate(values) if value is not None
        )
        return Series(name, number, outline(shares), dots)

    return Radar(
        width=RADAR_WIDTH,
        height=RADAR_HEIGHT,
        rings=tuple(outline([ring / 4] * len(axes)) for ring in range(1, 5)),
        spokes=tuple((cx, cy, *at(axis, 1)) for axis in range(len(axes))),
        labels=tuple(
            _axis_label(text, *at(axis, 1.12), cx=cx, cy=cy) for axis, text in enumerate(axes)
        ),
        series=tuple(drawn(n, name, values) for n, (name, values) in enumerate(series, start=1)),
        table=Table(
            tuple(name for name, _values in series),
            tuple(
                (axis, tuple(values[i] for _name, values in series)) for i, axis in enumerate(axes)
            ),
        ),
    )


def _axis_label(text: Any, x: float, y: float, *, cx: float, cy: float) -> Label:
    anchor = "middle" if abs(x - cx) < 12 else ("start" if x > cx else "end")
    lines = _wrap(str(text), 13)
    above = (len(lines) - 1) * 16
    top = y - (above if y < cy - 60 else above / 2 if abs(y - cy) <= 60 else 0) + 4
    return Label(
        text, x, y, anchor, tuple((line, _r(top + 16 * i)) for i, line in enumerate(lines))
    )


def bars(rows: Sequence[Sequence[Any]], unit: Any = "", top: float | None = None) -> Bars:
    """Horizontal bars of ``(label, value)`` or ``(label, value, url)``; ``top`` is the end of the scale."""
    values = [row[1] for row in rows if row[1] is not None]
    end = top or max([*values, 0]) or 1
    drawn = tuple(
        Bar(
            row[0],
            row[1],
            i * BAR_ROW,
            _r(BAR_WIDTH * _share(row[1], end)),
            row[2] if len(row) > 2 else "",
        )
        for i, row in enumerate(rows)
    )
    table = Table((unit or "",), tuple((row[0], (row[1],)) for row in rows))
    return Bars(BAR_WIDTH, max(1, len(rows)) * BAR_ROW, drawn, unit, table)


def line(points_by_name: Mapping[Any, Sequence[tuple[Any, Figure]]], unit: Any = "") -> Line:
    """One to three lines of ``(x label, value)``; all share the same x labels."""
    if not 1 <= len(points_by_name) <= 3:
        raise ValueError("a line chart shows one to three series")
    labels = _common_labels(points_by_name)
    end = round_top(
        max([v for points in points_by_name.values() for _x, v in points if v is not None] or [0])
    )
    inner = LINE_WIDTH - LINE_LEFT - LINE_RIGHT
    floor = LINE_HEIGHT - LINE_BOTTOM

    def x(i: int) -> float:
        return _r(LINE_LEFT + (inner * i / (len(labels) - 1) if len(labels) > 1 else inner / 2))

    def y(value: float) -> float:
        return _r(floor - (floor - LINE_TOP) * value / end)

    def drawn(number: int, name: Any, points: Sequence[tuple[Any, Figure]]) -> Series:
        dots = tuple((x(i), y(v), v) for i, (_label, v) in enumerate(points) if v is not None)
        return Series(
            name, number, "", dots, _runs([(x(i), v) for i, (_l, v) in enumerate(points)], y)
        )

    every = max(1, -(-len(labels) // 6))
    return Line(
        width=LINE_WIDTH,
        height=LINE_HEIGHT,
        left=LINE_LEFT,
        right=LINE_WIDTH - LINE_RIGHT,
        grid=tuple(
            Label(_plain(end * k / 4), LINE_LEFT - 8, y(end * k / 4), "end") for k in range(5)
        ),
        ticks=tuple(
            Label(text, x(i), LINE_HEIGHT - 8)
            for i, text in enumerate(labels)
            if (len(labels) - 1 - i) % every == 0
        ),
        series=tuple(
            drawn(n, name, points)
            for n, (name, points) in enumerate(points_by_name.items(), start=1)
        ),
        unit=unit,
        table=_table_of(points_by_name, labels),
    )


def multiples(charts: Mapping[Any, Sequence[tuple[Any, Figure]]]) -> Multiples:
    """Small lines of ``{title: [(x label, value)]}`` on one scale from 0 to the largest value of all."""
    labels = _common_labels(charts)
    end = max([v for points in charts.values() for _x, v in points if v is not None] or [0]) or 1

    def y(value: float) -> float:
        return _r(SMALL_HEIGHT - 6 - (SMALL_HEIGHT - 12) * value / end)

    def drawn(title: Any, points: Sequence[tuple[Any, Figure]]) -> Small:
        step = (SMALL_WIDTH - 12) / max(1, len(points) - 1)
        placed = [(_r(6 + step * i), v) for i, (_label, v) in enumerate(points)]
        known = [(x, y(v), v) for x, v in placed if v is not None]
        return Small(
            title, "", _runs(placed, y), known[-1] if known else None,
            points[0][0] if points else "", points[-1][0] if points else "",
        )  # fmt: skip

    return Multiples(
        SMALL_WIDTH,
        SMALL_HEIGHT,
        tuple(drawn(title, points) for title, points in charts.items()),
        _table_of(charts, labels),
    )


def _common_labels(points_by_name: Mapping[Any, Sequence[tuple[Any, Figure]]]) -> list[Any]:
    every = [[label for label, _value in points] for points in points_by_name.values()]
    if any(labels != every[0] for labels in every):
        raise ValueError("all series share the same x labels")
    return every[0] if every else []


def _table_of(
    points_by_name: Mapping[Any, Sequence[tuple[Any, Figure]]], labels: list[Any]
) -> Table:
    return Table(
        tuple(points_by_name),
        tuple(
            (label, tuple(points[i][1] for points in points_by_name.values()))
            for i, label in enumerate(labels)
        ),
    )


def _runs(placed: Sequence[tuple[float, Figure]], y: Any) -> tuple[str, ...]:
    """Stretches of a line between its gaps, as lists of points."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, value in placed:
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, y(value)))
    return tuple(_points(run) for run in runs if len(run) > 1)


def _share(value: Figure, top: float) -> float:
    return 0.0 if value is None or top <= 0 else max(0.0, min(1.0, value / top))


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _plain(value: float) -> Figure:
    return int(value) if value == int(value) else round(value, 2)


def _r(value: float) -> float:
    return round(value, 1)


def _wrap(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]
