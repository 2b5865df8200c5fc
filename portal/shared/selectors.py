"""Reads of the floor's own rows."""

from typing import Any

from django.utils.translation import gettext as _

from portal.shared import jobs
from portal.shared.models import Job, JobQuerySet, JobState
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
