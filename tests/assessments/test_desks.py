"""Answering without an account, taking it over, and answering with an officer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessments import rules, services
from assessments.models import Answer, Assessment
from assessments.rules import Source, State
from portal.shared import clock
from portal.shared.errors import RuleBroken
from tests.assessments.test_answering import GIVEN, kept
from tests.factories import accounts
from tests.factories.enterprises import enterprise


@pytest.fixture
def visitor(client, questions):
    """A browser that has begun without an account."""
    client.post(reverse("assessments:visitor_start", args=[questions.slug]))
    return client


@pytest.fixture
def begun(visitor):
    """What it has begun."""
    return Assessment.objects.get()


def code_of(browser) -> str:
    (code,) = browser.session["readiness_codes"].values()
    return code


def answer(browser, assessment, code="1.1", prefix="visitor_", **typed):
    """Send one page."""
    address = reverse(f"assessments:{prefix}question", args=[assessment.pk, code])
    return browser.post(address, {"version": 0, **(typed or {"option": 2})})


# --- visitors --------------------------------------------------------------------------------------


def test_a_visitor_begins_answers_and_reads_the_result_without_an_account(visitor, begun):
    assert answer(visitor, begun).status_code == 302
    assert kept(begun) == {"option": 2}
    services.save_answers(begun, GIVEN, actor=None)
    review = visitor.get(reverse("assessments:visitor_review", args=[begun.pk])).content.decode()
    assert rules.codes.shown(code_of(visitor)) in review
    done = visitor.post(reverse("assessments:visitor_submit", args=[begun.pk]), follow=True)
    assert done.status_code == 200
    assert "Trụ cột 1" in done.content.decode()


def test_the_database_keeps_only_the_codes_checksum(visitor, begun):
    assert code_of(visitor) not in begun.token_hash
    assert begun.token_hash == rules.codes.checksum(code_of(visitor))


def test_the_code_leads_back_from_another_device_however_it_is_typed(visitor, begun):
    code = rules.codes.shown(code_of(visitor))
    for typed in (code, code.lower(), f" {code.replace('-', ' ')} "):
        other = Client()
        go = other.post(reverse("assessments:visitor_enter"), {"code": typed})
        assert f"/readiness/{begun.pk}/question/" in go.url
        assert answer(other, begun, "1.3", options=["0"]).status_code == 302
    assert Client().get(reverse("assessments:visitor_go", args=[code])).status_code == 302


@pytest.mark.parametrize("typed", ["", "x", "K7QF-3MXP-2D", "0" * 500, "%00", "<script>"])
def test_a_code_of_nobodys_is_told_in_a_sentence_and_kept_in_the_field(client, questions, typed):
    shown = client.post(reverse("assessments:visitor_enter"), {"code": typed})
    assert shown.status_code == 422
    assert "90" in shown.context["wrong"]
    assert "<script>" not in shown.content.decode().split("<main")[1]


def test_without_the_code_a_visitors_answers_are_404(visitor, begun):
    assert answer(Client(), begun).status_code == 404
    signed_in = Client()
    signed_in.force_login(accounts.AdministratorFactory())
    assert answer(signed_in, begun).status_code == 404


def test_the_script_of_a_browser_that_lost_the_code_is_told_what_to_do(visitor, begun):
    address = reverse("assessments:visitor_save", args=[begun.pk, "1.1"])
    told = Client().post(address, {"version": 0, "option": 1})
    assert (told.status_code, told.json()["code"]) == (401, "code_needed")
    assert visitor.post(address, {"version": 0, "option": 1}).status_code == 200


def test_a_code_ends_after_ninety_days(visitor, begun):
    Assessment.objects.update(started_at=clock.now() - timedelta(days=91))
    assert answer(visitor, begun).status_code == 404
    assert (
        visitor.get(reverse("assessments:visitor_go", args=[code_of(visitor)])).status_code == 404
    )


def test_finishing_clears_this_device_and_the_code_still_leads_back(visitor, begun):
    code = code_of(visitor)
    visitor.post(reverse("assessments:visitor_leave", args=[begun.pk]))
    assert answer(visitor, begun).status_code == 404
    assert visitor.get(reverse("assessments:visitor_go", args=[code])).status_code == 302


def test_no_figure_counts_a_visitors_answers(visitor, begun, officer):
    services.save_answers(begun, GIVEN, actor=None)
    services.submit(begun, actor=None)
    visitor.force_login(officer)
    assert visitor.get(reverse("assessments:list")).context["page"].count == 0


# --- taking over ------------------------------------------------------------------------------------


def test_what_was_answered_before_signing_up_is_taken_over_without_retyping(visitor, begun):
    answer(visitor, begun)
    member = accounts.UserFactory()
    visitor.force_login(member)
    assert "Đăng ký" in visitor.get(reverse("assessments:mine")).content.decode()
    business = enterprise("Cơ sở mới", owner=member)
    assert visitor.get(reverse("assessments:mine")).context["visited"] == [begun]
    go = visitor.post(reverse("assessments:claim", args=[begun.pk]))
    assert f"/business/readiness/{begun.pk}/question/1.2/" in go.url
    begun.refresh_from_db()
    assert (begun.enterprise, begun.token_hash) == (business, None)
    assert kept(begun) == {"option": 2}
    assert visitor.get(reverse("assessments:mine")).context["visited"] == []


def test_a_result_that_is_taken_over_becomes_the_enterprises_level(
    visitor, begun, business, member
):
    services.save_answers(begun, GIVEN, actor=None)
    result = services.submit(begun, actor=None)
    visitor.force_login(member)
    visitor.post(reverse("assessments:claim", args=[begun.pk]))
    business.refresh_from_db()
    assert business.readiness_level == result.level


def test_beside_an_open_draft_nothing_is_taken_over_and_nothing_is_lost(visitor, begun, draft):
    answer(visitor, begun)
    with pytest.raises(RuleBroken) as refused:
        services.claim(begun, draft.enterprise, actor=draft.started_by)
    assert refused.value.code == "draft_open"
    begun.refresh_from_db()
    assert begun.enterprise is None
    assert kept(begun) == {"option": 2}


def test_what_is_somebodys_cannot_be_taken_over(draft):
    with pytest.raises(RuleBroken) as refused:
        services.claim(draft, enterprise("Cơ sở Hai"), actor=draft.started_by)
    assert refused.value.code == "claimed_already"


# --- with an officer -----------------------------------------------------------------------------------


def test_an_officer_answers_for_a_business_and_each_answer_is_marked(
    client, business, questions, officer, member
):
    client.force_login(officer)
    client.post(reverse("assessments:assist_start", args=[business.pk, questions.slug]))
    begun = Assessment.objects.get()
    assert answer(client, begun, prefix="assist_").status_code == 302
    row = Answer.objects.get()
    assert (row.source, row.answered_by) == (Source.ASSISTED, officer)
    client.force_login(member)
    review = client.get(reverse("assessments:review", args=[begun.pk])).content.decode()
    assert "cán bộ trả lời" in review
    assert str(officer) in review


def test_an_officer_submits_and_lands_on_the_result(client, business, questions, officer):
    begun = services.start_for(business, questions, actor=officer)
    services.save_answers(begun, GIVEN, actor=officer, source=Source.ASSISTED)
    client.force_login(officer)
    go = client.post(reverse("assessments:assist_submit", args=[begun.pk]))
    assert go.url == reverse("assessments:detail", args=[begun.pk])
    assert client.get(go.url).status_code == 200


def test_what_a_business_answers_itself_is_closed_to_officers_until_it_is_handed_over(
    client, draft, officer, member
):
    with pytest.raises(RuleBroken) as refused:
        services.start_for(draft.enterprise, draft.framework, actor=officer)
    assert refused.value.code == "answers_itself"
    client.force_login(officer)
    address = reverse("assessments:assist_review", args=[draft.pk])
    assert client.get(address).status_code == 404
    client.force_login(member)
    client.post(reverse("assessments:hand_over", args=[draft.pk]))
    client.force_login(officer)
    assert client.get(address).status_code == 200
    assert services.start_for(draft.enterprise, draft.framework, actor=officer) == draft


def test_an_officer_of_another_commune_cannot_assist(
    client, business, questions, officer_elsewhere
):
    client.force_login(officer_elsewhere)
    address = reverse("assessments:assist_start", args=[business.pk, questions.slug])
    assert client.post(address).status_code == 404
    assert not Assessment.objects.exists()


def test_a_draft_that_was_given_up_cannot_be_handed_over(draft, member):
    services.withdraw(draft, actor=member)
    with pytest.raises(RuleBroken):
        services.hand_over(draft, actor=member)
    assert Assessment.objects.get().state == State.WITHDRAWN
