"""Frozen results and their parts."""

import json
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.answering import Assessment
from sme.enterprises.rules import Kind, SizeClass
from sme.places.models import Unit


class Result(models.Model):
    """The frozen outcome of a submitted assessment; its page is made from this row alone."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="result")
    checksum = models.CharField(_("checksum of the framework"), max_length=64)
    answers = models.JSONField(_("answers"))
    snapshot = models.TextField(_("snapshot"))
    total = models.DecimalField(_("points"), max_digits=9, decimal_places=3)
    max = models.DecimalField(_("maximum"), max_digits=9, decimal_places=3)
    percent = models.DecimalField(_("per cent"), max_digits=4, decimal_places=1)
    level = models.PositiveSmallIntegerField(_("level"))
    top_level = models.PositiveSmallIntegerField(_("highest level"))
    # What was known of the enterprise on that day, for figures by place, size and sector that stay true.
    submitted_on = models.DateField(_("submitted on"))
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, blank=True)
    size_class = models.CharField(
        _("size class"), max_length=8, choices=SizeClass.choices, blank=True
    )
    sector = models.CharField(_("sector"), max_length=1, blank=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=0, total__lte=F("max")), name="assessments_result_bounded"
            ),
            models.CheckConstraint(
                condition=Q(level__lte=F("top_level")), name="assessments_result_level_known"
            ),
        ]
        indexes = [
            models.Index(fields=["level", "submitted_on"], name="assessments_result_by_level"),
            models.Index(fields=["place", "submitted_on"], name="assessments_result_by_place"),
        ]

    def __str__(self) -> str:
        return f"#{self.assessment_id}: {self.level}"

    @property
    def content(self) -> dict[str, Any]:
        """The snapshot as plain values."""
        return json.loads(self.snapshot)


class PillarResult(models.Model):
    """A pillar's part of a result, as a row for figures."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="pillars")
    code = models.CharField(_("pillar"), max_length=40)
    points = models.DecimalField(_("points"), max_digits=9, decimal_places=3)
    max = models.DecimalField(_("maximum"), max_digits=9, decimal_places=3)
    percent = models.DecimalField(_("per cent"), max_digits=4, decimal_places=1, null=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True)

    class Meta:
        verbose_name = _("pillar of a result")
        verbose_name_plural = _("pillars of results")
        constraints = [
            models.UniqueConstraint(fields=["result", "code"], name="assessments_pillar_once"),
        ]
        indexes = [models.Index(fields=["code", "level"], name="assessments_pillar_by_level")]

    def __str__(self) -> str:
        return f"{self.code}: {self.level}"
