"""The measure of likeness: bars on labelled pairs, each reason, what is worth comparing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sme.enterprises.rules import duplicates
from sme.enterprises.rules.duplicates import Traits, blocking_keys, compare, traits
from tests.factories.duplicates import labelled_pairs, tax_code


def measured(seed: int, count: int = 600) -> tuple[float, float]:
    """Recall and precision at the threshold; a pair that no key brings together is not found."""
    right = found = same = 0
    for pair in labelled_pairs(seed, count):
        one, other = pair.one.traits(1), pair.other.traits(2)
        meets = bool(blocking_keys(one) & blocking_keys(other))
        is_found = meets and compare(one, other).is_worth_a_look
        same += pair.is_same
        found += is_found
        right += is_found and pair.is_same
    return right / same, right / found


@pytest.mark.parametrize("seed", [1, 2, 3, 11, 12, 13])
def test_on_labelled_pairs_recall_and_precision_keep_to_the_bar(seed: int) -> None:
    recall, precision = measured(seed)
    assert recall >= 0.95
    assert precision >= 0.90


def codes(one: Traits, other: Traits) -> set[str]:
    return {reason.code for reason in compare(one, other).reasons}


def test_blanks_are_never_alike() -> None:
    one = traits(1, "Bột gạo Tấn Lực", phones=[""], emails=[" "], numbers=[("tax", "")])
    other = traits(2, "Bột gạo Tấn Lực", phones=[""], emails=[""], numbers=[("tax", "")])
    assert codes(one, other) == {"same_name"}


def test_legal_form_accents_and_order_of_words_do_not_matter() -> None:
    one = traits(1, "Công ty TNHH MTV Bột gạo Tấn Lực", places=[1])
    other = traits(2, "CTY TNHH TAN LUC BOT GAO", places=[1])
    assert "same_name" in codes(one, other)
    assert compare(one, other).is_worth_a_look


def test_a_typing_error_is_no_other_name_but_another_syllable_is() -> None:
    one = traits(1, "Khô cá lóc Nguyễn Văn Hùng", places=[1])
    assert compare(one, traits(2, "Khô cá lóc Nguyễn Văn Hùmg", places=[1])).is_worth_a_look
    assert not compare(one, traits(2, "Khô cá lóc Nguyễn Văn Dũng", places=[1])).is_worth_a_look


def test_two_right_tax_codes_tell_two_businesses_apart() -> None:
    import random

    rng = random.Random(1)
    mine, theirs = tax_code(rng), tax_code(rng)
    one = traits(1, "Hủ tiếu Ba Đệ", kind="enterprise", numbers=[("tax", mine)], places=[1])
    other = traits(2, "Hủ tiếu Ba Đệ", kind="enterprise", numbers=[("tax", theirs)], places=[1])
    assert "other_number" in codes(one, other)
    assert not compare(one, other).is_worth_a_look
    was_household = traits(
        3, "Hủ tiếu Ba Đệ", kind="household", numbers=[("tax", theirs)], places=[1]
    )
    assert compare(one, was_household).is_worth_a_look


def test_a_branch_is_not_its_head_office() -> None:
    one = traits(1, "Hoàng Khang", numbers=[("tax", "0314409058")], emails=["a@b.vn"])
    other = traits(2, "Hoàng Khang", numbers=[("tax", "0314409058-002")], emails=["a@b.vn"])
    assert "branch" in codes(one, other)
    assert not compare(one, other).is_worth_a_look


def test_relatives_with_one_phone_are_two_businesses() -> None:
    one = traits(1, "Trà sen Năm Thu", phones=["+84998000001"], places=[1])
    other = traits(2, "Lạp xưởng Út Hiền", phones=["+84998000001"], places=[1])
    assert not compare(one, other).is_worth_a_look


def test_too_large_a_block_is_passed_over() -> None:
    many = [traits(n, f"{n}", phones=["+84998000001"]) for n in range(100)]
    assert list(duplicates.candidates(many)) == []


def test_a_pair_told_apart_comes_back_only_with_new_strong_evidence() -> None:
    changed = duplicates.has_changed_materially
    old = [["same_name", 3.2, {}], ["same_place", 1, {}]]
    assert not changed(77, old, 77, old)
    assert not changed(80, [*old, ["other_phone", -0.5, {}]], 77, old)
    assert changed(88, [*old, ["same_phone", 2, {}]], 77, old)


names = st.text("abcdeghiklmnoạđ ", max_size=30)


@given(names, names)
def test_likeness_is_the_same_from_both_sides_and_within_a_hundred(one: str, other: str) -> None:
    left, right = traits(1, one, places=[1]), traits(2, other, places=[1])
    assert 0 <= compare(left, right).score <= 100
    assert abs(compare(left, right).score - compare(right, left).score) <= 2
