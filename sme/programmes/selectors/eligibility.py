"""Facts about enterprises, the rules of a cohort on a day, and what these say of those."""

from collections.abc import Callable, Collection, Mapping
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

Questionnaires = Callable[[], list[tuple[str, Any]]]
LastDays = Callable[[Collection[int]], Mapping[int, Mapping[str, date]]]
_readiness: dict[str, tuple[Questionnaires, LastDays]] = {}


def register_readiness(questionnaires: Questionnaires, last_days: LastDays) -> None:
    """Let the room of readiness say which questionnaires there are, and who answered them last on which day.

    ``last_days`` takes ids of enterprises and gives ``{id: {short name: day}}`` in one query.
    """
    _readiness["assessments"] = (questionnaires, last_days)


def questionnaires() -> list[tuple[str, Any]]:
    """(short name, title) of the questionnaires that a cohort may ask for."""
    return _readiness["assessments"][0]() if _readiness else []


def last_answered(enterprises: Collection[int]) -> dict[int, dict[str, str]]:
    """For each enterprise the day of its last result, by questionnaire; one query."""
    found = _readiness["assessments"][1](enterprises) if _readiness else {}
    return {
        who: {slug: day.isoformat() for slug, day in days.items()} for who, days in found.items()
    }


def rules_of(cohort: Cohort, day: date | None = None) -> list[Rule]:
    """The rules of a cohort on a day (today)."""
    return [
        each.rule for each in EligibilityRule.objects.filter(cohort=cohort).on(day or clock.today())
    ]


def facts_of(enterprise: Enterprise, cohort: Cohort) -> Facts:
    """What is known of an enterprise now, as this cohort's rules ask it; three queries."""
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
    answered = last_answered([enterprise.pk]).get(enterprise.pk)
    return plain_facts(enterprise, codes, support.left_of(enterprise), answered)


def plain_facts(
    enterprise: Enterprise,
    completed: list[str],
    left: dict[str, int] | None = None,
    answered: dict[str, str] | None = None,
) -> Facts:
    """The facts of a record that was read.

    ``completed``: codes of what it completed earlier; ``left``: đồng left of its ceilings; ``answered``: the day of
    its last result, by questionnaire.
    """
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
        assessed=answered or {},
    )


def names_for(asked: list[Rule], *facts: Facts) -> rules.Names:
    """Names of the sectors, places and questionnaires that these rules and facts speak of; at most two queries."""
    ids = {key for each in asked if each.kind == RuleKind.PLACE for key in each.wanted}
    if ids:
        ids |= {each.place for each in facts if each.place}
    named: dict[Any, str] = {}
    if ids:
        named = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    titles = {each.key: each.title for each in support.all_support_rules()}
    sectors = dict(enterprises.sector_choices())
    named_checks: dict[Any, Any] = {}
    if any(each.kind == RuleKind.ASSESSED for each in asked):
        named_checks = dict(questionnaires())
    return {
        "sector": sectors,
        "place": named,
        RuleKind.CEILING: titles,
        RuleKind.ASSESSED: named_checks,
    }


def conditions_for(cohort: Cohort, enterprise: Enterprise) -> list[Condition]:
    """What each rule of a cohort says today of an enterprise, and why."""
    asked, facts = rules_of(cohort), facts_of(enterprise, cohort)
    return rules.judge_all(asked, facts, names_for(asked, facts))


def conditions_in_words(cohort: Cohort) -> list[Any]:
    """Today's rules of a cohort for everybody: what each asks about, and its words."""
    asked = rules_of(cohort)
    return rules.conditions_of(asked, names_for(asked))
