"""Approved lists of cohorts: frozen with the facts on the day of approval, kept when the list is reopened."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from sme.programmes.models.cohorts import Cohort

REOPENING = frozenset({"reopened_at", "reopened_by", "reopened_reason"})


class FrozenQuerySet(models.QuerySet["RosterFreeze"]):
    """What was approved is not changed and not deleted; it may only be said to be reopened."""

    def update(self, **kwargs: Any) -> int:
        """Refused, but for the reopening."""
        if set(kwargs) - REOPENING:
            raise TypeError("an approved list is never changed: reopen it and approve another one")
        return super().update(**kwargs)

    def delete(self) -> Any:
        """Refused."""
        raise TypeError("an approved list is never deleted")

    def standing(self) -> "FrozenQuerySet":
        """Those that hold: not reopened."""
        return self.filter(reopened_at__isnull=True)


class RosterFreeze(models.Model):
    """The list of a cohort as it was approved.

    ``rows`` are plain: enterprise, name, number, place, state, days and the facts on which it was judged;
    ``totals`` counts them by state; ``checksum`` is the SHA-256 of all of it in canonical JSON.
    """

    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="freezes", verbose_name=_("cohort")
    )
    frozen_at = models.DateTimeField(_("approved at"), default=clock.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decision = models.CharField(_("decision"), max_length=200, blank=True)
    rules = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    totals = models.JSONField(default=dict)
    checksum = models.CharField(max_length=64)
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reopened_reason = models.CharField(_("why reopened"), max_length=500, blank=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("approved list")
        verbose_name_plural = _("approved lists")
        ordering = ["-frozen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(reopened_at__isnull=True),
                name="programmes_freeze_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reopened_reason=""),
                name="programmes_freeze_reopened_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort.code} · {clock.local_day(self.frozen_at):%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        """Its permanent address."""
        return reverse("programmes:frozen", args=[self.pk])
