"""Looking again at what is recorded: page checks, reports, claims to one address, random samples."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.models import Timestamped
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models.listings import Listing
from sme.marketplaces.models.products import Product


class PageCheck(models.Model):
    """What one fetch of a listing's page found. A hint for people; no state follows from it."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="page_checks")
    checked_at = models.DateTimeField(_("checked at"), default=clock.now)
    outcome = models.CharField(_("outcome"), max_length=10, choices=rules.PageOutcome.choices)
    status = models.PositiveSmallIntegerField(_("answer of the site"), null=True)
    address = models.CharField(_("where it led"), max_length=2000, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("page check")
        verbose_name_plural = _("page checks")
        ordering = ["-checked_at", "-pk"]
        indexes = [models.Index(fields=["listing", "-checked_at"], name="page_check_newest")]

    def __str__(self) -> str:
        return f"{self.listing}: {self.get_outcome_display()}"


class WrongReport(Timestamped):
    """Somebody says that a listing is not as we show it. No name of a visitor is kept."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="reports")
    note = models.CharField(_("what is wrong"), max_length=500, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=rules.ReportState.choices,
        default=rules.ReportState.OPEN,
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("report about a listing")
        verbose_name_plural = _("reports about listings")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["listing"], condition=Q(state=rules.ReportState.OPEN), name="report_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.listing}: {self.note[:40]}"


class ConflictQuerySet(models.QuerySet["AddressConflict"]):
    """Words for conflicts."""

    def visible_to(self, user: Any) -> "ConflictQuerySet":
        """Those in which one of the two enterprises may be seen."""
        if user.is_authenticated and user.is_administrator:
            return self.all()
        mine = Enterprise.objects.visible_to(user).order_by()
        return self.filter(Q(listing__enterprise__in=mine) | Q(product__enterprise__in=mine))


class AddressConflict(Timestamped):
    """A product is said to be sold at an address that is recorded for another product, here or elsewhere."""

    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="conflicts", verbose_name=_("recorded for")
    )
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="conflicts", verbose_name=_("claimed for")
    )
    claimed_state = models.CharField(max_length=10, choices=rules.ListingState.choices)
    claimed_on = models.DateField(_("since which day"))
    source = models.CharField(_("source"), max_length=10, choices=rules.Source.choices)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=rules.ConflictState.choices,
        default=rules.ConflictState.OPEN,
    )
    note = models.CharField(_("reason"), max_length=500, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict about an address")
        verbose_name_plural = _("conflicts about addresses")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "product"],
                condition=Q(state=rules.ConflictState.OPEN),
                name="marketplaces_conflict_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing} ↔ {self.product}"


class Sample(Timestamped):
    """A random sample of a quarter's live listings, to be looked at again. The seed makes it repeatable."""

    quarter = models.CharField(_("quarter"), max_length=7)  # 2026-Q4
    as_of = models.DateField(_("drawn from what was on sale on"))
    size = models.PositiveIntegerField(_("rows"))
    population = models.PositiveIntegerField(_("of"))
    seed = models.CharField(max_length=32)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.quarter} ({self.size})"

    def get_absolute_url(self) -> str:
        """Where officers work through it."""
        return reverse("marketplaces:sample", args=[self.pk])


class SampleItem(models.Model):
    """One row of a sample and what looking at it found."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="items")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="sampled")
    order = models.PositiveIntegerField()
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=rules.SampleOutcome.choices, blank=True
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("row of a sample")
        verbose_name_plural = _("rows of samples")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["sample", "listing"], name="marketplaces_sample_row_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample}: {self.listing}"
