"""Phone numbers, typed in many manners."""

import contextlib

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shared.errors import RuleBroken
from portal.shared.phones import format_phone, is_mobile, parse_phone


@pytest.mark.parametrize(
    "written",
    ["0912345678", "0912 345 678", "+84 912.345.678", "84912345678", "0084912345678", "(+84)0912-345-678",
     "912345678", 912345678, 912345678.0, "０９１２３４５６７８", "\u200b0912345678"],
)  # fmt: skip
def test_one_number_in_many_manners_is_stored_as_one(written):
    assert parse_phone(written) == "+84912345678"


def test_a_landline_of_the_province_is_a_phone_but_no_mobile():
    stored = parse_phone("0277 3851 431")
    assert stored == "+842773851431"
    assert not is_mobile(stored)
    assert is_mobile("+84912345678")


@pytest.mark.parametrize(
    "written", ["", "abc", "123", "0112345678", "09123456789012345", "0912 345 67x", "\x00"]
)
def test_what_is_no_number_is_refused(written):
    with pytest.raises(RuleBroken):
        parse_phone(written)


def test_numbers_are_shown_as_people_write_them():
    assert format_phone("+84912345678") == "0912 345 678"
    assert format_phone("+4930123456") == "+49 30 123456"
    assert format_phone("nonsense") == "nonsense"


@given(st.from_regex(r"0(3[2-9]|9[0-46-9])\d{7}", fullmatch=True))
def test_reading_and_writing_a_number_are_each_others_inverse(written):
    try:
        stored = parse_phone(written)
    except RuleBroken:
        return
    assert parse_phone(format_phone(stored)) == stored


@given(st.from_regex(r"(\+84|0)?[1-9][0-9]{6,9}", fullmatch=True))
def test_numbers_of_the_country_are_read_as_the_library_reads_them(written):
    known = phonenumbers.parse(written, "VN")
    if phonenumbers.is_valid_number(known):
        library = phonenumbers.format_number(known, phonenumbers.PhoneNumberFormat.E164)
        assert parse_phone(written) == library
    else:
        with pytest.raises(RuleBroken):
            parse_phone(written)


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(written):
    with contextlib.suppress(RuleBroken):
        assert parse_phone(written).startswith("+")
