"""Listings, the facts known of them (only ever added), and the days on sale that follow from the facts."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.files import PrivateStorage, private_name
from portal.shared.models import Timestamped
from sme.enterprises.models import Enterprise
from sme.marketplaces import rules
from sme.marketplaces.models.places_to_sell import Marketplace, Storefront
from sme.marketplaces.models.products import Product


class ListingQuerySet(models.QuerySet["Listing"]):
    """Words for listings."""

    def visible_to(self, user: Any) -> "ListingQuerySet":
        """Those of the enterprises that a person may see."""
        if user.is_authenticated and user.is_administrator:
            return self.all()
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user).order_by())

    def live(self) -> "ListingQuerySet":
        """On sale now."""
        return self.filter(state__in=rules.ON_SALE)

    def live_on(self, day: date) -> "ListingQuerySet":
        """On sale on this day."""
        return self.filter(
            models.Exists(ListingInterval.objects.on(day).filter(listing=models.OuterRef("pk")))
        )


class Listing(Timestamped):
    """One product in one shop. What is known of it are its facts; ``state`` and its days repeat them.

    ``enterprise`` and ``marketplace`` repeat those of product and shop, so that lists need no joins.
    """

    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="listings", verbose_name=_("product")
    )
    storefront = models.ForeignKey(
        Storefront, on_delete=models.PROTECT, related_name="listings", verbose_name=_("shop")
    )
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="listings", verbose_name=_("enterprise")
    )
    marketplace = models.ForeignKey(
        Marketplace,
        on_delete=models.PROTECT,
        related_name="listings",
        verbose_name=_("marketplace"),
    )
    address = models.CharField(_("address"), max_length=2000, blank=True)
    address_key = models.CharField(max_length=200, blank=True, editable=False)

    # Derived from the facts, in the transaction that adds one.
    state = models.CharField(
        _("state"), max_length=10, choices=rules.ListingState.choices, blank=True, editable=False
    )
    state_on = models.DateField(_("since"), null=True, editable=False)
    verified_on = models.DateField(_("last seen by an officer"), null=True, editable=False)
    # An officer looked and could not tell: until this day it stands apart in the queue.
    aside_until = models.DateField(null=True, editable=False)

    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ["-state_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address_key"],
                condition=~Q(address_key=""),
                name="marketplaces_listing_address_once",
            ),
            models.UniqueConstraint(
                fields=["product", "storefront"],
                condition=Q(address_key=""),
                name="marketplaces_listing_without_address_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["", *rules.ListingState.values]),
                name="marketplaces_listing_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["-state_on", "-id"], name="listing_newest"),
            models.Index(fields=["state", "-state_on", "-id"], name="listing_state_newest"),
            models.Index(
                fields=["marketplace", "state", "-state_on", "-id"],
                name="listing_marketplace_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.marketplace}"

    def get_absolute_url(self) -> str:
        """Where officers look at it."""
        return reverse("marketplaces:detail", args=[self.pk])

    @property
    def is_live(self) -> bool:
        """A buyer can order it now."""
        return self.state in rules.ON_SALE

    @property
    def is_verified(self) -> bool:
        """Somebody else than the enterprise saw it in its present state."""
        return self.verified_on is not None


class OnlyAdded(models.QuerySet["ListingFact"]):
    """Facts are added, never changed or taken away; a correction is a fact of its own."""

    def update(self, **kwargs: Any) -> int:
        """Refused."""
        raise TypeError("facts are never changed: add one that supersedes")

    def delete(self) -> Any:
        """Refused."""
        raise TypeError("facts are never deleted: add one that supersedes")


class ListingFact(models.Model):
    """From a day on, a listing is in a state: who says so, from where, recorded when.

    Two times are kept: ``effective_on``, when it was true, and ``recorded_at``, when it was known.
    A fact that ``supersedes`` another corrects it; without a state it withdraws it.
    """

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="facts")
    state = models.CharField(
        _("state"), max_length=10, choices=rules.ListingState.choices, blank=True
    )
    effective_on = models.DateField(_("from"))
    recorded_at = models.DateTimeField(_("recorded at"), default=clock.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    source = models.CharField(_("source"), max_length=10, choices=rules.Source.choices)
    evidence_url = models.CharField(_("evidence"), max_length=2000, blank=True)
    evidence_file = models.FileField(
        _("screenshot"),
        storage=PrivateStorage(),
        upload_to=private_name("evidence"),
        max_length=200,
        blank=True,
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    order_band = models.CharField(
        _("orders"), max_length=8, choices=rules.OrderBand.choices, blank=True
    )
    reason = models.CharField(_("reason"), max_length=30, blank=True)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("corrects"),
    )

    objects = OnlyAdded.as_manager()

    class Meta:
        verbose_name = _("entry about a listing")
        verbose_name_plural = _("entries about listings")
        ordering = ["effective_on", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="") | Q(supersedes__isnull=False),
                name="marketplaces_fact_says_something",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["", *rules.ListingState.values]),
                name="marketplaces_fact_state_known",
            ),
            models.CheckConstraint(
                condition=Q(source__in=rules.Source.values), name="marketplaces_fact_source_known"
            ),
            models.CheckConstraint(
                condition=~Q(supersedes=F("id")), name="marketplaces_fact_not_of_itself"
            ),
        ]
        indexes = [
            models.Index(
                fields=["listing", "effective_on", "recorded_at", "id"], name="fact_by_listing"
            ),
            models.Index(fields=["recorded_at"], name="fact_by_recording"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display() or '–'} {self.effective_on:%d/%m/%Y}"

    @property
    def reason_label(self) -> Any:
        """Why it was rejected, in words; empty where nothing of the list was chosen."""
        return dict(rules.RejectionReason.choices).get(self.reason, "")

    @property
    def plain(self) -> rules.Fact:
        """As the rules read it."""
        return rules.Fact(
            self.pk,
            self.state,
            self.effective_on,
            self.recorded_at,
            self.supersedes_id,
            self.source,
        )


class IntervalQuerySet(models.QuerySet["ListingInterval"]):
    """Words for days on sale."""

    def on(self, day: date) -> "IntervalQuerySet":
        """Those that cover this day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class ListingInterval(models.Model):
    """An unbroken run of days on which a listing was on sale: derived, never written by hand.

    Half-open: ``valid_to`` is the first day it no longer holds; null means still. The figures count these
    rows; ``manage.py check_listings`` compares them with the facts.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="intervals")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="intervals")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    marketplace = models.ForeignKey(
        Marketplace, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=rules.ListingState.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = IntervalQuerySet.as_manager()

    class Meta:
        verbose_name = _("days on sale")
        verbose_name_plural = _("days on sale")
        ordering = ["listing", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "valid_from"], name="marketplaces_interval_begins_once"
            ),
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(valid_to__isnull=True),
                name="marketplaces_interval_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="marketplaces_interval_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(str(state) for state in rules.ON_SALE)),
                name="marketplaces_interval_on_sale",
            ),
        ]
        indexes = [
            # The figure reads these alone, in order, and groups without sorting.
            models.Index(
                fields=["enterprise", "product", "valid_from", "valid_to"], name="interval_figure"
            ),
            models.Index(
                fields=["marketplace", "enterprise", "product", "valid_from", "valid_to"],
                name="interval_by_marketplace",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.valid_from:%d/%m/%Y} – {f'{self.valid_to:%d/%m/%Y}' if self.valid_to else ''}"
        )
