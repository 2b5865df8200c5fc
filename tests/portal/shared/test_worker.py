"""A real worker in its own process: it works, beats, stops, and may be killed at the worst moment."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from portal.shared import jobs
from portal.shared.models import Heartbeat, Job, JobState

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = Path(__file__).with_name("worker_jobs.py")


def database_url():
    """The test database's address, for a process of its own."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    user, password = quote(told["USER"] or ""), quote(told["PASSWORD"] or "")
    host, port = told["HOST"] or told["OPTIONS"].get("host", ""), told["PORT"] or ""
    address = f"{user}:{password}@" if password else f"{user}@" if user else ""
    if host.startswith("/"):
        return f"postgres://{address}/{told['NAME']}?host={host}" + (
            f"&port={port}" if port else ""
        )
    return f"postgres://{address}{host}{f':{port}' if port else ''}/{told['NAME']}"


@pytest.fixture
def worker(settings, tmp_path):
    """Starts workers; ends what is left of them."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a worker needs a database that two processes can open")
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path),
    }
    started = []

    def start(*options):
        log = (tmp_path / f"worker-{len(started)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), *options], env=env, stdout=log, stderr=subprocess.STDOUT
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(10)


@pytest.fixture(autouse=True)
def known_kinds(job_kinds):
    """The kinds of ``worker_jobs``, for starting and reaping in this process."""
    from tests.portal.shared import worker_jobs

    for name, (function, attempts) in worker_jobs.KINDS.items():
        job_kinds(name, function, attempts=attempts)


def until(condition, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def state_of(job):
    job.refresh_from_db()
    return job.state


def test_a_worker_works_beats_shows_progress_stops_a_job_and_ends_when_told(worker, lan):
    process = worker()
    report = jobs.start("tests.report", actor=lan, params={"text": "Đồng Tháp"})
    until(lambda: state_of(report) == JobState.DONE)
    assert (report.result, report.result_file.read().decode()) == ({"length": 9}, "Đồng Tháp")
    assert until(lambda: Heartbeat.objects.filter(name__contains=str(process.pid)).exists())

    long = jobs.start("tests.walk", actor=lan, params={"steps": 600})
    until(lambda: state_of(long) == JobState.RUNNING and 0 < long.done < 600 and long.total == 600)
    jobs.cancel(long, actor=lan)
    until(lambda: state_of(long) == JobState.CANCELLED)

    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0


def test_a_worker_killed_in_the_middle_leaves_all_or_nothing_and_the_job_is_done_once(
    worker, lan, tmp_path
):
    marker = tmp_path / "marker"
    job = jobs.start("tests.pair", actor=lan, params={"marker": str(marker)})
    process = worker()
    until(marker.exists)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)

    assert state_of(job) == JobState.RUNNING
    assert not Heartbeat.objects.filter(name__startswith="pair").exists()
    assert jobs.reap_stuck_jobs(stuck_after=timedelta(seconds=0)) == 1
    assert state_of(job) == JobState.QUEUED

    assert worker("--batch").wait(60) == 0
    assert state_of(job) == JobState.DONE
    assert job.attempts == 2
    assert Heartbeat.objects.filter(name__startswith="pair").count() == 2
    jobs.run_job.call(job.pk)  # delivered once more: nothing
    assert Heartbeat.objects.filter(name__startswith="pair").count() == 2
    assert Job.objects.count() == 1
