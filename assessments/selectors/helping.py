"""Reads of the help that stands behind a next step today: cohorts that take in, and what of a contract is one's own.

Nothing of this is part of a frozen result: cohorts open and close, and rules of support change.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.models import Assessment
from portal.shared import clock, pagecache
from portal.shared.guides import Guide
from sme.enterprises.models import Enterprise
from sme.payments.models import CohortPrice
from sme.programmes import rules as programmes
from sme.programmes import selectors as offering
from sme.programmes.models import Cohort, EligibilityRule
from sme.programmes.rules import OwnShare, Rule


@dataclass(frozen=True)
class Offer:
    """A cohort that takes in today: who may join, and what a place costs (``None``: nothing is asked)."""

    cohort: Cohort
    rules: tuple[Rule, ...]
    price: CohortPrice | None


@dataclass(frozen=True)
class Help:
    """What helps with one next step: cohorts to join, and the business's own part of a supported contract."""

    offers: list[Offer]
    shares: list[OwnShare]


def help_for(guides: Mapping[str, Guide], assessment: Assessment) -> dict[str, Help]:
    """The help behind each step, by its criterion, as editors tied its guide to programmes and kinds of support.

    Cohorts whose conditions the business is known not to fulfil are left out. One query where the business has a
    ceiling of support; the cohorts are kept as public pages are.
    """
    rules = {each.key: each for each in offering.support_rules_on()}
    wanted = {code: [rules[key] for key in _known(guide, rules)] for code, guide in guides.items()}
    who = assessment.enterprise
    left = offering.left_of(who) if who is not None and any(wanted.values()) else {}
    size = who.size_class if who is not None else assessment.facts.get("size", "")
    open_today = _open_to(who, left) if any(g.tied("programme") for g in guides.values()) else {}
    found = {}
    for code, guide in guides.items():
        offers = [each for slug in guide.tied("programme") for each in open_today.get(slug, ())]
        shares = [programmes.own_share(rule, size, left.get(rule.key)) for rule in wanted[code]]
        kept = [each for each in shares if each is not None]
        if offers or kept:
            found[code] = Help(offers, kept)
    return found


def _known(guide: Guide, rules: Mapping[str, Any]) -> Iterable[str]:
    return [key for key in guide.tied("support") if key in rules]


def _open_to(who: Enterprise | None, left: dict[str, int]) -> dict[str, list[Offer]]:
    """Short name of a programme → its cohorts that take in today and that this business may join."""
    facts = offering.plain_facts(who, [], left) if who is not None else None
    found = defaultdict(list)
    for offer in pagecache.part("readiness:offers", _offers):
        if facts is None or not any(programmes.judge(r, facts, {}).fails for r in offer.rules):
            found[offer.cohort.programme.slug].append(offer)
    return found


def _offers() -> list[Offer]:
    """Every cohort that takes in today with its rules and its price; three queries."""
    cohorts = offering.open_cohorts()
    prices = {each.cohort_id: each for each in CohortPrice.objects.filter(cohort__in=cohorts)}
    rules = defaultdict(list)
    for each in EligibilityRule.objects.on(clock.today()).filter(cohort__in=cohorts):
        rules[each.cohort_id].append(each.rule)
    return [Offer(each, tuple(rules[each.pk]), prices.get(each.pk)) for each in cohorts]
