"""Versions change and older results do not: drafts, two people, crosswalks, answers taken over."""

import pytest

from assessments import rules, selectors, services
from assessments.models import Crosswalk, FrameworkVersion, Result
from assessments.rules import Likeness, Source, VersionState, crossing, editing
from assessments.views.results import context_of
from portal.shared import audit
from portal.shared.errors import RuleBroken, StaleVersion
from tests.factories import assessments as made
from tests.factories.accounts import AdministratorFactory, EditorFactory, ModeratorFactory

SAME, REWORDED, HEAVIER, REMOVED, ADDED = "1.1", "1.2", "2.1", "2.2", "2.3"
FIRST = [made.criterion(code) for code in (SAME, REWORDED, HEAVIER, REMOVED)]


def second(**changes):
    """One question reworded, one with another weight, one gone, one new."""
    return made.definition(
        made.criterion(SAME),
        made.criterion(REWORDED, title=made.words("Hỏi khác đi")),
        made.criterion(HEAVIER, weight=4),
        made.criterion(ADDED),
        **{"version": "2", **changes},
    )


@pytest.fixture
def editor(db):
    return EditorFactory()


@pytest.fixture
def moderator(db):
    return ModeratorFactory()


@pytest.fixture
def first(db):
    return made.framework(*FIRST).current


def frozen(result: Result) -> dict:
    """The row as the database holds it, byte for byte."""
    return Result.objects.filter(pk=result.pk).values().get()


def test_older_results_stay_byte_identical_when_questions_are_removed_reworded_and_reweighted(
    business, member, first
):
    result = made.submitted(business, first.framework, 2, actor=member)
    before, page = frozen(result), rules.thaw(result.content)
    newer = services.import_version(second(), actor=None)
    services.import_version(second(version="3", slug="thu"), actor=None)
    assert newer.state == VersionState.PUBLISHED
    assert frozen(result) == before
    again = Result.objects.get(pk=result.pk)
    assert rules.thaw(again.content) == page
    assert context_of(again.assessment)["result"].total == result.total


def test_what_is_word_for_word_the_same_is_declared_when_a_version_is_published(first):
    newer = services.import_version(second(), actor=None)
    declared = {row.criterion: row.likeness for row in Crosswalk.objects.filter(later=newer)}
    assert declared == {
        SAME: Likeness.EQUAL,
        REWORDED: Likeness.SIMILAR,
        HEAVIER: Likeness.EQUAL,
        ADDED: Likeness.NONE,
    }


def test_a_new_draft_takes_over_equal_questions_only_and_counts_them_when_the_business_goes_on(
    business, member, first
):
    result = made.submitted(business, first.framework, 2, actor=member)
    newer = services.import_version(second(), actor=None)
    draft = services.start(business, newer.framework, actor=member)
    paper = selectors.paper_of(draft)
    taken = {q.criterion.code for q in paper.questions if q.is_taken_over}
    assert taken == {SAME, HEAVIER}
    assert paper.done == 0
    assert len(paper.missing) == 4
    old = result.assessment.answers.get(criterion=SAME)
    assert paper.find(SAME).answer.answered_at == old.answered_at
    services.save_answer(draft, SAME, {"option": 2}, actor=member, expected_version=1)
    paper = selectors.paper_of(draft)
    assert paper.find(SAME).is_answered
    assert paper.done == 1
    assert paper.find(SAME).answer.source == Source.SELF


def test_a_draft_on_the_same_version_begins_empty(business, member, first):
    made.submitted(business, first.framework, 2, actor=member)
    draft = services.start(business, first.framework, actor=member)
    assert not draft.answers.exists()


def test_progress_across_a_break_counts_equal_questions_by_todays_points(business, member, first):
    made.submitted(business, first.framework, 1, actor=member)
    newer = services.import_version(second(), actor=None)
    result = made.submitted(business, newer.framework, 3, actor=member)
    shown = context_of(result.assessment)
    assert shown["is_break"]
    assert shown["change"] is None
    assert [(row["then"], row["now"], row["questions"]) for row in shown["progress"]] == [
        (33.3, 100.0, 1),
        (33.3, 100.0, 1),
    ]


def test_the_same_is_refused_between_questions_that_are_answered_differently(first, editor):
    shorter = made.criterion(SAME, raw_max=2)
    shorter["options"] = shorter["options"][:3]
    newer = services.import_version(
        made.definition(shorter, made.criterion(HEAVIER), version="2"), actor=None
    )
    with pytest.raises(RuleBroken) as broken:
        services.declare(first, newer, [crossing.Link(SAME, SAME, Likeness.EQUAL)], actor=editor)
    assert broken.value.code == "crosswalk_differs"
    services.declare(first, newer, [crossing.Link(SAME, "", Likeness.NONE)], actor=editor)
    row = Crosswalk.objects.get(later=newer, criterion=SAME)
    assert (row.likeness, row.decided_by) == (Likeness.NONE, editor)


def test_two_people_publish_a_version(first, editor, moderator):
    draft = services.copy_version(first, "2", actor=moderator)
    with pytest.raises(RuleBroken) as broken:
        services.release(draft, actor=moderator, expected=draft.checksum)
    assert broken.value.code == "not_asked"
    services.ask_publication(draft, actor=editor)
    for person, code in ((editor, "may_not_publish"), (moderator, "own_work")):
        with pytest.raises(RuleBroken) as broken:
            services.release(draft, actor=person, expected=draft.checksum)
        assert broken.value.code == code
    other = AdministratorFactory()
    with pytest.raises(StaleVersion):
        services.release(draft, actor=other, expected="0" * 64)
    services.release(draft, actor=other, expected=draft.checksum)
    draft.refresh_from_db()
    assert draft.state == VersionState.PUBLISHED
    assert draft.framework.current == draft


def test_a_change_of_a_draft_is_told_and_takes_the_request_back(first, editor):
    draft = services.copy_version(first, "2", actor=editor)
    services.ask_publication(draft, actor=editor)
    plain = editing.opened(selectors.definition_of(draft))
    editing.criterion_in(plain, SAME)["weight"] = 2
    shown = draft.checksum
    services.change_draft(draft, editing.closed(plain), actor=editor, expected=shown)
    draft.refresh_from_db()
    assert draft.asked_at is None
    assert draft.max_points == 15
    newest = audit.history(draft)[0]
    assert [(c.field, c.old, c.new) for c in newest.changes] == [(f"{SAME} weight", None, "2")]
    with pytest.raises(StaleVersion):
        services.change_draft(draft, editing.closed(plain), actor=editor, expected=shown)


def test_a_published_version_is_not_changed_and_not_deleted(first, editor):
    for act in (
        lambda: services.change_draft(first, second(), actor=editor, expected=first.checksum),
        lambda: services.drop_draft(first, actor=editor),
        lambda: services.load_draft(made.definition(made.criterion("9.1")), actor=editor),
    ):
        with pytest.raises(RuleBroken):
            act()
    assert FrameworkVersion.objects.get().checksum == first.checksum


def test_a_name_that_is_taken_or_is_none_is_refused(first, editor):
    for name in ("1", "", "hai phẩy năm"):
        with pytest.raises(RuleBroken):
            services.copy_version(first, name, actor=editor)


def test_what_was_declared_the_same_is_looked_at_again_when_the_draft_changed_since(first, editor):
    draft = services.copy_version(first, "2", actor=editor)
    services.declare(first, draft, [crossing.Link(SAME, SAME, Likeness.EQUAL)], actor=editor)
    shorter = made.criterion(SAME, raw_max=2)
    shorter["options"] = shorter["options"][:3]
    changed = made.definition(shorter, made.criterion(HEAVIER), version="2")
    services.change_draft(draft, changed, actor=editor, expected=draft.checksum)
    services.publish(draft, actor=editor)
    assert Crosswalk.objects.get(later=draft, criterion=SAME).likeness == Likeness.SIMILAR
