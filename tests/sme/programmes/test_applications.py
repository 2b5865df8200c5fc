"""Applying to a cohort: the draft, the papers, sending, deciding by one or two officers, the order of waiting."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.shared.errors import RuleBroken
from sme.enterprises import services as enterprises
from sme.programmes import rules, selectors, services
from sme.programmes.models import Application
from sme.programmes.rules import APPLICATION_MOVES, ApplicationState, By, EnrolmentState
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 ..."


def paper(name="giay.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def sent(cohort=None, **business):
    """An application with the office, and who sent it."""
    member = UserFactory()
    who = make.enterprise(owner=member, **business)
    row = services.save_draft(
        cohort or make.cohort(), who, actor=member, contact="Chị Lan", phone="0901234567"
    )
    return services.submit(row, actor=member), member


def refused(code):
    return pytest.raises(RuleBroken, check=lambda broken: broken.code == code)


# --- the business ---------------------------------------------------------------------------------


def test_no_side_may_make_the_moves_of_the_other():
    for old, moves in APPLICATION_MOVES.items():
        for new in ApplicationState:
            for by in By:
                allowed = moves.get(new) == by
                try:
                    rules.check_application_move(old, new, by, "vì sao")
                except RuleBroken:
                    assert not allowed
                else:
                    assert allowed


def test_one_live_application_for_an_enterprise_and_cohort_and_the_database_knows_it():
    row, member = sent()
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(cohort=row.cohort, enterprise=row.enterprise)
    services.withdraw(row, actor=member)
    assert services.save_draft(row.cohort, row.enterprise, actor=member).pk != row.pk


def test_a_stranger_writes_no_application_for_somebody_else():
    with refused("not_yours"):
        services.save_draft(make.cohort(), make.enterprise(), actor=UserFactory())


def test_an_application_is_sent_with_the_facts_of_that_moment():
    cohort = make.cohort()
    services.set_rules(cohort, {"kind": ["household"]}, actor=make.administrator())
    row, _member = sent(cohort)
    assert row.facts["kind"] == "household"
    assert row.verdicts == [["kind", "holds"]]
    with refused("with_the_office"):
        services.save_draft(cohort, row.enterprise, actor=_member, wish="thêm")


def test_a_rule_that_does_not_hold_stops_the_sending_and_one_not_known_does_not():
    cohort = make.cohort()
    services.set_rules(cohort, {"size": ["micro"]}, actor=make.administrator())
    assert sent(cohort)[0].state == ApplicationState.SUBMITTED
    services.set_rules(cohort, {"kind": ["enterprise"]}, actor=make.administrator())
    with refused("not_eligible"):
        sent(cohort)


def test_papers_are_judged_by_their_bytes_and_at_most_twelve():
    member = UserFactory()
    row = services.save_draft(make.cohort(), make.enterprise(owner=member), actor=member)
    with refused("file_kind"):
        services.add_document(row, paper("giay.pdf", b"MZ not a pdf"), actor=member)
    for _each in range(rules.MOST_DOCUMENTS):
        services.add_document(row, paper(), actor=member)
    with refused("too_many_documents"):
        services.add_document(row, paper(), actor=member)
    services.remove_document(row.documents.first(), actor=member)
    assert row.documents.count() == rules.MOST_DOCUMENTS - 1


def test_a_draft_is_seen_by_no_officer():
    member = UserFactory()
    services.save_draft(make.cohort(), make.enterprise(owner=member), actor=member)
    assert not selectors.applications_for_office(OfficerFactory()).exists()


def test_the_form_works_without_scripts_from_draft_to_sent(client):
    cohort, member = make.cohort(), UserFactory()
    make.enterprise(owner=member)
    client.force_login(member)
    url = reverse("programmes:apply", args=[cohort.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"contact": "Chị Lan", "act": "save"}).status_code == 302
    kept = client.get(url).context["form"].initial["contact"]
    assert kept == "Chị Lan"
    missing = client.post(url, {"contact": "Chị Lan", "act": "submit"})
    assert missing.status_code == 422
    assert "phone" in missing.context["form"].errors
    whole = {"contact": "Chị Lan", "phone": "0901234567", "act": "submit", "paper": paper()}
    assert client.post(url, whole).status_code == 302
    shown = client.get(url)
    assert shown.context["form"] is None
    assert shown.context["application"].documents.count() == 1


def test_what_is_typed_is_kept_by_htmx(client):
    cohort, member = make.cohort(), UserFactory()
    make.enterprise(owner=member)
    client.force_login(member)
    url = reverse("programmes:apply", args=[cohort.pk])
    answer = client.post(url, {"wish": "Bán trên sàn"}, headers={"HX-Request": "true"})
    assert "is-saved" in answer.content.decode()
    assert Application.objects.get().wish == "Bán trên sàn"


# --- the office -----------------------------------------------------------------------------------


def test_accepting_gives_a_place_and_tells_the_business_in_its_language(
    django_capture_on_commit_callbacks,
):
    row, member = sent()
    type(member).objects.filter(pk=member.pk).update(language="en")
    with django_capture_on_commit_callbacks(execute=True):
        done = services.decide(row, "accepted", actor=OfficerFactory())
    assert done.enrolment.state == EnrolmentState.ENROLLED
    assert "A place in" in mail.outbox[-1].subject


def test_nobody_decides_on_their_own_business():
    officer = OfficerFactory()
    who = make.enterprise(owner=officer)
    row = services.save_draft(make.cohort(), who, actor=officer, contact="A", phone="0901234567")
    services.submit(row, actor=officer)
    with refused("not_yours"):
        services.decide(row, "accepted", actor=officer)


def test_sending_back_needs_words_and_keeps_the_place_in_the_order():
    row, member = sent()
    officer = OfficerFactory()
    with refused("reason_missing"):
        services.decide(row, "returned", actor=officer)
    back = services.decide(row, "returned", actor=officer, reason="Thiếu giấy")
    again = services.submit(back, actor=member)
    assert again.submitted_at == row.submitted_at


def test_where_two_officers_decide_who_proposes_does_not_approve():
    cohort = make.cohort(programme=make.programme(needs_two_officers=True))
    row, _member = sent(cohort)
    first, second = OfficerFactory(), OfficerFactory()
    proposed = services.decide(row, "accepted", actor=first)
    assert (proposed.state, proposed.proposed) == ("submitted", "accepted")
    with refused("same_officer"):
        services.decide(proposed, "accepted", actor=first)
    assert services.decide(proposed, "declined", actor=second, reason="x").proposed == "declined"
    services.decide(proposed, "accepted", actor=second)
    done = services.decide(proposed, "accepted", actor=first)
    assert (done.state, done.proposed) == ("accepted", "")


def test_a_full_cohort_accepts_nobody_and_the_waiting_list_is_in_true_order():
    cohort, officer = make.cohort(capacity=1), OfficerFactory()
    rows = [sent(cohort)[0] for _each in range(3)]
    first = services.decide(rows[0], "accepted", actor=officer)
    with refused("cohort_full"):
        services.decide(rows[1], "accepted", actor=officer)
    assert services.decide_many([rows[2], rows[1]], "waiting", actor=officer) == 2
    waiting = [each.enterprise_id for each in selectors.waiting_list(cohort, officer)]
    assert waiting == [rows[1].enterprise_id, rows[2].enterprise_id]
    services.withdraw(first, actor=first.applicant)
    with refused("others_wait_longer"):
        services.decide(rows[2], "accepted", actor=officer)
    done = services.decide(rows[1], "accepted", actor=officer)
    assert done.enrolment.state == EnrolmentState.ENROLLED


def test_accepting_against_a_rule_that_no_longer_holds_must_say_why():
    cohort, officer = make.cohort(), OfficerFactory()
    services.set_rules(cohort, {"kind": ["household"]}, actor=officer)
    row, _member = sent(cohort)
    enterprises.change(row.enterprise, kind="enterprise", expected_version=None, actor=officer)
    [compared] = selectors.compared(Application.objects.get(pk=row.pk))
    assert compared.differs
    with refused("against_a_rule"):
        services.decide(row, "accepted", actor=officer)
    assert services.decide(row, "accepted", actor=officer, reason="Vừa đổi loại hình").enrolment


def test_a_preview_of_many_says_what_would_happen_and_writes_nothing(client):
    cohort, officer = make.cohort(capacity=1), OfficerFactory()
    rows = [sent(cohort)[0] for _each in range(2)]
    forecasts = services.preview(rows, "accepted", actor=officer)
    assert [each.refusal is None for each in forecasts] == [True, False]
    assert cohort.enrolments.count() == 0
    assert not mail.outbox
    client.force_login(officer)
    url, picks = reverse("programmes:applications_decide"), [row.pk for row in rows]
    shown = client.post(url, {"pick": picks, "to": "accepted"})
    assert len(shown.context["good"]) == 1
    client.post(url, {"pick": picks[:1], "to": "accepted", "confirm": "1"})
    assert cohort.enrolments.seated().count() == 1


def test_an_officer_reads_decides_and_looks_at_papers_on_the_page(client):
    cohort, member = make.cohort(), UserFactory()
    row = services.save_draft(
        cohort, make.enterprise(owner=member), actor=member, contact="A", phone="0901234567"
    )
    added = services.add_document(row, paper(), actor=member)
    row = services.submit(row, actor=member)
    officer = OfficerFactory()
    client.force_login(officer)
    assert selectors.with_papers_to_check(officer).count() == 1
    client.post(reverse("programmes:application_paper_checked", args=[added.pk]))
    assert selectors.with_papers_to_check(officer).count() == 0
    url = row.get_absolute_url()
    assert client.get(url).status_code == 200
    refusal = client.post(url, {"to": "declined", "reason": "", "version": row.version})
    assert "reason" in refusal.context["form"].errors
    client.post(url, {"to": "waiting", "reason": "", "version": row.version})
    assert client.get(reverse("programmes:applications"), {"state": "waiting"}).context["page"].rows


def test_the_queue_asks_as_few_questions_for_many_as_for_one(client, django_assert_max_num_queries):
    cohort = make.cohort()
    for _each in range(4):
        sent(cohort)
    client.force_login(OfficerFactory())
    with django_assert_max_num_queries(15):
        assert len(client.get(reverse("programmes:applications")).context["page"].rows) == 4
