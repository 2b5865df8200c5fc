"""How ready a product is: what counts, what is missing first, and what can never happen."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sme.marketplaces import rules
from sme.marketplaces.rules import Asked, Given, Paper, RequirementKind, VerdictState

TODAY = date(2026, 11, 23)
KINDS = ["food", "declared", "vietgap"]
near = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))
papers = st.builds(
    Paper, kind=st.sampled_from(KINDS), issued_on=st.none() | near, valid_to=st.none() | near
)
givens = st.builds(
    Given,
    papers=st.lists(papers, max_size=4).map(tuple),
    photos=st.integers(0, 9),
    letters=st.integers(0, 500),
    has_barcode=st.booleans(),
    has_price=st.booleans(),
    has_origin=st.booleans(),
    confirmed=st.sets(st.sampled_from(["k0", "k1", "k2"])).map(frozenset),
)


@st.composite
def asked_lists(draw):
    found = []
    for n in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(RequirementKind.values))
        found.append(
            Asked(
                key=f"k{n}",
                kind=kind,
                paper=draw(st.sampled_from(KINDS)) if kind == "paper" else "",
                minimum=draw(st.integers(0, 300)),
                is_required=draw(st.booleans()),
                order=draw(st.integers(0, 3)),
            )
        )
    return found


@given(asked_lists(), givens, papers)
@settings(max_examples=25)
def test_another_paper_never_lowers_the_percent(asked, known, paper):
    before = rules.judge(asked, known, TODAY)
    after = rules.judge(asked, replace(known, papers=(*known.papers, paper)), TODAY)
    assert after.percent >= before.percent
    assert len(after.missing) <= len(before.missing)


@given(asked_lists(), givens)
@settings(max_examples=25)
def test_the_percent_is_bounded_and_100_exactly_when_nothing_required_is_missing(asked, known):
    found = rules.judge(asked, known, TODAY)
    assert 0 <= found.percent <= 100
    assert (found.percent == 100) == found.is_ready
    assert len(found.verdicts) == len(asked)
    needed = [v.asked.is_required for v in found.missing]
    assert needed == sorted(needed, reverse=True), "what is required comes first"


@given(asked_lists(), givens, st.integers(0, 9))
@settings(max_examples=25)
def test_more_photographs_never_lower_the_percent(asked, known, more):
    before = rules.judge(asked, known, TODAY)
    after = rules.judge(asked, replace(known, photos=known.photos + more), TODAY)
    assert after.percent >= before.percent


def paper_state(*papers):
    found = rules.judge([Asked("p", "paper", "food")], Given(papers=papers), TODAY)
    return found.verdicts[0].state


def test_a_paper_is_good_on_its_last_day_and_ended_the_day_after():
    assert paper_state(Paper("food", valid_to=TODAY)) == VerdictState.SOON
    assert paper_state(Paper("food", valid_to=TODAY - timedelta(days=1))) == VerdictState.ENDED
    assert paper_state(Paper("food", valid_to=TODAY + timedelta(days=90))) == VerdictState.MET
    assert paper_state(Paper("food")) == VerdictState.MET, "without a day it does not end"
    assert paper_state(Paper("food", issued_on=TODAY + timedelta(days=1))) == VerdictState.MISSING
    assert paper_state(Paper("vietgap")) == VerdictState.MISSING


def test_of_two_papers_the_better_one_counts():
    ended, holds = (
        Paper("food", valid_to=date(2024, 1, 1)),
        Paper("food", valid_to=date(2030, 1, 1)),
    )
    assert paper_state(ended, holds) == VerdictState.MET


def test_what_is_missing_first_is_required_and_first_in_order():
    asked = [
        Asked("nice", "barcode", is_required=False, order=1),
        Asked("late", "price", order=9),
        Asked("first", "photos", minimum=3, order=2),
    ]
    found = rules.judge(asked, Given(photos=2), TODAY)
    assert [v.asked.key for v in found.missing] == ["first", "late", "nice"]
    assert found.first.have == 2
    assert found.percent == 0
