"""The help behind a next step: a cohort that takes in, and the own share in đồng; never part of what is frozen."""

import pytest
from django.urls import reverse

from assessments import selectors
from sme.payments.services import places as payments
from sme.programmes import rules as programme_rules
from sme.programmes import selectors as programmes
from sme.programmes import services
from tests.factories import accounts
from tests.factories import programmes as make
from tests.factories.assessments import criterion, framework, submitted, words
from tests.factories.content import guide, small_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return accounts.UserFactory()


@pytest.fixture
def business(member):
    return make.enterprise(owner=member)


@pytest.fixture
def cohort():
    return make.cohort()


@pytest.fixture
def result(business, member, cohort):
    """A result whose only step leads to a guide that is tied to a programme and to a kind of support."""
    ties = [f"programme:{cohort.programme.slug}", "support:solutions"]
    guide(small_site(), "Làm sổ trên máy", slug="lam-so", helps_with=ties)
    advice = [{"upto": 2, "text": words("Hãy làm sổ"), "guide": "lam-so"}]
    asked = framework(criterion("1.1", advice=advice))
    return submitted(business, asked, 0, actor=member)


def helped(result):
    guides = selectors.guides_of_steps(result.content)
    return selectors.help_for(guides, result.assessment).get("1.1")


def test_a_step_names_the_cohort_that_takes_in_today_and_what_a_place_costs(
    client, member, result, cohort
):
    payments.set_price(
        cohort, amount=500_000, support=1_500_000, purpose_vi="Học phí", actor=make.administrator()
    )
    offer = helped(result).offers[0]
    assert (offer.cohort, offer.price.amount) == (cohort, 500_000)
    client.force_login(member)
    address = reverse("assessments:result", args=[result.assessment_id])
    shown = client.get(address).content.decode().replace("\u00a0", " ")
    assert cohort.title_vi in shown
    assert "500.000 ₫" in shown
    assert "1.500.000 ₫" in shown


def test_a_cohort_that_is_not_for_this_business_is_not_named(result, cohort):
    services.set_rules(cohort, {"kind": ["cooperative"]}, actor=make.administrator())
    assert helped(result).offers == []


def test_the_own_share_follows_size_and_what_is_left_of_the_ceiling():
    rule = programmes.support_rule("solutions", make.TODAY)
    assert programme_rules.own_share(rule, "micro").own == 5_000_000
    nearly = programme_rules.own_share(rule, "micro", left=2_000_000)
    assert (nearly.state, nearly.own) == (2_000_000, 8_000_000)
    assert programme_rules.own_share(rule, "micro", left=0).own == rule.example_value
    assert programme_rules.own_share(rule, "large") is None
    unknown = programme_rules.own_share(rule, "unknown")
    assert (unknown.own, unknown.left) == (5_000_000, None)


def test_the_own_share_is_shown_with_its_source_and_that_it_is_not_verified(client, member, result):
    client.force_login(member)
    address = reverse("assessments:result", args=[result.assessment_id])
    shown = client.get(address).content.decode().replace("\u00a0", " ")
    assert "5.000.000 ₫" in shown
    assert "80/2021" in shown
    assert "chưa kiểm chứng" in shown


def test_what_is_frozen_does_not_know_of_it(result, cohort):
    before = result.content
    services.move_cohort(
        cohort,
        "cancelled",
        reason="Không đủ kinh phí",
        expected_version=cohort.version,
        actor=make.administrator(),
    )
    assert helped(result).offers == []
    result.refresh_from_db()
    assert result.content == before
