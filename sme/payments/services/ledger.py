"""Writes the ledger, and keeps each obligation's figures what its payments say."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Sum

from portal.shared import clock
from sme.payments.models import Entry, Obligation, Payment, Posting, Receipt, ReceiptCounter
from sme.payments.rules.states import Account, RefundState, state_of


class Unbalanced(AssertionError):
    """A posting's entries are not nought together: a mistake of ours; nothing is written."""


def post(kind: str, entries: Mapping[Any, int], **about: Any) -> Posting:
    """Write a posting (account → đồng, debit above zero); refuses (``Unbalanced``) one that is not nought."""
    if sum(entries.values()) != 0:
        raise Unbalanced(kind)
    posting = Posting.objects.create(kind=kind, at=clock.now(), **about)
    Entry.objects.bulk_create(
        Entry(posting=posting, account=account, amount=amount)
        for account, amount in entries.items()
        if amount
    )
    return posting


def balance(account: str) -> int:
    """The sum of an account in đồng."""
    return Entry.objects.filter(account=account).aggregate(n=Sum("amount"))["n"] or 0


def check() -> list[str]:
    """What does not agree: postings that are not nought, accounts that differ from the objects. Empty: all is well."""
    wrong = [
        f"posting {row['posting']}: {row['n']}"
        for row in Entry.objects.order_by().values("posting").annotate(n=Sum("amount")).exclude(n=0)
    ]
    # One by one, so that the totals of each cohort are those of the ledger too.
    booked = _booked(Account.RECEIVABLE, "obligation")
    for owed in Obligation.objects.iterator():
        if (found := booked.pop(owed.pk, 0)) != owed.claim:
            wrong.append(f"{owed.reference}: {found} in the ledger, {owed.claim} owed")
    waiting = _booked(Account.UNMATCHED, "payment")
    for pk, loose in Payment.objects.values_list("pk", "loose").iterator():
        if (found := -waiting.pop(pk, 0)) != loose:
            wrong.append(f"payment {pk}: {found} waits in the ledger, {loose} in the payment")
    lost = {**booked, **waiting}
    return [*wrong, *(f"{pk}: {n} without an object" for pk, n in lost.items() if n)]


def _booked(account: str, of: str) -> dict[int | None, int]:
    """The sums of an account by obligation or payment."""
    rows = Entry.objects.order_by().filter(account=account).values_list(f"posting__{of}")
    return dict(rows.annotate(n=Sum("amount")))


def settle(obligation: Obligation) -> None:
    """Write an obligation's figures and state anew from its payments; its row is locked by the caller."""
    payments = list(obligation.payments.prefetch_related("refunds"))
    obligation.applied = sum(each.applied for each in payments)
    obligation.excess = sum(each.loose for each in payments)
    obligation.refunded = sum(_from_applied(each) for each in payments)
    obligation.state = state_of(
        obligation.amount,
        obligation.applied,
        obligation.excess,
        obligation.refunded,
        is_closed=obligation.closed_at is not None,
        is_disputed=any(each.is_disputed for each in payments),
    )
    obligation.save(
        update_fields=["applied", "excess", "refunded", "state", "closed_at", "updated_at"]
    )


def _from_applied(payment: Payment) -> int:
    """What of the assigned part went back: refunds take what is loose first, which then is loose no more."""
    back = sum(each.amount for each in payment.refunds.all() if each.state == RefundState.DONE)
    return max(0, back - (payment.amount - payment.applied - payment.loose))


def issue_receipt(payment: Payment, amount: int) -> Receipt:
    """A receipt with the next number of this year; its counter is locked until the transaction ends."""
    year = clock.today().year
    ReceiptCounter.objects.get_or_create(year=year)
    counter = ReceiptCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return Receipt.objects.create(
        year=year, number=counter.last, payment=payment, amount=amount, issued_at=clock.now()
    )
