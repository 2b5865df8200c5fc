"""Comparison with others of the same sector and size: five others at least, and nobody can be worked out."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import rules, selectors, services
from assessments.models import Assessment
from portal.shared import clock
from tests.factories import accounts
from tests.factories.assessments import answer_all, quick_check
from tests.factories.enterprises import enterprise


@given(st.lists(st.decimals(0, 100, places=1), min_size=5, max_size=60))
def test_the_quartiles_lie_in_order_within_the_values(values):
    found = rules.among(values)
    assert min(values) - 1 < found.lower <= found.median <= found.upper < max(values) + 1
    assert found.at_least <= len(values)
    assert found.at_least % 5 == 0


@pytest.mark.parametrize("many", range(5))
def test_of_fewer_than_five_nothing_is_told(many):
    assert rules.among([Decimal(50)] * many) is None


def test_the_middle_of_five_is_the_third():
    found = rules.among([Decimal(n) for n in (10, 20, 30, 40, 50)])
    assert (found.lower, found.median, found.upper, found.at_least) == (20, 30, 40, 5)


@pytest.fixture
def others(db):
    """Seven micro businesses of one sector that answered two months ago; gives how to add one more."""
    quick, moment = quick_check(), clock.now() - timedelta(days=62)
    actor = accounts.AdministratorFactory()

    def add(option, at=moment, sector="C"):
        name = f"Cơ sở {Assessment.objects.count()}"
        draft = services.start(
            enterprise(name, sector=sector, employees=4), quick, actor=actor, at=at
        )
        answer_all(draft, option, actor=actor)
        return services.submit(draft, actor=actor, at=at)

    for option in (0, 1, 1, 2, 2, 3, 3):
        add(option)
    return add


def test_a_result_is_compared_with_the_newest_of_each_other_one(others):
    mine = others(2)
    assert mine.size_class, "the size is known"
    found = selectors.peers_of(mine, today=clock.today())
    assert found.at_least == 5
    assert found.lower < found.upper


def test_another_sector_does_not_count(others):
    mine = others(2, sector="A")
    assert selectors.peers_of(mine, today=clock.today()) is None


def test_what_came_this_month_changes_nothing_yet(others):
    mine = others(2)
    before = selectors.peers_of(mine, today=clock.today())
    for _time in range(9):
        others(3, at=clock.now())
    assert selectors.peers_of(mine, today=clock.today()) == before


def test_withdrawn_results_do_not_count(others):
    mine = others(2)
    for assessment in Assessment.objects.exclude(pk=mine.assessment_id)[:3]:
        services.withdraw(assessment, actor=accounts.AdministratorFactory())
    assert selectors.peers_of(mine, today=clock.today()) is None
