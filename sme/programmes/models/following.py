"""Following an enrolment: a cohort's milestones, where each enterprise stands with them, tasks and notes."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.models import Timestamped, Versioned
from portal.shared.text import Bilingual
from sme.programmes.models.cohorts import Cohort
from sme.programmes.models.enrolments import Enrolment
from sme.programmes.rules import CohortState, EnrolmentState, milestone_state


class Milestone(Versioned, Timestamped):
    """Something that every enterprise of a cohort is to have done by a day."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="milestones")
    title_vi = models.CharField(_("title (Vietnamese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"))

    title = Bilingual("title")

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "title_vi"], name="programmes_milestone_once"
            ),
            models.CheckConstraint(condition=~Q(title_vi=""), name="programmes_milestone_title"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class ReachedQuerySet(models.QuerySet["Reached"]):
    """Words for milestones of enrolments."""

    def visible_to(self, user: Any) -> "ReachedQuerySet":
        """Those of enrolments that this person may see."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def expected(self) -> "ReachedQuerySet":
        """Not done, of enterprises that take part in a cohort that is neither over nor cancelled."""
        rows = self.filter(done_on__isnull=True, enrolment__state=EnrolmentState.ENROLLED)
        over = (CohortState.CLOSED, CohortState.CANCELLED)
        return rows.exclude(enrolment__cohort__state__in=over)

    def overdue(self, today: date) -> "ReachedQuerySet":
        """Expected, and its day is over."""
        return self.expected().filter(due_on__lt=today)


class Reached(Timestamped):
    """Where an enrolment stands with a milestone: its day, and when it was done.

    ``due_on`` is the milestone's day, unless this enterprise was given more time (``more_time``: why).
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="milestones")
    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="reached")
    due_on = models.DateField(_("due on"))
    more_time = models.CharField(_("why it has more time"), max_length=300, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    # For which day the business was told that it is near, and that it is over.
    soon_told_for = models.DateField(null=True, blank=True, editable=False)
    late_told_for = models.DateField(null=True, blank=True, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written down by"),
    )

    objects = ReachedQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone of an enrolment")
        verbose_name_plural = _("milestones of enrolments")
        ordering = ["due_on", "milestone", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "milestone"], name="programmes_reached_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(done_on=None), name="programmes_reached_due"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.enrolment_id} · #{self.milestone_id}"

    @property
    def state(self) -> str:
        """done, overdue, soon or later, today."""
        return milestone_state(self.due_on, self.done_on, clock.today())

    @property
    def is_expected(self) -> bool:
        """The enterprise takes part: what it has not done, it is still to do."""
        return self.enrolment.state == EnrolmentState.ENROLLED


class TaskQuerySet(models.QuerySet["Task"]):
    """Words for tasks."""

    def visible_to(self, user: Any) -> "TaskQuerySet":
        """Those of enrolments that this person may see."""
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def open(self) -> "TaskQuerySet":
        """Not done yet."""
        return self.filter(done_at__isnull=True)

    def for_desk_of(self, user: Any) -> "TaskQuerySet":
        """This officer's own, and those whose officer is gone: somebody has to see them."""
        return self.filter(Q(officer=user) | Q(officer=None) | Q(officer__is_active=False))


class Task(Timestamped):
    """Something an officer does for an enterprise by a day; its words never change, it is done or open."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="tasks")
    text = models.CharField(_("what is to be done"), max_length=300)
    due_on = models.DateField(_("due on"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("responsible officer"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written down by"),
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="programmes_task_text"),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_at=None), name="programmes_task_due")
        ]

    def __str__(self) -> str:
        return f"#{self.enrolment_id} · {self.due_on:%d/%m/%Y}"

    @property
    def is_late(self) -> bool:
        """Open after its day."""
        return self.done_at is None and self.due_on < clock.today()


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes are added and never edited: what was written stays."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise TypeError("a note is never changed: write another")

    def delete(self) -> Any:
        """Refused."""
        raise TypeError("a note is never deleted: write another")


class Note(models.Model):
    """What an officer wrote down about an enrolment, and when; seen by officers only."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("note"), max_length=2000)
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of an enrolment")
        verbose_name_plural = _("notes of enrolments")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="programmes_note_text"),
        ]

    def __str__(self) -> str:
        return f"#{self.enrolment_id} · {self.at:%d/%m/%Y}"
