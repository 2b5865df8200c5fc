"""Assessments and their answers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models.frameworks import Framework, FrameworkVersion
from assessments.rules import Round, Source, State
from portal.shared.models import Timestamped
from sme.enterprises.models import Enterprise


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Words for assessments."""

    def visible_to(self, user: Any) -> "AssessmentQuerySet":
        """Those of the enterprises that a person may see."""
        mine = Enterprise.objects.visible_to(user).order_by()
        return self.filter(enterprise__in=mine.values("pk"))

    def run_by(self, user: Any) -> "AssessmentQuerySet":
        """Those of the enterprises for which a person acts."""
        if not user.is_authenticated:
            return self.none()
        mine = Enterprise.objects.run_by(user).order_by()
        return self.filter(enterprise__in=mine.values("pk"))

    def assisted(self) -> "AssessmentQuerySet":
        """Open to the officers of the place while they are answered."""
        return self.filter(is_assisted=True)

    def of_visitors(self, checksums: Iterable[str], since: datetime) -> "AssessmentQuerySet":
        """Those of nobody's whose codes somebody holds, begun since."""
        return self.filter(
            enterprise__isnull=True, token_hash__in=list(checksums), started_at__gte=since
        )

    def drafts(self) -> "AssessmentQuerySet":
        """Still being answered."""
        return self.filter(state=State.DRAFT)

    def submitted(self) -> "AssessmentQuerySet":
        """Facts: only these count in figures."""
        return self.filter(state=State.SUBMITTED)


class Assessment(Timestamped):
    """One enterprise (or a visitor with a token) answers one version of a framework."""

    framework = models.ForeignKey(
        Framework, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("framework")
    )
    version = models.ForeignKey(
        FrameworkVersion,
        on_delete=models.PROTECT,
        related_name="assessments",
        verbose_name=_("version"),
    )
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("enterprise"),
    )
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    round = models.CharField(_("round"), max_length=2, choices=Round.choices, null=True, blank=True)
    # The officers of the place see and fill in a draft that they began, or that the business handed over.
    is_assisted = models.BooleanField(_("answered with an officer"), default=False)
    # What is known of the enterprise when it starts; it chooses the modules that apply.
    facts = models.JSONField(_("known at the start"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started at"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "framework"],
                condition=Q(state=State.DRAFT),
                name="assessments_one_open_draft",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="assessments_state_known"
            ),
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False) | Q(token_hash__isnull=False),
                name="assessments_belongs_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SUBMITTED, submitted_at__isnull=False)
                | Q(state=State.DRAFT, submitted_at__isnull=True, withdrawn_at__isnull=True)
                | Q(state=State.WITHDRAWN, withdrawn_at__isnull=False),
                name="assessments_state_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(round__isnull=True) | Q(round__in=Round.values),
                name="assessments_round_known",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-submitted_at", "-id"], name="assessments_by_state"),
            models.Index(
                fields=["framework", "state", "-submitted_at", "-id"],
                name="assessments_by_framework",
            ),
            models.Index(fields=["enterprise", "-started_at"], name="assessments_by_enterprise"),
        ]

    def __str__(self) -> str:
        return f"{self.framework} · {self.enterprise or '–'}"

    @property
    def audit_label(self) -> str:
        """What the audit trail calls it."""
        return f"#{self.pk} {self.framework.slug}"

    def get_absolute_url(self) -> str:
        """Its page in the officers' workspace."""
        return reverse("assessments:detail", args=[self.pk])


class Answer(models.Model):
    """One criterion's answer in its kept form, with who gave it and when."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    criterion = models.CharField(_("criterion"), max_length=40)
    value = models.JSONField(_("answer"))
    version = models.PositiveIntegerField(_("version"), default=1)
    # The browser page that wrote it and its running number, so that a repeated send is known as such.
    writer = models.CharField(max_length=36, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    source = models.CharField(
        _("source"), max_length=10, choices=Source.choices, default=Source.SELF
    )
    answered_at = models.DateTimeField(_("answered at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="assessments_answer_once"
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="assessments_answer_source_known"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.assessment_id} {self.criterion}"
