"""What belongs to products: photographs, papers, OCOP decisions; and the papers of an enterprise itself."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.shared.files import PrivateStorage, private_name
from portal.shared.models import Timestamped
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models.products import Product


class ProductPhoto(Timestamped):
    """A photograph of a product, made anew in two sizes when it came in; nothing of the original file is kept.

    ``large`` and ``small`` are WebP in the private storage: a view serves them, to everybody when the
    product is public, otherwise to those who see the product.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="photos")
    large = models.FileField(
        storage=PrivateStorage(), upload_to=private_name("photos"), max_length=200
    )
    small = models.FileField(
        storage=PrivateStorage(), upload_to=private_name("photos"), max_length=200
    )
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(
        max_length=64
    )  # of the original bytes, to know the same picture again
    alt_vi = models.CharField(_("what it shows"), max_length=200, blank=True)
    alt_en = models.CharField(_("what it shows, in English"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "digest"], name="marketplaces_photo_once_a_product"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.order + 1}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Words for papers."""

    def visible_to(self, user: Any) -> "CertificateQuerySet":
        """Those of the enterprises that a person may see."""
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user).order_by())

    def valid_on(self, day: date) -> "CertificateQuerySet":
        """Those that hold on this day, as far as their dates say; ``valid_to`` is the last day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).filter(
            Q(issued_on__isnull=True) | Q(issued_on__lte=day)
        )


class Certificate(Timestamped):
    """A paper of an enterprise, for one of its products or for all of them.

    ``valid_to`` is the last day that is printed on it (inclusive, as papers say it); empty: it does not end.
    """

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="certificates"
    )
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=rules.PaperKind.choices)
    title = models.CharField(_("name of the paper"), max_length=120, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=160, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    file = models.FileField(
        _("file"),
        storage=PrivateStorage(),
        upload_to=private_name("papers"),
        max_length=200,
        blank=True,
    )
    file_name = models.CharField(max_length=200, blank=True)
    reminded_for = models.DateField(null=True, editable=False)  # the ``valid_to`` last reminded of
    is_demo = models.BooleanField(default=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["kind", "-valid_to", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=rules.PaperKind.values),
                name="marketplaces_paper_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("issued_on")),
                name="marketplaces_paper_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["valid_to"], name="certificate_ends")]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class OcopAward(models.Model):
    """A decision that a product has OCOP stars for a time; the product's own columns repeat the present one.

    Half-open: ``expires_on`` is the first day without the stars (36 months, Decision 148/QĐ-TTg 2023).
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="awards")
    stars = models.PositiveSmallIntegerField(_("OCOP stars"), choices=rules.OcopStars.choices)
    decision = models.CharField(_("OCOP decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("OCOP decision")
        verbose_name_plural = _("OCOP decisions")
        ordering = ["product", "decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stars__in=rules.OcopStars.values),
                name="marketplaces_award_stars_three_to_five",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gt=F("decided_on")),
                name="marketplaces_award_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["product", "decided_on"], name="marketplaces_award_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(decided_on__isnull=True),
                name="marketplaces_award_without_day_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.stars} ★"
