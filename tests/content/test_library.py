"""The guides that come with the portal: complete, in both languages, real translations."""

import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from content import services
from content.models import ContentPage, GuideIndexPage, GuidePage, HomePage
from content.rules import Pillar
from content.services import library as files
from portal.shared.text import nfc, slug

GUIDES = files.guide_files()


@pytest.mark.parametrize("written", GUIDES, ids=[each["slug"] for each in GUIDES])
def test_a_guide_says_the_same_things_in_both_languages(db, written):
    vi = GuidePage(**files._fields(GuidePage, {"slug": written["slug"], **written["vi"]}, "x"))
    en = GuidePage(**files._fields(GuidePage, written["en"], "x"))
    pairs = files.pair_segments(vi, en)
    assert len(pairs) > 30
    for _path, vietnamese, english in pairs:
        assert english.string.data.strip()
        assert vietnamese.string.data == nfc(vietnamese.string.data)


@pytest.mark.parametrize("written", GUIDES, ids=[each["slug"] for each in GUIDES])
def test_a_guide_is_ready_to_be_read(written):
    assert slug(written["slug"]) == written["slug"]
    assert written["review_on"]
    assert written["audience"]
    assert written["pillar"] in Pillar.values
    for words in (written["vi"], written["en"]):
        assert len(words["title"]) <= 70
        assert len(words["summary"]) <= 300
        assert 80 <= len(words["search_description"]) <= 190
        assert words["cost"]
        assert words["time"]
        assert words["keywords"]
        kinds = [block["type"] for block in words["body"]]
        assert {"checklist", "steps", "callout", "faq"} <= set(kinds)


def test_the_guides_cover_every_pillar():
    assert {each["pillar"] for each in GUIDES} == set(Pillar.values)
    assert len(GUIDES) >= 24


def test_every_guide_is_published_in_both_languages(library, db):
    assert GuidePage.objects.live().filter(locale__language_code="vi").count() == len(GUIDES)
    assert GuidePage.objects.live().filter(locale__language_code="en").count() == len(GUIDES)
    shop = GuidePage.objects.get(slug="mo-gian-hang-tren-san")
    english = shop.get_translation(
        locale=GuidePage.objects.get(slug="open-your-first-marketplace-shop").locale
    )
    assert english.title == "Open your first shop on an online marketplace"
    assert english.get_parent().specific == GuideIndexPage.objects.get(locale__language_code="en")
    assert "Have these ready" in english.plain_text
    assert "Chuẩn bị" not in english.plain_text


def test_translations_are_complete_in_the_translators_eyes(library, db):
    translations = list(Translation.objects.select_related("source", "target_locale"))
    assert (
        len(translations)
        == len(GUIDES) + 2 + ContentPage.objects.filter(locale__language_code="vi").count()
    )
    for translation in translations:
        total, done = translation.get_progress()
        assert total == done, translation.source.object_repr
    for words in StringTranslation.objects.all():
        StringValue.from_translated_html(words.data)


def test_loading_again_changes_nothing(library, db):
    before = Page.objects.count()
    edited = GuidePage.objects.get(slug="chu-ky-so")
    edited.title = "Tên mới của người viết"
    edited.save_revision().publish()
    assert services.load_guides(actor=None) == 0
    assert Page.objects.count() == before
    assert GuidePage.objects.get(slug="chu-ky-so").title == "Tên mới của người viết"


def test_wagtails_welcome_page_is_gone(library, db):
    assert {page.specific_class for page in Page.objects.filter(depth=2)} == {HomePage}
    assert set(Page.objects.filter(depth=2).values_list("slug", flat=True)) == {"trang-chu", "home"}


def test_every_address_is_where_its_parents_are(library, db):
    for page in Page.objects.filter(depth__gt=2):
        assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"
