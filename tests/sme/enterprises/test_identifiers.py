"""Numbers of enterprises: read leniently, checked strictly, kept in one form."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.vn import mst

from portal.shared.errors import RuleBroken
from sme.enterprises import rules
from sme.enterprises.rules import IdentifierType

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
stems = st.integers(1, 9_999_999).map(lambda n: f"14{n:07d}")


def with_check_digit(stem):
    digit = mst.calc_check_digit(stem)
    assume(len(digit) == 1)
    return stem + digit


@given(
    stems,
    st.lists(st.sampled_from(["", " ", ".", "-", " "]), min_size=10, max_size=10),
    st.booleans(),
)
def test_a_tax_code_is_read_however_it_is_typed(stem, gaps, is_wide):
    code = with_check_digit(stem)
    typed = "".join(gap + digit for gap, digit in zip(gaps, code, strict=True))
    assert rules.parse_tax_code(typed.translate(FULL_WIDTH) if is_wide else typed) == code


@given(stems, st.integers(1, 999))
def test_a_branch_is_kept_with_its_dash(stem, branch):
    code = with_check_digit(stem)
    assert rules.parse_tax_code(f"{code}{branch:03d}") == f"{code}-{branch:03d}"
    assert rules.parse_tax_code(f"{code}-{branch:03d}") == f"{code}-{branch:03d}"


@given(stems, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(stem, place, more):
    code = with_check_digit(stem)
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    with pytest.raises(RuleBroken):
        rules.parse_tax_code(wrong)


@given(st.text(max_size=30))
def test_any_text_is_refused_or_canonical(typed):
    for read in (rules.parse_tax_code, rules.parse_personal_number, rules.parse_cooperative_number):
        try:
            value = read(typed)
        except RuleBroken:
            pass
        else:
            assert read(value) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "tax_code_length"),
        ("123", "tax_code_length"),
        ("1402097765", "tax_code_checksum"),
        ("14O2097766", "tax_code_letters"),
        ("1400000000", "tax_code_impossible"),
        ("1490000022-000", "tax_code_impossible"),
    ],
)
def test_each_mistake_has_its_sentence(typed, code):
    with pytest.raises(RuleBroken) as refused:
        rules.parse_tax_code(typed)
    assert refused.value.code == code


def test_a_wrong_check_digit_may_be_kept_but_nothing_else():
    assert rules.parse_tax_code("1402097765", keep_wrong_check=True) == "1402097765"
    with pytest.raises(RuleBroken):
        rules.parse_tax_code("123", keep_wrong_check=True)


def test_twelve_digits_are_a_personal_number():
    assert rules.read_tax_number("087 190 001 234") == (IdentifierType.PERSONAL_ID, "087190001234")
    assert rules.read_tax_number("1490000022") == (IdentifierType.TAX_CODE, "1490000022")
    with pytest.raises(RuleBroken) as refused:
        rules.read_tax_number("12345678901")
    assert refused.value.code == "tax_code_length"


@given(st.from_regex(r"0\d{11}", fullmatch=True))
def test_a_masked_personal_number_shows_four_digits_only(number):
    shown = rules.masked(IdentifierType.PERSONAL_ID, number)
    assert shown.endswith(number[-4:])
    assert sum(c.isdigit() for c in shown) == 4


def test_a_tax_code_is_public():
    assert rules.masked(IdentifierType.TAX_CODE, "1490000022") == "1490000022"
