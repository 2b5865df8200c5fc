"""What editors put into a page and what comes of it: text, pictures, links, dates."""

import pytest
from django.core.exceptions import ValidationError

from content import selectors
from content.models import ContentPage, GuidePage
from portal.shared import clock
from tests.factories import content as make


def test_a_page_without_a_translation_leads_to_the_front_page_of_the_other_language(db, rf):
    index = make.small_site()
    page = make.guide(index, "Chỉ có tiếng Việt")
    request = rf.get("/")
    request.content_page = page
    assert selectors.addresses_for(request)["en"] == "/en/"


def test_the_number_of_blocks_does_not_change_the_number_of_queries(
    db, client, django_assert_max_num_queries
):
    index = make.small_site()
    link = f'<p><a linktype="page" id="{index.pk}">danh sách</a></p>'
    body = [
        make.paragraph(link),
        ("heading", "Đề mục"),
        ("callout", {"kind": "tip", "text": "<p>Mẹo</p>"}),
    ]
    make.guide(index, "Ngắn", body=body)
    make.guide(index, "Dài", body=body * 20)
    client.get("/huong-dan/ngan/")
    with django_assert_max_num_queries(14):
        assert client.get("/huong-dan/dai/").status_code == 200


def test_a_picture_needs_words_or_is_decoration(db):
    picture = make.image()
    picture.description = ""
    with pytest.raises(ValidationError) as refused:
        picture.full_clean()
    assert "description" in refused.value.message_dict
    picture.is_decorative = True
    picture.full_clean()
    assert picture.default_alt_text == ""


def test_a_guide_shows_its_picture_with_its_words(db, client):
    index = make.small_site()
    picture = make.image()
    shown = {"image": picture.pk, "alt_text": "Bánh phồng vàng giòn", "decorative": False}
    body = [{"type": "picture", "value": {"image": shown, "caption": "Mẻ sáng"}}]
    field = GuidePage._meta.get_field("body")
    make.guide(index, "Có ảnh", body=field.stream_block.to_python(body))
    page = client.get("/huong-dan/co-anh/").content.decode()
    assert 'alt="Bánh phồng vàng giòn"' in page
    assert "Mẻ sáng" in page


def test_a_guide_knows_when_it_is_due(db):
    index = make.small_site()
    guide = make.guide(index, "Phí sàn", review_on=None)
    assert guide.is_due()
    guide.review_on = clock.today().replace(year=clock.today().year + 1)
    assert not guide.is_due()


def test_the_plain_text_is_what_people_read(db):
    index = make.small_site()
    guide = make.guide(index, "Thử", text="<p>Chuyển <b>đổi</b> số</p>")
    assert guide.plain_text == "Tóm tắt. Chuyển đổi số"
    assert "chuyen doi so" in guide.folded()
    assert ContentPage(title="Trống").texts() == []


def test_a_page_behind_a_password_is_in_no_list_and_no_search(db, rf):
    from wagtail.models import PageViewRestriction

    index = make.small_site()
    secret = make.guide(index, "Bài nội bộ")
    make.guide(index, "Bài công khai")
    PageViewRestriction.objects.create(page=secret, restriction_type="password", password="x" * 12)
    assert [each.title for each in selectors.guides(index.locale_id)] == ["Bài công khai"]
    assert [each.page.title for each in selectors.search("bài", "vi")] == ["Bài công khai"]
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert list(selectors.guides(index.locale_id)) == []
    assert not selectors.search("bài", "vi").rows
