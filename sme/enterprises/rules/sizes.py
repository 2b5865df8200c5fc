"""Size classes by Decree 80/2021/NĐ-CP, article 5: dated data in, a class and the sentence why out.

A class asks for two things: the yearly average of insured employees, and revenue or capital of the
year. Bands of revenue and capital end at the decree's own limits, so a band decides as well as a figure.
What the figures at hand cannot decide stays unknown, and the sentence says which figure is missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.shared.money import format_number, format_vnd
from sme.enterprises.rules.kinds import Kind, SizeClass

BILLION = 10**9


@dataclass(frozen=True)
class Band:
    """A range of đồng a year: more than ``over``, at most ``up_to`` (``None``: no end)."""

    key: str
    over: int
    up_to: int | None

    @property
    def label(self) -> str:
        """In the reader's language: ``trên 3 đến 10 tỷ ₫``."""
        over, top = _billions(self.over), _billions(self.up_to or 0)
        if self.up_to is None:
            return _("over %(over)s billion ₫") % {"over": over}
        if not self.over:
            return _("up to %(top)s billion ₫") % {"top": top}
        return _("over %(over)s to %(top)s billion ₫") % {"over": over, "top": top}


@dataclass(frozen=True)
class Limits:
    """The limits of one class for one group of sectors; all of them inclusive."""

    size: SizeClass
    employees: int
    revenue: int
    capital: int


@dataclass(frozen=True)
class SizeRules:
    """The rule in force during a period."""

    source_vi: str
    source_en: str
    valid_from: date
    valid_to: date | None
    limits: Mapping[str, Sequence[Limits]]
    revenue_bands: Mapping[str, Band]
    capital_bands: Mapping[str, Band]


@dataclass(frozen=True)
class Amount:
    """An amount a year, known exactly or by its band."""

    least: int
    most: int | None
    words: str

    def is_within(self, limit: int) -> bool | None:
        """At most the limit; ``None`` when the band does not tell."""
        if self.most is not None and self.most <= limit:
            return True
        return False if self.least > limit else None


@dataclass(frozen=True)
class SizeVerdict:
    """A size class and why it is that one."""

    size: SizeClass
    why: str
    source_vi: str = ""
    source_en: str = ""
    missing: tuple[str, ...] = ()
    valid_from: date | None = None


def read_size_rules(document: Mapping[str, Any]) -> list[SizeRules]:
    """The rules in a data file (``sme/enterprises/data/size-classes.json``), oldest first."""
    return sorted((_rules(each) for each in document["rules"]), key=lambda each: each.valid_from)


def _rules(data: Mapping[str, Any]) -> SizeRules:
    limits = {
        group: [
            Limits(SizeClass(row["size"]), row["employees"], row["revenue"], row["capital"])
            for row in rows
        ]
        for group, rows in data["limits"].items()
    }
    ends = data.get("valid_to")
    return SizeRules(
        source_vi=data["source_vi"],
        source_en=data["source_en"],
        valid_from=date.fromisoformat(data["valid_from"]),
        valid_to=date.fromisoformat(ends) if ends else None,
        limits=limits,
        revenue_bands=_bands(data["revenue_bands"]),
        capital_bands=_bands(data["capital_bands"]),
    )


def _bands(rows: Iterable[Mapping[str, Any]]) -> dict[str, Band]:
    return {row["key"]: Band(row["key"], row["over"], row["up_to"]) for row in rows}


def wordless_amount(exact: int | None, band: Band | None) -> Amount | None:
    """``amount`` for ``class_of``, which needs no words."""
    if exact is not None:
        return Amount(exact, exact, "")
    return Amount(band.over + 1 if band.over else 0, band.up_to, "") if band else None


def amount(exact: int | None, band: Band | None) -> Amount | None:
    """What is known of an amount: the exact figure first, else its band, else nothing."""
    if exact is not None:
        return Amount(exact, exact, _shortly(exact))
    if band is not None:
        return Amount(band.over + 1 if band.over else 0, band.up_to, band.label)
    return None


def size_of(
    rules: SizeRules | None,
    *,
    kind: str,
    group: str | None,
    employees: int | None,
    revenue: Amount | None,
    capital: Amount | None,
) -> SizeVerdict:
    """The class of one enterprise, with the sentence why.

    ``group`` is the sector group of the rule (``None``: no sector given). Amounts are whole đồng a
    year. Co-operatives have a law of their own (17/2023/QH15) and are not classified by this table.
    """
    size = class_of(
        rules, kind=kind, group=group, employees=employees, revenue=revenue, capital=capital
    )
    if size == SizeClass.OUTSIDE:
        return SizeVerdict(
            SizeClass.OUTSIDE,
            _(
                "Co-operatives are classified by the Law on Co-operatives, not by this decree; "
                "its thresholds are not in the portal yet."
            ),
        )
    if rules is None:
        return SizeVerdict(SizeClass.UNKNOWN, _("No rule for size classes is known for this day."))
    if size == SizeClass.UNKNOWN:
        missing = _missing(group, employees, revenue, capital)
        return _undecided(rules, missing or ("revenue", "capital"))
    return _decided(rules, kind, size, employees or 0, revenue, capital)


def class_of(
    rules: SizeRules | None,
    *,
    kind: str,
    group: str | None,
    employees: int | None,
    revenue: Amount | None,
    capital: Amount | None,
) -> SizeClass:
    """The class alone, without the sentence; for writing very many records at once."""
    if kind == Kind.COOPERATIVE:
        return SizeClass.OUTSIDE
    if rules is None or group is None or employees is None or (revenue is None and capital is None):
        return SizeClass.UNKNOWN
    for limits in rules.limits[group]:
        fits = _fits(limits, employees, revenue, capital)
        if fits is None:
            return SizeClass.UNKNOWN
        if fits:
            return limits.size
    return SizeClass.LARGE


def _missing(
    group: str | None, employees: int | None, revenue: Amount | None, capital: Amount | None
) -> tuple[str, ...]:
    given = {"sector": group, "employees": employees, "revenue": revenue, "capital": capital}
    return tuple(name for name, value in given.items() if value is None)


def _fits(
    limits: Limits, employees: int, revenue: Amount | None, capital: Amount | None
) -> bool | None:
    """Employees, and revenue or capital; ``None`` when what is known does not decide."""
    if employees > limits.employees:
        return False
    answers = {
        revenue.is_within(limits.revenue) if revenue else None,
        capital.is_within(limits.capital) if capital else None,
    }
    if True in answers:
        return True
    return None if None in answers else False


def _decided(
    rules: SizeRules,
    kind: str,
    size: SizeClass,
    employees: int,
    revenue: Amount | None,
    capital: Amount | None,
) -> SizeVerdict:
    people = ngettext("%(n)s person", "%(n)s people", employees) % {"n": format_number(employees)}
    facts = [people]
    if revenue:
        facts.append(_("revenue %(amount)s") % {"amount": revenue.words})
    if capital:
        facts.append(_("capital %(amount)s") % {"amount": capital.words})
    why = f"{', '.join(facts)} → {str(size.label).lower()}"
    if kind in (Kind.HOUSEHOLD, Kind.FACILITY):
        why += _(". The decree speaks of enterprises; its figures are used here only to compare.")
    return SizeVerdict(size, why, rules.source_vi, rules.source_en, (), rules.valid_from)


def _undecided(rules: SizeRules, missing: tuple[str, ...]) -> SizeVerdict:
    words = {
        "sector": _("the sector"),
        "employees": _("the number of employees"),
        "revenue": _("revenue of the year"),
        "capital": _("capital of the year"),
    }
    asked = [words[name] for name in missing]
    if {"revenue", "capital"} <= set(missing):
        asked = [*asked[:-2], _("revenue or capital of the year")]
    sentence = _("Not decided yet: %(figures)s is missing.") % {"figures": ", ".join(asked)}
    return SizeVerdict(
        SizeClass.UNKNOWN,
        sentence,
        rules.source_vi,
        rules.source_en,
        missing,
        rules.valid_from,
    )


def _billions(amount: int) -> str:
    return format_number(amount / BILLION)


def _shortly(amount: int) -> str:
    """``2,1 tỷ ₫`` for whole hundred millions, otherwise the figure itself."""
    if amount >= BILLION and amount % (BILLION // 100) == 0:
        return _("%(n)s billion ₫") % {"n": _billions(amount)}
    return format_vnd(amount)
