"""Figures that were reported: frozen with their rows on the day they left the house."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import clock


class NeverChanged(models.QuerySet["ReportedFigure"]):
    """What was reported is not changed and not deleted."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise TypeError("a reported figure is never changed: report another one")

    def delete(self) -> Any:
        """Refused."""
        raise TypeError("a reported figure is never deleted")


class ReportedFigure(models.Model):
    """The headline figure as it was reported: numbers, parts and rows as they were known at that moment.

    ``parts`` is ``{group: [[key, label, products, enterprises], …]}``, ``rows`` a list of plain rows;
    ``checksum`` is the SHA-256 of all of it in canonical JSON.
    """

    as_of = models.DateField(_("as at the day"))
    known_at = models.DateTimeField(_("known at"), default=clock.now)
    verified = models.BooleanField(_("only what was seen on sale within 90 days"), default=False)
    products = models.PositiveIntegerField(_("products"))
    enterprises = models.PositiveIntegerField(_("enterprises"))
    parts = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    checksum = models.CharField(max_length=64)
    note = models.CharField(_("reported in"), max_length=200, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = NeverChanged.as_manager()

    class Meta:
        verbose_name = _("reported figure")
        verbose_name_plural = _("reported figures")
        ordering = ["-known_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.as_of:%d/%m/%Y}: {self.products} / {self.enterprises}"

    def get_absolute_url(self) -> str:
        """Its permanent address."""
        return reverse("marketplaces:reported", args=[self.pk])
