"""Which state may follow which, and on which days."""

from datetime import UTC, date, datetime

import pytest

from portal.shared.errors import RuleBroken
from sme.marketplaces import rules
from sme.marketplaces.rules import Fact, ListingState

AT = datetime(2023, 6, 1, tzinfo=UTC)


def timeline(*pairs):
    return [Fact(n, state, day, AT) for n, (state, day) in enumerate(pairs, 1)]


def refusal(*args, **kwargs):
    with pytest.raises(RuleBroken) as broken:
        rules.check_fits(*args, **kwargs)
    return broken.value.code


def test_every_state_has_its_row_of_moves_and_none_is_a_dead_end():
    assert set(rules.MOVES) == {None, *ListingState}
    assert all(rules.MOVES.values())


def test_what_was_never_live_cannot_be_delisted_or_dormant():
    for before in (
        [],
        timeline(("planned", date(2023, 1, 1))),
        timeline(("rejected", date(2023, 1, 1))),
    ):
        assert refusal(before, "delisted", date(2023, 5, 1)) == "never_live"
        assert refusal(before, "dormant", date(2023, 5, 1)) == "never_live"


def test_a_day_before_the_listing_went_live_is_still_never_live():
    assert (
        refusal(timeline(("live", date(2023, 3, 1))), "delisted", date(2023, 2, 1)) == "never_live"
    )


def test_an_entry_must_fit_before_what_is_recorded_later():
    history = timeline(("live", date(2023, 1, 1)), ("dormant", date(2023, 6, 1)))
    assert refusal(history, "delisted", date(2023, 3, 1)) == "move_before"
    rules.check_fits(history, "selling", date(2023, 3, 1))


def test_the_same_state_again_is_a_confirmation():
    for state in ListingState:
        if state in rules.MOVES[None]:
            rules.check_fits(timeline((state, date(2023, 1, 1))), state, date(2023, 2, 1))


def test_a_rejected_product_cannot_sleep_and_a_live_one_cannot_be_planned_again():
    assert refusal(timeline(("live", date(2023, 1, 1))), "planned", date(2023, 2, 1)) == "move"
    assert refusal([], "rejected", date(2023, 2, 1)) == "move_first"


def test_withdrawing_may_not_leave_an_impossible_sequence():
    with pytest.raises(RuleBroken):
        rules.check_sequence(
            timeline(("planned", date(2023, 1, 1)), ("delisted", date(2023, 6, 1)))
        )
    rules.check_sequence(timeline(("live", date(2023, 1, 1)), ("delisted", date(2023, 6, 1))))


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2024, 1, 2), "day_future"),
        (date(1899, 1, 1), "day_too_early"),
        (date(2011, 12, 31), "day_before_marketplace"),
        (date(2020, 1, 1), "day_before_shop"),
    ],
)
def test_days_that_cannot_be_are_refused(day, code):
    with pytest.raises(RuleBroken) as broken:
        rules.check_day(
            day,
            today=date(2024, 1, 1),
            shop_opened_on=date(2021, 5, 5),
            opened_on=date(2012, 1, 1),
            market="Tiki",
        )
    assert broken.value.code == code
    assert broken.value.field == "effective_on"
    assert f"{day:%d/%m/%Y}" in str(broken.value)
