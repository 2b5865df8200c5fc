"""Rounds and campaigns: who is asked to answer which questionnaire between two days."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models.answering import Assessment
from assessments.models.frameworks import Framework, FrameworkVersion
from assessments.rules import Round
from portal.shared.models import Timestamped
from portal.shared.text import Bilingual
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import SizeClass
from sme.places.models import Unit
from sme.programmes import selectors as programmes
from sme.programmes.models import Cohort


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Words for rounds and campaigns."""

    def open_on(self, day: date) -> "CampaignQuerySet":
        """Those in which one may answer on a day."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)

    def visible_to(self, user: Any) -> "CampaignQuerySet":
        """Those of the cohorts that an officer may open, and the campaigns."""
        if not user.is_authenticated or not user.is_officer:
            return self.none()
        mine = programmes.cohorts_visible_to(user).order_by()
        return self.filter(Q(cohort__isnull=True) | Q(cohort__in=mine.values("pk")))


class Campaign(Timestamped):
    """A round of a cohort (T0, T1, T2), or a campaign among enterprises of a place, sector or size."""

    title_vi = models.CharField(_("title (Vietnamese)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    framework = models.ForeignKey(
        Framework,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=_("questionnaire"),
    )
    # The version that stood when the round was planned; a result of another one is shown as such.
    version = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("version")
    )
    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("cohort"),
    )
    round = models.CharField(_("round"), max_length=2, choices=Round.choices, blank=True)
    place = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place"),
    )
    sector = models.CharField(_("sector"), max_length=1, blank=True)
    size_class = models.CharField(
        _("size class"), max_length=8, choices=SizeClass.choices, blank=True
    )
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("planned by"),
    )

    objects = CampaignQuerySet.as_manager()
    title = Bilingual("title")

    class Meta:
        verbose_name = _("round of assessments")
        verbose_name_plural = _("rounds of assessments")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "framework", "round"],
                condition=Q(cohort__isnull=False),
                name="assessments_round_of_cohort_once",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="assessments_campaign_in_order"
            ),
            models.CheckConstraint(
                condition=Q(cohort__isnull=False, round__in=Round.values)
                | Q(cohort__isnull=True, round=""),
                name="assessments_campaign_or_round",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def audit_label(self) -> str:
        """What the audit trail calls it."""
        return f"#{self.pk} {self.title_vi}"

    def get_absolute_url(self) -> str:
        """Its page in the workspace."""
        return reverse("assessments:campaign", args=[self.pk])


class CampaignResult(models.Model):
    """A submitted assessment counted in a round; chosen when it was submitted and kept as a fact."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="results")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="counted_in")

    class Meta:
        verbose_name = _("result of a round")
        verbose_name_plural = _("results of rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "assessment"], name="assessments_counted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.campaign_id}: #{self.assessment_id}"


class Reminder(models.Model):
    """An enterprise was reminded of a round."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reminders")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="readiness_reminders"
    )
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("reminder of a round")
        verbose_name_plural = _("reminders of rounds")
        indexes = [
            models.Index(
                fields=["campaign", "enterprise", "-sent_at"], name="assessments_reminded"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.campaign_id}: #{self.enterprise_id}"
