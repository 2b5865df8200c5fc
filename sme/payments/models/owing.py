"""What is owed, how it was tried, what was paid and given back, and the ledger under it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.models import Timestamped
from portal.shared.text import Bilingual
from sme.enterprises.models import Enterprise
from sme.payments.rules.states import (
    AttemptState,
    DisputeState,
    Method,
    ObligationState,
    RefundState,
)
from sme.programmes.models import Enrolment, SupportContract

PERSON = settings.AUTH_USER_MODEL
PAYABLE = (ObligationState.PENDING, ObligationState.PARTLY)


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Words for obligations."""

    def visible_to(self, user: Any) -> "ObligationQuerySet":
        """Those of enterprises that this person may see."""
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user))

    def open(self) -> "ObligationQuerySet":
        """Something is still to be paid."""
        return self.filter(state__in=PAYABLE)

    def overdue(self) -> "ObligationQuerySet":
        """Open after their day."""
        return self.open().filter(due_on__lt=clock.today())


class Obligation(Timestamped):
    """An enterprise owes an amount; its figures follow from its payments and are written with them."""

    enterprise = models.ForeignKey(
        Enterprise,
        on_delete=models.PROTECT,
        related_name="obligations",
        verbose_name=_("enterprise"),
    )
    enrolment = models.ForeignKey(
        Enrolment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
        verbose_name=_("enrolment"),
    )
    contract = models.ForeignKey(
        SupportContract,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
        verbose_name=_("supported contract"),
    )
    reference = models.CharField(_("reference"), max_length=10, unique=True, null=True)
    purpose_vi = models.CharField(_("purpose (Vietnamese)"), max_length=200)
    purpose_en = models.CharField(_("purpose (English)"), max_length=200, blank=True)
    amount = models.PositiveBigIntegerField(_("amount"))
    full_price = models.PositiveBigIntegerField(_("full price"), null=True, blank=True)
    support = models.PositiveBigIntegerField(_("support of the State"), null=True, blank=True)
    due_on = models.DateField(_("due on"))
    reserved_until = models.DateTimeField(_("place kept until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ObligationState.choices, default=ObligationState.PENDING
    )
    applied = models.PositiveBigIntegerField(_("paid"), default=0)
    excess = models.PositiveBigIntegerField(_("paid on top"), default=0)
    refunded = models.PositiveBigIntegerField(_("paid back"), default=0)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = ObligationQuerySet.as_manager()
    purpose = Bilingual("purpose")

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="payments_obligation_list")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_obligation_amount"),
            models.CheckConstraint(condition=~Q(purpose_vi=""), name="payments_obligation_purpose"),
            models.CheckConstraint(
                condition=Q(applied__lte=F("amount")), name="payments_obligation_not_twice"
            ),
            models.CheckConstraint(
                condition=Q(refunded__lte=F("applied")), name="payments_obligation_refunds"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ObligationState.values), name="payments_obligation_state"
            ),
            models.CheckConstraint(
                condition=Q(full_price__isnull=True, support__isnull=True)
                | Q(full_price=F("amount") + F("support")),
                name="payments_obligation_arithmetic",
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(closed_at__isnull=True),
                name="payments_obligation_of_contract",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.amount}"

    @property
    def outstanding(self) -> int:
        """What is still to be paid, in đồng."""
        return self.amount - self.applied if self.state in PAYABLE else 0

    @property
    def claim(self) -> int:
        """What the ledger still holds against the enterprise, in đồng."""
        return 0 if self.closed_at else self.amount - self.applied

    @property
    def is_overdue(self) -> bool:
        """Open after its day."""
        return self.state in PAYABLE and self.due_on < clock.today()

    def get_absolute_url(self) -> str:
        """Its page in the workspace."""
        return reverse("payments:obligation", args=[self.pk])


class Attempt(Timestamped):
    """One way to the card service; its key makes a repeated call the same call."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="attempts")
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    amount = models.PositiveBigIntegerField(_("amount"))
    params = models.JSONField(_("what was asked"), default=dict)
    session = models.CharField(_("session"), max_length=255, unique=True, null=True)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    expires_at = models.DateTimeField(_("ends at"))
    state = models.CharField(
        _("state"), max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN
    )

    class Meta:
        verbose_name = _("attempt to pay")
        verbose_name_plural = _("attempts to pay")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"], condition=Q(state="open"), name="payments_attempt_one_open"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_attempt_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.key}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Words for payments."""

    def unmatched(self) -> "PaymentQuerySet":
        """Money of which a part is neither assigned nor given back: it waits for a person."""
        return self.filter(loose__gt=0)


class Payment(Timestamped):
    """Money that came, once: ``applied`` of it pays its obligation, ``loose`` waits, the rest went back."""

    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, null=True, blank=True, related_name="payments"
    )
    method = models.CharField(_("method"), max_length=10, choices=Method.choices)
    provider_id = models.CharField(_("id at the provider"), max_length=255)
    amount = models.PositiveBigIntegerField(_("amount"))
    applied = models.PositiveBigIntegerField(_("assigned"), default=0)
    loose = models.PositiveBigIntegerField(_("not assigned"), default=0)
    words = models.CharField(_("words of the payer"), max_length=300, blank=True)
    received_on = models.DateField(_("received on"))
    is_late = models.BooleanField(_("came after its place was given up"), default=False)
    is_withdrawn = models.BooleanField(_("taken out of the books"), default=False)
    is_disputed = models.BooleanField(_("disputed"), default=False)
    dispute = models.CharField(
        _("dispute"),
        max_length=4,
        choices=DisputeState.choices,
        blank=True,
        default=DisputeState.NONE,
    )
    lost = models.PositiveBigIntegerField(_("lost in a dispute"), default=0)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["method", "provider_id"], name="payments_payment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_payment_amount"),
            models.CheckConstraint(
                condition=Q(amount__gte=F("applied") + F("loose")), name="payments_payment_parts"
            ),
            models.CheckConstraint(
                condition=Q(lost=0) | Q(dispute="lost", lost__lte=F("amount")),
                name="payments_payment_lost",
            ),
            models.CheckConstraint(
                condition=Q(applied=0) | Q(obligation__isnull=False), name="payments_payment_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.amount}"


class Refund(Timestamped):
    """Money that goes back; who asks does not approve."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    amount = models.PositiveBigIntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=300)
    requested_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    provider_id = models.CharField(_("id at the provider"), max_length=255, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RefundState.choices, default=RefundState.ASKED
    )
    done_on = models.DateField(_("paid back on"), null=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_refund_amount"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
                name="payments_refund_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "refused"]) | Q(approved_by__isnull=False),
                name="payments_refund_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"−{self.amount}"
