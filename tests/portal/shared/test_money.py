"""Whole đồng, typed in many manners."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shared.errors import RuleBroken
from portal.shared.money import LARGEST, format_number, format_vnd, parse_vnd


@given(st.integers(min_value=0, max_value=LARGEST), st.sampled_from(["vi", "en"]))
def test_what_is_written_can_be_read_again(amount, language):
    assert parse_vnd(format_vnd(amount, language)) == amount


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.234.567 đ", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1 234 567 VNĐ", 1_234_567),
        ("1\u00a0234\u00a0567₫", 1_234_567),
        ("１２３４", 1234),
        ("12.000", 12_000),
        ("1,234.00", 1234),
        ("1.234,00 đồng", 1234),
        ("5000000.00", 5_000_000),
        ("2,1 tỷ", 2_100_000_000),
        ("500tr", 500_000_000),
        ("1.5 triệu đồng", 1_500_000),
        ("0", 0),
        (1e6, 1_000_000),
        (Decimal("12.00"), 12),
    ],
)
def test_amounts_are_understood(written, amount):
    assert parse_vnd(written) == amount


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "money_unreadable"),
        ("abc", "money_unreadable"),
        ("1.23", "money_unreadable"),
        ("1.234,567.8", "money_unreadable"),
        ("1,5", "money_unreadable"),
        ("12.34.567", "money_unreadable"),
        ("1e9", "money_unreadable"),
        ("9" * 500, "money_unreadable"),
        ("0,0000001 tỷ đồng", None),
        ("-5", "money_negative"),
        (-5, "money_negative"),
        (1.5, "money_part"),
        (float("nan"), "money_unreadable"),
        (float("inf"), "money_unreadable"),
        (True, "money_unreadable"),
        (str(LARGEST + 1), "money_too_large"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(written, code):
    if code is None:
        assert parse_vnd(written) == 100
        return
    with pytest.raises(RuleBroken) as refused:
        parse_vnd(written)
    assert refused.value.code == code


@given(st.text(max_size=80))
def test_no_text_breaks_the_parser(written):
    with contextlib.suppress(RuleBroken):
        assert 0 <= parse_vnd(written) <= LARGEST


def test_numbers_are_written_in_the_readers_manner():
    assert format_number(1234567.5, "vi") == "1.234.567,5"
    assert format_number(1234567.5, "en") == "1,234,567.5"
    assert format_number(-1200, "vi") == "−1.200"
    assert format_number(2, "vi", decimals=1) == "2,0"
    assert format_vnd(1234567, "vi") == "1.234.567 ₫"
