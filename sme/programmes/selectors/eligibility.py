"""Facts about enterprises, the rules of a cohort on a day, and what these say of those."""

from datetime import date
from typing import Any

from portal.shared import clock
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.places.models import Unit
from sme.programmes import rules
from sme.programmes.models import Cohort, EligibilityRule, Enrolment
from sme.programmes.rules import Condition, EnrolmentState, Facts, Rule, RuleKind
from sme.programmes.selectors import support


def rules_of(cohort: Cohort, day: date | None = None) -> list[Rule]:
    """The rules of a cohort on a day (today)."""
    return [
        each.rule for each in EligibilityRule.objects.filter(cohort=cohort).on(day or clock.today())
    ]


def facts_of(enterprise: Enterprise, cohort: Cohort) -> Facts:
    """What is known of an enterprise now, as this cohort's rules ask it; two queries."""
    earlier = (
        Enrolment.objects.filter(
            enterprise=enterprise,
            cohort__programme=cohort.programme_id,
            state=EnrolmentState.COMPLETED,
        )
        .exclude(cohort=cohort)
        .order_by("cohort__starts_on", "cohort__code")
    )
    codes = list(earlier.values_list("cohort__code", flat=True))
    return plain_facts(enterprise, codes, support.left_of(enterprise))


def plain_facts(
    enterprise: Enterprise, completed: list[str], left: dict[str, int] | None = None
) -> Facts:
    """The facts of a record that was read: codes of what it completed earlier, đồng left of its ceilings."""
    return Facts(
        kind=enterprise.kind,
        size=enterprise.size_class,
        sector=enterprise.sector,
        place=enterprise.place_id,
        level=enterprise.readiness_level,
        live_products=enterprise.live_products,
        women_led=enterprise.is_women_led,
        completed=completed,
        left=left or {},
    )


def names_for(asked: list[Rule], *facts: Facts) -> rules.Names:
    """Names of the sectors and places that these rules and facts speak of; at most one query."""
    ids = {key for each in asked if each.kind == RuleKind.PLACE for key in each.wanted}
    if ids:
        ids |= {each.place for each in facts if each.place}
    named: dict[Any, str] = {}
    if ids:
        named = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    titles = {each.key: each.title for each in support.all_support_rules()}
    sectors = dict(enterprises.sector_choices())
    return {"sector": sectors, "place": named, RuleKind.CEILING: titles}


def conditions_for(cohort: Cohort, enterprise: Enterprise) -> list[Condition]:
    """What each rule of a cohort says today of an enterprise, and why."""
    asked, facts = rules_of(cohort), facts_of(enterprise, cohort)
    return rules.judge_all(asked, facts, names_for(asked, facts))


def conditions_in_words(cohort: Cohort) -> list[Any]:
    """Today's rules of a cohort for everybody: what each asks about, and its words."""
    asked = rules_of(cohort)
    return rules.conditions_of(asked, names_for(asked))
