"""Messages of the card service: stored as they came, handled once, in whatever order they arrive."""

import json
import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from sme.payments.models import Attempt, Obligation, Payment, Refund, WebhookEvent
from sme.payments.rules import wire
from sme.payments.rules.states import (
    AttemptState,
    DisputeState,
    EventState,
    Method,
    RefundState,
)
from sme.payments.services import disputes, receiving, refunds

log = logging.getLogger(__name__)


def store_event(body: bytes, signature: str) -> WebhookEvent:
    """Keep a message whose signature is ours (else ``wire.BadSignature``); one that is known is returned as it is."""
    wire.check_signature(body, signature, settings.STRIPE_WEBHOOK_SECRET, clock.now().timestamp())
    try:
        told = json.loads(body)
        name, kind = told["id"], told["type"]
        if not (isinstance(name, str) and isinstance(kind, str) and 0 < len(name) <= 255):
            raise ValueError("no name")
    except (ValueError, KeyError, TypeError):
        raise wire.BadSignature("signed, but no event") from None
    values = {"kind": kind[:100], "body": body.decode()}
    return WebhookEvent.objects.get_or_create(event_id=name, defaults=values)[0]


def handle_event(event: WebhookEvent) -> WebhookEvent:
    """Do what a stored message says, once; what cannot be done is kept with its reason for a person."""
    with transaction.atomic():
        now = WebhookEvent.objects.select_for_update().get(pk=event.pk)
        if now.state in (EventState.HANDLED, EventState.KEPT):
            return now
        thing = (json.loads(now.body).get("data") or {}).get("object")
        act = ACTS.get(now.kind)
        try:
            with transaction.atomic():
                done = bool(act and act(thing if isinstance(thing, dict) else {}))
            now.state, now.error = (EventState.HANDLED if done else EventState.KEPT), ""
        except RuleBroken as broken:
            now.state, now.error = EventState.FAILED, str(broken.sentence)[:300]
            log.warning("event %s %s: %s", now.event_id, now.kind, broken.code)
        now.save(update_fields=["state", "error", "updated_at"])
    return now


def handle_waiting() -> int:
    """Handle again what was stored or failed; returns how many are done now."""
    waiting = WebhookEvent.objects.filter(state__in=[EventState.STORED, EventState.FAILED])
    return sum(handle_event(each).state == EventState.HANDLED for each in waiting)


def _metadata(thing: dict[str, Any]) -> dict[str, Any]:
    found = thing.get("metadata")
    return found if isinstance(found, dict) else {}


def _obligation(thing: dict[str, Any]) -> Obligation | None:
    told = str(_metadata(thing).get("obligation", ""))
    return (
        Obligation.objects.filter(pk=int(told)).first()
        if told.isdigit() and len(told) < 16
        else None
    )


def _receive(thing: dict[str, Any], intent: Any, amount: Any) -> bool:
    if thing.get("currency") != wire.CURRENCY:
        raise RuleBroken(
            "currency", _("Another currency than VND: look at it at the card service.")
        )
    if not isinstance(intent, str):
        raise RuleBroken(
            "no_intent", _("Without a payment intent: look at it at the card service.")
        )
    receiving.record_payment(
        method=Method.CARD,
        provider_id=intent[:255],
        amount=amount,
        obligation=_obligation(thing),
        actor=None,
        words="",
    )
    return True


def _session_done(thing: dict[str, Any]) -> bool:
    if thing.get("payment_status") != "paid":
        return False  # the money follows with another message
    return _receive(thing, thing.get("payment_intent"), thing.get("amount_total"))


def _intent_done(thing: dict[str, Any]) -> bool:
    return _receive(thing, thing.get("id"), thing.get("amount_received"))


def _session_expired(thing: dict[str, Any]) -> bool:
    attempts = Attempt.objects.filter(session=str(thing.get("id")), state=AttemptState.OPEN)
    return bool(attempts.update(state=AttemptState.EXPIRED))


def _refund_moved(thing: dict[str, Any]) -> bool:
    key = str(_metadata(thing).get("refund", ""))
    try:
        refund = Refund.objects.filter(key=UUID(key)).first()
    except ValueError:
        refund = None
    if refund is None:
        raise RuleBroken("unknown_refund", _("A refund that was not asked for here: look at it."))
    if thing.get("status") != "succeeded" or refund.state == RefundState.DONE:
        return refund.state == RefundState.DONE
    refunds.finish_refund(refund, provider_id=str(thing.get("id"))[:255])
    return True


def _dispute(thing: dict[str, Any]) -> bool:
    """A dispute as it stands: open until its status says won (or a mere warning that ended) or lost."""
    payment = Payment.objects.filter(
        method=Method.CARD, provider_id=str(thing.get("payment_intent"))
    ).first()
    if payment is None:
        raise RuleBroken(
            "unknown_payment", _("A dispute about a payment that is not known here yet.")
        )
    ended = {"won": DisputeState.WON, "warning_closed": DisputeState.WON, "lost": DisputeState.LOST}
    told = ended.get(str(thing.get("status")), DisputeState.OPEN)
    disputes.move_dispute(payment, told, amount=thing.get("amount"))
    return True


ACTS = {
    "checkout.session.completed": _session_done,
    "checkout.session.async_payment_succeeded": _session_done,
    "checkout.session.expired": _session_expired,
    "payment_intent.succeeded": _intent_done,
    "refund.created": _refund_moved,
    "refund.updated": _refund_moved,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.closed": _dispute,
}
