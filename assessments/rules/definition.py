"""What a framework is made of: frozen values, read from a document and written back to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from assessments.rules.states import Counting, Kind


@dataclass(frozen=True)
class Words:
    """A text in Vietnamese and, where it is translated, in English; shown in the reader's language."""

    vi: str = ""
    en: str = ""

    @property
    def lang(self) -> str:
        """The language of what is shown; a missing translation falls back to Vietnamese."""
        return "en" if self.en and (get_language() or "vi").startswith("en") else "vi"

    def __str__(self) -> str:
        return self.en if self.lang == "en" else self.vi

    def __bool__(self) -> bool:
        return bool(self.vi)

    def plain(self) -> dict[str, str]:
        """As the document holds it."""
        return {"vi": self.vi, "en": self.en} if self.en else {"vi": self.vi}


@dataclass(frozen=True)
class Level:
    """A level of readiness, with what it means in plain words."""

    level: int
    name: Words
    meaning: Words = Words()


@dataclass(frozen=True)
class LevelBand:
    """A pillar is at ``level`` up to this share of its maximum (per cent, inclusive)."""

    level: int
    upto: Fraction


@dataclass(frozen=True)
class PointBand:
    """A value up to ``upto`` (inclusive; ``None``: no end) gives ``points``."""

    upto: Fraction | None
    points: Fraction


@dataclass(frozen=True)
class OverallRule:
    """The overall level is ``level`` if all that is given here holds."""

    level: int
    total_over: Fraction | None = None
    pillars_at_least: int | None = None
    pillar_level: int | None = None

    @property
    def is_open(self) -> bool:
        """Holds always: the floor."""
        return self.total_over is None and self.pillars_at_least is None


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    text: Words
    points: Fraction = Fraction(0)
    is_exclusive: bool = False


@dataclass(frozen=True)
class Advice:
    """What to do when a criterion gives at most ``upto`` raw points."""

    upto: Fraction
    text: Words
    guide: str = ""
    effort: int = 1
    sizes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    def fits(self, raw: Fraction, facts: "dict[str, str]") -> bool:
        """It is meant for this score, size and sector; what is not known of a business excludes nothing."""
        if raw > self.upto:
            return False
        size, sector = facts.get("size"), facts.get("sector")
        return (not self.sizes or not size or size in self.sizes) and (
            not self.sectors or not sector or sector in self.sectors
        )


@dataclass(frozen=True)
class Criterion:
    """One question with the way its answers are turned into points."""

    code: str
    kind: Kind
    title: Words
    raw_max: Fraction
    weight: Fraction = Fraction(1)
    question: Words = Words()
    help: Words = Words()
    example: Words = Words()
    group: Words = Words()
    options: tuple[Option, ...] = ()
    bands: tuple[PointBand, ...] = ()
    link_bands: tuple[PointBand, ...] = ()
    numerator: Words = Words()
    denominator: Words = Words()
    unit: Words = Words()
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    is_whole: bool = False
    is_required: bool = True
    na: Counting = Counting.REFUSED
    unknown: Counting = Counting.REFUSED
    hidden: Counting = Counting.EXCLUDE
    visible_if: Any = None
    sectors: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    evidence: bool = False
    advice: tuple[Advice, ...] = ()
    is_verified: bool = True
    note: Words = Words()

    @property
    def max_points(self) -> Fraction:
        """The most that this criterion gives."""
        return self.raw_max * self.weight

    @property
    def asks(self) -> Words:
        """The sentence to ask: the question, else the title."""
        return self.question or self.title


@dataclass(frozen=True)
class Indicator:
    """A group of criteria."""

    code: str
    title: Words
    criteria: tuple[Criterion, ...]

    @property
    def max_points(self) -> Fraction:
        """The sum of its criteria."""
        return sum((c.max_points for c in self.criteria), Fraction(0))


@dataclass(frozen=True)
class Pillar:
    """A part of the whole that has a level of its own."""

    code: str
    title: Words
    indicators: tuple[Indicator, ...]
    summary: Words = Words()
    bands: tuple[LevelBand, ...] = ()

    @property
    def criteria(self) -> Iterator[Criterion]:
        """All its criteria in order."""
        for indicator in self.indicators:
            yield from indicator.criteria

    @property
    def max_points(self) -> Fraction:
        """The sum of its indicators."""
        return sum((i.max_points for i in self.indicators), Fraction(0))


@dataclass(frozen=True)
class Definition:
    """A whole version of a framework."""

    slug: str
    version: str
    title: Words
    levels: tuple[Level, ...]
    pillar_bands: tuple[LevelBand, ...]
    overall_rules: tuple[OverallRule, ...]
    pillars: tuple[Pillar, ...]
    summary: Words = Words()
    source: Words = Words()
    minutes: int = 0
    is_official: bool = False
    notes: tuple[Words, ...] = ()
    ratio_bands: tuple[PointBand, ...] = ()

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria in order."""
        return tuple(c for pillar in self.pillars for c in pillar.criteria)

    @cached_property
    def by_code(self) -> dict[str, Criterion]:
        """Criteria by code."""
        return {c.code: c for c in self.criteria}

    @cached_property
    def max_points(self) -> Fraction:
        """The most that the whole gives."""
        return sum((p.max_points for p in self.pillars), Fraction(0))

    @cached_property
    def top_level(self) -> int:
        """The highest level."""
        return max(level.level for level in self.levels)

    def level(self, number: int) -> Level:
        """The level of this number; refuses (``KeyError``) an unknown one."""
        return {level.level: level for level in self.levels}[number]

    def pillar_of(self, code: str) -> Pillar:
        """The pillar that holds a criterion."""
        return next(p for p in self.pillars if any(c.code == code for c in p.criteria))
