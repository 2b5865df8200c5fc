"""What enterprises make and sell."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped, Versioned
from portal.shared.text import Bilingual, slug
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules


class ProductQuerySet(models.QuerySet["Product"]):
    """Words for products."""

    def visible_to(self, user: Any) -> "ProductQuerySet":
        """Those of the enterprises that a person may see."""
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user).order_by())

    def live_on(self, day: Any) -> "ProductQuerySet":
        """On sale on at least one marketplace on this day."""
        from sme.marketplaces.models.listings import ListingInterval

        sold = ListingInterval.objects.on(day).filter(product=models.OuterRef("pk"))
        return self.filter(models.Exists(sold))

    def in_directory(self, day: Any) -> "ProductQuerySet":
        """What the public sees on this day: shown, on sale, of enterprises that are in business."""
        shown = self.filter(is_public=True, enterprise__in=Enterprise.objects.open().order_by())
        return shown.live_on(day)


class Product(Versioned, Timestamped):
    """One product of one enterprise, wherever it is sold."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="products", verbose_name=_("enterprise")
    )
    name_vi = models.CharField(_("name in Vietnamese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name = Bilingual("name")
    description_vi = models.TextField(_("description in Vietnamese"), max_length=4000, blank=True)
    description_en = models.TextField(_("description in English"), max_length=4000, blank=True)
    description = Bilingual("description")
    category = models.CharField(
        _("category"), max_length=10, choices=rules.Category.choices, default=rules.Category.OTHER
    )
    unit = models.CharField(_("sold by"), max_length=30, blank=True)
    price_band = models.CharField(
        _("price of one"), max_length=8, choices=rules.PriceBand.choices, blank=True
    )
    barcode = models.CharField(_("barcode"), max_length=14, blank=True)
    origin = models.CharField(_("origin"), max_length=200, blank=True)
    traceability_url = models.URLField(_("traceability page"), max_length=500, blank=True)
    ocop_stars = models.PositiveSmallIntegerField(
        _("OCOP stars"), choices=rules.OcopStars.choices, null=True, blank=True
    )
    ocop_decision = models.CharField(_("OCOP decision"), max_length=60, blank=True)
    ocop_decided_on = models.DateField(_("decided on"), null=True, blank=True)
    ocop_expires_on = models.DateField(_("valid until"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=False)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)
    search_text = models.TextField(editable=False, default="")

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name_vi", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_vi=""), name="marketplaces_product_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(category__in=rules.Category.values),
                name="marketplaces_product_category_known",
            ),
            models.CheckConstraint(
                condition=Q(ocop_stars__isnull=True) | Q(ocop_stars__in=rules.OcopStars.values),
                name="marketplaces_product_stars_three_to_five",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "barcode"],
                condition=~Q(barcode=""),
                name="marketplaces_product_barcode_once_an_enterprise",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Where the enterprise keeps it."""
        return reverse("marketplaces:product", args=[self.pk])

    def get_public_url(self) -> str:
        """Where the public sees it."""
        return reverse("marketplaces:public_product", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable part of its public address."""
        return slug(self.name_vi) or "san-pham"
