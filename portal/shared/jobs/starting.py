"""Starting, stopping and repeating jobs."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.jobs import kinds
from portal.shared.jobs.running import enqueue
from portal.shared.models import UNFINISHED, Job, JobState


def start(
    kind: str,
    *,
    actor: Any,
    params: Mapping[str, Any] | None = None,
    key: str | None = None,
    title: str = "",
) -> Job:
    """Queue a job in the caller's transaction: it runs once that commits, and never if it does not.

    ``params`` are plain JSON values (ids, not things). With a ``key``, asking again while the first is
    unfinished returns the same job (keys are the starter's own). ``actor`` ``None`` is the system.
    """
    if kinds.kind_of(kind) is None:
        raise ValueError(f"the job kind {kind!r} was never registered; see portal.shared.jobs")
    owner_id = None if actor is None else actor.pk
    own_key = _own_key(owner_id, key)
    with transaction.atomic():
        if own_key and (running := _unfinished(kind, own_key)):
            return running
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind,
                    title=title[:200],
                    owner_id=owner_id,
                    language=get_language() or "vi",
                    params=dict(params or {}),
                    key=own_key,
                )
        except IntegrityError:
            if own_key and (running := _unfinished(kind, own_key)):
                return running
            raise
        enqueue(job)
    return job


def cancel(job: Job, *, actor: Any) -> None:
    """Stop a job: at once while it waits, at its next step while it runs. Refuses one that is finished."""
    if actor is None or job.owner_id != actor.pk:
        raise RuleBroken("job_not_yours", _("Only the person who started a job can stop it."))
    now = clock.now()
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
    if waiting.update(state=JobState.CANCELLED, finished_at=now, updated_at=now):
        job.refresh_from_db()
        return
    if not Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(
        cancel_asked_at=now, updated_at=now
    ):
        raise RuleBroken("job_finished", _("This job has already finished."))
    job.refresh_from_db()


def again(job: Job, *, actor: Any) -> Job:
    """Start a failed or cancelled job once more, with the same parameters. Refuses any other."""
    if (
        job.state not in (JobState.FAILED, JobState.CANCELLED)
        or actor is None
        or job.owner_id != actor.pk
    ):
        raise RuleBroken(
            "job_not_repeatable",
            _("Only a job of yours that failed or was stopped can be tried again."),
        )
    key = job.key.partition(":")[2] or f"again-{job.pk}"
    return start(job.kind, actor=actor, params=job.params, key=key, title=job.title)


def _own_key(owner_id: int | None, key: str | None) -> str:
    if not key:
        return ""
    if len(key) > 150:
        key = hashlib.sha256(key.encode()).hexdigest()
    return f"{owner_id or 0}:{key}"


def _unfinished(kind: str, own_key: str) -> Job | None:
    return Job.objects.filter(kind=kind, key=own_key, state__in=UNFINISHED).first()
