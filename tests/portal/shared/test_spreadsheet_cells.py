"""Cells made into typed values: what offices type, what spreadsheet programs do to it."""

# ruff: noqa: DTZ001 (cells hold moments without a zone)

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shared.errors import RuleBroken
from portal.shared.spreadsheets import cells

ANY_CELL = st.one_of(
    st.none(), st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("1.2.2026", date(2026, 2, 1)),
        ("2026-12-31", date(2026, 12, 31)),
        ("2026-12-31T00:00:00", date(2026, 12, 31)),
        ("31/12/2026 10:42", date(2026, 12, 31)),
        ("ngày 31 tháng 12 năm 2026", date(2026, 12, 31)),
        (datetime(2026, 12, 31, 8), date(2026, 12, 31)),
        (46387, date(2026, 12, 31)),
        (" ", None),
        (None, None),
    ],
)
def test_days_in_their_forms(value, day):
    assert cells.as_date(value) == day


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("31/02/2026", "date_not_real"),
        ("12/31/2026", "date_not_real"),
        ("1/1/26", "date_unreadable"),
        ("hôm qua", "date_unreadable"),
        ("1/1/1899", "date_too_early"),
        (date(1899, 1, 1), "date_too_early"),
        (12, "date_unreadable"),
        (True, "date_unreadable"),
    ],
)
def test_days_that_are_none(value, code):
    with pytest.raises(RuleBroken) as refused:
        cells.as_date(value)
    assert refused.value.code == code


def test_codes_keep_their_digits_and_lost_zeros_are_not_guessed():
    assert cells.as_code("0012345678") == "0012345678"
    assert cells.as_code(1400123456.0, widths=(10, 13)) == "1400123456"
    with pytest.raises(RuleBroken) as refused:
        cells.as_code(12345678, widths=(10, 13))
    assert refused.value.code == "code_lost_zeros"
    assert cells.padded(12345678, 10) == "0012345678"
    assert cells.padded("0314409058-001", 10) == "0314409058-001"


@pytest.mark.parametrize(
    "value", [1.5, 1e16, float("nan"), "1,23457E+12", "1.4e9", date(2026, 5, 22), True]
)
def test_codes_that_a_program_mangled_are_refused(value):
    with pytest.raises(RuleBroken):
        cells.as_code(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1.234,5", 1234.5),
        ("1234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("12,5", 12.5),
        (" −3 ", -3.0),
        (7, 7.0),
        ("", None),
    ],
)
def test_numbers_in_both_manners(value, number):
    assert cells.as_number(value) == number


def test_whole_numbers_and_money():
    assert cells.as_integer("8") == 8
    assert cells.as_money("2,1 tỷ") == 2_100_000_000
    assert cells.as_money(1500000.0) == 1_500_000
    with pytest.raises(RuleBroken):
        cells.as_integer("8,5")
    with pytest.raises(RuleBroken):
        cells.as_money(time(1, 2))


@pytest.mark.parametrize(
    ("value", "meant"),
    [("Có", True), ("x", True), ("KHÔNG", False), (0, False), ("", None), (True, True)],
)
def test_yes_and_no(value, meant):
    assert cells.as_bool(value) is meant


def test_text_is_one_clean_line():
    assert cells.as_text(" Hợp  tác\nxã\x00 ") == "Hợp tác xã"
    assert cells.as_text(912345678.0) == "912345678"
    assert cells.as_text("'=1+1") == "=1+1"
    assert cells.as_text(datetime(2026, 1, 2)) == "02/01/2026"


@given(ANY_CELL)
def test_no_cell_breaks_a_rule(value):
    said = []
    for rule in (
        cells.as_text,
        cells.as_code,
        cells.as_date,
        cells.as_number,
        cells.as_integer,
        cells.as_money,
        cells.as_bool,
    ):
        try:
            rule(value)
        except RuleBroken as broken:
            said.append(str(broken))
    assert all(said)
