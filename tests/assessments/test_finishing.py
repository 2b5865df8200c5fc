"""Submitting freezes; what stands afterwards is the same for ever, and only that counts."""

import re

import pytest
from django.db import DatabaseError, transaction

from assessments import rules, services
from assessments.models import Answer, Assessment, FrameworkVersion, Result
from assessments.rules import State
from portal.shared.errors import RuleBroken
from tests.assessments.test_answering import GIVEN, keep
from tests.factories import accounts
from tests.factories.assessments import criterion, definition, framework, submitted, words
from tests.factories.enterprises import enterprise


@pytest.fixture
def complete(draft, member):
    services.save_answers(draft, GIVEN, actor=member)
    return draft


def test_a_submit_with_required_answers_missing_says_how_many_and_loses_nothing(draft, member):
    keep(draft)
    with pytest.raises(RuleBroken) as refused:
        services.submit(draft, actor=member)
    assert refused.value.code == "answers_missing"
    assert "4" in str(refused.value.sentence)
    draft.refresh_from_db()
    assert (draft.state, draft.answers.count()) == (State.DRAFT, 1)


def test_what_need_not_be_answered_may_be_left_open(complete, member):
    result = services.submit(complete, actor=member)
    assert result.content["missing"] == ["2.3"]


def test_submitting_twice_gives_one_result(complete, member):
    assert services.submit(complete, actor=member) == services.submit(complete, actor=member)
    assert Result.objects.count() == 1


def test_no_answer_changes_after_submitting(complete, member):
    services.submit(complete, actor=member)
    with pytest.raises(RuleBroken) as refused:
        keep(complete, given={"option": 0}, version=1)
    assert refused.value.code == "assessment_closed"
    assert Answer.objects.get(criterion="1.1").value == {"option": 2}


def test_the_enterprise_is_told_its_level_and_forgets_it_when_the_result_is_withdrawn(
    complete, business, member
):
    result = services.submit(complete, actor=member)
    business.refresh_from_db()
    assert business.readiness_level == result.level
    services.withdraw(complete, actor=member)
    business.refresh_from_db()
    assert business.readiness_level is None


def test_a_withdrawn_one_cannot_be_submitted_or_withdrawn_again(complete, member):
    services.withdraw(complete, actor=member)
    for act in (services.submit, services.withdraw):
        with pytest.raises(RuleBroken) as refused:
            act(complete, actor=member)
        assert refused.value.code == "assessment_closed"


# --- frozen by the database -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"document": "{}"},
        {"checksum": "0" * 64},
        {"name": "x"},
        {"state": "draft"},
        {"max_points": 1},
    ],
)
def test_the_database_refuses_to_change_a_published_version(questions, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        FrameworkVersion.objects.filter(framework=questions).update(**change)


def test_the_database_refuses_to_change_a_result(complete, member):
    services.submit(complete, actor=member)
    for change in ({"level": 0}, {"snapshot": "{}"}, {"total": 0}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Result.objects.update(**change)


def test_a_draft_version_may_still_change(db):
    version = services.import_version(definition(slug="nhap"), actor=None, is_published=False)
    FrameworkVersion.objects.filter(pk=version.pk).update(name="2")


def test_a_published_version_cannot_be_loaded_differently_under_its_name(questions):
    with pytest.raises(RuleBroken) as refused:
        services.import_version(definition(slug=questions.slug), actor=None)
    assert refused.value.code == "version_frozen"


# --- the same for ever --------------------------------------------------------------------------------

NEWER = {
    "removed": [criterion("1.1"), criterion("2.1")],
    "reworded": [
        criterion("1.1", title=words("Nói cách khác")),
        criterion("1.2", options=[{"text": words(f"Bậc {n}"), "points": n} for n in range(4)]),
        criterion("2.1"),
    ],
    "re-weighted": [criterion("1.1", weight=3), criterion("1.2"), criterion("2.1")],
}


@pytest.mark.parametrize("change", NEWER)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_result_reads_the_same_to_the_byte_after_a_newer_version(
    client, db, change, language, settings
):
    member = accounts.UserFactory()
    business = enterprise(owner=member)
    older = framework()
    result = submitted(business, older, 2, actor=member)
    client.force_login(member)
    prefix = "" if language == "vi" else "/en"
    address = f"{prefix}/business/readiness/{result.assessment_id}/result/"
    before = main_of(client.get(address))
    services.import_version(definition(*NEWER[change], version="2"), actor=None)
    assert older.versions.count() == 2
    assert main_of(client.get(address)) == before
    again = services.start(business, Assessment.objects.get().framework, actor=member)
    assert again.version.name == "2"


def main_of(response) -> bytes:
    """What the page says, without its frame and the tokens of its forms, which differ each time."""
    assert response.status_code == 200
    main = response.content.split(b"<main")[1].split(b"</main>")[0]
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", main)


def test_an_open_draft_goes_on_with_the_version_it_began_with(db):
    member = accounts.UserFactory()
    business = enterprise(owner=member)
    draft = services.start(business, framework(), actor=member)
    services.import_version(definition(*NEWER["removed"], version="2"), actor=None)
    assert services.start(business, draft.framework, actor=member).version.name == "1"


def test_the_result_keeps_what_scoring_again_would_give(complete, member):
    result = services.submit(complete, actor=member)
    again = rules.score(rules.parse(complete.version.document), result.answers, complete.facts)
    assert (result.total, result.level) == (again.total, again.level)
