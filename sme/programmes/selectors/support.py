"""Reads of the support ledger: rules on a day, years and contracts with their figures, totals that agree with lists."""

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from portal.shared import clock
from sme.enterprises.models import Enterprise, Membership
from sme.programmes import rules
from sme.programmes.models import SupportContract, SupportDocument, SupportYear
from sme.programmes.rules import EntryKind, Figures, SupportRule

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


ENDING_WITHIN = 30  # days before its end on which a contract is shown to the office
ContractAct = tuple[Any, str]  # words and address of something that may be done with a contract
ContractActs = Callable[[Sequence[SupportContract], Any], dict[int, list[ContractAct]]]
_acts: dict[str, ContractActs] = {}


def register_contract_acts(key: str, load: ContractActs) -> None:
    """Let an upper room offer acts beside a contract: ``load(contracts, user)`` gives them by contract."""
    _acts[key] = load


def acts_for(contracts: Sequence[SupportContract], user: Any) -> dict[int, list[ContractAct]]:
    """What upper rooms offer beside these contracts, in the order of their keys."""
    found: dict[int, list[ContractAct]] = {}
    for key in sorted(_acts):
        for pk, acts in _acts[key](contracts, user).items():
            found.setdefault(pk, []).extend(acts)
    return found


def _sum_of(*kinds: str) -> Any:
    return Coalesce(Sum("entries__amount", filter=Q(entries__kind__in=kinds)), 0)


def contracts_for_office(user: Any) -> "QuerySet[Any]":
    """Supported contracts of enterprises that an officer may see, with ``promised``, ``paid`` and ``open``."""
    seen = SupportYear.objects.visible_to(user).values("pk")
    return (
        SupportContract.objects.filter(support_year__in=seen)
        .select_related("support_year__enterprise__place")
        .annotate(
            promised=_sum_of(EntryKind.COMMIT) - _sum_of(EntryKind.REVERSE_COMMIT),
            paid=_sum_of(EntryKind.USE) - _sum_of(EntryKind.REVERSE_USE),
        )
        .annotate(open=F("promised") - F("paid"))
        .order_by("ends_on", "-signed_on", "pk")
    )


def ending(contracts: "QuerySet[Any]", day: date) -> "QuerySet[Any]":
    """Of these, what ends within thirty days of a day and still holds a promise."""
    return contracts.filter(
        ends_on__gte=day, ends_on__lte=day + timedelta(days=ENDING_WITHIN), promised__gt=0
    )


def contracts_about_to_end(user: Any) -> "QuerySet[Any]":
    """For the officer's first page: the same rows as the list of contracts asked for those that end soon."""
    return ending(contracts_for_office(user), clock.today())


def totals_of_contracts(contracts: "QuerySet[Any]") -> dict[str, int]:
    """What these contracts add up to: value, promised, paid out, open; own share where a promise stands."""
    rows = contracts.order_by().values_list("value", "state_share", "promised", "paid")
    totals = {"value": 0, "own": 0, "promised": 0, "paid": 0}
    for value, share, promised, paid in rows.iterator(chunk_size=2000):
        totals["value"] += value
        totals["own"] += value - share if promised else 0
        totals["promised"] += promised
        totals["paid"] += paid
    return {**totals, "open": totals["promised"] - totals["paid"]}


def contracts_with_papers(*, is_new: bool = False) -> "QuerySet[SupportDocument, Any]":
    """Keys of contracts that have papers, or papers that nobody has looked at."""
    found = SupportDocument.objects.filter(checked_at=None) if is_new else SupportDocument.objects
    return found.order_by().values("contract")


def left_of(enterprise: Enterprise, day: date | None = None) -> dict[str, int]:
    """Đồng left of the ceilings of the day's year, by rule; a size class without a ceiling has none. One query."""
    day = day or clock.today()
    years = SupportYear.objects.filter(enterprise=enterprise, year=day.year, per="year")
    standing = {each.rule: each.ceiling - each.committed for each in years}
    return {
        rule.key: standing.get(rule.key, rule.ceilings.get(enterprise.size_class, 0))
        for rule in support_rules_on(day)
        if rule.per == "year" and (rule.key in standing or enterprise.size_class in rule.ceilings)
    }


def support_documents_visible_to(user: Any) -> "QuerySet[SupportDocument]":
    """Papers of contracts: to officers who see the enterprise, and to those who act for it."""
    mine = Membership.objects.filter(user_id=user.pk).values("enterprise")
    of = "contract__support_year__enterprise__in"
    seen = Q(**{of: mine})
    if user.is_officer:
        seen |= Q(**{of: Enterprise.objects.visible_to(user).order_by().values("pk")})
    return SupportDocument.objects.filter(seen).select_related("contract__support_year__enterprise")


def contracts_of(enterprise: Enterprise) -> list[SupportContract]:
    """Every supported contract of an enterprise with its entries, newest first; four queries."""
    found = SupportContract.objects.filter(support_year__enterprise=enterprise)
    return list(
        found.select_related("support_year").prefetch_related("entries__reversed_by", "documents")
    )


def support_panel(enterprise: Enterprise, user: Any) -> dict[str, Any]:
    """What an enterprise's page in the workspace shows of its support; one query."""
    years = list(SupportYear.objects.filter(enterprise=enterprise).order_by("-year", "rule"))
    return {"years": years}
