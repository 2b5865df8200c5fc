"""What is said of a submitted result afterwards: an officer's review, and a business that contests it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.answering import Assessment
from assessments.rules import following


class Review(models.Model):
    """An officer looked at a submitted result; the newest one counts, none is ever changed.

    ``adjusted`` holds every question that the office answers otherwise, with the reason; the figures are
    recomputed with them. The result itself stays as the business submitted it.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="reviews")
    adjusted = models.JSONField(_("adjusted answers"), default=list)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    total = models.DecimalField(_("points"), max_digits=9, decimal_places=3)
    max = models.DecimalField(_("maximum"), max_digits=9, decimal_places=3)
    percent = models.DecimalField(_("per cent"), max_digits=4, decimal_places=1)
    level = models.PositiveSmallIntegerField(_("level"))
    pillars = models.JSONField(_("pillars"), default=list)
    reviewed_at = models.DateTimeField(_("reviewed at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )

    class Meta:
        verbose_name = _("review of a result")
        verbose_name_plural = _("reviews of results")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["assessment", "-id"], name="assessments_review_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=0, total__lte=F("max")), name="assessments_review_bounded"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.assessment_id}: {self.level}"

    @property
    def changes(self) -> list[following.Adjusted]:
        """The adjusted answers as the rules take them."""
        return following.read_adjusted(self.adjusted)


class Contest(models.Model):
    """A business does not agree with what an officer answered for it; the office answers it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="contests")
    criteria = models.JSONField(_("questions"), default=list)
    text = models.CharField(_("what is not right"), max_length=1000)
    made_at = models.DateTimeField(_("contested at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reply = models.CharField(_("answer of the office"), max_length=1000, blank=True)
    replied_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    corrected_by = models.ForeignKey(
        Assessment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("corrected by the result"),
    )

    class Meta:
        verbose_name = _("contested result")
        verbose_name_plural = _("contested results")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(replied_at__isnull=True),
                name="assessments_contest_one_open",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="assessments_contest_says_why"),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="")
                | Q(replied_at__isnull=False) & ~Q(reply=""),
                name="assessments_contest_reply_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.assessment_id}"

    @property
    def is_open(self) -> bool:
        """The office has not answered it yet."""
        return self.replied_at is None

    def asks_about(self, code: Any) -> bool:
        """Whether it names a question."""
        return code in self.criteria
