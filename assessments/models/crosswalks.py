"""What a question of one version has to do with a question of an earlier one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.frameworks import FrameworkVersion
from assessments.rules import Likeness


class Crosswalk(models.Model):
    """One criterion of a version beside the one of an earlier version; a row is a decision with its moment."""

    earlier = models.ForeignKey(
        FrameworkVersion,
        on_delete=models.CASCADE,
        related_name="crosswalks_on",
        verbose_name=_("earlier version"),
    )
    later = models.ForeignKey(
        FrameworkVersion,
        on_delete=models.CASCADE,
        related_name="crosswalks_back",
        verbose_name=_("version"),
    )
    criterion = models.CharField(_("criterion"), max_length=40)
    earlier_criterion = models.CharField(_("criterion before"), max_length=40, blank=True)
    likeness = models.CharField(_("likeness"), max_length=8, choices=Likeness.choices)
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    class Meta:
        verbose_name = _("crosswalk")
        verbose_name_plural = _("crosswalks")
        ordering = ["later", "earlier", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["earlier", "later", "criterion"], name="assessments_crosswalk_once"
            ),
            models.CheckConstraint(
                condition=Q(likeness__in=Likeness.values), name="assessments_likeness_known"
            ),
            models.CheckConstraint(
                condition=Q(likeness=Likeness.NONE, earlier_criterion="")
                | (~Q(likeness=Likeness.NONE) & ~Q(earlier_criterion="")),
                name="assessments_crosswalk_names_both",
            ),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")), name="assessments_crosswalk_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_criterion or '–'} → {self.criterion}: {self.likeness}"
