"""A thousand messages of two hundred payments, at once, shuffled and repeated, end in the books as once in order.

`FLOOD` says of how many payments (16 unless told; 200 makes the thousand).
"""

import http.client
import os
import random
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from sme.payments.models import Obligation, Payment, Receipt, WebhookEvent
from sme.payments.services import events, ledger
from tests.factories import payments as make
from tests.factories.programmes import enterprise

MANY = int(os.environ.get("FLOOD", "16"))
SENDERS = 8


def news_of(owed: Obligation, name: str, number: int) -> list[dict]:
    """Five messages about one payment, as they would come in order."""
    amount = owed.amount + (100 if number % 10 == 1 else -100 if number % 10 == 2 else 0)
    session = make.session(owed, f"pi_{name}", amount)
    intent = {
        "id": f"pi_{name}", "currency": "vnd", "amount_received": amount, "metadata": session["metadata"],
    }  # fmt: skip
    told = [
        ("payment_intent.succeeded", intent),
        ("checkout.session.completed", session),
        ("checkout.session.expired", {"id": f"cs_{name}"}),
    ]
    if number % 5 == 0:
        dispute = {"payment_intent": f"pi_{name}", "amount": amount}
        told.append(("charge.dispute.created", {**dispute, "status": "needs_response"}))
        lost = "lost" if number % 2 else "won"
        told.append(("charge.dispute.closed", {**dispute, "status": lost}))
    else:
        told += told[:2]  # told again, as another message
    return [make.event(f"evt_{name}_{n}", *each) for n, each in enumerate(told)]


def books(owed: list[Obligation]) -> list[tuple]:
    """How each payment stands."""
    found = []
    for each in Obligation.objects.filter(pk__in=[o.pk for o in owed]).order_by("pk"):
        money = each.payments.get()
        receipts = [r.amount for r in money.receipts.all()]
        found.append((
            each.state, each.applied, each.excess, money.amount, money.applied, money.loose, money.dispute,
            money.lost, receipts,
        ))  # fmt: skip
    return found


@pytest.mark.django_db(transaction=True)
def test_messages_at_once_in_any_order_and_again_end_as_once_in_order(live_server, settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_of_tests", make.SECRET
    who = enterprise()
    one, other = ([make.obligation(1000, enterprise=who) for _n in range(MANY)] for _m in "ab")
    for number, owed in enumerate(one):
        for told in news_of(owed, f"a{number}", number):
            make.heard(told)
    flood = [told for n, owed in enumerate(other) for told in news_of(owed, f"b{n}", n)]
    random.Random(7).shuffle(flood)
    address = reverse("payments:webhook")
    host = urlsplit(live_server.url).netloc

    def send(part: list[dict]) -> set[int]:
        answers, line = set(), http.client.HTTPConnection(host, timeout=60)
        for told in part:
            body, header = make.signed(told)
            line.request("POST", address, body, {"Stripe-Signature": header})
            answer = line.getresponse()
            answer.read()
            answers.add(answer.status)
        line.close()
        return answers

    # Each message is in the hands of two senders at once.
    parts = [flood[n::SENDERS] for n in range(SENDERS)]
    parts = [parts[n] + parts[(n + 1) % SENDERS][::-1] for n in range(SENDERS)]
    with ThreadPoolExecutor(SENDERS) as senders:
        assert set().union(*senders.map(send, parts)) == {200}
    # A dispute may be told before its payment: the night hears it again.
    events.handle_waiting()
    assert books(other) == books(one)
    assert ledger.check() == []
    assert WebhookEvent.objects.filter(event_id__startswith="evt_b").count() == len(flood)
    assert Payment.objects.count() == 2 * MANY
    numbers = list(Receipt.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
