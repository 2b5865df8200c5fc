"""A worker that also knows the kinds of jobs that ``test_worker`` starts: ``python worker_jobs.py [options]``."""

import os
import sys
import time
from pathlib import Path

import django

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()

from django.db import transaction

from portal.shared import clock, jobs
from portal.shared.models import Heartbeat, Job, JobState


def report(progress, *, text):
    """Leave a file and a result."""
    progress.total = 1
    with progress.open_result("Báo cáo.txt") as stream:
        stream.write(text.encode())
    progress.advance()
    return {"length": len(text)}


def walk(progress, *, steps):
    """Take a step every tenth of a second."""
    progress.total = steps
    for _step in range(steps):
        time.sleep(0.1)
        progress.advance()


def pair(progress, *, marker):
    """Write two rows or none; the first time wait between them to be killed."""
    with transaction.atomic():
        Heartbeat.objects.create(name="pair-1", at=clock.now())
        if not Path(marker).exists():
            Path(marker).write_text("half way")
            time.sleep(60)
        Heartbeat.objects.create(name="pair-2", at=clock.now())


def once(progress, *, n):
    """Take effect once however often it runs: who makes the keyed row counts it, in the same transaction."""
    with transaction.atomic():
        _row, is_mine = Heartbeat.objects.get_or_create(
            name=f"once-{n}", defaults={"at": clock.now()}
        )
        if is_mine:
            Job.objects.create(
                kind="tests.tally", state=JobState.CANCELLED, finished_at=clock.now()
            )
        time.sleep(0.15)


KINDS = {
    "tests.report": (report, 1),
    "tests.walk": (walk, 1),
    "tests.pair": (pair, 2),
    "tests.keyed": (once, 3),
}
for name, (function, attempts) in KINDS.items():
    jobs.register(name, function, attempts=attempts)

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    execute_from_command_line(
        ["manage.py", "worker", "--interval", "0.1", "--no-startup-delay", *sys.argv[1:]]
    )
