"""However facts arrive, the days on sale are those that a slow, obvious reading gives."""

import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sme.marketplaces import rules
from sme.marketplaces.rules import Fact, ListingState

START = date(2023, 1, 1)
MOMENT = datetime(2023, 6, 1, tzinfo=UTC)
DAYS = [START + timedelta(days=n) for n in range(-1, 14)]


@st.composite
def histories(draw):
    """Facts with corrections and withdrawals, recorded one after the other, effective in any order."""
    facts: list[Fact] = []
    for key in range(1, draw(st.integers(0, 9)) + 1):
        free = [f.key for f in facts if f.key not in {g.supersedes for g in facts}]
        old = draw(st.sampled_from([None, *free]))
        is_withdrawal = old is not None and draw(st.booleans())
        facts.append(
            Fact(
                key=key,
                state="" if is_withdrawal else draw(st.sampled_from(ListingState.values)),
                effective_on=START + timedelta(days=draw(st.integers(0, 11))),
                recorded_at=MOMENT + timedelta(hours=key),
                supersedes=old,
            )
        )
    return facts


def slow_state(facts, day, known_at=None):
    """Read the entries one by one as a clerk would: cross out, then take the newest of the last day."""
    known = {f.key: f for f in facts if known_at is None or f.recorded_at <= known_at}
    crossed_out = set()
    for fact in known.values():
        if fact.supersedes:
            crossed_out.add(fact.supersedes)
    best = None
    for fact in known.values():
        if fact.key in crossed_out or fact.state == "" or fact.effective_on > day:
            continue
        if best is None or (fact.effective_on, fact.recorded_at) > (
            best.effective_on,
            best.recorded_at,
        ):
            best = fact
    return best.state if best else None


def covers(run, day):
    return run.valid_from <= day and (run.valid_to is None or day < run.valid_to)


@given(histories())
def test_each_day_has_the_state_that_a_clerk_would_read(facts):
    for day in DAYS:
        assert rules.state_on(facts, day) == slow_state(facts, day)


@given(histories(), st.randoms(use_true_random=False))
def test_order_of_arrival_and_repetition_change_nothing(facts, rnd):
    shuffled = facts * 2
    rnd.shuffle(shuffled)
    assert rules.runs(shuffled) == rules.runs(facts)


@given(histories())
def test_runs_on_sale_cover_exactly_the_days_on_sale(facts):
    runs = rules.on_sale_runs(facts, rules.ON_SALE)
    for day in DAYS:
        on_sale = slow_state(facts, day) in rules.ON_SALE
        assert sum(covers(run, day) for run in runs) == int(on_sale)


@given(histories(), st.integers(0, 10))
def test_as_known_at_a_moment_later_records_do_not_exist(facts, hours):
    moment = MOMENT + timedelta(hours=hours)
    then = [f for f in facts if f.recorded_at <= moment]
    for day in DAYS:
        assert rules.state_on(facts, day, moment) == slow_state(then, day)
    assert rules.runs(facts, moment) == rules.runs(then)


@settings(max_examples=40)
@given(histories())
def test_runs_follow_each_other_without_gap_or_overlap(facts):
    runs = rules.runs(facts)
    for run, following in itertools.pairwise(runs):
        assert run.valid_from < run.valid_to == following.valid_from
        assert run.state != following.state
    assert all(run.valid_to is None for run in runs[-1:])


def fact(key, state, day, *, supersedes=None, source="enterprise"):
    return Fact(key, state, day, MOMENT + timedelta(hours=key), supersedes, source)


def test_what_was_seen_counts_until_the_state_changes():
    seen = [fact(1, "live", START), fact(2, "live", date(2023, 2, 1), source="officer")]
    assert rules.verified_on(seen, rules.VERIFYING) == date(2023, 2, 1)
    asleep = [*seen, fact(3, "dormant", date(2023, 3, 1))]
    assert rules.verified_on(asleep, rules.VERIFYING) is None


def test_selling_after_an_officer_saw_it_on_sale_stays_verified():
    facts = [fact(1, "live", START, source="officer"), fact(2, "selling", date(2023, 2, 1))]
    assert rules.verified_on(facts, rules.VERIFYING, rules.ON_SALE) == START
    assert rules.verified_on(facts, rules.VERIFYING) is None
