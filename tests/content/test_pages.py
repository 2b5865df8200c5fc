"""What visitors see: pages in two languages, light, with few queries."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.utils import translation

from content import selectors
from content.models import GuidePage, SiteSettings
from portal.shared import clock
from sme.enterprises.services import register
from tests.factories.accounts import UserFactory
from tests.factories.marketplaces import listing, product
from tests.factories.programmes import commune

PUBLIC = [
    "/huong-dan/",
    "/huong-dan/mo-gian-hang-tren-san/",
    "/tro-giup/",
    "/lien-he/",
    "/du-lieu-ca-nhan/",
]


@pytest.mark.parametrize("url", PUBLIC)
def test_a_page_has_one_heading_of_the_first_order(library, client, db, url):
    page = client.get(url).content.decode()
    assert page.count("<h1") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_guide_links_to_its_translation(library, client, db):
    page = client.get("/huong-dan/mo-gian-hang-tren-san/").content.decode()
    english = "/en/guides/open-your-first-marketplace-shop/"
    assert f'hreflang="en" href="http://testserver{english}"' in page
    assert 'hreflang="vi" href="http://testserver/huong-dan/mo-gian-hang-tren-san/"' in page
    back = client.get(english).content.decode()
    assert 'hreflang="vi" href="http://testserver/huong-dan/mo-gian-hang-tren-san/"' in back
    assert 'lang="en"' in back
    assert "Have these ready before you start" in back


def test_a_guide_weighs_little(library, client, db):
    for guide in GuidePage.objects.live():
        assert len(client.get(guide.url).content) < 50_000


@pytest.mark.parametrize("url", PUBLIC)
def test_a_page_costs_at_most_twelve_queries(
    library, client, db, url, django_assert_max_num_queries
):
    client.get(url)
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200


def test_the_list_of_guides_can_be_narrowed_to_a_topic(library, client, db):
    page = client.get("/huong-dan/", {"pillar": "culture"}).content.decode()
    assert "/huong-dan/cung-nhau-hoc-cong-cu-moi/" in page
    assert "/huong-dan/hoa-don-dien-tu/" not in page


@pytest.mark.parametrize("value", ["x", "'", "culture' OR 1=1", "\x00"])
def test_a_topic_that_does_not_exist_shows_all_guides_or_none_but_no_error(
    library, client, db, value
):
    assert (
        client.get("/huong-dan/", {"pillar": value, "level": value, "audience": value}).status_code
        == 200
    )


def test_guides_to_begin_with_come_first(library, db):
    levels = [guide.level for guide in selectors.guides(library.locale_id)]
    assert levels == sorted(levels, key=["start", "grow", "advance"].index)


def test_what_to_read_next_stays_in_the_topic_first(library, db):
    shop = GuidePage.objects.get(slug="mo-gian-hang-tren-san")
    following = selectors.next_guides(shop)
    assert following[0].pillar == shop.pillar
    assert shop not in following
    assert len(following) == 3


def test_help_contact_and_legal_stand_at_the_foot(library, rf, db):
    with translation.override("vi"):
        assert {"Trợ giúp", "Liên hệ"} <= {
            link["label"] for link in selectors.footer_pages(rf.get("/"))
        }
    with translation.override("en"):
        assert {"Help", "Contact"} <= {
            link["label"] for link in selectors.footer_pages(rf.get("/en/"))
        }


def test_the_settings_of_a_site_speak_both_languages(library, rf, db):
    settings = SiteSettings.objects.get()
    settings.address_vi, settings.address_en = "Phường Cao Lãnh", "Cao Lãnh ward"
    settings.save()
    kept = selectors.site_settings_of(rf.get("/"))
    with translation.override("en"):
        assert kept.address == "Cao Lãnh ward"
    with translation.override("vi"):
        assert kept.address == "Phường Cao Lãnh"
    assert kept.site_name == "Sen Số"


def test_the_front_page_shows_the_headline_figure(library, client, db):
    seller = register(
        kind="household", name="Hộ Bánh Phồng Sáu Lành", place=commune(), actor=UserFactory()
    )
    for _each in range(3):
        listing(product(seller), live=date(2023, 9, 1))
    page = client.get("/").content.decode()
    figures = re.findall(r'class="stat-value">(\d+)<', page)
    assert figures == ["3", "1"]
    assert clock.today().strftime("%d/%m/%Y") in page
    assert "/huong-dan/" in page
    assert "/accounts/signup/" in page
