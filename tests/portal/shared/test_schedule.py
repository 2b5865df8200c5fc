"""What runs by itself: one worker wins each run, a missed run happens once, administrators see and steer it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse

from portal.shared import clock, concerns, health, jobs, mail
from portal.shared.jobs import schedule
from portal.shared.models import Heartbeat, Job, ScheduledTask
from tests.factories.accounts import AdministratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """A kind of its own that runs every ten minutes, and how often it ran."""
    ran: list[int] = []
    monkeypatch.setattr(schedule, "_entries", {})
    jobs.kind("tests.tick", label="Tick")(tick_once(ran))
    schedule.every("tests.tick", minutes=10, label="Tick")
    return ran


def tick_once(ran):
    def tick(progress):
        ran.append(1)

    return tick


def make_due(ago=timedelta(minutes=1)):
    ScheduledTask.objects.update(next_at=clock.now() - ago)


def test_a_time_of_the_day_is_vietnams_and_the_next_one():
    entry = schedule.Entry("x", "x", at=time(2, 25))
    before, after = (datetime(2026, 11, 22, hour, 0, tzinfo=UTC) for hour in (18, 20))
    assert entry.next_after(before) == datetime(2026, 11, 22, 19, 25, tzinfo=UTC)
    assert entry.next_after(after) == datetime(2026, 11, 23, 19, 25, tzinfo=UTC)


def test_what_is_due_starts_once_however_many_workers_ask(done):
    assert schedule.tick() == 0  # known now, due in ten minutes
    assert schedule.tick() == 0
    make_due(timedelta(days=3))  # nothing ran for days
    assert [schedule.tick() for _worker in range(4)] == [1, 0, 0, 0]
    jobs.run_queued()
    assert done == [1]
    row = ScheduledTask.objects.get()
    assert row.next_at > clock.now() + timedelta(minutes=9)
    assert row.last_job.state == "done"


def test_a_worker_that_saw_an_old_time_does_not_win(done):
    schedule.tick()
    make_due()
    seen = ScheduledTask.objects.get().next_at
    assert schedule.tick() == 1
    assert not schedule._start(schedule.entries()[0], seen, clock.now())
    assert Job.objects.count() == 1


def test_what_rests_does_not_start_and_goes_on_from_its_next_time(done):
    boss = AdministratorFactory()
    schedule.pause("tests.tick", True, actor=boss)
    make_due()
    assert schedule.tick() == 0
    schedule.pause("tests.tick", False, actor=boss)
    assert schedule.tick() == 0
    assert (
        schedule.run_now("tests.tick", actor=boss).pk
        == schedule.run_now("tests.tick", actor=boss).pk
    )


def test_administrators_see_what_is_wrong_and_start_a_task(client, settings):
    settings.DEMO_WORLD = False
    schedule.tick()
    client.force_login(AdministratorFactory())
    page = client.get(reverse("shared:system")).content.decode()
    assert str(next(iter(schedule.entries())).label) in page
    client.post(reverse("shared:schedule_act", args=["shared.tidy", "now"]))
    assert Job.objects.filter(kind="shared.tidy").exists()
    client.post(reverse("shared:schedule_act", args=["nothing.there", "now"]))
    assert client.post(reverse("shared:schedule_act", args=["shared.tidy", "x"])).status_code == 404


def test_a_concern_is_there_while_its_cause_is(settings):
    settings.DEMO_WORLD = False
    settings.STAFF_SECOND_STEP = True
    Heartbeat.objects.create(name="host:1", at=clock.now())
    before = {str(each.words) for each in concerns.found()}
    Heartbeat.objects.create(name=health.BACKUP, at=clock.now())
    after = {str(each.words) for each in concerns.found()}
    assert len(before - after) == 1
    ScheduledTask.objects.create(kind="x", next_at=clock.now() - timedelta(hours=2))
    assert len({str(each.words) for each in concerns.found()} - after) == 1


def test_a_backup_is_no_worker():
    Heartbeat.objects.create(name=health.BACKUP, at=clock.now())
    assert health.worker() == "never seen"


def test_administrators_are_told_when_mail_cannot_be_handed_over(
    monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(_message):
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        mail.send("papers_end", "lan@example.vn", language="vi")
    assert any("EMAIL_URL" in str(each.advice) for each in concerns.found())
