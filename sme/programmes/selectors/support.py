"""Reads of the support ledger: rules on a day, years with their figures, totals that agree with the list."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet, Sum

from portal.shared import clock
from sme.enterprises.models import Enterprise
from sme.programmes import rules
from sme.programmes.models import SupportContract, SupportYear
from sme.programmes.rules import Figures, SupportRule

DATA = Path(__file__).resolve().parent.parent / "data"


@lru_cache(maxsize=1)
def all_support_rules() -> list[SupportRule]:
    """Every rule of the data file, those that are over too."""
    return rules.read_support_rules(json.loads((DATA / "support_rules.json").read_text("utf-8")))


def support_rules_on(day: date | None = None) -> list[SupportRule]:
    """The rules in force on a day (today)."""
    return [each for each in all_support_rules() if each.holds_on(day or clock.today())]


def support_rule(key: str, day: date) -> SupportRule | None:
    """One rule as it stands on a day."""
    return next((each for each in support_rules_on(day) if each.key == key), None)


def title_of_support(key: str) -> Any:
    """What a kind of support is called."""
    return next((each.title for each in all_support_rules() if each.key == key), key)


def figures_of(years: "QuerySet[SupportYear]") -> Figures:
    """The figures of these years together; two queries."""
    in_year = Q(per="year")
    sums = years.order_by().aggregate(
        c=Sum("ceiling", filter=in_year),
        y=Sum("committed", filter=in_year),
        p=Sum("committed"),
        u=Sum("used"),
    )
    contracts = SupportContract.objects.filter(
        support_year__in=years.order_by().values("pk"), entries__kind="commit"
    ).exclude(entries__kind="uncommit")
    own = contracts.order_by().aggregate(v=Sum("value"), s=Sum("state_share"))
    whole = {name: value or 0 for name, value in {**sums, **own}.items()}
    return Figures(
        ceiling=whole["c"],
        committed=whole["p"],
        used=whole["u"],
        own=whole["v"] - whole["s"],
        remaining=whole["c"] - whole["y"],
    )


def support_years(user: Any, year: int | None = None) -> "QuerySet[SupportYear]":
    """Years of support that a person may see."""
    found = SupportYear.objects.visible_to(user).select_related("enterprise__place")
    return found.filter(year=year) if year else found


def contracts_of(enterprise: Enterprise) -> list[SupportContract]:
    """Every supported contract of an enterprise with its entries, newest first; two queries."""
    found = SupportContract.objects.filter(support_year__enterprise=enterprise)
    return list(found.select_related("support_year").prefetch_related("entries__reversed_by"))


def support_panel(enterprise: Enterprise, user: Any) -> dict[str, Any]:
    """What an enterprise's page in the workspace shows of its support; one query."""
    years = list(SupportYear.objects.filter(enterprise=enterprise).order_by("-year", "rule"))
    return {"years": years}
