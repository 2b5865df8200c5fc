"""What a payer disputes at the card's bank: held while it is open, and booked as a loss when it is lost."""

from typing import Any

from django.db import transaction
from django.db.models import Sum

from portal.shared import audit
from sme.payments.models import Payment
from sme.payments.rules.states import Account, DisputeState, PostingKind, RefundState
from sme.payments.rules.wire import is_amount
from sme.payments.services import ledger, obligations
from sme.payments.services.refunds import locked_payment


def move_dispute(payment: Payment, told: str, *, amount: Any = None) -> Payment:
    """Note how a dispute stands; one that has ended stays ended, whatever is told late or again.

    A lost one is booked: ``amount`` đồng (all that is left where it is not told) leave the account of the card
    service as a loss, out of what was not assigned first. What the enterprise owed stays paid in the books and the
    obligation stays *disputed*: whether to ask again is the office's decision. The fee of a dispute is on the card
    service's own statement.
    """
    with transaction.atomic():
        now = locked_payment(payment.pk)
        if now.dispute in (DisputeState.WON, DisputeState.LOST, told):
            return now
        now.dispute, now.is_disputed = told, told != DisputeState.WON
        if told == DisputeState.LOST:
            _book_loss(now, amount)
        now.save(update_fields=["dispute", "is_disputed", "loose", "lost", "updated_at"])
        if now.obligation_id:
            ledger.settle(obligations.locked(now.obligation_id))
        data = {"dispute": str(told), "lost": now.lost, **audit.BY_SYSTEM}
        audit.record(now, "payments.move_dispute", actor=None, data=data)
    return now


def _book_loss(payment: Payment, amount: Any) -> None:
    back = payment.refunds.filter(state=RefundState.DONE).aggregate(n=Sum("amount"))["n"] or 0
    left = payment.amount - back
    payment.lost = min(amount, left) if is_amount(amount) else left
    if not payment.lost:
        return
    loose = min(payment.loose, payment.lost)
    payment.loose -= loose
    entries = {
        Account.UNMATCHED.value: loose,
        Account.LOSS.value: payment.lost - loose,
        Account(payment.method).value: -payment.lost,
    }
    ledger.post(PostingKind.LOST, entries, obligation=payment.obligation, payment=payment)
