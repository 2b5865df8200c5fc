"""Reads what is owed and paid: lists of the office, totals per cohort, the enterprise's own."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Case, Count, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from sme.enterprises.models import Enterprise
from sme.payments.models import Obligation, Payment, Posting, Refund, WebhookEvent
from sme.payments.rules import transfers
from sme.payments.rules.states import EventState, RefundState


def owed_by(enterprise: Enterprise) -> list[Obligation]:
    """Everything an enterprise owes or has paid, what is open first."""
    rows = Obligation.objects.filter(enterprise=enterprise).prefetch_related("payments__receipts")
    return sorted(rows, key=lambda each: (not each.outstanding, each.due_on))


def counts() -> dict[str, int]:
    """How many of each kind wait for the office."""
    return {
        "open": Obligation.objects.open().count(),
        "overdue": Obligation.objects.overdue().count(),
        "unmatched": Payment.objects.unmatched().count(),
        "refunds": Refund.objects.filter(state__in=WAITING).count(),
        "messages": WebhookEvent.objects.filter(state=EventState.FAILED).count(),
    }


WAITING = (RefundState.ASKED, RefundState.APPROVED)


def listed(show: str) -> QuerySet[Any]:
    """The rows of one of the office's lists."""
    if show == "unmatched":
        return Payment.objects.unmatched().select_related("obligation__enterprise")
    if show == "refunds":
        rows = Refund.objects.filter(state__in=WAITING)
        return rows.select_related("payment__obligation__enterprise", "requested_by")
    found = Obligation.objects.select_related("enterprise", "enrolment__cohort")
    if show == "overdue":
        return found.overdue()
    return found if show == "all" else found.open()


def totals() -> list[dict[str, Any]]:
    """Asked, paid, paid back and still owed, in đồng, for each cohort and for what stands alone."""
    whole = BigIntegerField()
    closed = When(closed_at__isnull=False, then=Value(0))
    owed = Case(closed, default=F("amount") - F("applied"), output_field=whole)
    asked = Case(closed, default=F("amount"), output_field=whole)
    rows = Obligation.objects.order_by("enrolment__cohort__code").values("enrolment__cohort__code")
    return [
        dict(row)
        for row in rows.annotate(
            code=Coalesce("enrolment__cohort__code", Value("")),
            n=Count("pk"),
            asked=Sum(asked),
            paid=Sum("applied"),
            back=Sum("refunded"),
            owed=Sum(owed),
        )
    ]


def journal() -> Iterator[Sequence[Any]]:
    """The ledger's entries for the accountant, oldest first."""
    rows = Posting.objects.prefetch_related("entries").select_related("obligation", "payment")
    for posting in rows.iterator(chunk_size=500):
        for entry in posting.entries.all():
            yield (
                posting.pk,
                posting.at,
                posting.kind,
                posting.obligation.reference if posting.obligation else "",
                posting.payment.method if posting.payment else "",
                entry.account,
                max(entry.amount, 0),
                max(-entry.amount, 0),
            )


def transfer_code(obligation: Obligation) -> str:
    """The content of the VietQR code that pays this, or nothing where no bank account is set up."""
    if not (settings.BANK_BIN and settings.BANK_ACCOUNT and obligation.outstanding):
        return ""
    reference = obligation.reference or ""
    return transfers.vietqr(
        settings.BANK_BIN, settings.BANK_ACCOUNT, obligation.outstanding, reference
    )
