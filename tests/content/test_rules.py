"""How a search judges and shows; plain values, no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import rules


def candidate(
    key: int, title: str, body: str = "", keywords: str = "", summary: str = ""
) -> rules.Candidate:
    return rules.Candidate(key=key, title=title, keywords=keywords, summary=summary, body=body)


def test_a_query_without_marks_finds_a_title_with_them():
    order = rules.judge("chuyen doi so", [candidate(1, "Chuyển đổi số cho cơ sở nhỏ")], 10)
    assert [key for key, _score in order] == [1]


def test_the_very_letters_that_were_typed_come_first():
    pages = [candidate(1, "Đơn hàng"), candidate(2, "Dọn hàng")]
    assert rules.judge("dọn hàng", pages, 10)[0][0] == 2
    assert rules.judge("đơn hàng", pages, 10)[0][0] == 1


def test_words_side_by_side_count_for_more_than_words_apart():
    pages = [candidate(1, "Hàng hóa của đơn vị"), candidate(2, "Lập hóa đơn")]
    assert rules.judge("hoa don", pages, 10)[0][0] == 2


def test_the_last_word_may_still_be_being_typed():
    assert rules.judge("gian ha", [candidate(1, "Mở gian hàng")], 10)


def test_a_page_without_any_of_the_words_is_no_answer():
    assert rules.judge("xoài", [candidate(1, "Hóa đơn")], 10) == []


def test_an_excerpt_shows_the_words_sought_in_their_place():
    pieces = rules.excerpt("Bạn cần hóa đơn điện tử để bán cho công ty.", "hoa don")
    assert ("hóa", True) in pieces
    assert ("đơn", True) in pieces
    assert "".join(piece for piece, _hit in pieces).startswith("Bạn cần hóa đơn")


@given(st.text(max_size=300), st.text(max_size=60))
def test_an_excerpt_is_always_a_part_of_the_text(text, query):
    pieces = rules.excerpt(text, query)
    joined = "".join(piece for piece, _hit in pieces)
    assert len(joined) <= 182 or len(joined) <= len(text)
    assert (
        joined.removeprefix("…").removesuffix("…").strip("…") in text
        or joined in text
        or "…" in text
    )


@given(st.text(max_size=200))
def test_any_query_is_read_without_failing(query):
    assert isinstance(rules.judge(query, [candidate(1, "Mở gian hàng", "Nội dung")], 1), list)
    assert len(rules.query_words(query)) <= rules.MOST_WORDS


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (160, 1), (161, 2), (800, 5)])
def test_reading_time_is_rounded_up(words, minutes):
    assert rules.reading_minutes("chữ " * words) == minutes
