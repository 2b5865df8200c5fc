"""Rules as data: sectors and size classes, read from the project's files."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.shared import clock
from sme.enterprises import rules
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import Classification, SizeRules, SizeVerdict

DATA = Path(__file__).parent.parent / "data"


@lru_cache(maxsize=1)
def classification() -> Classification:
    """The sectors in use (VSIC 2018)."""
    return rules.read_sections(
        json.loads((DATA / "vsic-2018.json").read_text("utf-8")),
        json.loads((DATA / "vsic-2018-divisions.json").read_text("utf-8")),
    )


def sector_choices() -> list[tuple[str, Any]]:
    """The sectors for a choice: each says itself in the reader's language, the empty choice first."""
    sections = classification().sections.values()
    return [("", "–"), *((each.code, each) for each in sections)]


def division_choices() -> list[tuple[str, Any]]:
    """The divisions for a choice, under their sectors, the empty choice first."""
    known = classification()
    groups = [
        (str(each), [(one.code, one) for one in known.divisions_of(each.code)])
        for each in known.sections.values()
    ]
    return [("", "–"), *(group for group in groups if group[1])]


@lru_cache(maxsize=1)
def _all_size_rules() -> list[SizeRules]:
    return rules.read_size_rules(json.loads((DATA / "size-classes.json").read_text("utf-8")))


def size_rules_on(day: date) -> SizeRules | None:
    """The rule for size classes in force on a day, if one is known."""
    return next(
        (
            each
            for each in reversed(_all_size_rules())
            if each.valid_from <= day and (each.valid_to is None or each.valid_to > day)
        ),
        None,
    )


def latest_size_rules() -> SizeRules:
    """The newest rule: its bands are what forms offer."""
    return _all_size_rules()[-1]


def section_of(enterprise: Enterprise) -> rules.Section | None:
    """Its sector, if given."""
    return classification().sections.get(enterprise.sector)


def division_of(enterprise: Enterprise) -> rules.Division | None:
    """Its division, if given."""
    return classification().divisions.get(enterprise.division)


def size_of(enterprise: Enterprise, day: date | None = None) -> SizeVerdict:
    """Its size class on a day (default: today) by its present figures, with the sentence why."""
    known = size_rules_on(day or clock.today())
    section = section_of(enterprise)
    bands = known or latest_size_rules()
    return rules.size_of(
        known,
        kind=enterprise.kind,
        group=section.group if section else None,
        employees=enterprise.employees,
        revenue=rules.amount(enterprise.revenue, bands.revenue_bands.get(enterprise.revenue_band)),
        capital=rules.amount(enterprise.capital, bands.capital_bands.get(enterprise.capital_band)),
    )
