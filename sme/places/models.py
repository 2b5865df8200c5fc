"""Administrative units with the days on which they were valid, and which became which."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sme.places.rules import Level


class UnitQuerySet(models.QuerySet["Unit"]):
    """Words for units."""

    def on(self, day: date) -> "UnitQuerySet":
        """Units that were valid on this day."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
            valid_from__lte=day,
        )

    def communes(self) -> "UnitQuerySet":
        """The lowest level: communes, wards, townships."""
        return self.filter(level=Level.COMMUNE)

    def former(self, day: date) -> "UnitQuerySet":
        """Units that were no more on this day."""
        return self.filter(valid_to__lte=day)

    def by_name(self) -> "UnitQuerySet":
        """In the order of a Vietnamese dictionary."""
        return self.order_by("sort_key", "code", "valid_from")


class Unit(models.Model):
    """One administrative unit during the time it existed.

    A code alone does not name a unit: 82 was Tiền Giang until 30 June 2025 and is Đồng Tháp since.
    Names are not unique either.
    """

    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("First day on which it is no more.")
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("What is not certain about this row.")
    )
    search_text = models.CharField(max_length=300, editable=False, default="")
    sort_key = models.CharField(max_length=200, editable=False, default="")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ["sort_key", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "code", "valid_from"], name="places_unit_code_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="places_unit_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="places_unit_level_known"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="places_unit_has_code"),
        ]
        indexes = [
            models.Index(fields=["level", "valid_to", "sort_key"], name="places_unit_list"),
            models.Index(fields=["sort_key", "code"], name="places_unit_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_former(self) -> bool:
        """It is known to have ended (for what ends in the future, ask for a day)."""
        return self.valid_to is not None

    @property
    def full_name(self) -> str:
        """With its district, which alone tells former communes apart; needs ``parent`` at hand."""
        if self.level == Level.COMMUNE and self.parent and self.parent.level == Level.DISTRICT:
            return f"{self.name}, {self.parent.name}"
        return self.name


class Succession(models.Model):
    """An old unit went into a new one, wholly or in part.

    An old unit that was split has several rows, none of them whole; what was recorded under it
    cannot be allocated and is shown as such, never guessed.
    """

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="formed_from")
    is_whole = models.BooleanField(_("wholly"))

    class Meta:
        verbose_name = _("succession of units")
        verbose_name_plural = _("successions of units")
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="places_succession_once"),
            models.CheckConstraint(
                condition=~Q(old=F("new")), name="places_succession_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Remit(models.Model):
    """The area for which an officer answers: the whole province, or named units.

    An officer without a remit sees nothing: forgetting a row never opens anything.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="remit"
    )
    is_whole_province = models.BooleanField(_("the whole province"), default=False)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("units"))

    class Meta:
        verbose_name = _("officer's area")
        verbose_name_plural = _("officers' areas")

    def __str__(self) -> str:
        return str(self.user)
