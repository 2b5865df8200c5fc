"""What is owed, how it was tried, what was paid and given back, and the ledger under it."""

from sme.payments.models.books import (
    AppendOnlyQuerySet,
    Entry,
    Posting,
    Receipt,
    ReceiptCounter,
    WebhookEvent,
)
from sme.payments.models.owing import (
    PAYABLE,
    Attempt,
    Obligation,
    ObligationQuerySet,
    Payment,
    PaymentQuerySet,
    Refund,
)
from sme.payments.models.prices import CohortPrice

__all__ = [
    "PAYABLE",
    "AppendOnlyQuerySet",
    "Attempt",
    "CohortPrice",
    "Entry",
    "Obligation",
    "ObligationQuerySet",
    "Payment",
    "PaymentQuerySet",
    "Posting",
    "Receipt",
    "ReceiptCounter",
    "Refund",
    "WebhookEvent",
]
