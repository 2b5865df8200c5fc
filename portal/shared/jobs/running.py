"""Running one job: claim it, call its function, keep its progress, write how it ended."""

import logging
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import IO, Any

from django.core.files.base import File
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.jobs import kinds
from portal.shared.logging import request_id
from portal.shared.models import Job, JobState

logger = logging.getLogger("portal.jobs")

FLUSH_EVERY = 1.0  # seconds between two writes of the progress


class JobCancelled(Exception):
    """Raised inside a job's function when its owner asked to stop; let it pass."""


@task(backend="background")
def run_job(job_id: int) -> None:
    """The worker's way in."""
    run(job_id)


def enqueue(job: Job, *, after: timedelta | None = None) -> None:
    """Hand the job to the workers; its queue row commits with the caller's transaction."""
    defer = after is not None and run_job.get_backend().supports_defer
    (run_job.using(run_after=clock.now() + after) if defer and after else run_job).enqueue(job.pk)


class Progress:
    """What a job's function is given: tell how far it is, learn that it should stop, leave a result.

    ``progress.total = 500``; ``progress.advance()`` after each step; ``progress.say("…")`` for a word about
    the present stage. Progress is written at most once a second. A job that works inside one long
    transaction shows its progress through the worker's own connection.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.done = 0
        self.message = ""
        self.result_name = ""
        self._total: int | None = None
        self._written = time.monotonic()
        self._is_stop_asked = threading.Event()
        known = kinds.kind_of(job.kind)
        self._ends = time.monotonic() + 60 * (known.minutes if known else kinds.LONGEST)
        self.is_late = False
        self.has_pulse = False

    @property
    def actor(self) -> Any:
        """The person who started it (with the rights they have now), or ``None`` for the system."""
        return self.job.owner

    @property
    def total(self) -> int | None:
        """How many steps there are, if known."""
        return self._total

    @total.setter
    def total(self, steps: int | None) -> None:
        self._total = steps
        self._step()

    def advance(self, steps: int = 1) -> None:
        """Some steps are done. Raises ``JobCancelled`` when the owner asked to stop."""
        self.done += steps
        self._step()

    def say(self, message: Any) -> None:
        """A few words about what is being done now; no personal data."""
        self.message = str(message)[:300]
        self._step()

    def _step(self) -> None:
        if not self.has_pulse and time.monotonic() - self._written >= FLUSH_EVERY:
            self.flush()
        if self._is_stop_asked.is_set():
            raise JobCancelled

    def flush(self) -> None:
        """Write the progress and a sign of life, and learn whether to stop."""
        self._written = time.monotonic()
        mine = Job.objects.filter(
            pk=self.job.pk, attempts=self.job.attempts, state=JobState.RUNNING
        )
        self.is_late = time.monotonic() >= self._ends
        is_mine = mine.update(
            done=self.done, total=self._total, message=self.message, heartbeat_at=clock.now()
        )
        if not is_mine or self.is_late or mine.filter(cancel_asked_at__isnull=False).exists():
            self._is_stop_asked.set()

    @contextmanager
    def open_result(self, name: str) -> Iterator[IO[bytes]]:
        """A file to write the result into; kept, under ``name``, only when the block ends well."""
        with tempfile.TemporaryFile() as scratch:
            yield scratch
            scratch.seek(0)
            self.job.result_file.save(name, File(scratch), save=False)
            self.result_name = name[:200]


# What this process works on now; the worker's pulse thread reads it from outside.
current: list[Progress] = []
pulse_is_on = False


def run(job_id: int) -> None:
    """Do one job, if nobody else has: at most one caller gets past the claim."""
    job = _claim(job_id)
    if job is None:
        return
    progress = Progress(job)
    progress.has_pulse = pulse_is_on
    token = request_id.set(f"job-{job.pk}")
    current.append(progress)
    try:
        with translation.override(job.language):
            _call(job, progress)
    finally:
        current.remove(progress)
        request_id.reset(token)


def run_queued() -> int:
    """Do all waiting jobs in this process, one after the other; how many there were (tests, demonstration)."""
    waiting = list(
        Job.objects.filter(state=JobState.QUEUED).order_by("pk").values_list("pk", flat=True)
    )
    for job_id in waiting:
        run(job_id)
    return len(waiting)


def _claim(job_id: int) -> Job | None:
    now = clock.now()
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        started_at=now,
        heartbeat_at=now,
        updated_at=now,
        done=0,
        total=None,
        message="",
        worker=f"{socket.gethostname()}:{os.getpid()}"[:64],
    )
    return Job.objects.select_related("owner").get(pk=job_id) if claimed else None


def _call(job: Job, progress: Progress) -> None:
    known = kinds.kind_of(job.kind)
    try:
        if known is None:
            raise RuleBroken("job_unknown", _("This kind of job no longer exists."))
        result = known.function(progress, **job.params)
        _finish(job, progress, JobState.DONE, result=result if isinstance(result, dict) else {})
    except JobCancelled:
        if progress.is_late:
            _finish(job, progress, JobState.FAILED, error=took_too_long(job))
        else:
            _finish(job, progress, JobState.CANCELLED)
    except RuleBroken as broken:
        logger.info("job refused", extra={"job": job.pk, "kind": job.kind, "code": broken.code})
        _finish(job, progress, JobState.FAILED, error=str(broken))
    except Exception:
        logger.exception("job failed", extra={"job": job.pk, "kind": job.kind})
        if known is not None and job.attempts < known.attempts:
            _requeue(job)
        else:
            _finish(job, progress, JobState.FAILED, error=unexpected(job))


def unexpected(job: Job) -> str:
    """The sentence for a failure that is ours: what happened to the work, what to do, what to tell the desk."""
    return _(
        "Something went wrong on our side and the job stopped. Try it again; if it stops again, "
        "tell the support desk the number %(number)s."
    ) % {"number": job.pk}


def took_too_long(job: Job) -> str:
    """The sentence for a job that was stopped by its limit of time."""
    return _(
        "This job took too long and was stopped. Ask for less at once; if it happens again, tell the support desk "
        "the number %(number)s."
    ) % {"number": job.pk}


def _requeue(job: Job) -> None:
    _drop_file(job)
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING)
    if mine.update(state=JobState.QUEUED, updated_at=clock.now()):
        enqueue(job, after=timedelta(seconds=5 * 2**job.attempts))


def _finish(
    job: Job,
    progress: Progress,
    state: JobState,
    *,
    result: dict[str, Any] | None = None,
    error: str = "",
) -> None:
    """Write the end. A job that the reaper gave up on, but that finished after all, is done: the work stands."""
    is_done = state == JobState.DONE
    if not is_done:
        _drop_file(job)
    now = clock.now()
    unsettled = (JobState.RUNNING, JobState.FAILED) if is_done else (JobState.RUNNING,)
    written = Job.objects.filter(pk=job.pk, attempts=job.attempts, state__in=unsettled).update(
        state=state,
        done=progress.done,
        total=progress.total,
        message=progress.message,
        result=result or {},
        result_file=job.result_file.name or "" if is_done else "",
        result_name=progress.result_name if is_done else "",
        error=error[:500],
        finished_at=now,
        heartbeat_at=now,
        updated_at=now,
    )
    if not written:
        _drop_file(job)
    logger.info("job finished", extra={"job": job.pk, "kind": job.kind, "state": str(state)})


def _drop_file(job: Job) -> None:
    if job.result_file.name:
        job.result_file.storage.delete(job.result_file.name)
        job.result_file = ""
