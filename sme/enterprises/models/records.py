"""Those whom we help: one row for each, with what holds now."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.models import Timestamped, Versioned
from sme.enterprises.models.identity import Identifier
from sme.enterprises.models.people import Membership
from sme.enterprises.rules import Kind, LegalForm, SizeClass, State
from sme.places import selectors as places
from sme.places.models import Unit


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    """Words for enterprises."""

    def visible_to(self, user: Any) -> "EnterpriseQuerySet":
        """What a person may see: administrators all, officers their area, members their own; others nothing.

        A record that was merged into another is seen by nobody: the other one is.
        """
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        present = self.unmerged()
        if user.is_administrator:
            return present
        area = places.remit_unit_ids(user) if user.is_officer else set()
        if area is None:
            return present
        own = Q(pk__in=Membership.objects.filter(user_id=user.pk).values("enterprise_id"))
        return present.filter(Q(place_id__in=area) | own if area else own)

    def unmerged(self) -> "EnterpriseQuerySet":
        """Records that stand for themselves."""
        return self.filter(merged_into__isnull=True)

    def run_by(self, user: Any) -> "EnterpriseQuerySet":
        """Those for which a person acts."""
        return self.unmerged().filter(memberships__user_id=user.pk)

    def open(self) -> "EnterpriseQuerySet":
        """Still in business, as far as the office knows."""
        return self.unmerged().exclude(state=State.CLOSED)

    def by_name(self) -> "EnterpriseQuerySet":
        """In the order of a Vietnamese dictionary."""
        return self.order_by("sort_key", "pk")

    def with_numbers(self) -> "EnterpriseQuerySet":
        """With their present identifiers read along, for ``present_identifiers``."""
        return self.prefetch_related(
            Prefetch("identifiers", Identifier.objects.present(), to_attr="_present_identifiers")
        )


class Enterprise(Versioned, Timestamped):
    """An enterprise, co-operative, household business or production facility."""

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    legal_form = models.CharField(
        _("legal form"), max_length=12, choices=LegalForm.choices, blank=True
    )
    name = models.CharField(_("name"), max_length=255)
    sort_key = models.CharField(max_length=200, editable=False, default="")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified by"),
    )
    registered_on = models.DateField(_("in the registry since"), default=clock.today)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_reason = models.CharField(_("why it closed"), max_length=200, blank=True)
    profile_since = models.DateField(
        _("name, kind, form, place and sector hold since"), null=True, blank=True, editable=False
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer in charge"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        editable=False,
        db_index=False,  # nearly all are null: see the partial index below
        verbose_name=_("merged into"),
    )

    sector = models.CharField(_("sector"), max_length=1, blank=True)
    division = models.CharField(_("division"), max_length=2, blank=True)
    sector_version = models.CharField(
        _("version of the sectors"), max_length=8, default="2018", editable=False
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    revenue_band = models.CharField(_("revenue a year"), max_length=12, blank=True)
    capital_band = models.CharField(_("capital"), max_length=12, blank=True)
    revenue = models.BigIntegerField(_("revenue a year, exactly"), null=True, blank=True)
    capital = models.BigIntegerField(_("capital, exactly"), null=True, blank=True)
    size_class = models.CharField(
        _("size class"), max_length=8, choices=SizeClass.choices, default=SizeClass.UNKNOWN
    )
    is_women_led = models.BooleanField(_("led by a woman"), null=True, blank=True)

    place = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("commune or ward")
    )
    address = models.CharField(_("address"), max_length=255, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)

    # Facts that higher rooms tell (see the services of this room).
    readiness_level = models.PositiveSmallIntegerField(_("readiness"), null=True, editable=False)
    readiness_percent = models.PositiveSmallIntegerField(null=True, editable=False)
    readiness_on = models.DateField(null=True, editable=False)
    readiness_framework = models.CharField(max_length=80, blank=True, editable=False, default="")
    live_products = models.PositiveIntegerField(_("products on sale"), default=0, editable=False)

    # Kept by the services, so that lists answer from one row and one index.
    has_identifier = models.BooleanField(default=False, editable=False)
    search_text = models.TextField(editable=False, default="")
    core_name = models.CharField(max_length=120, editable=False, default="")

    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="enterprises_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="enterprises_state_known"
            ),
            models.CheckConstraint(
                condition=Q(size_class__in=SizeClass.values), name="enterprises_size_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="enterprises_has_a_name"),
            models.CheckConstraint(
                condition=Q(revenue__isnull=True) | Q(revenue__gte=0),
                name="enterprises_revenue_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(capital__isnull=True) | Q(capital__gte=0),
                name="enterprises_capital_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="enterprises_not_merged_into_itself",
            ),
        ]
        # One for each way the officers' list is narrowed, each in the order it is shown in.
        indexes = [
            models.Index(fields=["sort_key", "id"], name="enterprises_by_name"),
            models.Index(fields=["place", "sort_key", "id"], name="enterprises_by_place"),
            models.Index(fields=["kind", "sort_key", "id"], name="enterprises_by_kind"),
            models.Index(fields=["state", "sort_key", "id"], name="enterprises_by_state"),
            models.Index(fields=["sector", "sort_key", "id"], name="enterprises_by_sector"),
            models.Index(fields=["size_class", "sort_key", "id"], name="enterprises_by_size"),
            models.Index(
                fields=["live_products", "sort_key", "id"], name="enterprises_by_products"
            ),
            models.Index(fields=["registered_on", "id"], name="enterprises_by_day"),
            models.Index(
                fields=["sort_key", "id"],
                condition=Q(has_identifier=False),
                name="enterprises_without_number",
            ),
            models.Index(fields=["core_name"], name="enterprises_core_name"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="enterprises_same_phone"),
            models.Index(fields=["email"], condition=~Q(email=""), name="enterprises_same_email"),
            models.Index(fields=["responsible", "sort_key", "id"], name="enterprises_by_officer"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="enterprises_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the officers' workspace."""
        return reverse("enterprises:detail", args=[self.pk])

    @property
    def present_identifiers(self) -> "list[Identifier]":
        """Its identifiers that hold now; one query unless ``with_numbers()`` read them along."""
        if not hasattr(self, "_present_identifiers"):
            self._present_identifiers = list(self.identifiers.present())
        return self._present_identifiers

    @property
    def main_identifier(self) -> "Identifier | None":
        """The number it is known by: the tax code before others."""
        return next(iter(self.present_identifiers), None)

    @property
    def is_verified(self) -> bool:
        """The office has checked it."""
        return self.state == State.VERIFIED
