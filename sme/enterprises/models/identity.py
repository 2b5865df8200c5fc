"""What identifies an enterprise through time: its numbers, what it was called before, what it came from."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped
from sme.enterprises.rules import (
    IdentifierType,
    Kind,
    LegalForm,
    LineageKind,
    SizeClass,
    format_identifier,
    masked,
)
from sme.places.models import Unit


class IdentifierQuerySet(models.QuerySet["Identifier"]):
    """Words for identifiers."""

    def present(self) -> "IdentifierQuerySet":
        """Those that hold now, the tax code first."""
        first = models.Case(
            models.When(type=IdentifierType.TAX_CODE, then=0),
            models.When(type=IdentifierType.PERSONAL_ID, then=1),
            default=2,
        )
        return self.filter(valid_to__isnull=True).order_by(first, "pk")

    def on(self, day: date) -> "IdentifierQuerySet":
        """Those that held on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )


class Identifier(Timestamped):
    """A number under which an authority knows an enterprise, while it is valid.

    Personal numbers are personal data: show ``masked_value`` unless the reader needs the whole.
    """

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.CASCADE, related_name="identifiers"
    )
    type = models.CharField(_("type"), max_length=8, choices=IdentifierType.choices)
    value = models.CharField(_("number"), max_length=20)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=100, blank=True)
    kept_reason = models.CharField(
        _("kept although its check digit is wrong, because"), max_length=200, blank=True
    )

    objects = IdentifierQuerySet.as_manager()

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(
                fields=["type", "value"],
                condition=Q(valid_to__isnull=True),
                name="enterprises_identifier_held_once",
            ),
            models.CheckConstraint(
                condition=~Q(value=""), name="enterprises_identifier_never_blank"
            ),
            models.CheckConstraint(
                condition=Q(type__in=IdentifierType.values),
                name="enterprises_identifier_type_known",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="enterprises_identifier_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["value"], name="enterprises_identifier_value")]

    def __str__(self) -> str:
        return self.masked_value

    @property
    def masked_value(self) -> str:
        """Fit for lists and files: of a personal number only the last four digits."""
        return masked(self.type, self.value)

    @property
    def shown_value(self) -> str:
        """The whole number as people read it, for those who need it."""
        return format_identifier(self.type, self.value)

    @property
    def is_personal(self) -> bool:
        """It is a person's number."""
        return self.type == IdentifierType.PERSONAL_ID


class FormerProfileQuerySet(models.QuerySet["FormerProfile"]):
    """Words for former profiles."""

    def on(self, day: date) -> "FormerProfileQuerySet":
        """Those that held on a day; an enterprise without one on that day was as it is now."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__gt=day))


class FormerProfile(Timestamped):
    """What a record was called, its kind, form, place, sector and size, in a period that has ended.

    What holds now stands on the enterprise itself, since ``profile_since``. Periods are half-open,
    ``valid_to`` is the first day on which it no longer held; ``valid_from`` ``None`` is "always before".
    """

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.CASCADE, related_name="former_profiles"
    )
    name = models.CharField(_("name"), max_length=255)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    legal_form = models.CharField(
        _("legal form"), max_length=12, choices=LegalForm.choices, blank=True
    )
    place = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("commune or ward")
    )
    sector = models.CharField(_("sector"), max_length=1, blank=True)
    size_class = models.CharField(
        _("size class"), max_length=8, choices=SizeClass.choices, default=SizeClass.UNKNOWN
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"))
    reason = models.CharField(_("why it changed"), max_length=200, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = FormerProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("former profile")
        verbose_name_plural = _("former profiles")
        ordering = ["-valid_to", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "valid_to"], name="enterprises_profile_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="enterprises_profile_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (– {self.valid_to:%d/%m/%Y})"


class Lineage(Timestamped):
    """One record came from another: became, merged, split, branch, taken over."""

    predecessor = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.PROTECT, related_name="origins"
    )
    kind = models.CharField(_("what happened"), max_length=12, choices=LineageKind.choices)
    on = models.DateField(_("on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "kind"], name="enterprises_lineage_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="enterprises_lineage_of_two"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LineageKind.values), name="enterprises_lineage_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
