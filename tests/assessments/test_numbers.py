"""Numbers are exact, whichever way they are written."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.numbers import decimal_text, exact, rounded, typed
from portal.shared.errors import RuleBroken


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("20", 20),
        (" 1.234.567 ", 1234567),
        ("1 000", 1000),
        ("12,5", Fraction(25, 2)),
        ("0.125", Fraction(1, 8)),
        ("1,234,567", 1234567),
        ("1.500", 1500),
        (7, 7),
        (Decimal("0.1"), Fraction(1, 10)),
    ],
)
def test_a_number_is_read_as_people_write_it(written, number):
    assert typed(written) == number


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "number_missing"),
        (None, "number_missing"),
        ("nhiều", "not_a_number"),
        ("12a", "not_a_number"),
        ("1e5", "not_a_number"),
        ("NaN", "not_a_number"),
        (True, "not_a_number"),
        ([1], "not_a_number"),
        ("-3", "negative"),
        ("−3", "negative"),
        (-3, "negative"),
        ("1,234", "number_unclear"),
        ("9" * 30, "number_too_long"),
    ],
)
def test_what_is_no_number_is_refused_in_a_sentence(written, code):
    with pytest.raises(RuleBroken) as refused:
        typed(written)
    assert refused.value.code == code
    assert str(refused.value.sentence)


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_a_number_survives_being_written_and_read(number):
    assert exact(decimal_text(Fraction(number))) == Fraction(number)


def test_rounding_is_half_up():
    assert rounded(Fraction(1, 8), 2) == Decimal("0.13")
    assert rounded(Fraction(23 * 100, 65), 1) == Decimal("35.4")
