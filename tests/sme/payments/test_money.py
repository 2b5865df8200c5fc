"""Money comes, goes and is never lost: obligations, payments, refunds, messages, the ledger under them."""

import random
from datetime import datetime, timedelta

import pytest
import segno
from django.db import IntegrityError, transaction

from portal.shared import clock, jobs
from portal.shared.errors import RuleBroken
from sme.payments.models import Entry, Obligation, Payment, Receipt, WebhookEvent
from sme.payments.rules import transfers, wire
from sme.payments.services import (
    checkout,
    events,
    ledger,
    places,
    receiving,
    reconciling,
    refunds,
)
from tests.factories import payments as make
from tests.factories.accounts import OfficerFactory
from tests.factories.programmes import administrator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_card(settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", make.SECRET


@pytest.fixture(autouse=True)
def _the_ledger_balances():
    yield
    assert ledger.check() == []


def pay(owed: Obligation | None, amount: int, name: str = "T1") -> Payment:
    return receiving.record_payment(
        method="transfer", provider_id=name, amount=amount, obligation=owed, actor=None
    )


def state(owed: Obligation) -> str:
    return Obligation.objects.get(pk=owed.pk).state


def refused(code: str):
    return _Refused(code)


class _Refused:
    def __init__(self, code: str) -> None:
        self.code = code

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind, broken, _where) -> bool:
        assert isinstance(broken, RuleBroken), f"not refused: {self.code}"
        assert broken.code == self.code
        return True


def test_part_then_all_then_too_much():
    owed = make.obligation(1000)
    pay(owed, 400)
    assert state(owed) == "partly"
    pay(owed, 600, "T2")
    assert state(owed) == "paid"
    pay(owed, 50, "T3")
    assert state(owed) == "over"
    assert list(Payment.objects.unmatched().values_list("loose", flat=True)) == [50]
    assert list(Receipt.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("amount", [0, -1, 1.5, True, "5"])
def test_amounts_that_are_none_are_refused(amount):
    owed = make.obligation(1000)
    with refused("amount"):
        pay(owed, amount)
    with refused("amount"):
        make.obligation(amount)


def test_the_same_money_told_twice_is_one_payment():
    owed = make.obligation(1000)
    assert pay(owed, 1000).pk == pay(owed, 1000).pk
    assert Payment.objects.count() == 1


def test_money_without_owner_waits_and_is_assigned():
    owed = make.obligation(1000)
    money = pay(None, 1000)
    assert money.loose == 1000
    receiving.assign_payment(money, owed, actor=administrator())
    assert state(owed) == "paid"
    with refused("nothing_loose"):
        receiving.assign_payment(money, owed, actor=administrator())


def test_a_late_payment_waits_and_the_payer_is_seated_after_all():
    owed = make.obligation(1000, reserved_until=clock.now() - timedelta(minutes=1))
    assert places.release_expired() == 1
    assert state(owed) == "expired"
    money = pay(owed, 1000)
    assert (money.is_late, money.loose, state(owed)) == (True, 1000, "expired")
    receiving.assign_payment(money, owed, actor=administrator())
    assert state(owed) == "paid"


def test_a_late_payment_may_go_back():
    owed = make.obligation(1000, reserved_until=clock.now() - timedelta(minutes=1))
    places.release_expired()
    money = pay(owed, 1000)
    asked = refunds.request_refund(money, amount=1000, reason="muộn", actor=administrator())
    assert refunds.approve_refund(asked, actor=OfficerFactory()).state == "done"
    assert not Payment.objects.unmatched().exists()


def test_who_asks_does_not_approve_and_nothing_goes_back_twice():
    owed, officer = make.obligation(1000), OfficerFactory()
    money = pay(owed, 1000)
    asked = refunds.request_refund(money, amount=700, reason="nghỉ", actor=officer)
    with refused("more_than_left"):
        refunds.request_refund(money, amount=301, reason="nghỉ", actor=officer)
    with refused("same_person"):
        refunds.approve_refund(asked, actor=officer)
    refunds.approve_refund(asked, actor=administrator())
    with refused("decided"):
        refunds.approve_refund(asked, actor=administrator())
    with pytest.raises(IntegrityError), transaction.atomic():
        type(asked).objects.filter(pk=asked.pk).update(approved_by=officer)
    rest = refunds.request_refund(money, amount=300, reason="nghỉ", actor=officer)
    refunds.approve_refund(rest, actor=administrator())
    assert state(owed) == "refunded"


def test_the_ledger_is_never_edited():
    make.obligation(1000)
    with pytest.raises(TypeError):
        Entry.objects.update(amount=1)
    with pytest.raises(TypeError):
        Entry.objects.all().delete()
    with pytest.raises(ledger.Unbalanced):
        ledger.post("opened", {"cash": 1})


def test_cash_is_recorded_once_and_never_above_what_is_owed():
    owed = make.obligation(1000)
    with refused("more_than_owed"):
        receiving.record_cash(owed, amount=1001, key="f", actor=administrator())
    first = receiving.record_cash(owed, amount=1000, key="f", actor=administrator())
    again = receiving.record_cash(owed, amount=1000, key="f", actor=administrator())
    assert first.pk == again.pk


# --- messages ------------------------------------------------------------------------------------------


def test_checkout_webhook_and_refund_over_http(client, stand_in, settings):
    settings.STRIPE_API_BASE = stand_in.base
    owed, officer = make.obligation(1000), OfficerFactory()
    one = checkout.start_checkout(owed, back="http://127.0.0.1/x", actor=officer)
    assert checkout.start_checkout(owed, back="http://127.0.0.1/y", actor=officer).url == one.url
    before = len(stand_in.events)
    stand_in.pay(one.session)
    for told in reversed(stand_in.events[before:]):
        assert make.heard(told).state == "handled"
    assert state(owed) == "paid"
    money = Payment.objects.get()
    asked = refunds.request_refund(money, amount=1000, reason="nghỉ", actor=officer)
    refunds.approve_refund(asked, actor=administrator())
    assert make.heard(stand_in.events[-1]).state == "handled"
    assert state(owed) == "refunded"
    with refused("nothing_owed"):
        checkout.start_checkout(owed, back="http://127.0.0.1/x", actor=officer)


def test_a_process_that_dies_between_asks_the_same_again(client, stand_in, settings, monkeypatch):
    settings.STRIPE_API_BASE = stand_in.base
    owed = make.obligation(1000)
    one = checkout.start_checkout(owed, back="http://127.0.0.1/x", actor=administrator())
    type(one).objects.update(session=None, url="")
    again = checkout.start_checkout(owed, back="http://127.0.0.1/y", actor=administrator())
    assert again.session == one.session


def test_what_is_paid_otherwise_cannot_be_paid_by_a_forgotten_tab(client, stand_in, settings):
    settings.STRIPE_API_BASE = stand_in.base
    owed = make.obligation(1000)
    one = checkout.start_checkout(owed, back="http://127.0.0.1/x", actor=administrator())
    receiving.record_cash(owed, amount=1000, key="f", actor=administrator())
    jobs.run_queued()
    stand_in.pay(one.session)
    assert stand_in.things[one.session]["status"] == "expired"
    reconciling.reconcile()
    assert Payment.objects.get().method == "cash"


def test_bad_messages_are_refused_and_not_kept():
    body, header = make.signed({"id": "evt_1", "type": "x"}, "whsec_foreign")
    with pytest.raises(wire.BadSignature):
        events.store_event(body, header)
    for told in ([], {"id": 5, "type": "x"}, {"type": "x"}):
        with pytest.raises(wire.BadSignature):
            events.store_event(*make.signed(told))
    assert not WebhookEvent.objects.exists()


def test_unknown_kinds_are_kept_and_unknown_objects_lose_no_money():
    assert make.heard(make.event("e1", "moon.risen", {})).state == "kept"
    assert (
        make.heard(
            make.event("e2", "checkout.session.completed", make.session(None, "p", 70))
        ).state
        == "handled"
    )
    assert Payment.objects.unmatched().get().amount == 70


@pytest.mark.parametrize(
    "thing",
    [
        {"currency": "usd"},
        {"amount_total": 0},
        {"amount_total": 1.5},
        {"amount_total": None, "payment_intent": None},
    ],
)
def test_what_cannot_be_booked_waits_for_a_person(thing):
    owed = make.obligation(1000)
    told = make.event("e", "checkout.session.completed", make.session(owed) | thing)
    assert make.heard(told).state == "failed"
    assert state(owed) == "pending"


def test_a_refund_message_before_its_time_is_handled_again():
    told = make.event(
        "e", "refund.created", {"id": "re_1", "metadata": {"refund": "x"}, "status": "succeeded"}
    )
    assert make.heard(told).state == "failed"
    assert events.handle_waiting() == 0


def test_a_dispute_shows_and_ends():
    owed = make.obligation(1000)
    make.heard(
        make.event(
            "e1",
            "payment_intent.succeeded",
            {
                "id": "pi_1",
                "currency": "vnd",
                "amount_received": 1000,
                "metadata": {"obligation": str(owed.pk)},
            },
        )
    )
    make.heard(make.event("e2", "charge.dispute.created", {"payment_intent": "pi_1"}))
    assert state(owed) == "disputed"
    make.heard(
        make.event("e3", "charge.dispute.closed", {"payment_intent": "pi_1", "status": "won"})
    )
    assert state(owed) == "paid"


def test_a_lost_dispute_is_booked_once_in_whatever_order_it_is_told():
    owed = make.obligation(1000)
    thing = {"payment_intent": "pi_1", "amount": 1000}
    lost = make.event("e3", "charge.dispute.closed", thing | {"status": "lost"})
    assert make.heard(lost).state == "failed"  # the payment is not known yet
    make.heard(make.event("e1", "checkout.session.completed", make.session(owed)))
    assert events.handle_waiting() == 1
    make.heard(make.event("e2", "charge.dispute.created", thing | {"status": "needs_response"}))
    make.heard(make.event("e4", "charge.dispute.closed", thing | {"status": "lost"}))
    money = Payment.objects.get()
    assert (state(owed), money.dispute, money.lost) == ("disputed", "lost", 1000)
    assert (ledger.balance("card"), ledger.balance("loss")) == (0, 1000)
    with refused("disputed"):
        refunds.request_refund(money, amount=1, reason="x", actor=administrator())


def test_receipts_are_numbered_by_the_year_in_vietnam(monkeypatch):
    # 17:00 UTC on the last day is midnight in Vietnam.
    numbers = []
    for moment in ("2026-12-31T16:59:59", "2026-12-31T17:00:00", "2027-01-01T02:00:00"):
        at = datetime.fromisoformat(moment + "+00:00")
        monkeypatch.setattr(clock.timezone, "now", lambda at=at: at)
        money = pay(make.obligation(1000), 1000, moment)
        numbers.append(str(money.receipts.get()))
    assert numbers == ["BN-2026-000001", "BN-2027-000001", "BN-2027-000002"]


def test_messages_in_any_order_and_number_end_in_the_same_ledger():
    owed = [make.obligation(1000 + n) for n in range(20)]
    told = []
    for n, each in enumerate(owed):
        thing = make.session(each, f"pi_{n}")
        told += [
            make.event(f"s{n}", "checkout.session.completed", thing),
            make.event(f"x{n}", "checkout.session.expired", thing),
            make.event(
                f"i{n}",
                "payment_intent.succeeded",
                {
                    "id": f"pi_{n}",
                    "currency": "vnd",
                    "amount_received": each.amount,
                    "metadata": thing["metadata"],
                },
            ),
        ]
    told += told
    random.Random(152).shuffle(told)
    for each in told:
        make.heard(each)
    assert set(Obligation.objects.values_list("state", flat=True)) == {"paid"}
    assert Payment.objects.count() == Receipt.objects.count() == 20
    assert ledger.balance("card") == sum(each.amount for each in owed)


# --- transfers -----------------------------------------------------------------------------------------


def test_references_differ_in_more_than_one_sign():
    known = [transfers.reference(n) for n in range(1, 3000)]
    assert len(set(known)) == len(known)
    assert all(transfers.find_reference(each, known[:200]) == (each, True) for each in known[:200])


def test_vietqr_content_is_what_emvco_asks():
    assert transfers.crc16("123456789") == "29B1"
    content = transfers.vietqr("999999", "0001112223", 250_000, "SSABCDEFGH")
    assert content.startswith("00020101021238540010A000000727")
    assert "530370454062500005802VN" in content
    assert content[-4:] == transfers.crc16(content[:-4])
    assert segno.make(content, error="m").version
