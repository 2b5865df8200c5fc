"""The way to the card service: one open attempt per obligation, the same for a double click and two tabs."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.payments.models import Attempt, Obligation
from sme.payments.rules.states import AttemptState
from sme.payments.rules.wire import CURRENCY
from sme.payments.services import obligations, stripe

OPEN_FOR = timedelta(minutes=35)
AT_LEAST = timedelta(minutes=31)  # the card service asks for thirty; one for the way


def start_checkout(obligation: Obligation, *, back: str, actor: User) -> Attempt:
    """An attempt with the address where its payer goes; ``back`` is our page to which the payer returns.

    The attempt is written before the card service is asked, with the key of the call: a process that dies between
    leaves an attempt whose next call is the same call. Refuses when nothing is owed, when the place's clock has
    run out, and when card payment is not offered.
    """
    client = stripe.client()
    attempt = _attempt(obligation, back, actor)
    if attempt.url:
        return attempt
    told = client.create_session(attempt.params, key=str(attempt.key))
    if not told.get("id") or not told.get("url"):
        raise stripe.StripeUnreachable("no_url")
    attempt.session, attempt.url = told["id"], told["url"]
    attempt.save(update_fields=["session", "url", "updated_at"])
    return attempt


def end_sessions(obligation_id: int) -> int:
    """Close at the card service what was ended here, so that no forgotten tab pays a second time; returns how many.

    What is paid or closed there already stays as it is.
    """
    client, ended = stripe.client(), 0
    attempts = Attempt.objects.filter(obligation=obligation_id, state=AttemptState.EXPIRED)
    for attempt in attempts.exclude(session=None):
        try:
            client.expire_session(str(attempt.session), key=f"end-{attempt.key}")
            ended += 1
        except (stripe.StripeRefused, stripe.StripeMissing):
            continue
    return ended


def _attempt(obligation: Obligation, back: str, actor: User) -> Attempt:
    with transaction.atomic():
        now = obligations.locked(obligation.pk)
        if not now.outstanding:
            raise RuleBroken("nothing_owed", _("Nothing is owed here any more."))
        moment = clock.now()
        if now.reserved_until and now.reserved_until <= moment:
            raise RuleBroken("place_gone", _("The time for which the place was kept has passed."))
        opened = now.attempts.filter(state=AttemptState.OPEN).first()
        if opened and opened.amount == now.outstanding and _goes_on(opened, moment):
            return opened
        now.attempts.filter(state=AttemptState.OPEN).update(state=AttemptState.EXPIRED)
        attempt = Attempt(obligation=now, amount=now.outstanding, expires_at=moment + OPEN_FOR)
        attempt.params = _params(attempt, now, back, actor.email)
        attempt.save(force_insert=True)
        return attempt


def _goes_on(attempt: Attempt, moment: datetime) -> bool:
    """Whether the payer may be sent there. One that nobody saw, and too old to be asked for again, may be left."""
    return attempt.expires_at > moment + (timedelta() if attempt.url else AT_LEAST)


def _params(attempt: Attempt, obligation: Obligation, back: str, email: str) -> dict[str, Any]:
    known = {"obligation": str(obligation.pk), "attempt": str(attempt.key)}
    return {
        "mode": "payment",
        "client_reference_id": obligation.reference,
        "customer_email": email,
        "expires_at": int(attempt.expires_at.timestamp()),
        "success_url": back,
        "cancel_url": back,
        "metadata": known,
        "payment_intent_data": {"metadata": known},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": attempt.amount,
                    "product_data": {"name": obligation.purpose_vi},
                },
            }
        ],
    }
