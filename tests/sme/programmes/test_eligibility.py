"""Who may join a cohort: each rule holds, does not, or is not known, and says why."""

from datetime import date

import pytest
from django.urls import reverse

from sme.programmes import rules, selectors, services
from sme.programmes.rules import Facts, Rule, Verdict
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

NAMES = {"sector": {"C": "Chế biến"}, "place": {1: "Phường Sa Đéc", 2: "Phường Cao Lãnh"}}


@pytest.mark.parametrize(
    ("kind", "wanted", "facts", "verdict"),
    [
        ("kind", ["household"], {"kind": "household"}, "holds"),
        ("kind", ["household"], {"kind": "enterprise"}, "fails"),
        ("size", ["micro"], {}, "unknown"),
        ("size", ["micro", "small"], {"size": "small"}, "holds"),
        ("sector", ["C"], {"sector": ""}, "unknown"),
        ("sector", ["C"], {"sector": "G"}, "fails"),
        ("place", [1], {"place": 2}, "fails"),
        ("level", {"from": 2}, {}, "unknown"),
        ("level", {"from": 2}, {"level": 2}, "holds"),
        ("level", {"from": 1, "to": 2}, {"level": 3}, "fails"),
        ("level", {"to": 2}, {"level": 1}, "holds"),
        ("listed", False, {"live_products": 3}, "fails"),
        ("listed", True, {"live_products": 3}, "holds"),
        ("women_led", True, {}, "unknown"),
        ("women_led", True, {"women_led": False}, "fails"),
        ("first_time", True, {}, "holds"),
        ("first_time", True, {"completed": ["152-2023-01"]}, "fails"),
    ],
)
def test_a_rule_says_whether_it_holds_and_why(kind, wanted, facts, verdict):
    said = rules.judge(Rule(kind, wanted), Facts(**facts), NAMES)
    assert said.verdict == verdict
    assert str(said.why).strip()
    assert str(said.words).strip()


def test_facts_survive_being_kept():
    facts = Facts(kind="household", level=2, completed=["A"])
    assert rules.read_facts({**facts.as_json(), "of a later version": 1}) == facts


@pytest.mark.django_db
def test_rules_that_change_are_closed_and_not_overwritten():
    cohort, actor = make.cohort(), make.administrator()
    services.set_rules(cohort, {"kind": ["household"]}, actor=actor, day=date(2026, 1, 1))
    services.set_rules(
        cohort, {"kind": ["enterprise"], "listed": False}, actor=actor, day=date(2026, 3, 1)
    )
    services.set_rules(
        cohort, {"kind": ["enterprise"]}, actor=actor, day=date(2026, 3, 1)
    )  # the same day again
    assert selectors.rules_of(cohort, date(2026, 2, 28)) == [Rule("kind", ["household"])]
    assert selectors.rules_of(cohort, date(2026, 3, 1)) == [Rule("kind", ["enterprise"])]
    assert cohort.rules.count() == 2


@pytest.mark.django_db
def test_a_business_sees_which_conditions_hold_before_it_applies(client):
    cohort, member = make.cohort(), UserFactory()
    make.enterprise("Cơ sở Bà Sẩm", owner=member)
    services.set_rules(
        cohort, {"kind": ["enterprise"], "level": {"from": 2}}, actor=make.administrator()
    )
    url = reverse("programmes:public_cohort", args=[cohort.programme.slug, cohort.pk])
    assert [each["label"] for each in client.get(url).context["in_words"]]
    client.force_login(member)
    said = [each.verdict for each in client.get(url).context["conditions"]]
    assert said == [Verdict.FAILS, Verdict.UNKNOWN]


@pytest.mark.django_db
def test_an_officer_sets_the_rules_on_a_page_and_empty_fields_ask_nothing(client):
    cohort, place = make.cohort(), make.commune()
    client.force_login(OfficerFactory())
    url = reverse("programmes:cohort_rules", args=[cohort.pk])
    sent = {"kind": ["household"], "level_to": "2", "listed": "no", "place": [place.pk]}
    assert client.post(url, sent).status_code == 302
    kept = {each.kind: each.wanted for each in selectors.rules_of(cohort)}
    assert kept == {"kind": ["household"], "level": {"to": 2}, "listed": False, "place": [place.pk]}
    assert client.get(url).context["form"].initial["level_to"] == "2"
    assert client.post(url, {"level_from": "3", "level_to": "1"}).status_code == 200
    client.post(url, {})
    assert selectors.rules_of(cohort) == []
