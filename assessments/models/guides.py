"""Guides that somebody followed to the end: what advice was carried out, by whom and when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.answering import Assessment
from sme.enterprises.models import Enterprise


class GuideDone(models.Model):
    """A guide that an enterprise marked as done, or a visitor beside the result that led there.

    ``guide`` is the key that a page shares with its translations: it stays when its address changes.
    """

    guide = models.UUIDField(_("guide"))
    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guides_done",
        verbose_name=_("enterprise"),
    )
    assessment = models.ForeignKey(
        Assessment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="guides_done",
        verbose_name=_("result that led there"),
    )
    done_at = models.DateTimeField(_("done at"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("marked by"),
    )

    class Meta:
        verbose_name = _("guide done")
        verbose_name_plural = _("guides done")
        ordering: ClassVar[list[str]] = ["done_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise__isnull=False) | Q(assessment__isnull=False),
                name="assessments_guide_done_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "guide"],
                condition=Q(enterprise__isnull=False),
                name="assessments_guide_done_once",
            ),
            models.UniqueConstraint(
                fields=["assessment", "guide"],
                condition=Q(enterprise__isnull=True),
                name="assessments_guide_done_once_by_a_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guide} · {self.enterprise or f'#{self.assessment_id}'}"
