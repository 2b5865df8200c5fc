"""Who may join a cohort: rules as data, judged on facts; each holds, does not hold, or is not known yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.money import format_vnd
from sme.enterprises.rules import Kind, SizeClass


class RuleKind(models.TextChoices):
    """What a rule asks about."""

    KIND = "kind", _("Kind")
    SIZE = "size", _("Size class")
    SECTOR = "sector", _("Sector")
    PLACE = "place", _("Commune or ward")
    LEVEL = "level", _("Readiness level")
    ASSESSED = "assessed", _("Readiness check")
    LISTED = "listed", _("Products on marketplaces")
    WOMEN_LED = "women_led", _("Led by a woman")
    FIRST_TIME = "first_time", _("First time in the programme")
    CEILING = "ceiling", _("Ceiling of support")


class Verdict(models.TextChoices):
    """What a rule says of an enterprise."""

    HOLDS = "holds", _("Fulfilled")
    FAILS = "fails", _("Not fulfilled")
    UNKNOWN = "unknown", _("Not known yet")


@dataclass(frozen=True)
class Rule:
    """One rule: its kind and what it wants.

    ``wanted`` is a list of keys (kind, size, sector, place), ``{"from": 1, "to": 3}`` (level; either may be
    missing), ``{"framework": "quick-check", "since": "2026-09-01"}`` (assessed; an empty framework is any, an empty
    day ever), the key of a support rule of which something must be left this year (ceiling), or a yes or no (the
    others).
    """

    kind: str
    wanted: Any


@dataclass(frozen=True)
class Facts:
    """What is known of an enterprise when rules are judged; plain values, so that JSON keeps them."""

    kind: str = ""
    size: str = SizeClass.UNKNOWN
    sector: str = ""
    place: int | None = None
    level: int | None = None
    live_products: int = 0
    women_led: bool | None = None
    completed: list[str] = field(default_factory=list)  # codes of earlier cohorts of the programme
    left: dict[str, int] = field(default_factory=dict)  # đồng left of this year's ceilings, by rule
    assessed: dict[str, str] = field(default_factory=dict)  # questionnaire → day of the last result

    def as_json(self) -> dict[str, Any]:
        """As a column keeps them."""
        return asdict(self)


def read_facts(kept: Mapping[str, Any]) -> Facts:
    """Facts as a column kept them; what a later version added has its default."""
    known = Facts.__dataclass_fields__
    return Facts(**{name: value for name, value in kept.items() if name in known})


@dataclass(frozen=True)
class Condition:
    """A rule in words, what it says of an enterprise, and why."""

    kind: str
    words: Any
    verdict: str
    why: Any

    @property
    def label(self) -> Any:
        """What it asks about."""
        return RuleKind(self.kind).label

    @property
    def holds(self) -> bool:
        """It is fulfilled."""
        return self.verdict == Verdict.HOLDS

    @property
    def fails(self) -> bool:
        """It is known not to be fulfilled."""
        return self.verdict == Verdict.FAILS


Names = Mapping[str, Mapping[Any, Any]]
"""Names of sectors and places by key: ``{"sector": {"A": …}, "place": {12: …}}``."""


def _named(kind: str, key: Any, names: Names) -> str:
    if kind == RuleKind.KIND:
        return str(Kind(key).label)
    if kind == RuleKind.SIZE:
        return str(SizeClass(key).label)
    return str(names.get(kind, {}).get(key, key))


def words_of(rule: Rule, names: Names) -> Any:
    """The rule as a sentence that anybody understands."""
    if rule.kind == RuleKind.LEVEL:
        low, high = rule.wanted.get("from"), rule.wanted.get("to")
        if low is not None and high is not None:
            return _("Readiness level from %(low)d to %(high)d") % {"low": low, "high": high}
        if low is not None:
            return _("Readiness level %(low)d or higher") % {"low": low}
        return _("Readiness level %(high)d or lower") % {"high": high}
    if rule.kind == RuleKind.ASSESSED:
        return _assessed_in_words(rule.wanted, names)
    if rule.kind == RuleKind.LISTED:
        return (
            _("Sells on a marketplace already") if rule.wanted else _("Sells on no marketplace yet")
        )
    if rule.kind == RuleKind.WOMEN_LED:
        return _("Led by a woman")
    if rule.kind == RuleKind.FIRST_TIME:
        return _("Has not completed an earlier cohort of this programme")
    if rule.kind == RuleKind.CEILING:
        title = names.get(RuleKind.CEILING, {}).get(rule.wanted, rule.wanted)
        return _("The ceiling of this year is not used up: %(support)s") % {"support": title}
    return ", ".join(_named(rule.kind, key, names) for key in rule.wanted)


def _assessed_in_words(wanted: Any, names: Names) -> Any:
    title = _questionnaire(wanted["framework"], names)
    if wanted["since"]:
        words = _("Has answered since %(day)s: %(title)s")
        return words % {"day": f"{date.fromisoformat(wanted['since']):%d/%m/%Y}", "title": title}
    return _("Has answered: %(title)s") % {"title": title}


def _questionnaire(slug: str, names: Names) -> Any:
    if not slug:
        return _("any questionnaire on readiness")
    return names.get(RuleKind.ASSESSED, {}).get(slug, slug)


def judge(rule: Rule, facts: Facts, names: Names) -> Condition:
    """What one rule says of these facts, and why in a sentence to the enterprise."""
    verdict, why = _JUDGES[rule.kind](rule.wanted, facts, names)
    return Condition(rule.kind, words_of(rule, names), verdict, why)


def judge_all(rules: Iterable[Rule], facts: Facts, names: Names) -> list[Condition]:
    """What every rule says, in the order of the kinds."""
    order = list(RuleKind.values)
    return [
        judge(rule, facts, names) for rule in sorted(rules, key=lambda each: order.index(each.kind))
    ]


def conditions_of(rules: Iterable[Rule], names: Names) -> list[Any]:
    """The rules in words alone, for somebody about whom nothing is known."""
    order = list(RuleKind.values)
    return [
        {"label": RuleKind(rule.kind).label, "words": words_of(rule, names)}
        for rule in sorted(rules, key=lambda each: order.index(each.kind))
    ]


Judged = tuple[str, Any]


def _among(kind: str, fact: Any, unknown: Any, wanted: Any, names: Names) -> Judged:
    if fact in ("", None, SizeClass.UNKNOWN):
        return Verdict.UNKNOWN, unknown
    verdict = Verdict.HOLDS if fact in wanted else Verdict.FAILS
    return verdict, _("On record: %(fact)s.") % {"fact": _named(kind, fact, names)}


def _kind(wanted: Any, facts: Facts, names: Names) -> Judged:
    return _among(RuleKind.KIND, facts.kind, _("The kind is not on record."), wanted, names)


def _size(wanted: Any, facts: Facts, names: Names) -> Judged:
    unknown = _("The size is not known: enter employees and revenue in the business details.")
    return _among(RuleKind.SIZE, facts.size, unknown, wanted, names)


def _sector(wanted: Any, facts: Facts, names: Names) -> Judged:
    unknown = _("The sector is not known: choose it in the business details.")
    return _among(RuleKind.SECTOR, facts.sector, unknown, wanted, names)


def _place(wanted: Any, facts: Facts, names: Names) -> Judged:
    return _among(RuleKind.PLACE, facts.place, _("The place is not on record."), wanted, names)


def _level(wanted: Any, facts: Facts, names: Names) -> Judged:
    if facts.level is None:
        return Verdict.UNKNOWN, _("Not assessed yet: answer the questions on digital readiness.")
    low, high = wanted.get("from"), wanted.get("to")
    fits = (low is None or facts.level >= low) and (high is None or facts.level <= high)
    why = _("The last assessment gave level %(level)d.") % {"level": facts.level}
    return (Verdict.HOLDS if fits else Verdict.FAILS), why


def _assessed(wanted: Any, facts: Facts, names: Names) -> Judged:
    among = [day for slug, day in facts.assessed.items() if wanted["framework"] in ("", slug)]
    title = _questionnaire(wanted["framework"], names)
    if not among:
        return Verdict.FAILS, _("Not answered yet: %(title)s.") % {"title": title}
    last = max(among)
    verdict = Verdict.HOLDS if last >= wanted["since"] else Verdict.FAILS
    return verdict, _("Last answered on %(day)s.") % {"day": f"{date.fromisoformat(last):%d/%m/%Y}"}


def _listed(wanted: Any, facts: Facts, names: Names) -> Judged:
    fits = (facts.live_products > 0) == bool(wanted)
    why: Any = _("The portal knows no product on sale on a marketplace.")
    if facts.live_products:
        why = _("%(count)d products are on sale on marketplaces.") % {"count": facts.live_products}
    return (Verdict.HOLDS if fits else Verdict.FAILS), why


def _women_led(wanted: Any, facts: Facts, names: Names) -> Judged:
    if facts.women_led is None:
        return Verdict.UNKNOWN, _("Who leads it is not on record: say so in the business details.")
    if facts.women_led:
        return Verdict.HOLDS, _("On record as led by a woman.")
    return Verdict.FAILS, _("Not on record as led by a woman.")


def _first_time(wanted: Any, facts: Facts, names: Names) -> Judged:
    if not facts.completed:
        return Verdict.HOLDS, _("No earlier cohort is completed.")
    codes = ", ".join(facts.completed)
    return Verdict.FAILS, _("Completed earlier: %(cohorts)s.") % {"cohorts": codes}


def _ceiling(wanted: Any, facts: Facts, names: Names) -> Judged:
    left = facts.left.get(wanted)
    if left is None:
        return Verdict.UNKNOWN, _("No ceiling is known for this size class.")
    if left <= 0:
        return Verdict.FAILS, _("The whole ceiling of this year is promised already.")
    return Verdict.HOLDS, _("%(left)s of this year's ceiling is left.") % {"left": format_vnd(left)}


_JUDGES: Mapping[str, Callable[[Any, Facts, Names], Judged]] = {
    RuleKind.KIND: _kind,
    RuleKind.SIZE: _size,
    RuleKind.SECTOR: _sector,
    RuleKind.PLACE: _place,
    RuleKind.LEVEL: _level,
    RuleKind.ASSESSED: _assessed,
    RuleKind.LISTED: _listed,
    RuleKind.WOMEN_LED: _women_led,
    RuleKind.FIRST_TIME: _first_time,
    RuleKind.CEILING: _ceiling,
}
