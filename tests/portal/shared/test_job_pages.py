"""My jobs: one's own, with progress, result, and acts; another's answers 404."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from portal.shared import clock, jobs
from portal.shared.models import Job, JobState

pytestmark = pytest.mark.django_db


def make(owner, state=JobState.RUNNING, **fields):
    now = clock.now()
    if state == JobState.RUNNING:
        fields |= {"started_at": now, "heartbeat_at": now}
    elif state != JobState.QUEUED:
        fields |= {"finished_at": now}
    return Job.objects.create(
        kind="tests.page", owner=owner, state=state, title="Xuất đợt 1", **fields
    )


@pytest.fixture
def done(lan):
    job = make(
        lan, JobState.DONE, result_name="Danh sách – đợt 1.xlsx", result={"url": "/workspace/"}
    )
    job.result_file.save("a.xlsx", ContentFile(b"PK..."))
    return job


def test_nobody_signed_out_sees_jobs(client, lan):
    job = make(lan)
    for name, args in [("jobs", []), ("job", [job.pk]), ("job_download", [job.pk])]:
        response = client.get(reverse(f"shared:{name}", args=args))
        assert response.status_code == 302
        assert reverse("account_login") in response["Location"]


def test_anothers_job_answers_404_everywhere(client, lan, minh, done):
    client.force_login(minh)
    for name in ("job", "job_download"):
        assert client.get(reverse(f"shared:{name}", args=[done.pk])).status_code == 404
    for name in ("job_cancel", "job_again"):
        assert client.post(reverse(f"shared:{name}", args=[done.pk])).status_code == 404
    assert "Xuất đợt 1" not in client.get(reverse("shared:jobs")).content.decode()


def test_the_list_shows_ones_jobs_in_few_queries(client, lan, done, django_assert_max_num_queries):
    for state in JobState.values:
        make(lan, state)
    client.force_login(lan)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("shared:jobs")).content.decode()
    assert page.count("Xuất đợt 1") >= 6


def test_a_running_job_shows_how_far_it_is_and_refreshes_with_and_without_scripts(client, lan):
    job = make(lan, done=250, total=1000, message="Đang ghi")
    client.force_login(lan)
    url = reverse("shared:job", args=[job.pk])
    page = client.get(url).content.decode()
    assert "1.000" in page
    assert "Đang ghi" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert f'hx-get="{url}?alone"' in page
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Đang ghi" in part


def test_a_finished_job_is_no_longer_asked_for(client, lan):
    job = make(lan, JobState.FAILED, error="Tệp bị hỏng.")
    client.force_login(lan)
    page = client.get(reverse("shared:job", args=[job.pk])).content.decode()
    assert "Tệp bị hỏng." in page
    assert "hx-get" not in page
    assert "http-equiv" not in page
    assert reverse("shared:job_again", args=[job.pk]) in page


def test_the_result_is_downloaded_under_its_vietnamese_name(client, lan, done):
    client.force_login(lan)
    response = client.get(reverse("shared:job_download", args=[done.pk]))
    assert b"".join(response.streaming_content) == b"PK..."
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Danh%20s%C3%A1ch%20%E2%80%93%20%C4%91%E1%BB%A3t%201.xlsx"
    )
    assert "no-store" in response["Cache-Control"]


def test_a_result_that_is_gone_answers_404(client, lan, done):
    client.force_login(lan)
    done.result_file.storage.delete(done.result_file.name)
    assert client.get(reverse("shared:job_download", args=[done.pk])).status_code == 404


def test_stopping_and_trying_again(client, lan, job_kinds):
    job_kinds("tests.page", lambda progress: None)
    job = jobs.start("tests.page", actor=lan)
    client.force_login(lan)
    assert client.get(reverse("shared:job_cancel", args=[job.pk])).status_code == 405
    client.post(reverse("shared:job_cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    response = client.post(reverse("shared:job_again", args=[job.pk]))
    repeated = Job.objects.latest("pk")
    assert repeated != job
    assert response["Location"] == repeated.get_absolute_url()
    client.post(reverse("shared:job_cancel", args=[job.pk]))  # twice is harmless
