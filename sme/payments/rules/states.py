"""Where obligations, attempts, payments and refunds stand, and the accounts of the ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ObligationState(models.TextChoices):
    """What an obligation's payments say of it."""

    PENDING = "pending", _("to be paid")
    PARTLY = "partly", _("paid in part")
    PAID = "paid", _("paid")
    OVER = "over", _("paid too much")
    REFUNDED = "refunded", _("refunded")
    EXPIRED = "expired", _("no longer due")
    DISPUTED = "disputed", _("disputed")


class Method(models.TextChoices):
    """How money comes."""

    CARD = "card", _("card")
    TRANSFER = "transfer", _("bank transfer")
    CASH = "cash", _("cash")


class AttemptState(models.TextChoices):
    """Where a way to the card service stands."""

    OPEN = "open", _("open")
    PAID = "paid", _("paid")
    EXPIRED = "expired", _("ended")


class RefundState(models.TextChoices):
    """Where a refund stands."""

    ASKED = "asked", _("waits for approval")
    APPROVED = "approved", _("approved, on its way")
    DONE = "done", _("paid back")
    REFUSED = "refused", _("refused")


class DisputeState(models.TextChoices):
    """Where a payer's dispute about a card payment stands; what has ended does not begin again."""

    NONE = "", _("none")
    OPEN = "open", _("open")
    WON = "won", _("won")
    LOST = "lost", _("lost")


class EventState(models.TextChoices):
    """Where a message of the card service stands."""

    STORED = "stored", _("stored")
    HANDLED = "handled", _("handled")
    KEPT = "kept", _("kept, nothing to do")
    FAILED = "failed", _("needs a look")


class Account(models.TextChoices):
    """The accounts of the ledger; debits are positive, credits negative."""

    RECEIVABLE = "receivable", _("owed by enterprises")
    INCOME = "income", _("co-payments")
    CARD = "card", _("at the card service")
    TRANSFER = "transfer", _("at the bank")
    CASH = "cash", _("in the cash box")
    UNMATCHED = "unmatched", _("received, not yet assigned")
    LOSS = "loss", _("lost in disputes")


class PostingKind(models.TextChoices):
    """What moved."""

    OPENED = "opened", _("obligation opened")
    RECEIVED = "received", _("money received")
    ASSIGNED = "assigned", _("money assigned")
    REFUNDED = "refunded", _("money paid back")
    CLOSED = "closed", _("obligation closed")
    REOPENED = "reopened", _("obligation opened again")
    LOST = "lost", _("dispute lost")
    WITHDRAWN = "withdrawn", _("taken out of the books")


def state_of(
    amount: int, applied: int, excess: int, refunded: int, *, is_closed: bool, is_disputed: bool
) -> str:
    """The state that the figures (đồng) say: what was applied, came on top, was given back out of what was applied."""
    if is_disputed:
        return ObligationState.DISPUTED
    if refunded and refunded >= applied:
        return ObligationState.REFUNDED
    if is_closed:
        return ObligationState.EXPIRED
    if excess:
        return ObligationState.OVER
    if applied >= amount:
        return ObligationState.PAID
    return ObligationState.PARTLY if applied else ObligationState.PENDING
