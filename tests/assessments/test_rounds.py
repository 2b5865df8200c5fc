"""Rounds of cohorts and campaigns: who is asked, what counts, who is reminded."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from assessments import selectors, services
from assessments.models import Reminder
from portal.shared import clock
from portal.shared.errors import RuleBroken
from tests.factories import places, programmes
from tests.factories.assessments import answer_all, framework
from tests.factories.enterprises import enterprise

TODAY = clock.today


@pytest.fixture
def asked(db):
    return framework()


@pytest.fixture
def seated(business):
    cohort = programmes.cohort()
    programmes.enrolment(cohort, business)
    return cohort


def plan(of, **changes):
    days = {"opens_on": TODAY() - timedelta(days=2), "closes_on": TODAY() + timedelta(days=10)}
    given = {"title_vi": "Trước hỗ trợ", "actor": programmes.administrator(), **days, **changes}
    return services.plan_round(framework=of, **given)


@pytest.fixture
def t0(asked, seated):
    return plan(asked, cohort=seated, round="t0")


def submit(who, of, actor):
    begun = services.start(who, of, actor=actor)
    answer_all(begun, actor=actor)
    services.submit(begun, actor=actor)
    begun.refresh_from_db()
    return begun


def row_of(campaign, who):
    return selectors.with_answers(campaign, selectors.asked_in(campaign)).get(pk=who.pk)


def test_the_round_of_a_result_is_chosen_when_it_is_submitted(t0, asked, business, member):
    done = submit(business, asked, member)
    assert done.round == "t0"
    assert row_of(t0, business).answered_id == done.pk
    assert selectors.unanswered_for(business, TODAY()) == []


def test_a_withdrawn_result_no_longer_answers_the_round(t0, asked, business, member):
    services.withdraw(submit(business, asked, member), actor=member)
    assert row_of(t0, business).answered_id is None
    assert selectors.unanswered_for(business, TODAY()) == [t0]


def test_what_is_submitted_outside_the_days_or_by_others_counts_in_no_round(
    t0, asked, business, member
):
    services.change_days(t0, TODAY() - timedelta(days=9), TODAY() - timedelta(days=1), actor=member)
    assert submit(business, asked, member).round is None
    other = enterprise(owner=member)
    assert other not in selectors.asked_in(t0)


def test_a_campaign_asks_a_place_a_sector_or_a_size_and_gives_no_label(asked, business, member):
    here = plan(asked, place=business.place)
    elsewhere = plan(asked, place=places.commune("Phường Cao Lãnh", "29869"))
    sized = plan(asked, size_class="medium")
    assert submit(business, asked, member).round is None
    assert row_of(here, business).answered_id
    for each in (elsewhere, sized):
        assert business not in selectors.asked_in(each)
        assert each.results.count() == 0


def test_who_has_not_answered_is_reminded_once_a_week_until_the_answer(
    t0, asked, business, member, django_capture_on_commit_callbacks
):
    def run():
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            told = services.remind_of_rounds()
        return told, len(mail.outbox)

    assert run() == (1, 1)
    assert business.name in mail.outbox[0].body
    assert run() == (0, 0)
    Reminder.objects.update(sent_at=clock.now() - timedelta(days=7, minutes=1))
    assert run() == (1, 1)
    Reminder.objects.update(sent_at=clock.now() - timedelta(days=8))
    submit(business, asked, member)
    assert run() == (0, 0)


def test_the_business_is_told_on_its_first_page(t0, business):
    (due,) = selectors.rounds_todo(business)
    assert due.on == t0.closes_on


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_on": clock.today() - timedelta(days=30)}, "days_out_of_order"),
        ({"round": "t1"}, "round_needs_cohort"),
    ],
)
def test_a_round_that_cannot_be_is_refused(asked, changes, code):
    with pytest.raises(RuleBroken) as refused:
        plan(asked, **changes)
    assert refused.value.code == code


def test_a_cohort_has_one_round_of_a_kind(t0, asked, seated):
    for changes, code in (
        ({"round": "t0"}, "round_stands"),
        ({}, "round_needs_kind"),
        ({"round": "t1", "sector": "A"}, "round_asks_cohort"),
    ):
        with pytest.raises(RuleBroken) as refused:
            plan(asked, cohort=seated, **changes)
        assert refused.value.code == code


def test_officers_plan_rounds_and_see_who_has_not_answered(client, t0, asked, business, member):
    client.force_login(programmes.administrator())
    assert business.name in client.get(f"{t0.get_absolute_url()}?answered=no").content.decode()
    assert business.name not in client.get(f"{t0.get_absolute_url()}?answered=yes").content.decode()
    sheet = client.get(f"{t0.get_absolute_url()}export/?answered=no")
    assert sheet.status_code == 200
    typed = {
        "title_vi": "Quý I",
        "framework": asked.pk,
        "opens_on": "01/12/2026",
        "closes_on": "31/12/2026",
    }
    refused = client.post(
        reverse("assessments:campaigns_new"), {**typed, "closes_on": "01/11/2026"}
    )
    assert refused.status_code == 422
    made = client.post(reverse("assessments:campaigns_new"), typed)
    assert made.status_code == 302
    assert "Quý I" in client.get(reverse("assessments:campaigns")).content.decode()
