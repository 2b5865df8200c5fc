"""What the night repairs: messages that failed or never came, refunds half done, places whose time has passed."""

import logging
from collections.abc import Callable
from typing import Any

from portal.shared.errors import RuleBroken
from sme.payments.models import Attempt, Obligation, Refund
from sme.payments.rules.states import AttemptState, Method, RefundState
from sme.payments.services import events, places, receiving, refunds, stripe

log = logging.getLogger(__name__)


def reconcile() -> dict[str, int]:
    """Bring everything up to date; returns counts by what was done.

    What the card service does not answer is left for the next night and counted; it stops nothing else.
    """
    done = {"messages handled": events.handle_waiting()}
    if stripe.is_offered():
        client = stripe.client()
        attempts, refunds_due = _open_attempts(), _approved_refunds()
        found = [_tried(_ask_session, client, each) for each in attempts]
        sent = [_tried(_send_refund, each) for each in refunds_due]
        done["payments found"], done["refunds sent"] = found.count(True), sent.count(True)
        done["not answered"] = found.count(None) + sent.count(None)
    done["places given up"] = places.release_expired()
    return done


def _tried(act: Callable[..., bool], *args: Any) -> bool | None:
    """Whether it did something; nothing when the card service failed."""
    try:
        return act(*args)
    except stripe.StripeMissing:
        return False
    except RuleBroken as broken:
        log.warning("reconciling: %s", broken.code)
        return None


def _open_attempts() -> list[Attempt]:
    waiting = Attempt.objects.exclude(session=None).exclude(state=AttemptState.PAID)
    owed = Obligation.objects.exclude(state="paid")
    return list(waiting.filter(obligation__in=owed).select_related("obligation"))


def _approved_refunds() -> list[Refund]:
    return list(Refund.objects.filter(state=RefundState.APPROVED).select_related("payment"))


def _ask_session(client: stripe.StripeClient, attempt: Attempt) -> bool:
    """A session whose message never came: ask how it stands, and book what was paid."""
    told = client.session(str(attempt.session))
    if told.get("payment_status") != "paid" or told.get("currency") != "vnd":
        return False
    receiving.record_payment(
        method=Method.CARD,
        provider_id=str(told["payment_intent"]),
        amount=told["amount_total"],
        obligation=attempt.obligation,
        actor=None,
    )
    Attempt.objects.filter(pk=attempt.pk).update(state=AttemptState.PAID)
    return True


def _send_refund(refund: Refund) -> bool:
    return refunds.send_refund(refund).state == RefundState.DONE
