"""What the night repairs: messages that failed or never came, refunds half done, places whose time has passed."""

from sme.payments.models import Attempt, Obligation, Refund
from sme.payments.rules.states import AttemptState, Method, RefundState
from sme.payments.services import events, places, receiving, refunds, stripe


def reconcile() -> dict[str, int]:
    """Bring everything up to date; returns counts by what was done."""
    done = {"messages handled": events.handle_waiting()}
    if stripe.is_offered():
        done["payments found"] = _ask_sessions(stripe.client())
        done["refunds sent"] = _send_refunds()
    done["places given up"] = places.release_expired()
    return done


def _ask_sessions(client: stripe.StripeClient) -> int:
    """Sessions whose message never came: ask how they stand, and book what was paid."""
    found = 0
    waiting = Attempt.objects.exclude(session=None).exclude(state=AttemptState.PAID)
    for attempt in waiting.filter(obligation__in=Obligation.objects.exclude(state="paid")):
        try:
            told = client.session(str(attempt.session))
        except stripe.StripeMissing:
            continue
        if told.get("payment_status") == "paid" and told.get("currency") == "vnd":
            receiving.record_payment(
                method=Method.CARD,
                provider_id=str(told["payment_intent"]),
                amount=told["amount_total"],
                obligation=attempt.obligation,
                actor=None,
            )
            Attempt.objects.filter(pk=attempt.pk).update(state=AttemptState.PAID)
            found += 1
    return found


def _send_refunds() -> int:
    approved = Refund.objects.filter(state=RefundState.APPROVED).select_related("payment")
    return sum(refunds.send_refund(each).state == RefundState.DONE for each in approved)
