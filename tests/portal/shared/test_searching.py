"""What a person types is taken apart into words; numbers lose their separators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shared.searching import LONGEST, MOST_WORDS, phone_words, text_of, words_of


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Bánh Phồng Tôm", ["banh", "phong", "tom"]),
        ("ĐẶC SẢN đồng tháp", ["dac", "san", "dong", "thap"]),
        ("1401234567", ["1401234567"]),
        ("1401 234 567", ["1401234567"]),
        ("1401234567-001", ["1401234567001"]),
        ("0912.345.678", ["0912345678"]),
        ("(0277) 3851 123", ["02773851123"]),
        ("+84 912 345 678", ["912345678"]),
        ("84912345678", ["912345678"]),
        ("chị Út 0912 345 678", ["chi", "ut", "0912345678"]),
        ("41A8.001234", ["41a8001234"]),
        ("số 12 ấp 3", ["so", "12", "ap", "3"]),
        ("ut.banh@gmail.com", ["ut", "banh", "gmail", "com"]),
        ("an2020@gmail.com", ["an2020", "gmail", "com"]),
        ("hủ-tiếu", ["hu", "tieu"]),
        ("１４０１２３４５６７", ["1401234567"]),
        ("", []),
        ("*", []),
        ("'\"%_\\ NEAR(", ["near"]),
        ("\u200b", []),
    ],
)
def test_what_is_typed_becomes_words(typed, words):
    assert words_of(typed) == words


@given(st.text(max_size=5000))
def test_words_are_plain_and_few_whatever_is_typed(typed):
    words = words_of(typed)
    assert len(words) <= MOST_WORDS
    assert all(word.isascii() and word.isalnum() for word in words)
    assert sum(map(len, words)) <= 4 * LONGEST


@given(st.text(max_size=200), st.text(max_size=200))
def test_what_is_stored_is_parts_of_words_between_single_spaces(name, other):
    stored = text_of(name, other)
    assert stored.startswith(" ")
    assert stored.endswith("|")
    assert "  " not in stored.replace("  |", "")


def test_a_name_stands_as_written_and_folded():
    assert text_of("Cô Út – Bánh", "0912345678") == " cô út bánh | co ut banh | 0912345678 |"
    assert text_of("Sen 1") == " sen 1 |"


def test_a_phone_is_found_from_its_beginning_and_by_its_last_digits():
    assert phone_words("+84912345678") == ["0912345678", "912345678", "345678", "5678"]
    assert phone_words("") == []
