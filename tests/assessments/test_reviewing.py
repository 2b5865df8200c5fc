"""An officer's review beside a result, and a business that contests what was answered for it."""

import pytest
from django.core import mail
from django.urls import reverse

from assessments import selectors, services
from assessments.models import Result
from assessments.rules import Source
from portal.shared.errors import RuleBroken
from tests.factories.assessments import answer_all, framework


@pytest.fixture
def questions(db):
    return framework()


@pytest.fixture
def result(business, member, questions):
    begun = services.start(business, questions, actor=member)
    given = {code: {"option": 1} for code in ("1.1", "1.2", "2.1")}
    services.save_answers(begun, given, actor=member, source=Source.SELF)
    return services.submit(begun, actor=member)


@pytest.fixture
def assisted(business, officer, questions):
    begun = services.start_for(business, questions, actor=officer)
    given = {code: {"option": 2} for code in ("1.1", "1.2", "2.1")}
    services.save_answers(begun, given, actor=officer, source=Source.ASSISTED)
    services.submit(begun, actor=officer)
    begun.refresh_from_db()
    return begun


def test_a_review_stands_beside_the_result_and_changes_nothing_of_it(result, officer):
    before = Result.objects.values().get(pk=result.pk)
    first = services.review(
        result.assessment,
        criterion="1.1",
        answer={"option": 3},
        reason="Đã xem tại chỗ",
        actor=officer,
    )
    second = services.review(
        result.assessment, criterion="2.1", answer={"option": 0}, reason="Chưa dùng", actor=officer
    )
    assert (first.total, second.total) == (result.total + 2, result.total + 1)
    assert [each.criterion for each in second.changes] == ["1.1", "2.1"]
    assert Result.objects.values().get(pk=result.pk) == before
    assert selectors.last_review(result.assessment) == second


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"criterion": "9.9", "answer": {"option": 1}, "reason": "x"}, "unknown_criterion"),
        ({"criterion": "1.1", "answer": {"option": 3}, "reason": " "}, "reason_missing"),
        ({"criterion": "1.1", "answer": {"option": 9}, "reason": "x"}, None),
        ({"criterion": "1.1", "answer": {"option": 1}, "reason": "x"}, "nothing_changed"),
    ],
)
def test_a_review_that_cannot_be_is_refused(result, officer, given, code):
    with pytest.raises(RuleBroken) as refused:
        services.review(result.assessment, actor=officer, **given)
    assert code in (None, refused.value.code)
    assert selectors.last_review(result.assessment) is None


def test_a_withdrawn_result_is_not_reviewed_and_keeps_its_review(result, member, officer):
    services.review(result.assessment, note="Đã xem", actor=officer)
    services.withdraw(result.assessment, actor=member)
    with pytest.raises(RuleBroken):
        services.review(result.assessment, note="Nữa", actor=officer)
    assert selectors.last_review(result.assessment).note == "Đã xem"


def test_the_business_gets_the_summary_contests_and_is_answered(
    business, questions, officer, member, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        begun = services.start_for(business, questions, actor=officer)
        given = {code: {"option": 2} for code in ("1.1", "1.2", "2.1")}
        services.save_answers(begun, given, actor=officer, source=Source.ASSISTED)
        services.submit(begun, actor=officer)
    assert [sent.to for sent in mail.outbox] == [[member.email]]
    begun.refresh_from_db()
    made = services.contest(begun, text="Chúng tôi chưa có", criteria=["1.2"], actor=member)
    with pytest.raises(RuleBroken):
        services.contest(begun, text="Lần nữa", actor=member)
    services.reply(made, text="Đã sửa", actor=officer)
    made.refresh_from_db()
    assert not made.is_open
    with pytest.raises(RuleBroken):
        services.reply(made, text="Đã sửa", actor=officer)


def test_only_what_an_officer_answered_is_contested_and_only_its_questions(
    result, assisted, member
):
    for of, given, code in (
        (result.assessment, {"text": "Không đúng"}, "not_assisted"),
        (assisted, {"text": "  "}, "reason_missing"),
        (assisted, {"text": "x", "criteria": ["9.9"]}, "unknown_criterion"),
    ):
        with pytest.raises(RuleBroken) as refused:
            services.contest(of, actor=member, **given)
        assert refused.value.code == code


def test_a_correction_is_a_newer_result_of_the_same_business(assisted, result, member, officer):
    made = services.contest(assisted, text="Không đúng", actor=member)
    if result.assessment.submitted_at < assisted.submitted_at:
        with pytest.raises(RuleBroken):
            services.reply(made, text="x", corrected_by=result.assessment, actor=officer)
    newer = services.start(assisted.enterprise, assisted.framework, actor=member)
    answer_all(newer, actor=member)
    services.submit(newer, actor=member)
    services.reply(made, text="Đã sửa", corrected_by=newer, actor=officer)
    made.refresh_from_db()
    assert made.corrected_by == newer


def test_an_officer_adjusts_on_a_page_and_both_see_both(client, result, member, officer):
    client.force_login(officer)
    here = reverse("assessments:adjust", args=[result.assessment_id, "1.1"])
    assert client.get(here).status_code == 200
    assert client.post(here, {"option": "3", "version": "0"}).status_code == 422  # no reason
    typed = {"option": "3", "version": "0", "reason": "Đã xem tại chỗ"}
    assert client.post(here, typed).status_code == 302
    assert (
        client.post(
            reverse("assessments:look_over", args=[result.assessment_id]), {"note": "ok"}
        ).status_code
        == 302
    )
    queue = client.get(reverse("assessments:list"), {"review": "adjusted"}).content.decode()
    assert result.assessment.enterprise.name in queue
    waiting = client.get(reverse("assessments:list"), {"review": "waiting"}).content.decode()
    assert result.assessment.get_absolute_url() not in waiting
    for who, name in ((officer, "detail"), (member, "result")):
        client.force_login(who)
        page = client.get(
            reverse(f"assessments:{name}", args=[result.assessment_id])
        ).content.decode()
        assert "Đã xem tại chỗ" in page


def test_a_business_contests_on_its_result_and_the_officer_answers(
    client, assisted, member, officer
):
    client.force_login(member)
    here = reverse("assessments:contest", args=[assisted.pk])
    assert client.get(here).status_code == 200
    assert client.post(here, {"text": ""}).status_code == 422
    assert client.post(here, {"text": "Chưa đúng", "criteria": ["1.1"]}).status_code == 302
    client.force_login(officer)
    assert "Chưa đúng" in client.get(assisted.get_absolute_url()).content.decode()
    waiting = client.get(reverse("assessments:list"), {"review": "contested"}).content.decode()
    assert assisted.get_absolute_url() in waiting
    made = assisted.contests.get()
    there = reverse("assessments:contest_reply", args=[assisted.pk, made.pk])
    assert client.post(there, {"text": ""}).status_code == 422
    assert client.post(there, {"text": "Đã sửa lại"}).status_code == 302
    client.force_login(member)
    page = client.get(reverse("assessments:result", args=[assisted.pk])).content.decode()
    assert "Đã sửa lại" in page
