"""Reads of the floor's own rows."""

from typing import Any

from portal.shared.models import Job, JobQuerySet


def jobs_visible_to(user: Any) -> JobQuerySet:
    """A person's jobs, newest first."""
    return Job.objects.visible_to(user).order_by("-created_at", "-pk")


def unfinished_count(user: Any) -> int:
    """How many of a person's jobs wait or run."""
    return Job.objects.visible_to(user).unfinished().count()
