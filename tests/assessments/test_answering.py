"""Keeping answers: what is refused, what a repeated or late send does, who began what."""

import pytest
from django.db import IntegrityError, transaction

from assessments import services
from assessments.models import Answer, Assessment
from assessments.rules import Source, State
from portal.shared.errors import RuleBroken
from tests.factories import accounts
from tests.factories.assessments import criterion, framework
from tests.factories.enterprises import enterprise

GIVEN = {
    "1.1": {"option": 2},
    "1.2": {"numerator": "1", "denominator": "4"},
    "1.3": {"options": [0]},
    "2.1": {"value": "5"},
    "2.2": {"options": [0, 1], "linked": []},
}


def keep(draft, code="1.1", given=None, *, version=0, **more):
    """Save one answer as the member's page does."""
    given = GIVEN[code] if given is None else given
    return services.save_answer(
        draft, code, given, actor=draft.started_by, expected_version=version, **more
    )


def kept(draft, code="1.1"):
    """What stands in the database."""
    return (
        Answer.objects.filter(assessment=draft, criterion=code)
        .values_list("value", flat=True)
        .first()
    )


@pytest.mark.parametrize("code", GIVEN)
def test_each_kind_of_answer_is_kept_with_who_and_when(draft, member, code):
    saved = keep(draft, code)
    assert kept(draft, code) == GIVEN[code]
    assert (saved.answer.version, saved.answer.answered_by, saved.answer.source) == (
        1,
        member,
        Source.SELF,
    )


@pytest.mark.parametrize(
    ("code", "given", "refusal"),
    [
        ("9.9", {"option": 1}, "criterion_unknown"),
        ("1.1", {"option": 4}, "option_unknown"),
        ("1.1", {"value": "3"}, "answer_strange"),
        ("1.1", {"na": True, "option": 1}, "answer_mixed"),
        ("1.2", {"numerator": "1", "denominator": "0"}, "denominator_zero"),
        ("1.2", {"numerator": "5", "denominator": "4"}, "ratio_above_one"),
        ("1.2", {"numerator": "một", "denominator": "4"}, "not_a_number"),
        ("1.3", {"options": [0, 3]}, "none_and_others"),
        ("2.1", {"value": "-1"}, "negative"),
        ("2.1", {"value": "nhiều"}, "not_a_number"),
        ("2.2", {"options": [0], "linked": [0, 1]}, "linked_unused"),
    ],
)
def test_a_bad_answer_is_refused_in_a_sentence_and_nothing_is_written(draft, code, given, refusal):
    with pytest.raises(RuleBroken) as refused:
        keep(draft, code, given)
    assert refused.value.code == refusal
    assert str(refused.value.sentence)
    assert not Answer.objects.exists()


def test_a_page_that_is_behind_overwrites_nothing(draft):
    keep(draft, given={"option": 1})
    with pytest.raises(services.StaleAnswer) as stale:
        keep(draft, given={"option": 3}, version=0)
    assert stale.value.answer.value == {"option": 1}
    assert kept(draft) == {"option": 1}


def test_a_page_that_is_up_to_date_replaces_the_answer(draft):
    keep(draft, given={"option": 1})
    assert keep(draft, given={"option": 3}, version=1).answer.version == 2
    assert kept(draft) == {"option": 3}


def test_two_who_choose_the_same_do_not_stand_in_each_others_way(draft):
    keep(draft, given={"option": 1})
    assert keep(draft, given={"option": 1}, version=0).is_replay


def test_the_same_send_twice_is_one_answer(draft):
    for _time in range(2):
        saved = keep(draft, given={"option": 1}, writer="page", sequence=1)
    assert saved.is_replay
    assert saved.answer.version == 1


def test_a_send_that_was_overtaken_on_its_way_changes_nothing(draft):
    keep(draft, given={"option": 3}, writer="page", sequence=2)
    assert keep(draft, given={"option": 1}, writer="page", sequence=1).is_replay
    assert kept(draft) == {"option": 3}


def test_a_page_shown_again_from_the_browsers_memory_still_keeps_a_new_choice(draft):
    keep(draft, given={"option": 1}, writer="page", sequence=1)
    assert not keep(draft, given={"option": 2}, writer="page", sequence=1).is_replay
    assert kept(draft) == {"option": 2}


def test_many_answers_are_kept_all_or_none(draft):
    with pytest.raises(RuleBroken):
        services.save_answers(draft, {"1.1": {"option": 1}, "2.1": {"value": "x"}}, actor=None)
    assert not Answer.objects.exists()
    assert services.save_answers(draft, GIVEN, actor=None) == 5


# --- starting --------------------------------------------------------------------------------------


def test_starting_again_gives_the_open_draft(draft, business, questions, member):
    assert services.start(business, questions, actor=member) == draft


def test_the_database_allows_one_open_draft_of_an_enterprise_and_framework(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(
            framework=draft.framework,
            version=draft.version,
            enterprise=draft.enterprise,
            started_at=draft.started_at,
        )


def test_the_database_knows_no_assessment_of_nobody(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(
            framework=draft.framework, version=draft.version, started_at=draft.started_at
        )


def test_another_framework_and_another_enterprise_have_drafts_of_their_own(draft, business, member):
    other = framework(criterion("1.1"), criterion("1.2"), slug="khac")
    assert services.start(business, other, actor=member) != draft
    assert services.start(enterprise("Cơ sở Hai"), draft.framework, actor=member) != draft


def test_a_framework_that_is_not_offered_cannot_be_started(business, questions, member):
    services.offer(questions, is_offered=False, actor=accounts.AdministratorFactory())
    with pytest.raises(RuleBroken) as refused:
        services.start(business, questions, actor=member)
    assert refused.value.code == "framework_not_offered"


def test_a_draft_that_is_given_up_leaves_room_for_another(draft, business, questions, member):
    services.withdraw(draft, actor=member)
    assert draft.state == State.WITHDRAWN
    assert services.start(business, questions, actor=member) != draft
