"""Makes guidance pages for tests: a small site in two languages, and single guides in it."""

from typing import Any

from wagtail.models import Locale, Page, Site

from content.models import ContentImage, GuideIndexPage, GuidePage, HomePage


def paragraph(html: str) -> tuple[str, Any]:
    """A block of text for a body."""
    return ("paragraph", html)


def small_site() -> GuideIndexPage:
    """A front page and a list of guides in Vietnamese and English; gives the Vietnamese list."""
    vi = Locale.objects.get_or_create(language_code="vi")[0]
    en = Locale.objects.get_or_create(language_code="en")[0]
    for welcome in Page.objects.filter(depth=2).exact_type(Page):
        Site.objects.all().delete()
        welcome.delete()
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="Trang chủ", slug="trang-chu", locale=vi, lead="Xin chào")
    )
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    english = home.copy_for_translation(en)
    english.title, english.slug = "Home", "home"
    english.save_revision().publish()
    index = home.add_child(instance=GuideIndexPage(title="Hướng dẫn", slug="huong-dan", locale=vi))
    list_in_english = index.copy_for_translation(en)
    list_in_english.title, list_in_english.slug = "Guides", "guides"
    list_in_english.save_revision().publish()
    return index


def guide(
    index: GuideIndexPage, title: str, *, text: str = "<p>Nội dung.</p>", **fields: Any
) -> GuidePage:
    """A published guide below a list."""
    values = {"summary": "Tóm tắt.", "pillar": "customer", "body": [paragraph(text)], **fields}
    page = index.add_child(instance=GuidePage(title=title, locale=index.locale, **values))
    page.save_revision().publish()
    return GuidePage.objects.get(pk=page.pk)


def image(**fields: Any) -> ContentImage:
    """A picture of one colour, described."""
    from wagtail.images.tests.utils import get_test_image_file

    values = {
        "title": "Bánh",
        "description": "Bánh phồng trên đĩa",
        "file": get_test_image_file(),
        **fields,
    }
    return ContentImage.objects.create(**values)
