"""The catalogue of digital solutions with reviewed providers, and which of them enterprises use, since when."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.models import Timestamped
from portal.shared.text import Bilingual
from sme.enterprises.models import Enterprise
from sme.programmes.models.support import SupportContract
from sme.programmes.rules import Paid, SolutionKind


class SolutionQuerySet(models.QuerySet["Solution"]):
    """Words for the catalogue."""

    def public_on(self, day: date) -> "SolutionQuerySet":
        """Those that everybody may read: reviewed, and the review still holds on a day."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            is_public=True,
            reviewed_on__lte=day,
        )


class Solution(Timestamped):
    """A product of a provider that the office has looked at; edited in Wagtail."""

    name_vi = models.CharField(_("name (Vietnamese)"), max_length=150)
    name_en = models.CharField(_("name (English)"), max_length=150, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=SolutionKind.choices)
    provider = models.CharField(_("provider"), max_length=150)
    summary_vi = models.TextField(_("what it does (Vietnamese)"), max_length=500, blank=True)
    summary_en = models.TextField(_("what it does (English)"), max_length=500, blank=True)
    price_vi = models.CharField(_("price (Vietnamese)"), max_length=200, blank=True)
    price_en = models.CharField(_("price (English)"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    help_url = models.URLField(_("address of its instructions"), blank=True)
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    reviewed_by = models.CharField(
        _("reviewed by"),
        max_length=150,
        blank=True,
        help_text=_("The office or expert who looked at it."),
    )
    valid_until = models.DateField(
        _("review holds until"),
        null=True,
        blank=True,
        help_text=_("After this day it is no longer shown."),
    )
    is_demo = models.BooleanField(
        _("invented for the demonstration"), default=False, editable=False
    )

    objects = SolutionQuerySet.as_manager()
    name = Bilingual("name")
    summary = Bilingual("summary")
    price = Bilingual("price")

    class Meta:
        verbose_name = _("digital solution")
        verbose_name_plural = _("digital solutions")
        ordering = ["kind", "name_vi"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "name_vi"], name="programmes_solution_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SolutionKind.values), name="programmes_solution_kind"
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | (Q(reviewed_on__isnull=False) & ~Q(reviewed_by="")),
                name="programmes_solution_public_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("reviewed_on")),
                name="programmes_solution_review_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.provider}"

    def clean(self) -> None:
        """What editors are told beside the field; the database refuses it as well."""
        if self.is_public and not (self.reviewed_on and self.reviewed_by):
            raise ValidationError(
                {"reviewed_on": _("Say who reviewed it and when, before everybody sees it.")}
            )
        if self.valid_until and self.reviewed_on and self.valid_until < self.reviewed_on:
            raise ValidationError({"valid_until": _("The review cannot end before its own day.")})


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Words for what is used."""

    def on(self, day: date) -> "AdoptionQuerySet":
        """In use on a day."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), since_on__lte=day)

    def visible_to(self, user: Any) -> "AdoptionQuerySet":
        """Those of enterprises that this person may see."""
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user))


class Adoption(Timestamped):
    """An enterprise uses a solution since a day; ``ended_on`` is the first day on which it no longer does."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="adoptions")
    kind = models.CharField(_("kind"), max_length=12, choices=SolutionKind.choices)
    solution = models.ForeignKey(
        Solution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adoptions",
        verbose_name=_("from the catalogue"),
    )
    title = models.CharField(_("name of the solution"), max_length=150)
    title_key = models.CharField(max_length=150, editable=False)
    since_on = models.DateField(_("used since"))
    ended_on = models.DateField(_("used until"), null=True, blank=True)
    paid = models.CharField(_("paid how"), max_length=8, choices=Paid.choices, default=Paid.UNKNOWN)
    contract = models.ForeignKey(
        SupportContract,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adoptions",
        verbose_name=_("supported contract"),
    )
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a digital solution")
        verbose_name_plural = _("uses of digital solutions")
        ordering = ["-since_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "kind", "title_key"],
                condition=Q(ended_on__isnull=True),
                name="programmes_adoption_live_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SolutionKind.values), name="programmes_adoption_kind"
            ),
            models.CheckConstraint(
                condition=Q(paid__in=Paid.values), name="programmes_adoption_paid"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since_on")),
                name="programmes_adoption_in_order",
            ),
        ]
        indexes = [models.Index(fields=["kind", "since_on"], name="programmes_adoption_kind")]

    def __str__(self) -> str:
        return f"#{self.enterprise_id} · {self.get_kind_display()} · {self.title}"

    @property
    def is_live(self) -> bool:
        """Still in use today."""
        return self.ended_on is None or self.ended_on > clock.today()
