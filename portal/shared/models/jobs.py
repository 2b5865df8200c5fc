"""Background jobs, and their workers' signs of life."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared.files import PrivateStorage, private_name
from portal.shared.models.shapes import Timestamped


class JobState(models.TextChoices):
    """Where a background job stands."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    """Words for asking about jobs."""

    def visible_to(self, user: Any) -> "JobQuerySet":
        """A person's own jobs; nobody sees another's, whatever the role."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def unfinished(self) -> "JobQuerySet":
        """Waiting or running."""
        return self.filter(state__in=UNFINISHED)


class Job(Timestamped):
    """One long act in the background: its progress, its result, and a plain sentence when it failed."""

    kind = models.CharField(_("kind"), max_length=80)
    title = models.CharField(_("title"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("owner"),
    )
    language = models.CharField(_("language"), max_length=8, default="vi")
    params = models.JSONField(_("parameters"), default=dict, blank=True)
    key = models.CharField(_("key"), max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    worker = models.CharField(_("worker"), max_length=64, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), null=True, blank=True)
    message = models.CharField(_("message"), max_length=300, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    result = models.JSONField(_("result"), default=dict, blank=True)
    result_file = models.FileField(
        _("file"),
        storage=PrivateStorage(),
        upload_to=private_name("jobs"),
        max_length=200,
        blank=True,
    )
    result_name = models.CharField(_("file name"), max_length=200, blank=True)
    cancel_asked_at = models.DateTimeField(_("asked to stop at"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="job_owner_newest"),
            models.Index(fields=["state", "heartbeat_at"], name="job_state_heartbeat"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=UNFINISHED, finished_at__isnull=True)
                | (~Q(state__in=UNFINISHED) & Q(finished_at__isnull=False)),
                name="job_finished_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING)
                | Q(started_at__isnull=False, heartbeat_at__isnull=False),
                name="job_running_has_heartbeat",
            ),
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=UNFINISHED) & ~Q(key=""),
                name="job_key_unfinished_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} #{self.pk}"

    def get_absolute_url(self) -> str:
        """Where its owner watches it."""
        return reverse("shared:job", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        """Nothing more will happen to it."""
        return self.state not in UNFINISHED

    @property
    def percent(self) -> int | None:
        """0–100, or ``None`` while the total is not known."""
        if self.state == JobState.DONE:
            return 100
        if not self.total:
            return None
        return min(100, self.done * 100 // self.total)


class Heartbeat(models.Model):
    """A sign of life of a long-running process (a worker), read by ``/readyz``."""

    name = models.CharField(_("name"), max_length=64, unique=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        indexes = [models.Index(fields=["-at"], name="heartbeat_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


class ScheduledTask(Timestamped):
    """When something runs next by itself, and the job of its last run; what runs is said in code."""

    kind = models.CharField(_("kind"), max_length=80, unique=True)
    next_at = models.DateTimeField(_("next time"))
    is_paused = models.BooleanField(_("rests"), default=False)
    last_job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("scheduled task")
        verbose_name_plural = _("scheduled tasks")
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind
