"""A framework's document into frozen values, with every problem and its place."""

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from assessments.rules.definition import (
    Advice,
    Criterion,
    Definition,
    Indicator,
    Level,
    LevelBand,
    Option,
    OverallRule,
    Pillar,
    PointBand,
    Words,
)
from assessments.rules.numbers import exact
from assessments.rules.problems import Problem
from assessments.rules.states import Counting, Kind
from portal.shared.text import clean_lines

FORMAT = "readiness-framework/1"
LONGEST = 4000
MOST_ITEMS = 500
_CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
T = TypeVar("T")


class Part:
    """One object of the document: typed reads that note what is wrong instead of stopping."""

    def __init__(self, values: Any, where: str, problems: list[Problem]) -> None:
        self.where = where
        self.problems = problems
        self.left: dict[str, Any] = {}
        if isinstance(values, dict):
            self.left = dict(values)
        else:
            self.say(_("an object is expected here"))

    def say(self, sentence: Any, at: str = "") -> None:
        """Note a problem at a key of this part."""
        self.problems.append(Problem(f"{self.where}/{at}" if at else self.where or "/", sentence))

    def text(
        self, key: str, pattern: re.Pattern[str] | None = None, default: str | None = None
    ) -> str:
        """A line of text."""
        value = self.left.pop(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not value or (pattern and not pattern.match(value)):
            if value != default or default is None:
                self.say(_("a short text is expected"), key)
            return ""
        return value

    def words(self, key: str, *, required: bool = False) -> Words:
        """A text in two languages; Vietnamese is the one that must be there."""
        value = self.left.pop(key, None)
        if value in (None, {}):
            if required:
                self.say(_("a text is missing"), key)
            return Words()
        known = isinstance(value, dict) and set(value) <= {"vi", "en"}
        if not known or not all(isinstance(each, str) for each in value.values()):
            self.say(_('a text is written {"vi": "…", "en": "…"}'), key)
            return Words()
        words = Words(clean_lines(value.get("vi", "")), clean_lines(value.get("en", "")))
        if not words.vi:
            self.say(_("the Vietnamese text is missing"), key)
        if max(len(words.vi), len(words.en)) > LONGEST:
            self.say(_("this text is too long"), key)
        return words

    def number(self, key: str, default: Fraction | None = None, *, least: int = 0) -> Fraction:
        """An exact number, not below ``least``."""
        value = self.left.pop(key, None)
        if value is None and default is not None:
            return default
        try:
            found = exact(value)
        except (ValueError, TypeError):
            self.say(_("a number is expected"), key)
            return Fraction(least)
        if found < least:
            self.say(_("the number is too small"), key)
        return found

    def maybe_number(self, key: str) -> Fraction | None:
        """A number or nothing."""
        if self.left.get(key) is None:
            self.left.pop(key, None)
            return None
        return self.number(key, least=-(10**12))

    def whole(self, key: str, default: int | None = None) -> int:
        """A small whole number."""
        value = self.left.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10_000:
            self.say(_("a whole number is expected"), key)
            return 0
        return value

    def maybe_whole(self, key: str) -> int | None:
        """A whole number or nothing."""
        if self.left.get(key) is None:
            self.left.pop(key, None)
            return None
        return self.whole(key)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self.left.pop(key, default)
        if not isinstance(value, bool):
            self.say(_("true or false is expected"), key)
            return default
        return value

    def one_of(self, key: str, words: Iterable[str], default: str | None = None) -> str:
        """One of a closed list."""
        value = self.left.pop(key, default)
        if value not in set(words):
            self.say(_("one of these is expected: %(words)s") % {"words": ", ".join(words)}, key)
            return default or next(iter(words))
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of short texts."""
        value = self.left.pop(key, None) or []
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.say(_("a list of texts is expected"), key)
            return ()
        return tuple(value)

    def many(
        self, key: str, read: Callable[["Part"], T], *, required: bool = False
    ) -> tuple[T, ...]:
        """A list of objects."""
        value = self.left.pop(key, None)
        if value is None:
            value = []
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            self.say(_("a list is expected"), key)
            return ()
        if required and not value:
            self.say(_("at least one is needed"), key)
        return tuple(
            self._read_one(read, item, f"{self.where}/{key}/{n}") for n, item in enumerate(value)
        )

    def _read_one(self, read: Callable[["Part"], T], item: Any, where: str) -> T:
        part = Part(item, where, self.problems)
        found = read(part)
        part.done()
        return found

    def done(self) -> None:
        """Whatever was not read is not known."""
        for key in self.left:
            self.say(_("this entry is not known"), str(key)[:40])


def read(raw: Any) -> tuple[Definition | None, list[Problem]]:
    """The definition and what is wrong with the shape of its document."""
    problems: list[Problem] = []
    part = Part(raw, "", problems)
    if not part.left:
        return None, problems or [Problem("", _("the document is empty"))]
    if part.left.pop("format", None) != FORMAT:
        problems.append(
            Problem("/format", _("this is not a framework file (%(format)s)") % {"format": FORMAT})
        )
        return None, problems
    definition = Definition(
        slug=part.text("slug", _SLUG),
        version=part.text("version", _CODE),
        title=part.words("title", required=True),
        summary=part.words("summary"),
        source=part.words("source"),
        minutes=part.whole("minutes", 0),
        is_official=part.flag("official"),
        notes=tuple(part.many("notes", _note)),
        levels=part.many("levels", _level, required=True),
        pillar_bands=part.many("pillar_bands", _level_band),
        overall_rules=part.many("overall_rules", _overall_rule, required=True),
        ratio_bands=part.many("ratio_bands", _point_band),
        pillars=part.many("pillars", _pillar, required=True),
    )
    _compare(part, definition.max_points)
    part.done()
    return definition, problems


def _note(part: Part) -> Words:
    both = Words(part.text("vi", default=""), part.text("en", default=""))
    return Words(clean_lines(both.vi), clean_lines(both.en))


def _compare(part: Part, computed: Fraction) -> None:
    """The maximum that the file states must be the sum of its parts."""
    stated = part.maybe_number("max_points")
    if stated is not None and stated != computed:
        part.say(
            _("%(stated)s points are stated, but the parts add up to %(sum)s")
            % {"stated": float(stated), "sum": float(computed)},
            "max_points",
        )


def _level(part: Part) -> Level:
    return Level(part.whole("level"), part.words("name", required=True), part.words("meaning"))


def _level_band(part: Part) -> LevelBand:
    return LevelBand(part.whole("level"), part.number("upto"))


def _point_band(part: Part) -> PointBand:
    return PointBand(part.maybe_number("upto"), part.number("points"))


def _overall_rule(part: Part) -> OverallRule:
    return OverallRule(
        level=part.whole("level"),
        total_over=part.maybe_number("total_over"),
        pillars_at_least=part.maybe_whole("pillars_at_least"),
        pillar_level=part.maybe_whole("pillar_level"),
    )


def _pillar(part: Part) -> Pillar:
    pillar = Pillar(
        code=part.text("code", _CODE),
        title=part.words("title", required=True),
        summary=part.words("summary"),
        bands=part.many("bands", _level_band),
        indicators=part.many("indicators", _indicator, required=True),
    )
    _compare(part, pillar.max_points)
    return pillar


def _indicator(part: Part) -> Indicator:
    indicator = Indicator(
        code=part.text("code", _CODE),
        title=part.words("title", required=True),
        criteria=part.many("criteria", _criterion, required=True),
    )
    _compare(part, indicator.max_points)
    return indicator


def _criterion(part: Part) -> Criterion:
    criterion = Criterion(
        code=part.text("code", _CODE),
        kind=Kind(part.one_of("kind", Kind.values)),
        title=part.words("title", required=True),
        question=part.words("question"),
        help=part.words("help"),
        example=part.words("example"),
        group=part.words("group"),
        weight=part.number("weight", Fraction(1)),
        raw_max=part.number("raw_max"),
        options=part.many("options", _option),
        bands=part.many("bands", _point_band),
        link_bands=part.many("link_bands", _point_band),
        numerator=part.words("numerator"),
        denominator=part.words("denominator"),
        unit=part.words("unit"),
        minimum=part.maybe_number("minimum"),
        maximum=part.maybe_number("maximum"),
        is_whole=part.flag("whole"),
        is_required=part.flag("required", default=True),
        na=Counting(part.one_of("na", Counting.values, Counting.REFUSED)),
        unknown=Counting(part.one_of("unknown", Counting.values, Counting.REFUSED)),
        hidden=Counting(part.one_of("hidden", Counting.values, Counting.EXCLUDE)),
        visible_if=part.left.pop("visible_if", None),
        sectors=part.texts("sectors"),
        sizes=part.texts("sizes"),
        evidence=part.flag("evidence"),
        advice=part.many("advice", _advice),
        is_verified=part.flag("verified", default=True),
        note=part.words("note"),
    )
    _compare(part, criterion.max_points)
    return criterion


def _option(part: Part) -> Option:
    return Option(
        part.words("text", required=True),
        part.number("points", Fraction(0)),
        part.flag("exclusive"),
    )


def _advice(part: Part) -> Advice:
    return Advice(
        upto=part.number("upto"),
        text=part.words("text", required=True),
        guide=part.text("guide", _SLUG, ""),
        effort=part.whole("effort", 1),
        sizes=part.texts("sizes"),
        sectors=part.texts("sectors"),
    )
