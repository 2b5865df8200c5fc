"""What follows from entries about buyers, which days fit together, who is stuck: pure functions."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.shared.errors import RuleBroken
from sme.marketplaces import rules

TODAY = date(2026, 11, 23)
days = st.dates(date(2024, 1, 1), date(2026, 11, 23))
sales = st.lists(st.builds(rules.Sale, day=days, is_selling=st.booleans(), has_band=st.booleans()))


def selling(*on):
    return [rules.Sale(day, is_selling=True, has_band=False) for day in on]


def orders(*on):
    return [rules.Sale(day, is_selling=False, has_band=True) for day in on]


def test_selling_in_three_months_is_steady_from_the_third_on():
    two = [date(2026, 3, 30), date(2026, 4, 1)]
    assert rules.steady_on(selling(*two)) is None
    assert rules.steady_on(selling(*two, date(2026, 4, 30))) is None, "April counts once"
    assert rules.steady_on(selling(*two, date(2026, 6, 9), date(2026, 6, 2))) == date(2026, 6, 2)


def test_orders_told_twice_with_two_months_between_are_steady():
    first = date(2026, 3, 1)
    assert rules.steady_on(orders(first, first + timedelta(days=59))) is None
    assert rules.steady_on(orders(first, first + timedelta(days=60))) == first + timedelta(days=60)


@given(sales, days)
@settings(max_examples=25)
def test_another_sale_never_makes_steady_selling_later(known, day):
    before = rules.steady_on(known)
    after = rules.steady_on([*known, *selling(day)])
    assert before is None or (after is not None and after <= before)


@given(sales)
@settings(max_examples=25)
def test_steady_selling_never_comes_before_the_first_order_and_no_order_changes_it(known):
    steady = rules.steady_on(known)
    assert steady == rules.steady_on(list(reversed(known)))
    reached = rules.derived_days(rules.Known(sales=tuple(known)))
    assert steady is None or reached[rules.Step.FIRST_ORDER] <= steady


def test_the_next_step_is_the_first_that_is_open():
    assert rules.next_step([]) == rules.Step.REGISTERED
    assert rules.next_step(["documents"]) == rules.Step.REGISTERED
    assert rules.next_step(["registered", "documents"]) == rules.Step.SHOP
    assert rules.next_step(rules.Step.values) is None


@pytest.mark.parametrize(
    ("step", "day", "code"),
    [
        ("live", TODAY, "step_is_derived"),
        ("registered", TODAY + timedelta(days=1), "day_future"),
        ("registered", date(1999, 1, 1), "day_too_early"),
        ("registered", date(2026, 5, 2), "day_order"),
    ],
)
def test_a_tick_on_a_day_that_cannot_be_is_refused(step, day, code):
    with pytest.raises(RuleBroken) as refused:
        rules.check_done_day(step, day, today=TODAY, shop_on=date(2026, 5, 1), opened_on=None)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("due", "code", "field"),
    [
        ({"shop": date(2026, 11, 1)}, "due_past", "due_shop"),
        ({"shop": date(2046, 12, 1)}, "due_far", "due_shop"),
        (
            {"registered": date(2026, 12, 20), "shop": date(2026, 12, 1)},
            "due_order",
            "due_shop",
        ),
    ],
)
def test_due_days_that_cannot_be_are_refused_at_their_field(due, code, field):
    with pytest.raises(RuleBroken) as refused:
        rules.check_due_days(due, before={}, started_on=date(2026, 10, 1), today=TODAY)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_due_day_that_has_passed_may_stay_as_it_is():
    passed = {"shop": date(2026, 11, 1)}
    rules.check_due_days(passed, before=passed, started_on=date(2026, 10, 1), today=TODAY)


def test_stuck_is_a_month_without_progress_or_an_overdue_step_of_what_is_under_way():
    month_ago = TODAY - timedelta(days=30)
    assert rules.is_stuck("active", month_ago, False, TODAY)
    assert not rules.is_stuck("active", month_ago + timedelta(days=1), False, TODAY)
    assert rules.is_stuck("active", TODAY, True, TODAY)
    assert not rules.is_stuck("paused", month_ago, True, TODAY)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [("active", "done", "onboarding_move"), ("stopped", "paused", "onboarding_move")],
)
def test_a_state_that_cannot_follow_is_refused(before, after, code):
    with pytest.raises(RuleBroken) as refused:
        rules.check_becomes(before, after, "vì")
    assert refused.value.code == code
