"""Which state may follow which, and what the rules refuse."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.shared.errors import RuleBroken
from sme.programmes import rules
from sme.programmes.rules import CohortState, EnrolmentState


def refused(act, *args):
    with pytest.raises(RuleBroken) as broken:
        act(*args)
    return broken.value


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("152-2024-01", "152-2024-01"), (" kh152.a ", "KH152.A"), ("152 - 2024", "152-2024")],
)
def test_a_code_is_stored_in_capitals_without_spaces(typed, stored):
    assert rules.cohort_code(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "-", "1", "đợt-1", "A" * 40, "152--1", "152-", "=1+1", "1/2"]
)
def test_a_code_that_is_none_is_refused_at_its_field(typed):
    assert refused(rules.cohort_code, typed).field == "code"


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_a_sentence(typed):
    try:
        code = rules.cohort_code(typed)
    except RuleBroken:
        return
    assert rules.cohort_code(code) == code


def test_every_state_has_its_row_in_the_tables():
    assert set(rules.COHORT_MOVES) == set(CohortState)
    assert set(rules.ENROLMENT_MOVES) == set(EnrolmentState)


@given(st.sampled_from(CohortState), st.sampled_from(CohortState), st.booleans())
def test_a_cohort_moves_only_as_the_table_says(old, new, has_reason):
    reason = "vì thế" if has_reason else ""
    allowed = new in rules.COHORT_MOVES[old] and (has_reason or not rules.needs_reason(old, new))
    if allowed:
        rules.check_cohort_move(old, new, reason)
    else:
        refused(rules.check_cohort_move, old, new, reason)


@given(
    st.sampled_from(EnrolmentState), st.sampled_from(EnrolmentState), st.sampled_from(CohortState)
)
def test_nobody_gets_a_place_in_a_cohort_that_takes_nobody_in(old, new, cohort):
    if cohort in rules.TAKES_IN or new in rules.ENDED:
        return
    refused(rules.check_enrolment_move, old, new, cohort, "vì thế")


def test_withdrawing_asks_why():
    broken = refused(
        rules.check_enrolment_move,
        EnrolmentState.ENROLLED,
        EnrolmentState.WITHDRAWN,
        CohortState.RUNNING,
        "",
    )
    assert (broken.code, broken.field) == ("reason_missing", "reason")


def test_days_in_the_wrong_order_are_refused_at_their_field():
    first, last = date(2026, 1, 1), date(2026, 2, 1)
    assert refused(rules.check_days, last, first, first, None).field == "intake_closes_on"
    assert refused(rules.check_days, None, None, last, first).field == "ends_on"
    rules.check_days(first, first, first, first)


@pytest.mark.parametrize(
    ("state", "opens", "closes", "is_open"),
    [
        ("open", None, None, True),
        ("open", date(2026, 5, 1), date(2026, 5, 1), True),
        ("open", date(2026, 5, 2), None, False),
        ("open", None, date(2026, 4, 30), False),
        ("running", None, None, False),
        ("planned", None, None, False),
    ],
)
def test_an_intake_is_open_on_its_days_only(state, opens, closes, is_open):
    assert rules.is_intake_open(state, opens, closes, date(2026, 5, 1)) is is_open
