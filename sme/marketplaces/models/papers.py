"""What belongs to products: photographs, papers, OCOP decisions; and the papers of an enterprise itself."""

from datetime import date
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared.files import PrivateStorage, private_name
from portal.shared.models import Timestamped
from portal.shared.text import Bilingual
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models.products import Product


class ProductPhotoQuerySet(models.QuerySet["ProductPhoto"]):
    """Words for photographs."""

    def for_everybody(self) -> "ProductPhotoQuerySet":
        """Of products that are shown to the public by enterprises that are in business."""
        return self.filter(
            product__is_public=True, product__enterprise__in=Enterprise.objects.open()
        )

    def visible_to(self, user: Any) -> "ProductPhotoQuerySet":
        """Of the products that a person may see."""
        return self.filter(product__in=Product.objects.visible_to(user).order_by())


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
    alt = Bilingual("alt")
    order = models.PositiveSmallIntegerField(default=0)

    objects = ProductPhotoQuerySet.as_manager()

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

    @property
    def small_url(self) -> str:
        """Where the small picture is served; another picture has another address."""
        return self._url(self.small.name or "")

    @property
    def large_url(self) -> str:
        """Where the large picture is served."""
        return self._url(self.large.name or "")

    def _url(self, stored: str) -> str:
        return reverse("marketplaces:photo", args=[self.pk, PurePath(stored).stem])

    def stored(self, name: str) -> models.fields.files.FieldFile | None:
        """The size that has this name; ``None`` if neither has."""
        both = (self.small, self.large)
        return next((each for each in both if PurePath(each.name or "").stem == name), None)

    @property
    def small_size(self) -> tuple[int, int]:
        """Width and height of the small picture."""
        share = min(1.0, rules.SMALL_PICTURE / max(self.width, self.height))
        return round(self.width * share), round(self.height * share)

    @property
    def shows(self) -> str:
        """What it shows, in the reader's language; without words of its own: the product."""
        return str(self.alt) or str(self.product)


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

    def state_on(self, day: date) -> rules.PaperState:
        """Whether it holds on a day, as far as its dates say."""
        return rules.paper_state(self.issued_on, self.valid_to, day)


class AwardQuerySet(models.QuerySet["OcopAward"]):
    """Words for OCOP decisions."""

    def in_force(self, day: date) -> "AwardQuerySet":
        """Those in force on a day, the latest of a product last (so that it wins in a dictionary)."""
        return self.filter(
            Q(decided_on__isnull=True) | Q(decided_on__lte=day),
            Q(expires_on__isnull=True) | Q(expires_on__gte=day),
        ).order_by("product", F("decided_on").asc(nulls_first=True), "pk")


class OcopAward(models.Model):
    """A decision that a product has OCOP stars for a time; the product's own columns repeat the present one.

    ``expires_on`` is the last day with the stars, as the paper says (36 months, Decision 148/QĐ-TTg 2023).
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

    objects = AwardQuerySet.as_manager()

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
