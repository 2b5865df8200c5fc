"""Recording what became of a listing: facts are added, days follow, corrections keep both."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.enterprises import services as enterprises
from sme.marketplaces import rules, selectors, services
from sme.marketplaces.models import Listing, ListingFact, ListingInterval
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db
S = rules.ListingState
MAY, JUNE, JULY = date(2023, 5, 1), date(2023, 6, 1), date(2023, 7, 1)


def record(listing, state, day, actor=None, **details):
    return services.record_state(
        listing, state, effective_on=day, source=rules.Source.OFFICER, actor=actor, **details
    )


def days(listing):
    rows = ListingInterval.objects.filter(listing=listing).order_by("valid_from")
    return [(row.valid_from, row.valid_to) for row in rows]


def test_a_listing_counts_from_the_day_it_went_live_until_it_was_taken_down(enterprise):
    listing = make.listing(make.product(enterprise), live=MAY)
    record(listing, S.DELISTED, JULY)
    assert days(listing) == [(MAY, JULY)]


def test_the_registry_is_told_how_many_products_are_on_sale(enterprise):
    product = make.product(enterprise)
    make.listing(product, "shopee", live=MAY)
    second = make.listing(product, "tiki", live=MAY)
    enterprise.refresh_from_db()
    assert enterprise.live_products == 1, "one product on two marketplaces is one product"
    record(second, S.DELISTED, JUNE)
    enterprise.refresh_from_db()
    assert enterprise.live_products == 1


def test_a_correction_keeps_both_entries_and_moves_the_days(enterprise):
    listing = make.listing(make.product(enterprise), live=MAY)
    wrong = listing.facts.get()
    services.correct_fact(wrong, state=S.LIVE, effective_on=JUNE, actor=OfficerFactory())
    assert days(listing) == [(JUNE, None)]
    assert listing.facts.count() == 2


def test_an_entry_is_corrected_once_and_then_its_correction(enterprise):
    listing = make.listing(make.product(enterprise), live=MAY)
    wrong, officer = listing.facts.get(), OfficerFactory()
    services.correct_fact(wrong, state=S.LIVE, effective_on=JUNE, actor=officer)
    with pytest.raises(RuleBroken, match="sửa"):
        services.correct_fact(wrong, state=S.LIVE, effective_on=JULY, actor=officer)


def test_an_entry_that_should_not_have_been_made_is_taken_back(enterprise):
    listing = make.listing(make.product(enterprise), live=MAY)
    gone = record(listing, S.DELISTED, JUNE)
    services.withdraw_fact(gone, actor=OfficerFactory(), note="nhầm sản phẩm")
    assert days(listing) == [(MAY, None)]


def test_facts_are_never_changed_or_deleted(enterprise):
    make.listing(make.product(enterprise), live=MAY)
    with pytest.raises(TypeError):
        ListingFact.objects.update(state=S.DELISTED)
    with pytest.raises(TypeError):
        ListingFact.objects.all().delete()


def test_what_was_never_on_sale_cannot_be_taken_down(enterprise):
    listing = make.listing(make.product(enterprise))
    with pytest.raises(RuleBroken) as refused:
        record(listing, S.DELISTED, MAY)
    assert refused.value.code == "never_live"
    assert not listing.facts.exists()


def test_a_day_in_the_future_is_refused(enterprise):
    listing = make.listing(make.product(enterprise))
    with pytest.raises(RuleBroken, match="chưa đến"):
        record(listing, S.LIVE, clock.today() + timedelta(days=1))


def test_a_day_before_the_shop_opened_is_refused(enterprise):
    product = make.product(enterprise)
    shop = make.shop(enterprise, opened_on=JUNE)
    listing = services.add_listing(product, shop, address=make.address(), actor=None)
    with pytest.raises(RuleBroken) as refused:
        record(listing, S.LIVE, MAY)
    assert refused.value.code == "day_before_shop"


def test_a_rejection_needs_its_reason(enterprise):
    listing = make.listing(make.product(enterprise))
    record(listing, S.SUBMITTED, MAY)
    with pytest.raises(RuleBroken) as refused:
        record(listing, S.REJECTED, JUNE)
    assert refused.value.field == "reason"
    record(listing, S.REJECTED, JUNE, note="thiếu giấy công bố")


def test_a_product_of_another_enterprise_is_refused(enterprise, stranger):
    with pytest.raises(RuleBroken) as refused:
        services.add_listing(make.product(stranger), make.shop(enterprise), actor=None)
    assert refused.value.code == "product_of_another"


def test_the_same_page_in_any_spelling_is_a_conflict(enterprise, stranger):
    page = "https://shopee.vn/banh-trang-i.5.99"
    services.add_listing(make.product(enterprise), make.shop(enterprise), address=page, actor=None)
    with pytest.raises(RuleBroken, match="cơ sở khác"):
        services.add_listing(
            make.product(stranger),
            make.shop(stranger),
            address="http://www.shopee.vn/ten-khac-i.5.99?utm_source=zalo",
            actor=None,
        )


def test_when_a_marketplace_closes_its_listings_end_on_that_day(enterprise):
    listing = make.listing(make.product(enterprise), live=MAY)
    market = listing.marketplace
    market.closed_on = JULY
    market.save()
    services.derive(type(listing).objects.get(pk=listing.pk))
    assert days(listing) == [(MAY, JULY)]


@pytest.mark.parametrize("barcode", ["8934567890123", "12", "abc", "89345678901234567"])
def test_a_wrong_barcode_is_refused(enterprise, barcode):
    with pytest.raises(RuleBroken) as refused:
        make.product(enterprise, barcode=barcode)
    assert refused.value.field == "barcode"


def test_two_products_of_one_maker_never_share_a_barcode(enterprise):
    make.product(enterprise, barcode="8936136160016")
    with pytest.raises(RuleBroken) as refused:
        make.product(enterprise, barcode="8936136160016")
    assert refused.value.code == "barcode_taken"


def test_a_stale_form_overwrites_nothing(enterprise):
    product = make.product(enterprise, name_vi="Bánh tráng sữa")
    officer = OfficerFactory()
    services.change_product(product, expected_version=1, actor=officer, name_vi="Bánh tráng dừa")
    product.refresh_from_db()
    with pytest.raises(RuleBroken):
        services.change_product(product, expected_version=1, actor=officer, name_vi="Bánh cũ")
    product.refresh_from_db()
    assert product.name_vi == "Bánh tráng dừa"


def test_what_an_enterprise_sold_ends_when_it_gives_up_unless_seen_later(enterprise):
    sold, slept, seen_later, planned = (make.listing(make.product(enterprise)) for _n in range(4))
    for listing in (sold, slept, seen_later):
        record(listing, S.LIVE, date(2023, 5, 1))
    record(slept, S.DORMANT, date(2023, 6, 1))
    record(seen_later, S.SELLING, date(2023, 12, 1))
    record(planned, S.PLANNED, date(2023, 5, 1))
    enterprises.close(enterprise, on=date(2023, 9, 1), reason="Nghỉ bán", actor=None)
    states = [Listing.objects.get(pk=each.pk).state for each in (sold, slept, seen_later, planned)]
    assert states == [S.DELISTED, S.DELISTED, S.SELLING, S.PLANNED]
    assert sold.facts.get(state=S.DELISTED).source == rules.Source.CLOSING
    assert selectors.headline(date(2023, 8, 31)).products == 2
    assert selectors.headline(date(2023, 9, 1)).products == 1


def test_an_officer_corrects_an_entry_or_takes_it_back_on_its_page(enterprise, ward, client):
    listing = make.listing(make.product(enterprise), live=MAY)
    fact = listing.facts.get()
    client.force_login(OfficerFactory(units=[ward]))
    url = reverse("marketplaces:fact_correct", args=[fact.pk])
    assert url in client.get(listing.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    empty = client.post(url, {"state": S.LIVE, "effective_on": "01/06/2023", "note": ""})
    assert empty.status_code == 422
    future = client.post(url, {"state": S.LIVE, "effective_on": "01/06/2999", "note": "gõ nhầm"})
    assert future.context["form"].has_error("effective_on")
    client.post(url, {"state": S.LIVE, "effective_on": "01/06/2023", "note": "Nhầm tháng"})
    assert days(listing) == [(JUNE, None)]
    assert client.get(url).status_code == 404, "it was corrected; the newest is"
    newer = listing.facts.get(supersedes=fact)
    url = reverse("marketplaces:fact_correct", args=[newer.pk])
    kept = {"state": S.LIVE, "effective_on": "01/06/2023", "note": "Không phải của cơ sở này"}
    client.post(url, {**kept, "take_back": "1"})
    assert days(listing) == []
    assert ListingFact.objects.filter(listing=listing).count() == 3
