"""Addresses of Vietnamese titles can be read and said on the telephone."""

import json
import re

import pytest

from content.models import GuidePage
from tests.factories import content as make


@pytest.fixture
def index(db):
    return make.small_site()


def test_a_page_without_an_address_gets_one_from_its_title(index):
    page = make.guide(index, "Đồng Tháp chuyển đổi số")
    assert page.slug == "dong-thap-chuyen-doi-so"


def test_two_pages_of_one_title_get_two_addresses(index):
    first, second = make.guide(index, "Hóa đơn"), make.guide(index, "Hóa đơn")
    assert (first.slug, second.slug) == ("hoa-don", "hoa-don-2")


def test_decomposed_titles_are_stored_composed(index):
    page = make.guide(index, "Chuye\u0302\u0309n đo\u0302\u0309i so\u0302\u0301")
    assert (page.title, page.slug) == ("Chuyển đổi số", "chuyen-doi-so")


def test_the_editors_browser_makes_the_same_address(index):
    form_class = GuidePage.get_edit_handler().get_form_class()
    form = form_class(instance=GuidePage(locale=index.locale), parent_page=index)
    widget = form.fields["slug"].widget
    replacements = json.loads(widget.attrs["data-w-slug-formatters-value"])
    title = "Đường đến Sa Đéc: bánh phồng, xoài cát Hòa Lộc, kỹ nghệ, ướt, ỡm"
    for (pattern, _flags), plain in replacements:
        title = re.sub(pattern, plain, title)
    assert title.isascii()
    assert title.lower().startswith("duong den sa dec: banh phong")


def test_an_address_with_marks_is_written_without_them(index):
    assert make.guide(index, "Trái cây", slug="xoài-cát").slug == "xoai-cat"
