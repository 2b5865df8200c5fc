"""Finding jobs whose worker died, and letting old results go."""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from portal.shared import clock
from portal.shared.jobs import kinds
from portal.shared.jobs.running import enqueue, run_job, took_too_long, unexpected
from portal.shared.models import Heartbeat, Job, JobState

logger = logging.getLogger("portal.jobs")

STUCK_AFTER = timedelta(seconds=120)
RESULT_DAYS = 30


def reap_stuck_jobs(*, stuck_after: timedelta = STUCK_AFTER) -> int:
    """Settle running jobs that gave no sign of life for so long, and requeue those the queue forgot.

    A kind that may be tried again is queued again; a job asked to stop is cancelled; any other fails with a
    sentence and can be started again by its owner. Safe to run at any time, by several at once. Returns how
    many jobs were settled or requeued.
    """
    silent = clock.now() - stuck_after
    stuck = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=silent)
    return sum(_settle(job) for job in stuck) + _give_up_endless() + _requeue_forgotten(silent)


def _settle(job: Job) -> int:
    now = clock.now()
    known = kinds.kind_of(job.kind)
    same = Job.objects.filter(
        pk=job.pk, state=JobState.RUNNING, attempts=job.attempts, heartbeat_at=job.heartbeat_at
    )
    if job.cancel_asked_at:
        settled = same.update(state=JobState.CANCELLED, finished_at=now, updated_at=now)
    elif known is not None and job.attempts < known.attempts:
        settled = same.update(state=JobState.QUEUED, updated_at=now)
        if settled:
            enqueue(job)
    else:
        with translation.override(job.language):
            settled = same.update(
                state=JobState.FAILED, error=unexpected(job)[:500], finished_at=now, updated_at=now
            )
    if settled:
        logger.warning("job was stuck", extra={"job": job.pk, "kind": job.kind})
    return settled


def _give_up_endless() -> int:
    """A job that takes no step never learns that its time is over: after twice its limit it has failed."""
    now, given_up = clock.now(), 0
    for job in Job.objects.filter(state=JobState.RUNNING):
        known = kinds.kind_of(job.kind)
        limit = timedelta(minutes=2 * (known.minutes if known else kinds.LONGEST))
        if job.started_at and job.started_at < now - limit:
            same = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
            with translation.override(job.language):
                given_up += same.update(
                    state=JobState.FAILED,
                    error=took_too_long(job)[:500],
                    finished_at=now,
                    updated_at=now,
                )
    return given_up


def _requeue_forgotten(silent: object) -> int:
    """A worker killed between taking the queue's row and claiming the job leaves the job waiting for nobody."""
    waiting = Job.objects.filter(state=JobState.QUEUED, updated_at__lt=silent)
    rows = DBTaskResult.objects.filter(task_path=run_job.module_path).filter(Q(status="READY"))
    queued = {args["args"][0] for args in rows.values_list("args_kwargs", flat=True)}
    forgotten = [job for job in waiting if job.pk not in queued]
    for job in forgotten:
        Job.objects.filter(pk=job.pk).update(updated_at=clock.now())
        enqueue(job)
    return len(forgotten)


def purge_results(*, days: int | None = None) -> int:
    """Delete result files of jobs that finished so many days ago, and heartbeats of workers long gone."""
    kept = RESULT_DAYS if days is None else days
    before = clock.now() - timedelta(days=kept)
    Heartbeat.objects.filter(at__lt=before).delete()
    old = Job.objects.filter(finished_at__lt=before).exclude(result_file="")
    count = 0
    for job in old.iterator(chunk_size=200):
        job.result_file.storage.delete(str(job.result_file.name))
        count += Job.objects.filter(pk=job.pk).update(result_file="")
    return count
