"""Money that comes: recorded once, applied to what is owed, and never lost when its owner is not clear."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from sme.payments.models import Obligation, Payment
from sme.payments.rules.states import Account, AttemptState, Method, PostingKind, RefundState
from sme.payments.rules.wire import is_amount
from sme.payments.services import ledger, obligations, places


def record_payment(
    *,
    method: str,
    provider_id: str,
    amount: int,
    obligation: Obligation | None,
    actor: User | None,
    words: str = "",
    received_on: date | None = None,
) -> Payment:
    """Record money that came, once for each ``provider_id`` of a method; told again, it returns what is recorded.

    As much as is owed is applied and gets a receipt; the rest, and all of it without ``obligation`` or after
    it was given up, waits in the queue of what is not assigned. Refuses amounts that are not whole đồng above zero.
    """
    if not is_amount(amount):
        raise RuleBroken("amount", _("Enter an amount above 0, in whole đồng."), "amount")
    if not provider_id:
        raise RuleBroken("no_provider_id", _("A payment needs a number by which it is known."))
    try:
        with transaction.atomic():
            now = obligations.locked(obligation.pk) if obligation else None
            known = Payment.objects.filter(method=method, provider_id=provider_id).first()
            if known:
                return known
            payment = Payment.objects.create(
                method=method,
                provider_id=provider_id,
                amount=amount,
                loose=amount,
                obligation=now,
                words=text.clean(words)[:300],
                received_on=received_on or clock.today(),
                is_late=bool(now and now.closed_at),
            )
            entries = {Account(method).value: amount, Account.UNMATCHED.value: -amount}
            ledger.post(PostingKind.RECEIVED, entries, obligation=now, payment=payment)
            if now:
                _apply(payment, now)
            by = {} if actor else dict(audit.BY_SYSTEM)
            data = {"amount": amount, "method": str(method), "obligation": now.pk if now else None}
            audit.record(payment, "payments.record_payment", actor=actor, data={**data, **by})
            return payment
    except IntegrityError:
        # Another process recorded the same money between our look and our writing.
        return Payment.objects.get(method=method, provider_id=provider_id)


def _apply(payment: Payment, obligation: Obligation) -> None:
    """Apply what is loose to what is owed; both rows are locked."""
    ledger.settle(obligation)
    part = min(payment.loose, obligation.claim)
    if part and not payment.is_disputed:
        payment.applied += part
        payment.loose -= part
        payment.save(update_fields=["applied", "loose", "obligation", "updated_at"])
        entries = {Account.UNMATCHED: part, Account.RECEIVABLE: -part}
        ledger.post(PostingKind.ASSIGNED, entries, obligation=obligation, payment=payment)
        ledger.issue_receipt(payment, part)
    ledger.settle(obligation)
    if not obligation.claim:
        if payment.method == Method.CARD:
            obligation.attempts.filter(state=AttemptState.OPEN).update(state=AttemptState.PAID)
        else:
            obligations.end_attempts(obligation, AttemptState.EXPIRED)


def assign_payment(payment: Payment, obligation: Obligation, *, actor: User) -> Payment:
    """Give waiting money to what is owed; a given-up obligation is opened again (the late payer is seated).

    Money that came late for what was given up may pay what its enterprise owes otherwise. Refuses money that waits
    no more, money that already belongs to another obligation, and one that owes nothing.
    """
    with transaction.atomic():
        # Rows are locked in one order, so that two people at work never wait for each other.
        former = Payment.objects.get(pk=payment.pk).obligation_id
        rows = {
            pk: obligations.locked(pk) for pk in sorted({obligation.pk, former or obligation.pk})
        }
        now = rows[obligation.pk]
        money = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
        if not money.loose:
            raise RuleBroken("nothing_loose", _("Nothing of this payment is left to assign."))
        owner = rows.get(money.obligation_id or now.pk)
        if owner is None or (owner != now and not _came_late(money, owner, now)):
            raise RuleBroken("other_owner", _("This payment belongs to another obligation."))
        if now.closed_at is not None:
            now = places.seat_again(now, actor=actor)
        if not now.claim:
            raise RuleBroken("nothing_owed", _("Nothing is owed here any more."))
        money.obligation = now
        money.save(update_fields=["obligation", "updated_at"])
        _apply(money, now)
        if owner != now:
            ledger.settle(owner)
        data = {"obligation": now.pk, "amount": money.applied}
        audit.record(money, "payments.assign_payment", actor=actor, data=data)
    return money


def _came_late(money: Payment, owner: Obligation, other: Obligation) -> bool:
    """Whether nothing but its history binds the money to what was given up."""
    is_free = not money.applied and not money.refunds.exclude(state=RefundState.REFUSED).exists()
    return is_free and owner.closed_at is not None and owner.enterprise_id == other.enterprise_id


def record_cash(obligation: Obligation, *, amount: int, key: str, actor: User) -> Payment:
    """Record cash that was handed over at the office; ``key`` is the form's, so that a double click counts once.

    Refuses more than is owed: change is given at the desk.
    """
    with transaction.atomic():
        now = obligations.locked(obligation.pk)
        known = Payment.objects.filter(method=Method.CASH, provider_id=key).first()
        if known:
            return known
        if is_amount(amount) and amount > now.outstanding:
            raise RuleBroken("more_than_owed", _("That is more than is owed."), "amount")
        return record_payment(
            method=Method.CASH, provider_id=key, amount=amount, obligation=now, actor=actor
        )


def withdraw_payment(payment: Payment, *, actor: User) -> None:
    """Take money out of the books that a statement told by mistake; its posting is reversed, the row stays.

    Refuses money that was assigned or given back: that has its receipt, and goes back by a refund.
    """
    with transaction.atomic():
        owner = payment.obligation_id and obligations.locked(payment.obligation_id)
        money = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
        if money.is_withdrawn:
            return
        if (
            money.obligation_id != payment.obligation_id
            or money.loose != money.amount
            or money.refunds.exclude(state=RefundState.REFUSED).exists()
        ):
            raise RuleBroken(
                "assigned_already",
                _("Money of this list was assigned or goes back. Refund it instead of taking the list back."),
            )  # fmt: skip
        entries = {Account.UNMATCHED: money.amount, Account(money.method): -money.amount}
        ledger.post(PostingKind.WITHDRAWN, entries, obligation=owner or None, payment=money)
        money.provider_id = f"withdrawn-{money.pk}-{money.provider_id}"[:255]
        money.loose, money.is_withdrawn = 0, True
        money.save(update_fields=["provider_id", "loose", "is_withdrawn", "updated_at"])
        if owner:
            ledger.settle(owner)
        audit.record(money, "payments.withdraw_payment", actor=actor, data={"amount": money.amount})
