"""What is doubtful in the registry: findings of the checks, what was accepted, and counts over time."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped
from sme.enterprises.models.records import Enterprise
from sme.enterprises.rules import Grade
from sme.places.models import Unit


class FindingQuerySet(models.QuerySet["Finding"]):
    """Words for findings."""

    def open(self) -> "FindingQuerySet":
        """Neither mended nor accepted."""
        return self.filter(accepted_at__isnull=True)

    def visible_to(self, user: Any) -> "FindingQuerySet":
        """On records that a person may see."""
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user).values("pk"))


class Finding(Timestamped):
    """One check found something doubtful at one record; it goes when it is mended, stays quiet when accepted."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="findings")
    check_key = models.CharField(_("check"), max_length=40)
    grade = models.CharField(_("grade"), max_length=8, choices=Grade.choices)
    detail = models.JSONField(_("what was found"), default=dict)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    first_seen_on = models.DateField(_("first seen on"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_reason = models.CharField(_("accepted, because"), max_length=300, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "check_key"], name="enterprises_finding_once"
            ),
            models.CheckConstraint(
                condition=Q(grade__in=Grade.values), name="enterprises_finding_grade_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | ~Q(accepted_reason=""),
                name="enterprises_finding_accepted_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["check_key", "enterprise"],
                condition=Q(accepted_at__isnull=True),
                name="enterprises_findings_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_key}: {self.enterprise}"


class QualityCount(models.Model):
    """How many open findings of a check stood at a place on a day; the trend is drawn from these."""

    day = models.DateField(_("day"))
    check_key = models.CharField(_("check"), max_length=40)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        verbose_name = _("count of findings")
        verbose_name_plural = _("counts of findings")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "check_key", "place"], name="enterprises_quality_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.check_key}: {self.count}"
