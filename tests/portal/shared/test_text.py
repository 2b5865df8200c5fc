"""Text: what is stored, how it is matched, how it sorts."""

import random
import unicodedata

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from portal.shared import text

ANY_TEXT = st.text(max_size=200)


@pytest.mark.parametrize(
    "written",
    [
        "Đồng Tháp",
        "đồng tháp",
        "dong thap",
        "ĐỒNG  THÁP",
        "Ðồng Tháp",
        unicodedata.normalize("NFD", "Đồng Tháp"),
    ],
)
def test_every_manner_of_writing_dong_thap_folds_to_the_same(written):
    assert text.fold(written) == "dong thap"


def test_all_vietnamese_letters_fold_to_plain_ones():
    assert text.fold("Hợp tác xã Ẵng ỹ ữ ợ ệ ượng ĩ Ỷ") == "hop tac xa ang y u o e uong i y"


def test_full_width_and_compatibility_letters_fold_to_plain_ones():
    assert text.fold("ＡＢＣ１２３ ﬁ") == "abc123 fi"


@given(ANY_TEXT)
def test_folding_gives_plain_ascii_and_twice_is_once(written):
    folded = text.fold(written)
    assert folded.isascii()
    assert folded == folded.strip()
    assert text.fold(folded) == folded


@given(ANY_TEXT)
def test_folding_does_not_see_case_or_composition(written):
    assert text.fold(unicodedata.normalize("NFD", written)) == text.fold(
        unicodedata.normalize("NFC", written)
    )


@given(ANY_TEXT)
def test_clean_text_is_composed_printable_and_stays_as_it_is(written):
    cleaned = text.clean(written)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in cleaned)
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()
    assert text.clean(cleaned) == cleaned
    cleaned.encode("utf-8")


def test_marks_that_turn_or_hide_text_vanish():
    assert text.clean("a\u200bb\u202ec\x00d\ufeff e\u00a0 f\tg\nh") == "abcd e f g h"


def test_a_mark_behind_an_invisible_sign_is_composed():
    assert text.clean("a\u200d\u0301") == "á"


def test_lines_are_kept_and_each_is_cleaned():
    assert text.clean_lines(" a \r\n\r\n\r\n\r\n b\x00 \u2028c ") == "a\n\nb\nc"


def test_a_slug_reads_as_the_title_without_its_marks():
    assert text.slug("Chuyển đổi số: Đồng Tháp 2026!") == "chuyen-doi-so-dong-thap-2026"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0314-409058-001", "0314409058001"),
        (" 1400 123.456 ", "1400123456"),
        ("１４００１２３４５６", "1400123456"),
        ("0314409058–001", "0314409058001"),
        ("12A4", "12A4"),
    ],
)
def test_separators_leave_a_number_and_letters_stay(written, expected):
    assert text.digits(written) == expected


def test_vietnamese_order_puts_marked_letters_after_their_base():
    letters = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert sorted(random.sample(letters, len(letters)), key=text.vietnamese_sort_key) == letters


def test_vietnamese_order_of_tones_is_the_dictionarys():
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "măm"]
    assert sorted(random.sample(words, len(words)), key=text.vietnamese_sort_key) == words


def test_vietnamese_order_of_names():
    names = ["An", "An Bình", "Ánh", "Ăn", "Âu", "Bình", "Dũng", "Đạt", "Em"]
    assert sorted(random.sample(names, len(names)), key=text.vietnamese_sort_key) == names


@given(ANY_TEXT)
@example("آ")  # a letter that folds to nothing, with a mark on it
def test_a_sort_key_is_plain_ascii(written):
    assert text.vietnamese_sort_key(written).isascii()


class Thing:
    title = text.Bilingual("title")

    def __init__(self, vietnamese, english):
        self.title_vi, self.title_en = vietnamese, english


def test_a_bilingual_title_follows_the_reader_and_falls_back_to_vietnamese():
    both, one = Thing("Lúa", "Rice"), Thing("Sen", "")
    with translation.override("en"):
        assert (both.title, one.title) == ("Rice", "Sen")
    with translation.override("vi"):
        assert both.title == "Lúa"
