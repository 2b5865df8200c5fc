"""The pages of readiness: answering with and without scripts, the overview, the result, the officers' list."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from assessments import services
from assessments.models import Answer, Assessment
from portal.shared import clock
from tests.assessments.test_answering import GIVEN, keep, kept
from tests.conftest import ROOT
from tests.factories import accounts
from tests.factories.assessments import quick_check, submitted
from tests.factories.enterprises import enterprise

TYPED = {
    "1.1": {"option": "2"},
    "1.2": {"numerator": "1", "denominator": "4"},
    "1.3": {"options": ["0"]},
    "2.1": {"value": "5"},
    "2.2": {"options": ["0", "1"]},
}


def page(draft, code, name="question"):
    """The address of a question."""
    return reverse(f"assessments:{name}", args=[draft.pk, code])


@pytest.mark.parametrize("code", TYPED)
def test_each_kind_of_question_is_shown_saved_and_shown_again_as_answered(at_work, draft, code):
    assert at_work.get(page(draft, code)).status_code == 200
    answer = at_work.post(page(draft, code), TYPED[code] | {"version": 0, "writer": "w"})
    assert answer.status_code == 302
    assert kept(draft, code) == GIVEN[code]
    again = at_work.get(page(draft, code)).content.decode()
    assert "checked" in again or 'value="5"' in again or 'value="4"' in again


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        ("1.1", {}, "Hãy chọn một câu trả lời"),
        ("1.1", {"option": "9"}, "9"),
        ("1.2", {"numerator": "1", "denominator": "0"}, "Tổng"),
        ("1.2", {"numerator": "9", "denominator": "4"}, "lớn hơn tổng"),
        ("1.2", {"numerator": "chín", "denominator": "40"}, "chín"),
        ("1.2", {"numerator": "", "denominator": "40"}, "Hãy nhập một con số"),
        ("1.3", {"options": ["0", "3"]}, "Chưa làm gì"),
        ("2.1", {"value": "1,5"}, "số nguyên"),
        ("2.1", {"value": "5; DROP TABLE"}, "DROP TABLE"),
        ("2.2", {"options": ["none", "1"]}, "Không dùng"),
        ("1.1", {"option": "1", "version": "x"}, ""),
    ],
)
def test_bad_input_is_answered_with_a_sentence_and_what_was_typed(
    at_work, draft, code, typed, said
):
    for name in ("question", "save"):
        answer = at_work.post(page(draft, code, name), {"version": 0, **typed})
        assert answer.status_code == 422, name
    told = json.loads(answer.content)
    assert told["sentence"]
    assert told["asks"]
    assert not Answer.objects.exists()


def test_what_was_typed_stays_in_the_field(at_work, draft):
    answer = at_work.post(
        page(draft, "1.2"), {"version": 0, "numerator": "chín", "denominator": "40"}
    )
    assert 'value="chín"' in answer.content.decode()


def test_the_script_is_told_the_version_and_the_time(at_work, draft):
    answer = at_work.post(page(draft, "1.1", "save"), {"version": 0, "option": 1})
    now = f"{clock.now().astimezone(clock.VIETNAM):%H:%M}"
    assert answer.json() == {"version": 1, "at": now, "replay": False}


def test_the_script_of_a_page_that_is_behind_is_told_and_nothing_changes(at_work, draft):
    keep(draft, given={"option": 1})
    answer = at_work.post(page(draft, "1.1", "save"), {"version": 0, "option": 3})
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_answer")
    assert kept(draft) == {"option": 1}


def test_a_page_that_is_behind_shows_both_answers_and_a_second_send_decides(at_work, draft):
    keep(draft, given={"option": 1})
    stale = at_work.post(page(draft, "1.1"), {"version": 0, "option": 3})
    assert stale.status_code == 409
    assert "Mức 1" in stale.content.decode()
    assert kept(draft) == {"option": 1}
    at_work.post(
        page(draft, "1.1"), {"version": stale.context["form"].data["version"], "option": 3}
    )
    assert kept(draft) == {"option": 3}


def test_signed_out_the_script_is_told_in_words(client, draft):
    answer = client.post(page(draft, "1.1", "save"), {"version": 0, "option": 1})
    assert answer.status_code == 401
    assert "đăng nhập lại" in answer.json()["sentence"]


def test_a_forged_save_without_the_token_is_refused(draft, member):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert client.post(page(draft, "1.1", "save"), {"version": 0, "option": 1}).status_code == 403
    assert not Answer.objects.exists()


def test_an_answer_to_a_submitted_assessment_is_refused(at_work, draft, member):
    services.save_answers(draft, GIVEN, actor=member)
    services.submit(draft, actor=member)
    answer = at_work.post(page(draft, "1.1", "save"), {"version": 1, "option": 0})
    assert (answer.status_code, answer.json()["code"]) == (409, "assessment_closed")
    answer = at_work.post(page(draft, "1.1"), {"version": 1, "option": 0})
    assert answer.url.endswith("/result/")
    assert kept(draft) == {"option": 2}


def test_an_unknown_question_is_404(at_work, draft):
    assert at_work.get(page(draft, "9.9")).status_code == 404
    assert at_work.post(page(draft, "9.9", "save"), {"option": 1}).status_code == 404


@pytest.mark.parametrize(
    "name", ["resume", "review", "result", "withdraw", "question", "save", "submit"]
)
def test_somebody_elses_assessment_is_404(client, draft, name):
    client.force_login(accounts.UserFactory())
    args = [draft.pk, "1.1"] if name in ("question", "save") else [draft.pk]
    ask = client.post if name in ("save", "submit") else client.get
    assert ask(reverse(f"assessments:{name}", args=args)).status_code == 404


# --- the overview and the result ----------------------------------------------------------------------


def test_the_overview_marks_what_is_missing_and_offers_no_submit(at_work, draft):
    keep(draft)
    shown = at_work.get(reverse("assessments:review", args=[draft.pk])).content.decode()
    assert "Còn 4 câu chưa trả lời" in shown
    assert "submit-assessment" not in shown


def test_submitting_too_early_says_what_is_open(at_work, draft):
    answer = at_work.post(reverse("assessments:submit", args=[draft.pk]))
    assert answer.status_code == 422
    assert "5" in answer.context["refusal"]


def test_one_answer_is_mended_from_the_overview_and_back(at_work, draft):
    answer = at_work.post(page(draft, "1.1") + "?from=review", {"version": 0, "option": 1})
    assert answer.url == reverse("assessments:review", args=[draft.pk])


def test_the_whole_way_from_start_to_result(at_work, business, questions):
    go = at_work.post(reverse("assessments:start", args=[questions.slug]), follow=True)
    while "/question/" in (here := go.request["PATH_INFO"]):
        code = here.split("/question/")[1].strip("/")
        typed = TYPED.get(code, {"option": "1"})
        go = at_work.post(here, {**typed, "version": 0}, follow=True)
    assert here.endswith("/review/")
    draft = Assessment.objects.get()
    go = at_work.post(reverse("assessments:submit", args=[draft.pk]), follow=True)
    assert go.status_code == 200
    assert go.request["PATH_INFO"].endswith("/result/")
    assert "Trụ cột 1" in go.content.decode()


def test_the_result_has_no_link_to_a_guide_that_does_not_exist(at_work, business, member):
    result = submitted(business, quick_check(), 0, actor=member)
    shown = at_work.get(reverse("assessments:result", args=[result.assessment_id]))
    assert len(shown.context["content"]["next_steps"]) == 3
    assert all(step["page"] is None for step in shown.context["content"]["next_steps"])


@pytest.mark.parametrize("many", [1, 6])
def test_the_pages_of_the_business_cost_few_queries(
    at_work, business, member, django_assert_max_num_queries, many
):
    quick = quick_check()
    for _time in range(many):
        result = submitted(business, quick, 1, actor=member)
    draft = services.start(business, quick, actor=member)
    for address in (
        reverse("assessments:mine"),
        reverse("assessments:review", args=[draft.pk]),
        page(draft, "1.1"),
        reverse("assessments:result", args=[result.assessment_id]),
    ):
        at_work.get(address)
        with django_assert_max_num_queries(15):
            assert at_work.get(address).status_code == 200


# --- officers --------------------------------------------------------------------------------------


def test_officers_see_a_draft_only_as_far_as_it_is_and_none_of_its_answers(client, draft, officer):
    keep(draft, given={"option": 3})
    client.force_login(officer)
    shown = client.get(reverse("assessments:list"))
    assert shown.context["submitted"] == 0
    assert "1/6" in shown.content.decode()
    detail = client.get(reverse("assessments:detail", args=[draft.pk]))
    assert detail.status_code == 302
    assert detail.url == draft.enterprise.get_absolute_url()
    panel = client.get(detail.url).content.decode()
    assert "Mức 3" not in panel


def test_figures_count_submitted_ones_alone(client, draft, officer, member, questions):
    services.save_answers(draft, GIVEN, actor=member)
    result = services.submit(draft, actor=member)
    withdrawn = submitted(
        enterprise("Cơ sở Hai", place=draft.enterprise.place), quick_check(), actor=member
    )
    services.withdraw(withdrawn.assessment, actor=member)
    client.force_login(officer)
    shown = client.get(reverse("assessments:list"))
    assert shown.context["submitted"] == 1
    assert shown.context["page"].count == 2
    only = client.get(reverse("assessments:list"), {"level": result.level, "state": "submitted"})
    assert [each.pk for each in only.context["page"]] == [draft.pk]


def test_an_officer_of_another_commune_sees_nothing(client, draft, officer_elsewhere, member):
    services.save_answers(draft, GIVEN, actor=member)
    services.submit(draft, actor=member)
    client.force_login(officer_elsewhere)
    assert client.get(reverse("assessments:list")).context["page"].count == 0
    assert client.get(reverse("assessments:detail", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize(
    "query", ["level=9", "framework=khong-co", "place=x", "state=%00", "round=t9", "kind=<b>"]
)
def test_an_unknown_filter_finds_nothing_and_says_so(client, draft, officer, query):
    client.force_login(officer)
    shown = client.get(reverse("assessments:list") + "?" + query)
    assert shown.status_code == 200
    assert shown.context["page"].count == 0


@pytest.mark.parametrize(
    "query", ["sort=x", "page=999", "page=-1", "sort=-level&page=0", "q=%00%ff"]
)
def test_odd_orders_and_pages_do_no_harm(client, draft, officer, query):
    client.force_login(officer)
    assert client.get(reverse("assessments:list") + "?" + query).status_code == 200


def test_each_column_sorts_both_ways(client, business, officer, member):
    for option in (0, 2):
        submitted(business, quick_check(), option, actor=member)
    client.force_login(officer)
    for sort in ("name", "framework", "level", "percent", "submitted"):
        up, down = (
            [
                each.pk
                for each in client.get(reverse("assessments:list"), {"sort": s}).context["page"]
            ]
            for s in (sort, f"-{sort}")
        )
        assert up == down[::-1]


def test_the_officers_list_costs_the_same_for_any_number_of_rows(
    client, officer, member, django_assert_max_num_queries
):
    quick = quick_check()
    for number in range(8):
        submitted(enterprise(f"Cơ sở {number}", place=enterprise().place), quick, actor=member)
    client.force_login(accounts.AdministratorFactory())
    client.get(reverse("assessments:list"))
    with django_assert_max_num_queries(15):
        assert client.get(reverse("assessments:list")).context["page"].count == 8


def test_progress_is_told_against_the_result_before_of_the_same_version(at_work, business, member):
    quick = quick_check()
    first = submitted(business, quick, 0, actor=member)
    Assessment.objects.filter(pk=first.assessment_id).update(
        submitted_at=clock.now() - timedelta(days=90)
    )
    second = submitted(business, quick, 2, actor=member)
    shown = at_work.get(reverse("assessments:result", args=[second.assessment_id]))
    assert shown.context["change"] == second.total - first.total


def test_the_script_finds_the_token_under_its_name_in_every_place(settings):
    written = (ROOT / "portal/static/portal/js/answering.js").read_text("utf-8")
    production = (ROOT / "portal/settings/production.py").read_text("utf-8")
    assert 'endsWith("portal_csrf")' in written
    assert settings.CSRF_COOKIE_NAME.endswith("portal_csrf")
    assert 'CSRF_COOKIE_NAME = "__Host-portal_csrf"' in production
    assert not settings.CSRF_COOKIE_HTTPONLY
