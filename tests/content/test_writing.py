"""Text as editors bring it along: decomposed letters are composed, encodings of old fonts are refused by the field."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from content import rules
from content.models import GuidePage
from tests.factories import content as make

TCVN3 = "Hé kinh doanh ®¨ng ký b¸n s¶n phÈm trªn sµn th­¬ng m¹i ®iÖn tö"
VNI = "Hoä kinh doanh ñaêng kyù baùn saûn phaåm treân saøn thöông maïi ñieän töû"
FINE = [
    "Hộ kinh doanh đăng ký bán sản phẩm trên sàn thương mại điện tử",
    "Giá 50 % · 10 × 20 cm, ½ kg, “Bánh phồng” © 2026 – ưu đãi đến 31/12",
    "Café crème brûlée của chị Hoà",
    "The naïve cook of Müller & Söhne sells cakes on many marketplaces, and so do her neighbours in Sa Đéc",
    "Müller & Söhne",
    "",
]


@pytest.mark.parametrize("text", [TCVN3, VNI, f"{TCVN3} {FINE[0]}"])
def test_text_of_old_fonts_is_known(text):
    assert rules.is_old_encoding(text)


@pytest.mark.parametrize("text", FINE)
def test_vietnamese_signs_and_foreign_names_are_no_old_font(text):
    assert not rules.is_old_encoding(text)


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "summary", "body"])
def test_an_editor_is_told_by_the_field_and_nothing_is_saved(field):
    page = make.guide(make.small_site(), "Đóng gói")
    pasted = [make.paragraph(f"<p>{TCVN3}</p>")] if field == "body" else TCVN3
    setattr(page, field, pasted)
    with pytest.raises(ValidationError) as told:
        page.full_clean()
    assert list(told.value.message_dict) == [field]
    assert "Unicode" in str(told.value)


@pytest.mark.django_db
def test_decomposed_letters_are_composed_everywhere():
    words = unicodedata.normalize("NFD", "Đóng gói bánh phồng")
    page = make.guide(make.small_site(), words, text=f"<p>{words}</p>", summary=words)
    page = GuidePage.objects.get(pk=page.pk)
    for kept in (page.title, page.summary, page.plain_text, str(page.body.raw_data[0])):
        assert unicodedata.is_normalized("NFC", kept)
