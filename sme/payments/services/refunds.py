"""Money that goes back: one person asks, another approves, and only then it moves."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import audit, clock, text
from portal.shared.errors import RuleBroken
from sme.payments.models import Payment, Refund
from sme.payments.rules.states import Account, Method, PostingKind, RefundState
from sme.payments.rules.wire import is_amount
from sme.payments.services import ledger, obligations, stripe

KEY_LIVES = timedelta(hours=20)  # the card service keeps keys for 24 hours


def locked_payment(payment_id: int) -> Payment:
    """The payment with its obligation's row locked first, as everywhere."""
    payment = Payment.objects.get(pk=payment_id)
    if payment.obligation_id:
        obligations.locked(payment.obligation_id)
    return Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)


def request_refund(payment: Payment, *, amount: int, reason: str, actor: User) -> Refund:
    """Ask that ``amount`` đồng go back.

    Refuses more than is left of the payment, one without a reason, and money that was taken out of the books.
    """
    if not is_amount(amount):
        raise RuleBroken("amount", _("Enter an amount above 0, in whole đồng."), "amount")
    if not text.clean(reason):
        raise RuleBroken("no_reason", _("Say why."), "reason")
    with transaction.atomic():
        now = locked_payment(payment.pk)
        if now.is_withdrawn:
            raise RuleBroken("withdrawn", _("This payment was taken out of the books."))
        if now.is_disputed:
            raise RuleBroken(
                "disputed", _("The payer disputes this payment: the card service decides first.")
            )
        taken = now.refunds.exclude(state=RefundState.REFUSED).aggregate(n=Sum("amount"))["n"] or 0
        if amount > now.amount - taken:
            raise RuleBroken(
                "more_than_left", _("That is more than is left of the payment."), "amount"
            )
        refund = Refund.objects.create(
            payment=now, amount=amount, reason=text.clean(reason), requested_by=actor
        )
        audit.record(refund, "payments.request_refund", actor=actor, data={"amount": amount})
    return refund


def approve_refund(refund: Refund, *, actor: User) -> Refund:
    """Approve a refund and carry it out: by card through the card service, else it was handed or sent back.

    Refuses the person who asked, and a refund that was decided already. A fault of the card service leaves the
    refund approved; ``send_refund`` (or the nightly reconciliation) sends it again with the same key.
    """
    with transaction.atomic():
        now = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
        if now.requested_by_id == actor.pk:
            raise RuleBroken("same_person", _("Somebody else has to approve what you asked for."))
        if now.state != RefundState.ASKED:
            raise RuleBroken("decided", _("This refund was decided already."))
        now.state, now.approved_by = RefundState.APPROVED, actor
        now.save(update_fields=["state", "approved_by", "updated_at"])
        audit.record(now, "payments.approve_refund", actor=actor, data={"amount": now.amount})
    return send_refund(now)


def refuse_refund(refund: Refund, *, actor: User) -> Refund:
    """Refuse a refund that waits; nothing moves."""
    with transaction.atomic():
        now = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
        if now.state != RefundState.ASKED:
            raise RuleBroken("decided", _("This refund was decided already."))
        now.state = RefundState.REFUSED
        now.save(update_fields=["state", "updated_at"])
        audit.record(now, "payments.refuse_refund", actor=actor)
    return now


def send_refund(refund: Refund) -> Refund:
    """Carry an approved refund out; asked again it moves nothing twice, since the card service knows its key."""
    payment = refund.payment
    if payment.method != Method.CARD:
        return finish_refund(refund, provider_id="")
    client = stripe.client()
    told = _sent_before(client, refund) or client.create_refund(
        {
            "payment_intent": payment.provider_id,
            "amount": refund.amount,
            "metadata": {"refund": str(refund.key)},
        },
        key=str(refund.key),
    )
    name = str(told.get("id") or "")
    if told.get("status") == "succeeded":
        return finish_refund(refund, provider_id=name)
    Refund.objects.filter(pk=refund.pk).update(provider_id=name)
    return refund


def _sent_before(client: stripe.StripeClient, refund: Refund) -> dict[str, Any] | None:
    """The refund as the card service has it. It forgets keys after a day: then its own list is asked first."""
    if refund.provider_id:
        return client.refund(refund.provider_id)
    if clock.now() - refund.updated_at < KEY_LIVES:
        return None
    told = client.refunds(payment_intent=refund.payment.provider_id, limit=100).get("data")
    mine = (each for each in told or [] if each["metadata"].get("refund") == str(refund.key))
    return next(mine, None)


def finish_refund(refund: Refund, *, provider_id: str) -> Refund:
    """Book an approved refund as paid back; booked already, it changes nothing.

    What waits unassigned goes back first, then what was applied.
    """
    with transaction.atomic():
        payment = locked_payment(refund.payment_id)
        now = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
        if now.state == RefundState.DONE:
            return now
        if now.state != RefundState.APPROVED:
            raise RuleBroken("not_approved", _("This refund was not approved."))
        loose = min(payment.loose, now.amount)
        payment.loose -= loose
        payment.save(update_fields=["loose", "updated_at"])
        now.state, now.provider_id, now.done_on = RefundState.DONE, provider_id, clock.today()
        now.save(update_fields=["state", "provider_id", "done_on", "updated_at"])
        entries = {
            Account.UNMATCHED.value: loose,
            Account.INCOME.value: now.amount - loose,
            Account(payment.method).value: -now.amount,
        }
        ledger.post(
            PostingKind.REFUNDED,
            entries,
            obligation=payment.obligation,
            payment=payment,
            refund=now,
        )
        if payment.obligation_id:
            ledger.settle(obligations.locked(payment.obligation_id))
        by = {"amount": now.amount, **audit.BY_SYSTEM}
        audit.record(now, "payments.finish_refund", actor=None, data=by)
    return now
