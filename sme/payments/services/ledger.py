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
    owed = sum(each.claim for each in Obligation.objects.all())
    loose = Payment.objects.aggregate(n=Sum("loose"))["n"] or 0
    if balance(Account.RECEIVABLE) != owed:
        wrong.append(f"receivable: {balance(Account.RECEIVABLE)}, obligations: {owed}")
    if -balance(Account.UNMATCHED) != loose:
        wrong.append(f"unmatched: {-balance(Account.UNMATCHED)}, payments: {loose}")
    return wrong


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
