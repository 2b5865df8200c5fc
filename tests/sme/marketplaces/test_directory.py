"""Everybody sees the local products that are shown and on sale today, and nothing else of their makers."""

import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.shared import clock, pagecache
from sme.enterprises import services as enterprises
from sme.marketplaces import rules, services
from sme.marketplaces.models import Marketplace
from tests.factories import marketplaces as make
from tests.factories.accounts import UserFactory
from tests.factories.places import former_commune

pytestmark = pytest.mark.django_db
LONG_AGO = date(2023, 1, 1)


@pytest.fixture(autouse=True)
def private_root(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def sold(enterprise, key="shopee", live=LONG_AGO, **fields):
    fields.setdefault("is_public", True)
    product = make.product(enterprise, **fields)
    make.listing(product, key, live=live)
    return product


def shown(client, **asked) -> set[str]:
    page = client.get(reverse("marketplaces:directory"), asked)
    assert page.status_code == 200
    return {each.name_vi for each in page.context["products"]}


# --- what is shown -----------------------------------------------------------------------------------


def test_only_what_is_public_and_on_sale_today_is_shown(client, enterprise):
    sold(enterprise, name_vi="Trà tim sen")
    sold(enterprise, name_vi="Không công khai", is_public=False)
    make.product(enterprise, name_vi="Chưa bán ở đâu", is_public=True)
    gone = sold(enterprise, name_vi="Đã thôi bán")
    services.record_state(
        gone.listings.get(),
        rules.ListingState.DELISTED,
        effective_on=clock.today(),
        source=rules.Source.OFFICER,
        actor=None,
    )
    assert shown(client) == {"Trà tim sen"}


def test_products_of_a_closed_enterprise_go_with_their_pages(client, enterprise, member):
    product = sold(enterprise)
    assert client.get(product.get_public_url()).status_code == 200
    enterprises.close(enterprise, on=clock.today(), reason="Nghỉ bán", actor=member)
    assert shown(client) == set()
    assert client.get(product.get_public_url()).status_code == 404


def test_what_is_not_shown_has_no_page(client, enterprise):
    hidden = sold(enterprise, is_public=False)
    assert client.get(hidden.get_public_url()).status_code == 404
    assert client.get(reverse("marketplaces:public_product", args=[10**9, "x"])).status_code == 404


def test_another_name_in_the_address_leads_to_the_right_one(client, enterprise):
    product = sold(enterprise, name_vi="Trà tim sen")
    url = reverse("marketplaces:public_product", args=[product.pk, "ten-cu"])
    answer = client.get(url)
    assert (answer.status_code, answer.url) == (301, product.get_public_url())
    assert product.get_public_url().endswith(f"/{product.pk}-tra-tim-sen/")


def test_products_with_a_photograph_come_first(client, enterprise):
    sold(enterprise, name_vi="An")
    pictured = sold(enterprise, name_vi="Yến")
    services.add_photo(pictured, make.picture(), actor=None)
    page = client.get(reverse("marketplaces:directory"))
    assert [each.name_vi for each in page.context["products"]] == ["Yến", "An"]
    assert pictured.photos.get().small_url in page.content.decode()


def test_nothing_else_of_the_maker_is_found_or_told(client, ward):
    maker = enterprises.register(
        kind="household",
        name="Hộ Sen Hồng",
        place=ward,
        actor=UserFactory(),
        contacts=[{"name": "Trần Văn Bí Mật", "phone": "+84912345678"}],
    )
    product = sold(maker, name_vi="Hạt sen sấy")
    for words in ("0912345678", "5678", "Bí Mật", "Tran Van"):
        assert shown(client, q=words) == set()
    page = client.get(product.get_public_url()).content.decode()
    assert "Bí Mật" not in page
    assert "5678" not in page


# --- looking for something ---------------------------------------------------------------------------


@pytest.fixture
def shelves(enterprise, stranger, other_ward):
    other = enterprises.register(
        kind="household", name="Cơ sở Xoài Ông Đời", place=other_ward, actor=UserFactory()
    )
    sold(enterprise, name_vi="Trà tim sen", ocop_stars=4)
    sold(stranger, "tiki", name_vi="Kẹo dừa đậu phộng")
    sold(other, name_vi="Xoài sấy dẻo", ocop_stars=3)
    return other


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "tra sen"}, {"Trà tim sen"}),
        ({"q": "TRÀ"}, {"Trà tim sen"}),
        ({"q": "dau phong"}, {"Kẹo dừa đậu phộng"}),
        ({"q": "ong doi"}, {"Xoài sấy dẻo"}),
        ({"q": "không có gì"}, set()),
        ({"stars": "3"}, {"Xoài sấy dẻo"}),
        ({"marketplace": "tiki"}, {"Kẹo dừa đậu phộng"}),
        ({"category": "food"}, {"Trà tim sen", "Kẹo dừa đậu phộng", "Xoài sấy dẻo"}),
        ({"category": "rice"}, set()),
        ({"q": "sen", "stars": "3"}, set()),
    ],
)
def test_words_and_filters_narrow_the_list(client, shelves, asked, found):
    assert shown(client, **asked) == found


def test_a_commune_narrows_the_list_and_only_those_with_products_can_be_chosen(client, shelves):
    assert shown(client, place=shelves.place_id) == {"Xoài sấy dẻo"}
    page = client.get(reverse("marketplaces:directory"))
    chosen = page.context["filterset"].form.fields["place"].choices
    assert len([key for key, _label in chosen if key]) == 2


def test_a_maker_entered_before_the_communes_changed_is_found_in_todays(client, ward):
    old = former_commune("Phường Tân Quy Đông", "29908", ward)
    maker = enterprises.register(
        kind="household", name="Vườn hồng", place=old, registered_on=LONG_AGO, actor=UserFactory()
    )
    sold(maker, name_vi="Hoa hồng leo")
    page = client.get(reverse("marketplaces:directory"))
    choices = page.context["filterset"].form.fields["place"].choices
    assert [key for key, _label in choices if key] == [str(ward.pk)]
    assert ward.name in page.content.decode()
    assert shown(client, place=ward.pk) == {"Hoa hồng leo"}


@pytest.mark.parametrize(
    "asked",
    [
        {"stars": "9"},
        {"stars": "3'--"},
        {"place": "999999"},
        {"marketplace": "<script>"},
        {"category": "\x00"},
        {"page": "-1"},
        {"page": "999"},
        {"q": "\x00\u202e" + "x" * 5000},
        {"q": "' OR 1=1 --"},
        {"q": "***"},
    ],
)
def test_nonsense_in_the_address_is_answered_with_a_page(client, shelves, asked):
    page = client.get(reverse("marketplaces:directory"), asked)
    assert page.status_code == 200
    assert "<script>'" not in page.content.decode()


# --- links, words for machines -----------------------------------------------------------------------


def test_links_lead_to_the_marketplaces_own_hosts_only(client, enterprise):
    product = sold(enterprise)
    listing = product.listings.get()
    page = client.get(product.get_public_url()).content.decode()
    assert re.search(rf'href="{re.escape(listing.address)}" rel="nofollow noopener', page)
    Marketplace.objects.filter(key="shopee").update(hosts="shopee.example", short_hosts="")
    page = client.get(product.get_public_url()).content.decode()
    assert listing.address not in page
    assert "Shopee" in page


def test_search_engines_are_told_in_json_that_cannot_break_out(client, enterprise):
    product = sold(
        enterprise,
        name_vi="Trà </script><script>alert(1)</script> & sen",
        barcode="8936000000004",
        ocop_stars=4,
    )
    services.add_photo(product, make.picture(), actor=None)
    page = client.get(product.get_public_url()).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    told = json.loads(block)
    assert told["name"] == product.name_vi
    assert told["@type"] == "Product"
    assert told["gtin13"] == "8936000000004"
    assert told["image"][0].startswith("http://testserver/")
    assert "alert(1)</script>" not in page
    assert '<meta property="og:image" content="http://testserver/' in page


def test_the_english_page_speaks_english(client, enterprise):
    product = sold(enterprise, name_vi="Trà tim sen", name_en="Lotus heart tea")
    with override("en"):
        page = client.get(product.get_public_url()).content.decode()
    assert "Lotus heart tea" in page
    assert "Where to buy it" in page


def test_the_sitemap_names_the_products(client, enterprise):
    product = sold(enterprise)
    hidden = sold(enterprise, is_public=False)
    page = client.get("/sitemap.xml").content.decode()
    assert f"{product.get_public_url()}<" in page
    assert f"/en{product.get_public_url()}" in page
    assert hidden.get_public_url() not in page


# --- weight and keeping ------------------------------------------------------------------------------


def test_the_number_of_questions_does_not_grow_with_the_rows(
    client, enterprise, stranger, django_assert_max_num_queries
):
    def fill(number):
        for _ in range(number):
            product = sold(enterprise)
            make.listing(sold(stranger, "tiki"), "lazada", live=LONG_AGO)
            services.add_photo(product, make.picture(300, 300), actor=None)

    url = reverse("marketplaces:directory")
    fill(1)
    with django_assert_max_num_queries(12):
        client.get(url)
    fill(5)
    with django_assert_max_num_queries(12):
        page = client.get(url)
    assert len(page.context["products"]) == 12
    with django_assert_max_num_queries(12):
        client.get(page.context["products"][0].get_public_url())
    with django_assert_max_num_queries(15):
        client.get(url, {"q": "banh", "stars": "3", "marketplace": "tiki", "place": "1"})


def test_a_page_has_twenty_four_products(client, enterprise):
    for _ in range(25):
        sold(enterprise)
    page = client.get(reverse("marketplaces:directory"))
    assert len(page.context["products"]) == 24
    assert len(client.get(f"{page.request['PATH_INFO']}?page=2").context["products"]) == 1


@pytest.fixture
def kept_pages(settings):
    """Public pages are kept, as in production, and their version is looked at each time."""
    settings.PAGE_CACHE_SECONDS = 60
    pagecache.shelf.clear()
    yield pagecache.shelf
    pagecache.shelf.clear()


def test_a_kept_page_asks_nothing_and_is_made_anew_when_a_product_changes(
    client,
    enterprise,
    member,
    kept_pages,
    monkeypatch,
    django_assert_num_queries,
    django_capture_on_commit_callbacks,
):
    monkeypatch.setattr(pagecache, "LOOK_EVERY", -1.0)
    url = reverse("marketplaces:directory")
    with django_capture_on_commit_callbacks(execute=True):
        product = sold(enterprise, name_vi="Trà tim sen")
    assert "Trà tim sen" in client.get(url).content.decode()

    def change(act):
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return client.get(url).content.decode()

    assert "Trà lá sen" in change(
        lambda: services.change_product(
            product, expected_version=product.version, actor=member, name_vi="Trà lá sen"
        )
    )
    assert "webp" in change(lambda: services.add_photo(product, make.picture(), actor=None))
    assert "Tiki" in change(lambda: make.listing(product, "tiki", live=LONG_AGO))
    assert "Trà lá sen" not in change(
        lambda: services.show_product(product, is_public=False, actor=member)
    )


def test_stars_that_ended_are_no_longer_shown(client, enterprise):
    product = sold(enterprise)
    yesterday = clock.today() - timedelta(days=1)
    services.award_stars(
        product, stars=5, decided_on=date(2023, 1, 1), expires_on=yesterday, actor=None
    )
    assert shown(client, stars="5") == set()
