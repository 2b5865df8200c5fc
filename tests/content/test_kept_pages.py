"""Public pages are kept whole for visitors, shown to nobody else, and made anew when something changes."""

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import PageViewRestriction

from content.models import GuidePage, SiteSettings
from portal.shared import pagecache
from tests.factories.accounts import UserFactory

GUIDE = "/huong-dan/mo-gian-hang-tren-san/"
ENGLISH = "/en/guides/open-your-first-marketplace-shop/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, monkeypatch):
    settings.PAGE_CACHE_SECONDS = 60
    monkeypatch.setattr(pagecache, "LOOK_EVERY", 0.0)
    cache.delete(pagecache.VERSION_KEY)
    pagecache.shelf.clear()
    yield
    pagecache.shelf.clear()


def changed(django_capture_on_commit_callbacks, act):
    with django_capture_on_commit_callbacks(execute=True):
        act()


def test_a_kept_page_asks_the_database_nothing(library, client, django_assert_num_queries):
    first = client.get(GUIDE)
    with django_assert_num_queries(0):
        second = client.get(GUIDE)
    assert second.content == first.content
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert second.headers["X-Request-ID"] != first.headers["X-Request-ID"]


def test_a_browser_that_has_the_page_gets_nothing_twice(library, client):
    etag = client.get(GUIDE).headers["ETag"]
    again = client.get(GUIDE, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    packed = client.get(GUIDE, headers={"accept-encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(client.get(GUIDE).content) / 2


def test_a_person_who_signed_in_neither_gets_nor_leaves_a_kept_page(library, client):
    visitor = client.get(GUIDE).content.decode()
    person = UserFactory(display_name="Nguyễn Thị Sáu")
    signed_in = Client()
    signed_in.force_login(person)
    own = signed_in.get(GUIDE).content.decode()
    assert "Nguyễn Thị Sáu" in own
    assert client.get(GUIDE).content.decode() == visitor
    pagecache.shelf.clear()
    signed_in.get(GUIDE)
    assert "Nguyễn Thị Sáu" not in client.get(GUIDE).content.decode()


def test_a_reader_who_signed_in_gets_the_parts_that_all_see_alike_without_a_query(
    library, client, django_assert_max_num_queries
):
    first, second = UserFactory(display_name="Sáu Bánh Phồng"), UserFactory(display_name="Bảy Xoài")
    client.force_login(first)
    client.get(GUIDE)
    client.force_login(second)
    with django_assert_max_num_queries(5):
        page = client.get(GUIDE).content.decode()
    assert "Bảy Xoài" in page
    assert "Sáu Bánh Phồng" not in page
    assert "What to read next" in client.get(ENGLISH).content.decode()


def test_a_reader_who_signed_in_sees_a_change_too(
    library, client, django_capture_on_commit_callbacks
):
    client.force_login(UserFactory())
    client.get(GUIDE)
    guide = GuidePage.objects.get(slug="mo-gian-hang-tren-san")
    guide.summary = "Tóm tắt vừa sửa."
    changed(django_capture_on_commit_callbacks, lambda: guide.save_revision().publish())
    assert "Tóm tắt vừa sửa." in client.get(GUIDE).content.decode()
    changed(django_capture_on_commit_callbacks, guide.unpublish)
    assert client.get(GUIDE).status_code == 410


def test_a_page_put_behind_a_password_is_shown_to_nobody_from_memory(
    library, client, django_capture_on_commit_callbacks
):
    client.get(GUIDE)
    guide = GuidePage.objects.get(slug="mo-gian-hang-tren-san")
    rule = PageViewRestriction(page=guide, restriction_type="password", password="x" * 12)
    changed(django_capture_on_commit_callbacks, rule.save)
    for reader in (client, Client()):
        assert "guide-body" not in reader.get(GUIDE).content.decode()
        reader.force_login(UserFactory())


def test_a_published_change_is_seen_at_once_in_its_language_only(
    library, client, django_capture_on_commit_callbacks
):
    client.get(GUIDE)
    english = client.get(ENGLISH).content
    guide = GuidePage.objects.get(slug="mo-gian-hang-tren-san")
    guide.title = "Mở gian hàng, bản mới"
    changed(django_capture_on_commit_callbacks, lambda: guide.save_revision().publish())
    assert "Mở gian hàng, bản mới" in client.get(GUIDE).content.decode()
    assert client.get(ENGLISH).content == english


def test_a_changed_setting_is_seen_on_every_page(
    library, client, django_capture_on_commit_callbacks
):
    client.get(GUIDE), client.get(ENGLISH)
    told = SiteSettings.objects.first() or SiteSettings(site=library.get_site())
    told.hotline = "0277 111 222"
    changed(django_capture_on_commit_callbacks, told.save)
    assert "0277 111 222" in client.get(GUIDE).content.decode()
    assert "0277 111 222" in client.get(ENGLISH).content.decode()


def test_an_unpublished_guide_is_gone_at_once(library, client, django_capture_on_commit_callbacks):
    client.get(GUIDE)
    guide = GuidePage.objects.get(slug="mo-gian-hang-tren-san")
    changed(django_capture_on_commit_callbacks, guide.unpublish)
    assert client.get(GUIDE).status_code == 410


def test_what_a_query_asks_for_and_pages_that_do_not_say_so_are_not_kept(library, client):
    client.get("/huong-dan/?topic=ban-hang")
    client.get("/accounts/login/")
    client.get("/khong-co-trang-nay/")
    assert not pagecache.shelf._pages


def test_a_page_of_another_host_is_another_page(library, settings):
    settings.ALLOWED_HOSTS = ["testserver", "khac.example"]
    here = Client().get(GUIDE).content.decode()
    there = Client(headers={"host": "khac.example"}).get(GUIDE).content.decode()
    assert "http://khac.example" not in here
    assert "http://khac.example" in there or "http://testserver" not in there


def test_the_shelf_gives_up_old_pages_when_it_is_full(monkeypatch):
    monkeypatch.setattr(pagecache, "MOST_BYTES", 1000)
    for number in range(5):
        page = pagecache.Kept("", float("inf"), b"x" * 300, b"x" * 100, (), "")
        pagecache.shelf.put(f"page {number}", page)
    assert list(pagecache.shelf._pages) == ["page 3", "page 4"]
