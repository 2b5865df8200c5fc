"""Background jobs: started once, run once, stopped, repeated, settled when their worker died."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from portal.shared import clock, jobs
from portal.shared.errors import RuleBroken
from portal.shared.jobs import running
from portal.shared.models import Job, JobState

pytestmark = pytest.mark.django_db


def test_a_job_runs_and_leaves_its_result_and_file(lan, job_kinds):
    def count(progress, *, upto):
        progress.total = upto
        for _number in range(upto):
            progress.advance()
        with progress.open_result("Kết quả.txt") as stream:
            stream.write(progress.actor.display_name.encode())
        return {"counted": upto}

    job_kinds("tests.count", count, label="Đếm")
    job = jobs.start("tests.count", actor=lan, params={"upto": 5})
    assert (job.state, DBTaskResult.objects.count()) == (JobState.QUEUED, 1)

    assert jobs.run_queued() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.percent, job.attempts) == (
        JobState.DONE,
        5,
        5,
        100,
        1,
    )
    assert job.result == {"counted": 5}
    assert (job.result_name, job.result_file.read()) == ("Kết quả.txt", b"Lan")
    assert job.finished_at is not None


def test_a_job_runs_at_most_once_however_often_it_is_delivered(lan, job_kinds):
    calls = []
    job_kinds("tests.once", lambda progress: calls.append(1))
    job = jobs.start("tests.once", actor=lan)
    for _time in range(3):
        jobs.run_job.call(job.pk)
    assert calls == [1]


def test_a_job_of_a_rolled_back_transaction_never_existed(lan, job_kinds):
    job_kinds("tests.noop", lambda progress: None)
    with transaction.atomic():
        jobs.start("tests.noop", actor=lan)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_same_key_while_unfinished_is_the_same_job(lan, minh, job_kinds):
    job_kinds("tests.noop", lambda progress: None)
    first = jobs.start("tests.noop", actor=lan, key="cohort 7")
    assert jobs.start("tests.noop", actor=lan, key="cohort 7") == first
    assert jobs.start("tests.noop", actor=minh, key="cohort 7") != first
    assert jobs.start("tests.noop", actor=lan, key="cohort 8" * 99) != first
    jobs.run_queued()
    assert jobs.start("tests.noop", actor=lan, key="cohort 7") != first


def test_an_unknown_kind_cannot_be_started(lan):
    with pytest.raises(ValueError, match="never registered"):
        jobs.start("tests.unknown", actor=lan)


def test_two_functions_cannot_share_a_kind(job_kinds):
    job_kinds("tests.noop", test_two_functions_cannot_share_a_kind)
    with pytest.raises(ValueError, match="taken"):
        job_kinds("tests.noop", test_an_unknown_kind_cannot_be_started)


def test_a_refusal_is_shown_in_the_starters_language(lan, job_kinds):
    def refuse(progress):
        raise RuleBroken("closed", {"en": "Closed.", "vi": "Đã đóng."}[translation.get_language()])

    job_kinds("tests.refuse", refuse, attempts=5)
    with translation.override("en"):
        job = jobs.start("tests.refuse", actor=lan)
    with translation.override("vi"):
        jobs.run_queued()
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.FAILED, "Closed.", 1)


def test_a_failure_leaves_one_plain_sentence_and_the_traceback_in_the_log(lan, job_kinds, caplog):
    def fail(progress):
        with progress.open_result("half.txt") as stream:
            stream.write(b"half")
        raise KeyError("SELECT secret")

    job_kinds("tests.fail", fail)
    job = jobs.start("tests.fail", actor=lan)
    jobs.run_queued()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert str(job.pk) in job.error
    assert "SELECT" not in job.error
    assert not job.result_file
    assert "KeyError" in caplog.text


def test_an_unexpected_failure_is_tried_again_where_the_kind_allows(lan, job_kinds):
    calls = []

    def flaky(progress):
        calls.append(1)
        if len(calls) == 1:
            raise OSError

    job_kinds("tests.flaky", flaky, attempts=2)
    job = jobs.start("tests.flaky", actor=lan)
    jobs.run_queued()
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED
    assert DBTaskResult.objects.filter(run_after__lte=clock.now() + timedelta(minutes=1)).exists()
    jobs.run_queued()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_a_waiting_job_is_stopped_at_once(lan, job_kinds):
    calls = []
    job_kinds("tests.noop", lambda progress: calls.append(1))
    job = jobs.start("tests.noop", actor=lan)
    jobs.cancel(job, actor=lan)
    jobs.run_job.call(job.pk)
    assert (job.state, calls) == (JobState.CANCELLED, [])
    with pytest.raises(RuleBroken):
        jobs.cancel(job, actor=lan)


def test_a_running_job_stops_at_its_next_step(lan, job_kinds, monkeypatch):
    monkeypatch.setattr(running, "FLUSH_EVERY", 0)
    steps = []

    def long(progress):
        for number in range(10):
            steps.append(number)
            if number == 2:
                jobs.cancel(progress.job, actor=lan)
            progress.advance()

    job_kinds("tests.long", long)
    job = jobs.start("tests.long", actor=lan)
    jobs.run_queued()
    job.refresh_from_db()
    assert (job.state, steps) == (JobState.CANCELLED, [0, 1, 2])


def test_only_its_owner_stops_or_repeats_a_job(lan, minh, job_kinds):
    job_kinds("tests.noop", lambda progress: None)
    job = jobs.start("tests.noop", actor=lan)
    with pytest.raises(RuleBroken):
        jobs.cancel(job, actor=minh)
    jobs.cancel(job, actor=lan)
    with pytest.raises(RuleBroken):
        jobs.again(job, actor=minh)
    repeated = jobs.again(job, actor=lan)
    assert repeated != job
    assert jobs.again(job, actor=lan) == repeated


def stuck(lan, **fields):
    long_ago = clock.now() - timedelta(minutes=10)
    fields = {"attempts": 1, "heartbeat_at": long_ago, **fields}
    return Job.objects.create(
        kind="tests.stuck", owner=lan, state=JobState.RUNNING, started_at=long_ago, **fields
    )


def test_a_job_whose_worker_died_fails_with_a_sentence(lan, job_kinds):
    job_kinds("tests.stuck", lambda progress: None)
    job, alive = stuck(lan), stuck(lan, heartbeat_at=clock.now())
    assert jobs.reap_stuck_jobs() == 1
    assert jobs.reap_stuck_jobs() == 0
    job.refresh_from_db()
    alive.refresh_from_db()
    assert (job.state, alive.state) == (JobState.FAILED, JobState.RUNNING)
    assert job.error


def test_a_job_whose_worker_died_runs_again_where_the_kind_allows(lan, job_kinds):
    calls = []
    job_kinds("tests.stuck", lambda progress: calls.append(1), attempts=2)
    job = stuck(lan)
    assert jobs.reap_stuck_jobs() == 1
    jobs.run_queued()
    job.refresh_from_db()
    assert (job.state, job.attempts, calls) == (JobState.DONE, 2, [1])


def test_a_stopping_job_whose_worker_died_is_stopped(lan, job_kinds):
    job_kinds("tests.stuck", lambda progress: None, attempts=9)
    job = stuck(lan, cancel_asked_at=clock.now())
    jobs.reap_stuck_jobs()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_job_that_was_given_up_too_early_is_done_when_it_finishes(lan, job_kinds):
    def slow(progress):
        Job.objects.filter(pk=progress.job.pk).update(heartbeat_at=clock.now() - timedelta(hours=1))
        jobs.reap_stuck_jobs()
        assert Job.objects.get(pk=progress.job.pk).state == JobState.FAILED
        return {"rows": 1}

    job_kinds("tests.slow", slow)
    job = jobs.start("tests.slow", actor=lan)
    jobs.run_queued()
    job.refresh_from_db()
    assert (job.state, job.error, job.result) == (JobState.DONE, "", {"rows": 1})


def test_a_waiting_job_that_the_queue_forgot_is_queued_again(lan, job_kinds):
    job_kinds("tests.noop", lambda progress: None)
    job = jobs.start("tests.noop", actor=lan)
    Job.objects.update(updated_at=clock.now() - timedelta(hours=1))
    assert jobs.reap_stuck_jobs() == 0
    DBTaskResult.objects.update(status="RUNNING")
    assert jobs.reap_stuck_jobs() == 1
    assert DBTaskResult.objects.filter(status="READY").count() == 1
    assert jobs.reap_stuck_jobs() == 0
    assert job.pk


def test_old_results_are_deleted_and_the_row_stays(lan, job_kinds):
    def leave(progress):
        with progress.open_result("a.txt") as stream:
            stream.write(b"a")

    job_kinds("tests.leave", leave)
    job = jobs.start("tests.leave", actor=lan)
    jobs.run_queued()
    assert jobs.purge_results() == 0
    Job.objects.update(finished_at=clock.now() - timedelta(days=31))
    assert jobs.purge_results() == 1
    path = job.result_file.storage.path
    job.refresh_from_db()
    assert not job.result_file
    assert path


def test_a_full_disk_fails_the_job_and_keeps_nothing(lan, job_kinds, monkeypatch):
    import errno

    from portal.shared.files import PrivateStorage

    def full(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(PrivateStorage, "_save", full)

    def leave(progress):
        with progress.open_result("a.txt") as stream:
            stream.write(b"a")

    job_kinds("tests.leave", leave)
    job = jobs.start("tests.leave", actor=lan)
    jobs.run_queued()
    job.refresh_from_db()
    assert (job.state, bool(job.result_file), bool(job.error)) == (JobState.FAILED, False, True)


def test_a_job_that_takes_too_long_is_stopped_at_its_next_step_and_has_failed(
    lan, job_kinds, monkeypatch
):
    monkeypatch.setattr(running, "FLUSH_EVERY", 0)
    taken = []

    def walk(progress):
        for _step in range(3):
            taken.append(1)
            progress.advance()

    job_kinds("tests.long", walk, minutes=0)
    job = jobs.start("tests.long", actor=lan)
    jobs.run_queued()
    job.refresh_from_db()
    assert (job.state, len(taken)) == (JobState.FAILED, 1)
    assert job.error.startswith("Việc này chạy quá lâu")


def test_a_job_that_never_takes_a_step_is_given_up_though_its_worker_lives(lan, job_kinds):
    job_kinds("tests.endless", lambda progress: None, minutes=60)
    job = jobs.start("tests.endless", actor=lan)
    now = clock.now()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, started_at=now - timedelta(minutes=119), heartbeat_at=now
    )
    assert jobs.reap_stuck_jobs() == 0
    Job.objects.filter(pk=job.pk).update(started_at=now - timedelta(minutes=121))
    assert jobs.reap_stuck_jobs() == 1
    job.refresh_from_db()
    assert (job.state, job.finished_at is None) == (JobState.FAILED, False)
