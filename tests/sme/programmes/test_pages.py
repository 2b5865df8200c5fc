"""Pages of programmes: who sees what, what a form refuses, how many queries a page asks."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from portal.shared import clock, pagecache
from sme.programmes import selectors, services
from sme.programmes.models import Cohort, Enrolment, Programme
from sme.programmes.rules import CohortState, EnrolmentState
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
QUERIES = 15


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


@pytest.fixture
def elsewhere():
    return OfficerFactory(units=[make.commune("Phường Cao Lãnh", "29869")])


def page(client, name, *args, **query):
    return client.get(reverse(f"programmes:{name}", args=args), query)


# --- who ------------------------------------------------------------------------------------------


def test_a_member_finds_no_page_of_the_workspace(client):
    enrolment = make.enrolment()
    client.force_login(UserFactory())
    assert page(client, "list").status_code == 404
    assert page(client, "cohort", enrolment.cohort_id).status_code == 404
    assert page(client, "enrol", enrolment.cohort_id).status_code == 404
    assert page(client, "enrolment", enrolment.pk).status_code == 404


def test_an_officer_of_another_commune_gets_404_for_an_enrolment(client, elsewhere):
    enrolment = make.enrolment()
    client.force_login(elsewhere)
    assert page(client, "cohort", enrolment.cohort_id).status_code == 200
    assert page(client, "enrolment", enrolment.pk).status_code == 404


def test_an_officer_of_another_commune_counts_only_what_may_be_seen(client, elsewhere):
    cohort = make.cohort()
    make.enrolment(cohort)
    client.force_login(elsewhere)
    shown = page(client, "cohort", cohort.pk)
    assert shown.context["cohort"].n_enrolled == 0
    assert shown.context["free"] == 9


def test_a_cohort_for_other_places_is_not_found(client, elsewhere):
    cohort = make.cohort(places=[make.commune()])
    client.force_login(elsewhere)
    assert page(client, "cohort", cohort.pk).status_code == 404
    cohort.officers.add(elsewhere)
    assert page(client, "cohort", cohort.pk).status_code == 200


def test_an_officer_of_one_commune_does_not_manage_a_cohort_unless_responsible(client, elsewhere):
    cohort = make.cohort()
    client.force_login(elsewhere)
    assert page(client, "cohort_edit", cohort.pk).status_code == 404
    assert page(client, "cohort_move", cohort.pk, "running").status_code == 404
    assert page(client, "add").status_code == 404
    cohort.officers.add(elsewhere)
    assert page(client, "cohort_edit", cohort.pk).status_code == 200


def test_an_officer_cannot_enrol_an_enterprise_of_another_commune(client, elsewhere):
    cohort, foreign = make.cohort(), make.enterprise()
    client.force_login(elsewhere)
    url = reverse("programmes:enrol", args=[cohort.pk])
    assert client.post(url, {"enterprise": foreign.pk}).status_code == 404
    assert not cohort.enrolments.exists()


@pytest.mark.parametrize("nonsense", ["", "0", "x", "9" * 30, "1;drop"])
def test_an_enterprise_that_is_none_is_not_found(client, officer, nonsense):
    url = reverse("programmes:enrol", args=[make.cohort().pk])
    assert client.post(url, {"enterprise": nonsense}).status_code == 404


# --- what -----------------------------------------------------------------------------------------


def test_a_programme_and_a_cohort_are_made_on_screen(client, officer):
    written = {
        "title_vi": "Kế hoạch 152",
        "slug": "ke-hoach-152",
        "starts_on": "05/05/2022",
        "state": "running",
    }
    assert client.post(reverse("programmes:add"), written).status_code == 302
    programme = Programme.objects.get(slug="ke-hoach-152")
    assert programme.starts_on == date(2022, 5, 5)
    written = {
        "code": "152-2026-01",
        "title_vi": "Đợt 1",
        "capacity": "60",
        "starts_on": "1/7/2026",
        "ends_on": "18-12-2026",
    }
    made = client.post(reverse("programmes:cohort_add", args=[programme.pk]), written)
    cohort = Cohort.objects.get(code="152-2026-01")
    assert made.url == reverse("programmes:cohort", args=[cohort.pk])
    assert (cohort.capacity, cohort.ends_on) == (60, date(2026, 12, 18))


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("code", "đợt một"),
        ("capacity", "0"),
        ("capacity", "99999999999999999999"),
        ("capacity", "sáu mươi"),
        ("starts_on", "31/02/2026"),
        ("starts_on", "01/01/1800"),
        ("ends_on", "01/01/2026"),
        ("title_vi", ""),
        ("title_vi", "x" * 500),
        ("places", "abc"),
        ("officers", "99999"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(client, officer, field, typed):
    written = {
        "code": "A-1",
        "title_vi": "Đợt",
        "capacity": "5",
        "starts_on": "01/07/2026",
        field: typed,
    }
    url = reverse("programmes:cohort_add", args=[make.programme().pk])
    shown = client.post(url, written)
    assert shown.status_code == 200
    assert field in shown.context["form"].errors
    assert not Cohort.objects.filter(title_vi="Đợt").exists()


def test_a_taken_code_is_said_at_the_code(client, officer):
    cohort = make.cohort(code="A-1")
    written = {"code": "a-1", "title_vi": "Khác", "capacity": "5", "starts_on": "01/07/2026"}
    shown = client.post(reverse("programmes:cohort_add", args=[cohort.programme_id]), written)
    assert "code" in shown.context["form"].errors


def test_a_stale_form_says_so_and_overwrites_nothing(client, officer):
    cohort = make.cohort()
    old = cohort.version
    services.change_cohort(
        cohort, expected_version=old, actor=officer, title_vi="Tên của người khác"
    )
    written = {
        "version": old,
        "code": cohort.code,
        "title_vi": "Tên của tôi",
        "capacity": "5",
        "starts_on": "01/07/2026",
    }
    shown = client.post(reverse("programmes:cohort_edit", args=[cohort.pk]), written)
    assert shown.status_code == 200
    assert shown.context["form"].non_field_errors()
    cohort.refresh_from_db()
    assert cohort.title_vi == "Tên của người khác"


def test_a_cohort_is_opened_after_a_question(client, officer):
    cohort = make.cohort(CohortState.PLANNED)
    url = reverse("programmes:cohort_move", args=[cohort.pk, "open"])
    assert client.get(url).status_code == 200
    cohort.refresh_from_db()
    assert cohort.state == "planned"
    client.post(url, {"version": cohort.version})
    cohort.refresh_from_db()
    assert cohort.state == "open"


def test_a_move_that_is_none_is_not_found(client, officer):
    cohort = make.cohort(CohortState.PLANNED)
    assert page(client, "cohort_move", cohort.pk, "closed").status_code == 404
    assert page(client, "cohort_move", cohort.pk, "nonsense").status_code == 404


def test_an_enterprise_is_found_without_accents_and_enrolled_without_scripts(client, officer):
    cohort = make.cohort()
    who = make.enterprise("Hộ kinh doanh Sen Tháp Mười")
    shown = page(client, "enrol", cohort.pk, q="sen thap muoi")
    assert [row.enterprise for row in shown.context["rows"]] == [who]
    answer = client.post(
        reverse("programmes:enrol", args=[cohort.pk]), {"enterprise": who.pk, "state": "enrolled"}
    )
    assert answer.status_code == 302
    assert cohort.enrolments.get().enterprise == who
    again = page(client, "enrol", cohort.pk, q="sen thap muoi")
    assert again.context["rows"][0].enrolment.state == "enrolled"


def test_a_refusal_is_shown_and_the_search_is_kept(client, officer):
    cohort = make.cohort(capacity=1)
    make.enrolment(cohort)
    who = make.enterprise("Cơ sở Bột Sa Đéc")
    url = reverse("programmes:enrol", args=[cohort.pk])
    shown = client.post(url, {"enterprise": who.pk, "state": "enrolled", "q": "bot sa dec"})
    assert shown.status_code == 200
    assert shown.context["refusal"]
    assert shown.context["written"] == "bot sa dec"
    client.post(url, {"enterprise": who.pk, "state": "waiting"})
    assert cohort.enrolments.get(enterprise=who).state == "waiting"


@pytest.mark.parametrize("typed", ["\x00", "%", "'; --", "a" * 5000, "<script>", "\u202eabc"])
def test_any_search_is_answered(client, officer, typed):
    shown = page(client, "enrol", make.cohort().pk, q=typed)
    assert shown.status_code == 200
    assert b"<script>" not in shown.content


def test_dropping_out_without_a_reason_is_refused_at_the_reason(client, officer):
    enrolment = make.enrolment()
    url = reverse("programmes:enrolment", args=[enrolment.pk])
    written = {"act": "leave", "version": enrolment.version, "why": "money"}
    shown = client.post(url, written)
    assert "reason" in shown.context["forms"]["leave"].errors
    client.post(url, {**written, "reason": "phần phải góp quá cao"})
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.left_why) == ("withdrawn", "money")
    assert client.post(url, {"act": "nonsense"}).status_code == 404


def test_the_file_of_an_enrolment_takes_tasks_notes_and_outcomes(client, officer):
    enrolment = make.enrolment()
    url = reverse("programmes:enrolment", args=[enrolment.pk])
    today = f"{clock.today():%d/%m/%Y}"
    client.post(url, {"act": "note", "said": "Hẹn <b>tuần sau</b>"})
    client.post(url, {"act": "task", "text": "Gọi lại", "due_on": today, "officer": officer.pk})
    sent = {"act": "outcome", "version": enrolment.version, "outcome": "finished", "said": "Tốt"}
    client.post(url, sent)
    shown = client.get(url)
    assert "Hẹn &lt;b&gt;tuần sau" in shown.content.decode()
    assert "Gọi lại" in shown.content.decode()
    assert shown.context["enrolment"].outcome == "finished"
    task = enrolment.tasks.get()
    move = reverse("programmes:task_act", args=[task.pk, "move"])
    assert client.post(move, {"due_on": "x", "officer": officer.pk}).status_code == 200
    later = clock.today() + timedelta(3)
    client.post(move, {"due_on": f"{later:%d/%m/%Y}", "officer": officer.pk})
    task.refresh_from_db()
    assert task.due_on == later
    refused = client.post(url, {"act": "task", "text": "Gọi", "due_on": "x", "officer": officer.pk})
    assert refused.context["opened"] == "task"
    assert "due_on" in refused.context["forms"]["task"].errors


def test_nobody_is_put_before_who_waits_longer_in_silence(client, officer):
    cohort = make.cohort()
    make.enrolment(cohort, state=EnrolmentState.WAITING)
    second = make.enrolment(cohort, state=EnrolmentState.WAITING)
    url = reverse("programmes:enrolment", args=[second.pk])
    written = {"version": second.version, "state": "enrolled"}
    assert "reason" in client.post(url, written).context["form"].errors
    client.post(url, {**written, "reason": "Được ưu tiên theo kế hoạch"})
    second.refresh_from_db()
    assert second.state == "enrolled"


def test_milestones_are_set_ticked_and_listed_on_screen(client, officer):
    enrolment = make.enrolment(make.cohort(officers=[officer]))
    cohort = enrolment.cohort
    url = reverse("programmes:milestones", args=[cohort.pk])
    today = f"{clock.today():%d/%m/%Y}"
    yesterday = clock.today() - timedelta(1)
    client.post(url, {"title_vi": "Năm sản phẩm", "due_on": f"{yesterday:%d/%m/%Y}"})
    again = client.post(url, {"title_vi": "Năm sản phẩm", "due_on": today})
    assert "title_vi" in again.context["form"].errors
    late = page(client, "milestone_list", due="overdue")
    assert late.context["page"].count == selectors.overdue_milestones(officer).count() == 1
    assert page(client, "milestone_list", due="nonsense").context["page"].count == 0
    row = enrolment.milestones.get()
    act = reverse("programmes:milestone_act", args=[row.pk, "time"])
    assert "reason" in client.post(act, {"due_on": today}).content.decode()
    client.post(act, {"due_on": today, "reason": "ốm"})
    assert page(client, "milestone_list", due="soon").context["page"].count == 1
    ticks = reverse("programmes:milestone", args=[row.milestone_id])
    client.post(ticks, {"done_on": today, "done": [enrolment.pk, "x", "9" * 30]})
    assert page(client, "milestone_list", due="done").context["page"].count == 1
    assert page(client, "milestone", row.milestone_id).context["n_done"] == 1


def test_the_list_of_tasks_counts_what_the_first_page_counts(client, officer):
    for days in (0, 1):
        task = services.add_task(
            make.enrolment(), text_said="Gọi", due_on=clock.today() + timedelta(days),
            officer=officer, actor=officer,
        )  # fmt: skip
    shown = page(client, "tasks", whose="mine", due="now")
    assert shown.context["page"].count == selectors.due_tasks(officer).count() == 1
    assert page(client, "tasks", due="open").context["page"].count == 2
    client.post(reverse("programmes:task_act", args=[task.pk, "done"]), {"from": "list"})
    assert page(client, "tasks", due="done").context["page"].count == 1


def test_a_business_sees_its_own_milestones_and_leaves_by_itself(client):
    member = UserFactory()
    enrolment = make.enrolment(who=make.enterprise(owner=member))
    services.add_milestone(
        enrolment.cohort, title_vi="Năm sản phẩm đang bán", due_on=clock.today() - timedelta(1),
        actor=make.administrator(),
    )  # fmt: skip
    client.force_login(member)
    shown = page(client, "mine").content.decode()
    assert "Năm sản phẩm đang bán" in shown
    assert "is-late" in shown
    url = reverse("programmes:leave", args=[enrolment.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"version": enrolment.version, "why": "time", "reason": "Bận"})
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"
    assert client.get(url).status_code == 404


def test_a_state_that_may_not_follow_is_refused(client, officer):
    enrolment = make.enrolment()
    url = reverse("programmes:enrolment", args=[enrolment.pk])
    shown = client.post(url, {"version": enrolment.version, "state": "waiting"})
    assert "state" in shown.context["form"].errors


# --- the public and the business ------------------------------------------------------------------


def test_anybody_reads_which_cohorts_are_open_but_not_drafts(client):
    today = clock.today()
    open_one = make.cohort(
        title_vi="Đợt đang mở", intake_closes_on=today, intake_opens_on=today - timedelta(1)
    )
    make.cohort(title_vi="Đợt đã hết hạn", intake_closes_on=today - timedelta(1))
    draft = make.programme(state="draft", title_vi="Bản nháp kín")
    make.cohort(programme=draft, title_vi="Đợt của bản nháp")
    shown = page(client, "public").content.decode()
    assert open_one.title_vi in shown
    assert "hết hạn" not in shown
    assert "nháp" not in shown
    assert page(client, "public_detail", draft.slug).status_code == 404


def test_a_programme_page_says_that_its_basis_is_not_verified(client):
    programme = make.programme(legal_basis="Kế hoạch số 152/KH-UBND", title_en="Plan 152")
    shown = client.get(reverse("programmes:public_detail", args=[programme.slug]))
    assert "chưa kiểm chứng" in shown.content.decode()
    english = client.get("/en" + reverse("programmes:public_detail", args=[programme.slug]))
    assert "Plan 152" in english.content.decode()
    assert "not verified" in english.content.decode()


def test_a_public_page_names_no_enterprise_and_no_note(client):
    cohort = make.cohort(note="ghi chú kín")
    make.enrolment(cohort, make.enterprise("Hộ Bà Sáu"))
    shown = page(client, "public_detail", cohort.programme.slug).content.decode()
    assert "Bà Sáu" not in shown
    assert "kín" not in shown


def test_a_member_sees_their_own_enrolments_only(client):
    member = UserFactory()
    own = make.enterprise(owner=member)
    make.enrolment(make.cohort(title_vi="Đợt của tôi"), own)
    make.enrolment(make.cohort(CohortState.RUNNING, title_vi="Đợt của người khác"))
    client.force_login(member)
    shown = page(client, "mine").content.decode()
    assert "Đợt của tôi" in shown
    assert "Đợt của người khác" not in shown


def test_a_member_without_an_enterprise_is_told_what_to_do(client):
    client.force_login(UserFactory())
    assert "Khai doanh nghiệp" in page(client, "mine").content.decode()


# --- how much -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [3, 30])
def test_pages_ask_few_queries_however_many_rows(
    client, officer, rows, settings, django_assert_max_num_queries
):
    settings.PAGE_CACHE_SECONDS = (
        600  # as in production: the site's settings are asked once for many pages
    )
    pagecache.shelf.clear()
    page(client, "list")
    programme = make.programme()
    cohort = make.cohort(programme=programme, capacity=100)
    for _each in range(rows):
        make.enrolment(cohort, state=EnrolmentState.WAITING)
    for _each in range(rows // 3):
        make.cohort(programme=programme)
    one = Enrolment.objects.first()
    for name, *args in (
        ("list",),
        ("cohort", cohort.pk),
        ("cohort_edit", cohort.pk),
        ("enrolment", one.pk),
        ("public",),
        ("public_detail", programme.slug),
    ):
        with django_assert_max_num_queries(QUERIES):
            assert page(client, name, *args).status_code == 200
    with django_assert_max_num_queries(QUERIES):
        assert page(client, "enrol", cohort.pk, q="ho").status_code == 200


def test_the_panel_of_an_enterprise_lists_its_enrolments():
    from sme.enterprises import panels

    enrolment = make.enrolment()
    loaded = panels.load_for(enrolment.enterprise, make.administrator())
    ours = [each for each in loaded if each.template == "programmes/_enterprise_panel.html"]
    assert ours[0].context["enrolments"] == [enrolment]
