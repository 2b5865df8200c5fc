"""How a search judges and shows; plain values, no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import rules


def candidate(
    key: int, title: str, body: str = "", keywords: str = "", summary: str = ""
) -> rules.Candidate:
    return rules.Candidate(key=key, title=title, keywords=keywords, summary=summary, body=body)


def judged(query: str, *pages: rules.Candidate) -> list[tuple[object, float]]:
    return rules.judge(query, rules.Library(pages)).order


def test_a_query_without_marks_finds_a_title_with_them():
    order = judged("chuyen doi so", candidate(1, "Chuyển đổi số cho cơ sở nhỏ"))
    assert [key for key, _score in order] == [1]


def test_the_very_letters_that_were_typed_come_first():
    pages = [candidate(1, "Đơn hàng"), candidate(2, "Dọn hàng")]
    assert judged("dọn hàng", *pages)[0][0] == 2
    assert judged("đơn hàng", *pages)[0][0] == 1


def test_words_side_by_side_count_for_more_than_words_apart():
    pages = [candidate(1, "Hàng hóa của đơn vị"), candidate(2, "Lập hóa đơn")]
    assert judged("hoa don", *pages)[0][0] == 2


def test_the_last_word_may_still_be_being_typed():
    assert judged("gian ha", candidate(1, "Mở gian hàng"))


def test_a_page_without_any_of_the_words_is_no_answer():
    assert judged("xoài", candidate(1, "Hóa đơn")) == []


def test_an_excerpt_shows_the_words_sought_in_their_place():
    pieces = rules.excerpt("Bạn cần hóa đơn điện tử để bán cho công ty.", {"hoa", "don"})
    assert ("hóa", True) in pieces
    assert ("đơn", True) in pieces
    assert "".join(piece for piece, _hit in pieces).startswith("Bạn cần hóa đơn")


@given(st.text(max_size=300), st.text(max_size=60))
def test_an_excerpt_is_always_a_part_of_the_text(text, query):
    pieces = rules.excerpt(text, rules.query_words(query))
    joined = "".join(piece for piece, _hit in pieces)
    assert len(joined) <= 182 or len(joined) <= len(text)
    assert (
        joined.removeprefix("…").removesuffix("…").strip("…") in text
        or joined in text
        or "…" in text
    )


@given(st.text(max_size=200))
def test_any_query_is_read_without_failing(query):
    assert isinstance(judged(query, candidate(1, "Mở gian hàng", "Nội dung")), list)
    assert len(rules.query_words(query)) <= rules.MOST_WORDS


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("shoppe", "Shopee"),
        ("hoas ddown", "hóa đơn"),
        ("chữ ký sốo", "chữ ký số"),
        ("tik tok", "TikTok"),
        ("tiktokshop", "TikTok shop"),
        ("facbeook", "Facebook"),
        ("chu kí", "chữ ký"),
        ("thanh taon", "thanh toán"),
    ],
)
def test_a_slip_of_one_letter_is_mended_and_words_may_be_typed_apart_or_together(typed, written):
    other = candidate(2, "Đóng gói", body="Chọn hộp và chèn lót")
    assert [key for key, _score in judged(typed, candidate(1, written), other)] == [1]


def test_what_was_mended_is_said_as_the_pages_write_it():
    library = rules.Library([candidate(1, "Bán hàng trên Shopee")])
    assert rules.judge("ban hang shoppe", library).mended == "ban hang shopee"
    assert rules.judge("ban hang shopee", library).mended == ""


def test_a_known_word_is_never_mended_into_another():
    pages = [candidate(1, "Sổ sách"), candidate(2, "Số sạch và mã vạch")]
    assert [key for key, _score in judged("vạch", *pages)] == [2]


def test_abbreviations_are_spelled_out_and_words_for_the_same_thing_count_less():
    others = rules.OtherWords({"mk": ["mat", "khau"]}, {"hinh": ["anh"]})
    library = rules.Library([candidate(1, "Mật khẩu mạnh"), candidate(2, "Chụp ảnh")])
    assert rules.judge("mk", library, others).order[0][0] == 1
    assert rules.judge("chup hinh", library, others).order[0][0] == 2


def test_the_tone_may_be_set_on_either_vowel():
    pages = [candidate(1, "Hóa đơn"), candidate(2, "Hoa đón")]
    assert judged("hoá đơn", *pages)[0][0] == 1


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (160, 1), (161, 2), (800, 5)])
def test_reading_time_is_rounded_up(words, minutes):
    assert rules.reading_minutes("chữ " * words) == minutes
