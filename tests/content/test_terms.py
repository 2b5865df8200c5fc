"""Words are explained: on a page of their own, below the guides that use them, in both languages."""

import tomllib

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from content import selectors, services
from content.models import Term
from content.services.library import DATA
from portal.setup import roles
from portal.shared import pagecache
from tests.factories.accounts import EditorFactory, OfficerFactory
from tests.factories.content import guide, small_site

pytestmark = pytest.mark.django_db


def term(slug="ma-otp", **fields):
    values = {"title_vi": "Mã OTP", "meaning_vi": "Mã dùng một lần.", "title_en": "One-time code"}
    return Term.objects.create(slug=slug, **{**values, "meaning_en": "Sent once.", **fields})


def test_terms_stand_by_their_letters_with_the_guides_that_use_them(client):
    index = small_site()
    term(), term("dong-tien", title_vi="Đồng tiền"), term("e", title_vi="Ếch")
    page = guide(index, "Giữ tài khoản", slug="giu-tai-khoan", helps_with=["term:ma-otp"])
    with translation.override("vi"):
        assert [each.slug for each in selectors.terms()] == ["dong-tien", "e", "ma-otp"]
    shown = client.get(reverse("content:terms")).content.decode()
    assert f'href="{page.url}"' in shown
    assert 'id="ma-otp"' in shown
    assert "One-time code" in client.get("/en" + reverse("content:terms")).content.decode()
    read = client.get(page.url).content.decode()
    assert "Mã dùng một lần." in read
    assert "Từ trong bài này" in read


def test_a_changed_term_is_seen_on_kept_pages_at_once(
    client, settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 600
    monkeypatch.setattr(pagecache, "LOOK_EVERY", 0.0)
    cache.delete(pagecache.VERSION_KEY)
    pagecache.shelf.clear()
    index, otp = small_site(), term()
    page = guide(index, "Giữ tài khoản", slug="giu-tai-khoan", helps_with=["term:ma-otp"])
    client.get(page.url), client.get(reverse("content:terms"))
    otp.meaning_vi = "Đừng đọc cho ai."
    with django_capture_on_commit_callbacks(execute=True):
        otp.save()
    for address in (page.url, reverse("content:terms")):
        assert "Đừng đọc cho ai." in client.get(address).content.decode()
    pagecache.shelf.clear()


def test_an_empty_list_says_what_to_do(client):
    small_site()
    assert "Chưa có từ nào" in client.get(reverse("content:terms")).content.decode()


def test_the_terms_that_come_along_are_whole_used_and_not_written_over():
    assert services.load_terms() >= 20
    otp = Term.objects.get(slug="ma-otp")
    otp.meaning_vi = "Biên tập viên đã sửa."
    otp.save()
    assert services.load_terms() == 0
    assert Term.objects.get(slug="ma-otp").meaning_vi == "Biên tập viên đã sửa."
    for each in Term.objects.all():
        assert len(each.meaning_vi) <= 200
        assert each.title_en
        assert each.meaning_en
    used = tomllib.loads((DATA / "ties.toml").read_text("utf-8"))
    named = {tie[5:] for ties in used.values() for tie in ties if tie.startswith("term:")}
    assert named <= set(Term.objects.values_list("slug", flat=True))


def test_editors_keep_the_terms_and_officers_do_not(client):
    roles.apply()
    term()
    address = reverse("wagtailsnippets_content_term:list")
    client.force_login(EditorFactory())
    assert "Mã OTP" in client.get(address).content.decode()
    client.force_login(OfficerFactory())
    assert client.get(address).status_code != 200
