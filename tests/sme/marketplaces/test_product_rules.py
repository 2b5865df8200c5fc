"""Barcodes and their check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shared.errors import RuleBroken
from sme.marketplaces.rules.products import GTIN_LENGTHS, check_barcode, check_digit


@pytest.mark.parametrize("barcode", ["4006381333931", "96385074", "036000291452", "10614141000415"])
def test_published_barcodes_pass(barcode):
    check_barcode(barcode)


@given(st.sampled_from(sorted(GTIN_LENGTHS)), st.data())
def test_one_wrong_digit_is_always_noticed(length, data):
    body = "".join(
        data.draw(st.lists(st.sampled_from("0123456789"), min_size=length - 1, max_size=length - 1))
    )
    code = body + str(check_digit(body))
    check_barcode(code)
    position = data.draw(st.integers(0, length - 1))
    wrong = (
        code[:position]
        + str((int(code[position]) + data.draw(st.integers(1, 9))) % 10)
        + code[position + 1 :]
    )
    with pytest.raises(RuleBroken) as broken:
        check_barcode(wrong)
    assert broken.value.code == "barcode_check_digit"


@pytest.mark.parametrize(
    "barcode", ["", "893", "89312345678901234", "893123456789X", "８９３１２３４５６７８９０"]
)
def test_other_lengths_and_letters_are_refused(barcode):
    with pytest.raises(RuleBroken) as broken:
        check_barcode(barcode)
    assert broken.value.code == "barcode_length"
