"""Those whom we help, how they are identified, and who acts for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped, Versioned
from sme.enterprises.rules import IdentifierType, Kind, LegalForm, MemberRole, SizeClass, State
from sme.places.models import Unit


class Enterprise(Versioned, Timestamped):
    """An enterprise, co-operative, household business or production facility."""

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    legal_form = models.CharField(
        _("legal form"), max_length=12, choices=LegalForm.choices, blank=True
    )
    name = models.CharField(_("name"), max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)

    sector = models.CharField(_("sector"), max_length=1, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    revenue_band = models.CharField(_("revenue a year"), max_length=12, blank=True)
    capital_band = models.CharField(_("capital"), max_length=12, blank=True)
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
    readiness_on = models.DateField(null=True, editable=False)
    live_products = models.PositiveIntegerField(default=0, editable=False)

    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)
    search_text = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Identifier(Timestamped):
    """A number under which an authority knows an enterprise, while it is valid."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="identifiers")
    type = models.CharField(_("type"), max_length=8, choices=IdentifierType.choices)
    value = models.CharField(_("number"), max_length=20)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=100, blank=True)

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
        ]

    def __str__(self) -> str:
        return self.value


class Contact(Timestamped):
    """A person to call at an enterprise."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_representative = models.BooleanField(_("legal representative"), default=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-is_representative", "pk"]

    def __str__(self) -> str:
        return self.name


class Membership(Timestamped):
    """A person acts for an enterprise."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=MemberRole.choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "enterprise"], name="enterprises_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"
