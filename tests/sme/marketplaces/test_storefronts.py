"""Shops: recorded, changed, closed with what is on sale in them, opened again; marketplaces that close."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from portal.shared import clock, jobs
from portal.shared.errors import RuleBroken
from sme.marketplaces import rules, services
from sme.marketplaces.models import Listing, ListingFact, ListingInterval, Storefront
from tests.factories import marketplaces as make
from tests.factories.accounts import AdministratorFactory, OfficerFactory

pytestmark = pytest.mark.django_db
S = rules.ListingState
MAY, JUNE, JULY = date(2023, 5, 1), date(2023, 6, 1), date(2023, 7, 1)


def days(listing):
    rows = ListingInterval.objects.filter(listing=listing).order_by("valid_from")
    return [(row.valid_from, row.valid_to) for row in rows]


def close(listing, on):
    return services.close_storefront(listing.storefront, closed_on=on, actor=OfficerFactory())


def test_what_is_on_sale_in_a_shop_ends_on_the_day_it_closes(enterprise):
    listing = make.listing(make.product(enterprise), live=MAY)
    waiting = make.listing(make.product(enterprise))
    assert services.ends_with(listing.storefront, JULY) == [listing]
    assert close(listing, JULY) == 1
    assert days(listing) == [(MAY, JULY)]
    fact = listing.facts.order_by("pk").last()
    assert (fact.state, fact.source) == (S.DELISTED, rules.Source.CLOSING)
    enterprise.refresh_from_db()
    assert enterprise.live_products == 0
    assert not waiting.facts.exists()


def test_a_shop_that_closed_by_mistake_goes_on_as_if_nothing_had_been(enterprise):
    listing = make.listing(make.product(enterprise), live=MAY)
    close(listing, JULY)
    services.reopen_storefront(listing.storefront, was_mistake=True, actor=OfficerFactory())
    assert days(listing) == [(MAY, None)]
    assert listing.facts.count() == 3, "all entries are kept"


def test_a_shop_that_opened_again_has_nothing_on_sale_until_it_is_recorded(enterprise):
    listing = make.listing(make.product(enterprise), live=MAY)
    close(listing, JULY)
    again = {"effective_on": date(2023, 8, 1), "source": rules.Source.OFFICER, "actor": None}
    with pytest.raises(RuleBroken) as refused:
        services.record_state(listing, S.LIVE, **again)
    assert refused.value.code == "day_after_shop"
    services.reopen_storefront(listing.storefront, was_mistake=False, actor=OfficerFactory())
    assert days(listing) == [(MAY, JULY)]
    services.record_state(listing, S.LIVE, **again)
    assert days(listing) == [(MAY, JULY), (date(2023, 8, 1), None)]


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2023, 4, 1), "closing_before_opening"),
        (MAY, "closing_before_sale"),
        (date(2100, 1, 1), "day_future"),
    ],
)
def test_a_closing_day_that_cannot_be_is_refused_and_nothing_is_written(enterprise, on, code):
    shop = make.shop(enterprise, opened_on=date(2023, 4, 20))
    listing = make.listing(make.product(enterprise), live=MAY)
    with pytest.raises(RuleBroken) as refused:
        services.close_storefront(shop, closed_on=on, actor=OfficerFactory())
    assert (refused.value.code, refused.value.field) == (code, "closed_on")
    assert days(listing) == [(MAY, None)]
    assert ListingFact.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"opened_on": date(2100, 1, 1)}, "day_future"),
        ({"opened_on": date(1999, 1, 1)}, "day_too_early"),
        ({"opened_on": JUNE}, "shop_after_sale"),
        ({"state": "preparing"}, "shop_sells"),
        ({"state": "closed"}, "close_by_itself"),
        ({"address": "https://tiki.vn/cua-hang/ba-tu"}, "address_unknown_host"),
        ({"address": "https://shopee.vn/banh-i.77.1001"}, "address_of_a_product"),
        ({"address": "https://vn.shp.ee/abc"}, "address_short"),
        ({"address": "javascript:alert(1)"}, "address_scheme"),
        ({"address": "x" * 4000}, "address_too_long"),
    ],
)
def test_what_cannot_be_of_a_shop_is_refused_at_its_field(enterprise, fields, code):
    listing = make.listing(make.product(enterprise), live=MAY)
    with pytest.raises(RuleBroken) as refused:
        services.change_storefront(
            listing.storefront, expected_version=None, actor=OfficerFactory(), **fields
        )
    assert refused.value.code == code
    assert refused.value.field in (*fields, "address")


def test_one_shop_page_belongs_to_one_shop(enterprise, stranger):
    page = "https://shopee.vn/banh.ba.tu?utm_source=zalo"
    market = make.marketplace()
    mine = services.add_storefront(enterprise, market, actor=None, address=page)
    assert "utm" not in mine.address
    with pytest.raises(RuleBroken) as refused:
        services.add_storefront(stranger, market, actor=None, address="shopee.vn/banh.ba.tu/")
    assert refused.value.code == "shop_taken"
    with pytest.raises(RuleBroken) as refused:
        services.add_storefront(enterprise, market, actor=None)
    assert refused.value.code == "shop_without_address"


# --- marketplaces -----------------------------------------------------------------------------------


def test_a_marketplace_that_closes_takes_its_listings_with_it_and_gives_them_back(
    enterprise, django_capture_on_commit_callbacks
):
    way = make.onboarding(enterprise)
    listing = make.listing(make.product(enterprise), live=MAY)
    elsewhere = make.listing(make.product(enterprise), "tiki", live=MAY)
    market, actor = listing.marketplace, AdministratorFactory()

    def closes(on):
        with django_capture_on_commit_callbacks(execute=True):
            services.close_marketplace(market, closed_on=on, actor=actor)
        jobs.run_queued()
        listing.refresh_from_db()
        enterprise.refresh_from_db()

    closes(JULY)
    assert days(listing) == [(MAY, JULY)]
    assert (listing.state, listing.state_on) == (S.DELISTED, JULY)
    assert days(elsewhere) == [(MAY, None)]
    assert enterprise.live_products == 1
    closes(None)
    assert days(listing) == [(MAY, None)]
    assert listing.state == S.LIVE
    assert enterprise.live_products == 2
    way.refresh_from_db()
    assert way.stage == "live"


def test_the_day_of_closing_comes_by_itself(enterprise, monkeypatch):
    listing = make.listing(make.product(enterprise), live=MAY)
    end = clock.today() + timedelta(days=5)
    market = listing.marketplace
    market.closed_on = end
    market.save()
    services.derive(Listing.objects.select_related("marketplace").get(pk=listing.pk))
    assert days(listing) == [(MAY, end)]
    assert services.end_closed() == 0
    monkeypatch.setattr(clock, "today", lambda: end)
    assert services.end_closed() == 1
    listing.refresh_from_db()
    assert (listing.state, listing.state_on) == (S.DELISTED, end)
    assert services.end_closed() == 0


def test_an_administrator_closes_a_marketplace_in_the_administration(
    client, enterprise, django_capture_on_commit_callbacks
):
    from django.core.management import call_command

    call_command("sync_roles", verbosity=0)
    listing = make.listing(make.product(enterprise), live=MAY)
    market = listing.marketplace
    client.force_login(AdministratorFactory())
    url = reverse("wagtailsnippets_marketplaces_marketplace:edit", args=[market.pk])
    form = client.get(url).context["form"]
    data = {name: value or "" for name, value in form.initial.items()}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {**data, "closed_on": "2023-07-01"})
    jobs.run_queued()
    assert days(listing) == [(MAY, JULY)]


# --- pages ------------------------------------------------------------------------------------------


def test_a_business_records_changes_and_closes_its_shop(client, member, enterprise):
    listing = make.listing(make.product(enterprise), live=MAY)
    client.force_login(member)
    form = {"marketplace": "tiki", "state": "open", "run_by": "enterprise", "seller_name": "Ba Tư"}
    client.post(reverse("marketplaces:shop_add"), {**form, "opened_on": "01/03/2023"})
    shop = Storefront.objects.get(marketplace__key="tiki")
    url = reverse("marketplaces:shop", args=[shop.pk])
    stale = client.post(url, {**form, "version": 99, "seller_name": "Ba Năm"})
    assert stale.context["form"].errors
    client.post(url, {**form, "version": shop.version, "seller_name": "Ba Năm"})
    shop.refresh_from_db()
    assert (shop.seller_name, shop.opened_on) == ("Ba Năm", None)
    closing = reverse("marketplaces:shop_close", args=[listing.storefront_id])
    told = client.get(closing).content.decode()
    assert str(listing.product) in told, "told before"
    client.post(closing, {"closed_on": "01/07/2023", "version": listing.storefront.version})
    assert days(listing) == [(MAY, JULY)]
    late = client.post(closing, {"closed_on": "01/07/2023", "version": 1})
    assert late.context["form"].errors
