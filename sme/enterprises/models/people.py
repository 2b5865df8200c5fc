"""People of an enterprise: whom to call, who acts for it, who asks to, and what they have begun."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared.files import PrivateStorage, private_name
from portal.shared.models import Timestamped
from sme.enterprises.rules import ClaimState, MemberRole


class Contact(Timestamped):
    """A person to call at an enterprise."""

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.CASCADE, related_name="contacts"
    )
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
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=8, choices=MemberRole.choices)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "enterprise"], name="enterprises_member_once"),
            models.CheckConstraint(
                condition=Q(role__in=MemberRole.values), name="enterprises_member_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"


class RegistrationDraft(Timestamped):
    """What a person has typed so far while registering; nothing is lost when the phone rings."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="registration_draft"
    )
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("registration not yet sent")
        verbose_name_plural = _("registrations not yet sent")

    def __str__(self) -> str:
        return str(self.user)


class Invitation(Timestamped):
    """An owner asks somebody, by e-mail, to act for the enterprise; the link is kept only as a digest."""

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=8, choices=MemberRole.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "email"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="enterprises_invited_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=MemberRole.values), name="enterprises_invited_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.enterprise}"


UNDECIDED = (ClaimState.WAITING.value, ClaimState.RETURNED.value)


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Words for claims."""

    def waiting(self) -> "ClaimQuerySet":
        """Not yet decided, the oldest first."""
        return self.filter(state=ClaimState.WAITING).order_by("created_at", "pk")

    def visible_to(self, user: Any) -> "ClaimQuerySet":
        """Those on enterprises that an officer answers for, and a person's own."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        own = Q(claimant_id=user.pk)
        if not user.is_officer:
            return self.filter(own)
        from sme.enterprises.models.records import Enterprise  # it reads this module

        return self.filter(Q(enterprise__in=Enterprise.objects.visible_to(user)) | own)


class Claim(Timestamped):
    """A person says that a record of the registry is theirs; the office decides by proof, never by guessing."""

    enterprise = models.ForeignKey(
        "enterprises.Enterprise", on_delete=models.CASCADE, related_name="claims"
    )
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ClaimState.choices, default=ClaimState.WAITING
    )
    note = models.CharField(_("what the person says"), max_length=500, blank=True)
    proof = models.FileField(
        _("proof"),
        storage=PrivateStorage(),
        upload_to=private_name("claims"),
        max_length=200,
        blank=True,
    )
    proof_name = models.CharField(_("file name"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "claimant"],
                condition=Q(state__in=UNDECIDED),
                name="enterprises_claim_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.values), name="enterprises_claim_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claimant} → {self.enterprise}"
