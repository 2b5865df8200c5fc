"""Links with which an adviser reads one result without an account."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.answering import Assessment


class ResultLinkQuerySet(models.QuerySet["ResultLink"]):
    """Words for links."""

    def open_at(self, moment: datetime) -> "ResultLinkQuerySet":
        """Those that lead somewhere: neither ended nor taken back."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=moment)


class ResultLink(models.Model):
    """One link; the secret in its address is kept as a digest only."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(_("for whom"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("ends at"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = ResultLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a result")
        verbose_name_plural = _("links to results")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="assessments_link_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.assessment_id} {self.name}".strip()

    def is_open(self, moment: Any) -> bool:
        """It leads to the result at that moment."""
        return self.revoked_at is None and self.expires_at > moment
