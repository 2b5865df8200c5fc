"""The roster on screen, its export at once and as a job."""

import io
from urllib.parse import unquote

import openpyxl
import pytest
from django.urls import reverse

from portal.shared import jobs
from portal.shared.models import ColumnSet, Job
from sme.places import services as places
from sme.rosters import rules
from tests.factories import programmes as make
from tests.factories.accounts import OfficerFactory, UserFactory

pytestmark = pytest.mark.django_db
QUERIES = 15


@pytest.fixture
def officer(client):
    officer = OfficerFactory()
    client.force_login(officer)
    return officer


def roster(client, cohort, **query):
    return client.get(reverse("rosters:cohort", args=[cohort.pk]), query)


def export(client, cohort, query="", **data):
    url = reverse("rosters:export", args=[cohort.pk])
    return client.post(
        f"{url}?{query}", {"columns": ["name", "state"], "file_format": "xlsx", **data}
    )


def content(response):
    return b"".join(response.streaming_content)


def test_a_roster_shows_its_rows_count_and_columns(client, officer):
    cohort = make.cohort()
    make.enrolment(cohort, make.enterprise("Sen Hồng", identifiers=[("tax", "0104128565")]))
    shown = roster(client, cohort)
    assert shown.context["page"].count == 1
    text = shown.content.decode()
    assert "Sen Hồng" in text
    assert "0104128565" in text


def test_columns_and_filter_live_in_the_address(client, officer):
    cohort = make.cohort()
    make.enrolment(cohort, make.enterprise("Sen Hồng", address="Ấp 5"))
    make.enrolment(cohort, make.enterprise("Gạo Ngon", address="Ấp 7"), "waiting")
    shown = roster(client, cohort, state="waiting", columns=["name", "address"])
    text = shown.content.decode()
    assert "Ấp 7" in text
    assert "Ấp 5" not in text
    assert [each.key for each in shown.context["columns"]] == ["name", "address"]


def test_htmx_gets_the_part(client, officer):
    url = reverse("rosters:cohort", args=[make.cohort().pk])
    part = client.get(url, headers={"HX-Request": "true"})
    assert b"<html" not in part.content


def test_others_find_nothing(client):
    enrolment = make.enrolment()
    elsewhere = OfficerFactory(units=[make.commune("Phường Cao Lãnh", "29869")])
    client.force_login(UserFactory())
    assert roster(client, enrolment.cohort).status_code == 404
    assert export(client, enrolment.cohort).status_code == 404
    client.force_login(elsewhere)
    assert roster(client, enrolment.cohort).context["page"].count == 0
    assert "Hộ kinh doanh số" not in str(content(export(client, enrolment.cohort)))


@pytest.mark.parametrize(
    "query",
    [
        {"state": "gone"},
        {"place": "x"},
        {"place": "\x00"},
        {"page": "x"},
        {"page": "-1"},
        {"page": "9" * 40},
        {"sort": "secret"},
        {"columns": "secret"},
        {"q": "\x00%"},
        {"q": "a" * 9999},
        {"level": "abc"},
    ],
)
def test_any_address_is_answered(client, officer, query):
    assert roster(client, make.enrolment().cohort, **query).status_code == 200


def test_a_small_export_comes_at_once_with_a_vietnamese_name(client, officer):
    cohort = make.cohort(code="152-2026-01")
    make.enrolment(cohort, make.enterprise("Sen Hồng"))
    make.enrolment(cohort, make.enterprise("Gạo Ngon"), "waiting")
    answer = export(client, cohort, "state=enrolled&sort=-name")
    assert answer.status_code == 200
    assert "Danh sách 152-2026-01" in unquote(answer["Content-Disposition"])
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(content(answer)))["Danh sách"]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "Sen Hồng" in values
    assert "Gạo Ngon" not in values


def test_columns_are_saved_under_a_name_shared_and_forgotten(client, officer):
    cohort = make.cohort()
    export(client, cohort, save_as="Gửi xã", is_shared="on")
    kept = ColumnSet.objects.get(owner=officer, subject="rosters")
    assert (kept.columns, kept.is_shared) == (["name", "state"], True)
    url = reverse("rosters:export", args=[cohort.pk])
    client.force_login(OfficerFactory())
    page = client.get(url, {"set": kept.pk})
    assert page.context["form"].initial["columns"] == ["name", "state"]
    assert "Gửi xã" in page.content.decode()
    forget = reverse("rosters:columns_forget", args=[cohort.pk, kept.pk])
    client.post(forget)
    assert ColumnSet.objects.exists(), "another's set stays"
    client.force_login(officer)
    client.post(forget)
    assert not ColumnSet.objects.exists()


def test_nothing_is_exported_by_following_a_link(client, officer):
    url = reverse("rosters:export", args=[make.enrolment().cohort_id])
    shown = client.get(url, {"state": "enrolled"})
    assert shown.status_code == 200
    assert "text/html" in shown["Content-Type"]
    assert shown.context["count"] == 1


@pytest.mark.parametrize(
    "data", [{"columns": []}, {"columns": ["secret"]}, {"file_format": "pdf"}, {"file_format": ""}]
)
def test_an_export_that_is_none_shows_the_form_again(client, officer, data):
    assert "form" in export(client, make.cohort(), **data).context


def test_an_export_of_a_filter_that_is_none_is_not_made(client, officer):
    answer = export(client, make.enrolment().cohort, "state=gone")
    assert "form" in answer.context


def test_a_large_export_is_a_job_asked_twice_it_runs_once(client, officer, monkeypatch):
    monkeypatch.setattr(rules, "AT_ONCE", 1)
    cohort = make.cohort()
    make.enrolment(cohort, make.enterprise("Sen Hồng"))
    make.enrolment(cohort, make.enterprise("Gạo Ngon"))
    first, second = export(client, cohort), export(client, cohort)
    job = Job.objects.get()
    assert first.url == second.url == reverse("shared:job", args=[job.pk])
    jobs.run_queued()
    job.refresh_from_db()
    assert (job.state, job.result, job.total) == ("done", {"rows": 2}, 2)
    book = openpyxl.load_workbook(job.result_file.open("rb"))
    assert "Sen Hồng" in str([cell.value for row in book["Danh sách"].iter_rows() for cell in row])
    assert job.result_name.endswith(".xlsx")


def test_a_job_runs_with_the_rights_of_its_moment(client, officer, monkeypatch):
    monkeypatch.setattr(rules, "AT_ONCE", 0)
    cohort = make.cohort(places=[make.commune()])
    make.enrolment(cohort)
    export(client, cohort)
    places.set_remit(
        officer,
        is_whole_province=False,
        units=[make.commune("Phường Cao Lãnh", "29869")],
        actor=make.administrator(),
    )
    jobs.run_queued()
    job = Job.objects.get()
    assert job.state == "failed"
    assert job.error == "Bạn không còn quyền xem đợt này."


@pytest.mark.parametrize("rows", [3, 40])
def test_a_roster_asks_few_queries_however_many_rows(
    client, officer, rows, django_assert_max_num_queries
):
    cohort = make.cohort(capacity=100)
    for _each in range(rows):
        make.enrolment(cohort, make.enterprise(identifiers=[]))
    with django_assert_max_num_queries(QUERIES):
        assert roster(client, cohort).status_code == 200
    with django_assert_max_num_queries(QUERIES + 4):  # who took it, and whose rows, is written down
        content(export(client, cohort))
