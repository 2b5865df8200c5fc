"""Reads of the floor's own rows."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from portal.shared import clock, health, jobs
from portal.shared.metrics import Row
from portal.shared.models import Heartbeat, Job, JobQuerySet, JobState, ScheduledTask
from portal.shared.money import format_number


def jobs_visible_to(user: Any) -> JobQuerySet:
    """A person's jobs, newest first."""
    return Job.objects.visible_to(user).order_by("-created_at", "-pk")


def unfinished_count(user: Any) -> int:
    """How many of a person's jobs wait or run."""
    return Job.objects.visible_to(user).unfinished().count()


class JobRow:
    """A job as its owner reads about it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        known = jobs.kind_of(job.kind)
        self.kind_label = str(known.label) if known else _("Job")
        self.title = job.title or self.kind_label
        self.is_finished = job.is_finished
        self.can_stop = not job.is_finished and job.cancel_asked_at is None
        self.can_repeat = job.state in (JobState.FAILED, JobState.CANCELLED)

    @property
    def words(self) -> str:
        """What went wrong, or how far it is."""
        job = self.job
        if not job.is_finished and job.cancel_asked_at:
            return _("Stopping…")
        if job.state != JobState.RUNNING or not job.total:
            return job.error or job.message
        counted = _("%(done)s of %(total)s") % {
            "done": format_number(min(job.done, job.total)),
            "total": format_number(job.total),
        }
        return f"{job.message} · {counted}" if job.message else counted


def schedule_rows() -> list[dict[str, Any]]:
    """What runs by itself: label, when, next time, and how the last run went."""
    rows = {row.kind: row for row in ScheduledTask.objects.select_related("last_job")}
    found = []
    for entry in jobs.schedule.entries():
        row = rows.get(entry.kind)
        last = row.last_job if row else None
        took = (
            last.finished_at - last.started_at
            if last and last.finished_at and last.started_at
            else None
        )
        found.append(
            {
                "kind": entry.kind,
                "label": entry.label,
                "at": entry.at,
                "minutes": entry.minutes,
                "next_at": row.next_at if row else entry.next_after(clock.now()),
                "is_paused": bool(row and row.is_paused),
                "last": last,
                "took": None if took is None else round(took.total_seconds(), 1),
            }
        )
    return found


def metrics() -> Iterator[Row]:
    """What machines watch of jobs, schedule and backups."""
    now = clock.now()
    for row in Job.objects.order_by().values("state").annotate(n=Count("pk")):
        yield "portal_jobs", "Jobs by state", {"state": row["state"]}, row["n"]
    oldest = Job.objects.filter(state=JobState.QUEUED).aggregate(at=Min("created_at"))["at"]
    waited = (now - oldest).total_seconds() if oldest else 0
    yield "portal_queue_age_seconds", "How long the oldest waiting job has waited", {}, waited
    for beat in Heartbeat.objects.filter(name=health.BACKUP):
        age = (now - beat.at).total_seconds()
        yield "portal_backup_age_seconds", "Since the last backup", {}, age
    late = ScheduledTask.objects.filter(next_at__lt=now, is_paused=False)
    yield "portal_schedule_late", "Scheduled tasks whose time has passed", {}, late.count()
