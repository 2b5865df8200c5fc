"""OCOP decisions are rows with days; a product repeats the one that holds today."""

from datetime import date

import pytest
import time_machine

from portal.shared.errors import RuleBroken
from sme.marketplaces import services
from sme.marketplaces.models import OcopAward, Product
from tests.factories import marketplaces as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(enterprise):
    return make.product(enterprise)


def award(product, stars=4, decided_on=date(2024, 3, 15), **fields):
    fields.setdefault("expires_on", date(2027, 3, 14))
    fields.setdefault("decision", "312/QĐ-UBND")
    return services.award_stars(product, stars=stars, decided_on=decided_on, actor=None, **fields)


def fresh(product):
    return Product.objects.get(pk=product.pk)


def test_the_product_repeats_the_decision_that_holds_today(product):
    award(product)
    found = fresh(product)
    assert (found.ocop_stars, found.ocop_decision) == (4, "312/QĐ-UBND")
    assert found.ocop_expires_on == date(2027, 3, 14)


def test_a_decision_that_has_ended_gives_no_stars_but_is_kept(product):
    award(product, decided_on=date(2019, 1, 1), expires_on=date(2022, 1, 1))
    assert fresh(product).ocop_stars is None
    assert product.awards.count() == 1


def test_the_newest_of_two_decisions_counts(product):
    award(product, 4)
    award(product, 3, decided_on=date(2021, 3, 1), decision="1/QĐ", expires_on=date(2030, 1, 1))
    assert fresh(product).ocop_stars == 4


def test_a_decision_of_the_same_day_is_corrected_not_added(product):
    award(product, 3)
    award(product, 5)
    assert [each.stars for each in product.awards.all()] == [5]
    assert fresh(product).ocop_stars == 5


def test_stars_end_by_themselves_when_the_night_comes(product):
    award(product)
    with time_machine.travel("2027-03-14 05:00+07:00", tick=False):
        assert services.refresh_awards() == 0, "the last day still counts"
    with time_machine.travel("2027-03-15 05:00+07:00", tick=False):
        assert services.refresh_awards() == 1
        assert services.refresh_awards() == 0
    assert fresh(product).ocop_stars is None


def test_ending_an_award_takes_the_stars_off(product):
    given = award(product)
    services.end_award(given, on=date(2025, 1, 1), actor=None)
    assert fresh(product).ocop_stars is None
    with pytest.raises(RuleBroken):
        services.end_award(given, on=date(2024, 3, 15), actor=None)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"stars": 2}, "award_stars"),
        ({"stars": 6}, "award_stars"),
        ({"decided_on": date(2999, 1, 1)}, "award_future"),
        ({"decided_on": date(1999, 1, 1)}, "award_too_early"),
        ({"expires_on": date(2024, 3, 15)}, "award_order"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(product, fields, code):
    with pytest.raises(RuleBroken) as refused:
        award(product, **fields)
    assert refused.value.code == code
    assert not OcopAward.objects.exists()


def test_the_form_of_a_product_writes_corrects_renews_and_ends_a_decision(product, member):
    def change(**fields):
        services.change_product(
            fresh(product), expected_version=fresh(product).version, actor=member, **fields
        )
        return fresh(product)

    assert change(ocop_stars=3).ocop_stars == 3
    found = change(ocop_stars=3, ocop_decision="1/QĐ", ocop_decided_on=date(2023, 1, 1))
    assert product.awards.get().decision == "1/QĐ", "more is known of the same decision"
    found = change(
        ocop_stars=4,
        ocop_decision="9/QĐ",
        ocop_decided_on=date(2026, 1, 1),
        ocop_expires_on=date(2029, 1, 1),
    )
    assert product.awards.count() == 2, "a number of its own and a later day: a renewal"
    assert found.ocop_stars == 4
    change(name_vi="Tên khác")
    assert product.awards.count() == 2
    assert change(ocop_stars=None).ocop_stars is None, "the older one, without an end, is ended too"


def test_a_new_product_with_stars_gets_a_decision(enterprise):
    product = make.product(enterprise, ocop_stars=3, ocop_decided_on=date(2025, 1, 1))
    assert product.awards.get().decided_on == date(2025, 1, 1)
    assert fresh(product).ocop_stars == 3


@pytest.mark.parametrize(
    "address",
    [
        "http://truyxuat.example.vn/x",
        "javascript:alert(1)",
        "https://192.168.0.1/x",
        "https://a:b@example.vn/",
        "https://example.vn:8443/",
        "https://xn--shope-fsa.vn/x",
        "x" * 4000,
    ],
)
def test_an_unsafe_traceability_page_is_refused(enterprise, address):
    with pytest.raises(RuleBroken) as refused:
        make.product(enterprise, traceability_url=address)
    assert refused.value.field == "traceability_url"


def test_a_traceability_page_is_kept_as_it_was_typed(enterprise):
    product = make.product(enterprise, traceability_url="te.example.vn/p/?ref=abc")
    assert product.traceability_url == "https://te.example.vn/p/?ref=abc"
