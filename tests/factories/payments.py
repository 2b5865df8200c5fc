"""Makers of obligations and messages of the card service, by the acts that people use."""

import json
import time
from datetime import timedelta
from typing import Any

from portal.shared import clock
from sme.payments.models import Obligation, WebhookEvent
from sme.payments.rules import wire
from sme.payments.services import events, obligations
from tests.factories import programmes

SECRET = "whsec_of_tests"


def obligation(amount: int = 1_000_000, **fields: Any) -> Obligation:
    """Somebody owes this."""
    values = {"purpose_vi": "Phần đối ứng", "due_on": clock.today() + timedelta(days=14)} | fields
    who = values.pop("enterprise", None) or programmes.enterprise()
    return obligations.open_obligation(
        who, amount=amount, actor=programmes.administrator(), **values
    )


def signed(event: dict[str, Any], secret: str = SECRET) -> tuple[bytes, str]:
    """The body of a message and its header."""
    body = json.dumps(event).encode()
    at = int(time.time())
    return body, f"t={at},v1={wire.signature(body, secret, at)}"


def event(name: str, kind: str, thing: dict[str, Any]) -> dict[str, Any]:
    """A message."""
    return {"id": name, "type": kind, "data": {"object": thing}}


def session(owed: Obligation | None, intent: str = "pi_1", amount: Any = None, **more: Any) -> dict:
    """A checkout session that was paid."""
    return {
        "id": f"cs_{intent}", "payment_status": "paid", "payment_intent": intent, "currency": "vnd",
        "amount_total": owed.amount if amount is None and owed else amount,
        "metadata": {"obligation": str(owed.pk)} if owed else {}, **more,
    }  # fmt: skip


def heard(told: dict[str, Any]) -> WebhookEvent:
    """Stored and handled, as the view does it."""
    return events.handle_event(events.store_event(*signed(told)))
