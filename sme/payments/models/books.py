"""Messages, receipts and the double-entry ledger."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.shared.models import Timestamped
from sme.payments.models.owing import Obligation, Payment, Refund
from sme.payments.rules.states import (
    Account,
    EventState,
    PostingKind,
)


class WebhookEvent(Timestamped):
    """A message of the card service, stored as it came before anything is done."""

    event_id = models.CharField(_("event"), max_length=255, unique=True)
    kind = models.CharField(_("kind"), max_length=100)
    body = models.TextField(_("body"))
    state = models.CharField(
        _("state"), max_length=10, choices=EventState.choices, default=EventState.STORED
    )
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("message of the card service")
        verbose_name_plural = _("messages of the card service")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state"], name="payments_event_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class ReceiptCounter(models.Model):
    """The last number of a year; its row is locked while a number is taken, so that there is no gap."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter of receipts")
        verbose_name_plural = _("counters of receipts")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Receipt(models.Model):
    """A numbered receipt of one payment's assigned amount."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="receipts")
    amount = models.PositiveBigIntegerField(_("amount"))
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="payments_receipt_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_receipt_amount"),
        ]

    def __str__(self) -> str:
        return f"BN-{self.year}-{self.number:06d}"


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are written once."""

    def update(self, **_fields: Any) -> NoReturn:
        """Refuses: entries are reversed, never edited."""
        raise TypeError("the ledger is append-only")

    def delete(self) -> NoReturn:
        """Refuses."""
        raise TypeError("the ledger is append-only")


class Posting(models.Model):
    """One movement; the amounts of its entries are nought together."""

    kind = models.CharField(_("kind"), max_length=10, choices=PostingKind.choices)
    at = models.DateTimeField(_("at"))
    obligation = models.ForeignKey(
        Obligation, on_delete=models.PROTECT, null=True, related_name="postings"
    )
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, null=True, related_name="postings"
    )
    refund = models.OneToOneField(
        Refund, on_delete=models.PROTECT, null=True, related_name="posting"
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"], condition=Q(kind="opened"), name="payments_posting_opened"
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(kind="received"), name="payments_posting_received"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Entry(models.Model):
    """One side of a posting: debit above zero, credit below."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(_("account"), max_length=12, choices=Account.choices)
    amount = models.BigIntegerField(_("amount"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting", "account"], name="payments_entry_account_once"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="payments_entry_amount"),
            models.CheckConstraint(
                condition=Q(account__in=Account.values), name="payments_entry_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
