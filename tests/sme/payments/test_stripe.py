"""The client of Stripe: what it sends, what it makes of faults, what it never says."""

import json
import logging
import time

import pytest
import stripe
from hypothesis import given, settings
from hypothesis import strategies as st

from sme.payments.rules import wire
from sme.payments.services.stripe import (
    VERSION,
    CardDeclined,
    StripeBusy,
    StripeClient,
    StripeKeyWrong,
    StripeMissing,
    StripeRefused,
    StripeUnreachable,
)

KEY = "sk_test_never_in_a_log"
OK = (200, {}, b'{"id": "cus_1"}')


def line(amount: object = 250_000) -> dict:
    return {
        "quantity": 1,
        "price_data": {"currency": "vnd", "unit_amount": amount, "product_data": {"name": "Phí"}},
    }


def session_of(amount: object = 250_000) -> dict:
    return {"mode": "payment", "line_items": [line(amount)], "success_url": "http://127.0.0.1/x"}


def of(faulty, **more) -> tuple[StripeClient, list[float]]:
    waits: list[float] = []
    base = f"http://127.0.0.1:{faulty.server_address[1]}"
    return StripeClient(KEY, base, sleep=waits.append, **more), waits


def test_nested_values_become_a_form():
    assert wire.form_encoded({"a": {"b": [1, True, {"c": "đ"}]}, "d": None}) == [
        ("a[b][0]", "1"), ("a[b][1]", "true"), ("a[b][2][c]", "đ"),
    ]  # fmt: skip


def test_a_fraction_never_goes_over_the_wire():
    with pytest.raises(TypeError):
        wire.form_encoded({"amount": 1.5})


def test_checkout_payment_and_refund_over_http(client, stand_in):
    session = client.create_session(session_of(), key="k1")
    assert client.create_session(session_of(), key="k1")["id"] == session["id"]
    stand_in.pay(session["id"])
    paid = client.session(session["id"])
    assert (paid["payment_status"], paid["amount_total"]) == ("paid", 250_000)
    intent = client.intent(paid["payment_intent"])
    part = {"payment_intent": intent["id"], "amount": 100_000}
    assert client.create_refund(part, key="r1")["id"] == client.create_refund(part, key="r1")["id"]
    with pytest.raises(StripeRefused) as refused:
        client.create_refund({"payment_intent": intent["id"], "amount": 150_001}, key="r2")
    assert refused.value.stripe_code == "amount_too_large"
    assert client.events()["data"][0]["type"] == "refund.created"


def test_one_key_for_two_things_is_refused(client):
    client.create_session(session_of(), key="same")
    with pytest.raises(StripeRefused):
        client.create_session(session_of(300_000), key="same")


@pytest.mark.parametrize("amount", [0, -5])
def test_amounts_that_are_none_are_refused(client, amount):
    with pytest.raises(StripeRefused):
        client.create_session(session_of(amount), key=f"bad{amount}")


def test_a_missing_object_and_a_wrong_key_have_names(client, stand_in):
    with pytest.raises(StripeMissing):
        client.session("cs_test_none")
    with pytest.raises(StripeKeyWrong):
        StripeClient("pk_x", stand_in.base).events()


@pytest.mark.parametrize(
    ("status", "fault"), [(400, StripeRefused), (402, CardDeclined), (404, StripeMissing)]
)
def test_what_is_wrong_is_not_tried_again(faulty, status, fault):
    client, waits = of(faulty)
    faulty.script = [(status, {}, b'{"error": {"code": "x"}}')]
    with pytest.raises(fault) as told:
        client.create_customer({}, key="k")
    assert (told.value.request_id, waits, bool(str(told.value))) == ("req_1", [], True)


@pytest.mark.parametrize(
    "step",
    [
        (409, {}, b"{}"),
        (500, {}, b"<html>"),
        (200, {}, b"nonsense"),
        (200, {"Content-Length": "99"}, b'{"id":'),
        (200, {}, b""),
        "nothing",
    ],
)
def test_what_may_pass_is_tried_again_with_the_same_key(faulty, step):
    client, waits = of(faulty)
    faulty.script = [step, OK]
    assert client.create_customer({"email": "a@b.vn"}, key="one")["id"] == "cus_1"
    assert len(waits) == 1
    assert {headers["Idempotency-Key"] for headers, _body in faulty.asked} == {"one"}
    assert {headers["Stripe-Version"] for headers, _body in faulty.asked} == {VERSION}


def test_it_waits_as_long_as_it_is_asked(faulty):
    client, waits = of(faulty)
    faulty.script = [(429, {"Retry-After": "7"}, b"{}"), (429, {"Retry-After": "3600"}, b"{}"), OK]
    client.create_customer({}, key="k")
    assert waits == [7.0, 10.0]


def test_it_gives_up_after_four_tries(faulty):
    client, waits = of(faulty)
    faulty.script = [(429, {}, b"{}")] * 4
    with pytest.raises(StripeBusy):
        client.create_customer({}, key="k")
    assert len(waits) == 3


def test_a_slow_server_is_left(faulty):
    client, _waits = of(faulty, timeout=(1, 0.05))
    faulty.script = ["slow"] * 4
    began = time.monotonic()
    with pytest.raises(StripeUnreachable):
        client.session("cs_1")
    assert time.monotonic() - began < 2.5


def test_a_write_without_key_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="idempotency"):
        StripeClient(KEY).create_customer({}, key="")


def test_no_secret_is_logged(faulty, caplog):
    caplog.set_level(logging.DEBUG)
    client, _waits = of(faulty)
    faulty.script = [(500, {}, b"{}"), OK]
    client.create_customer({"email": "nguoi@vidu.vn"}, key="k")
    assert "req_1" in caplog.text
    assert KEY not in caplog.text + repr(client)
    assert "nguoi@vidu.vn" not in caplog.text


def test_our_signature_is_that_of_stripe():
    body = json.dumps({"id": "evt_1", "object": "event", "type": "x"}).encode()
    now = int(time.time())
    header = f"t={now},v1={wire.signature(body, 'whsec_a', now)}"
    assert stripe.Webhook.construct_event(body, header, "whsec_a").id == "evt_1"
    wire.check_signature(body, header, "whsec_a", now)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=1",
        "v1=abc",
        "t=x,v1=a",
        "t=1000,v1=abc",
        "t=1000,v0={good}",
        "t=699,v1={early}",
        "t=1000,v1=đ",
    ],
)
def test_bad_signatures_are_refused(header):
    good, early = (wire.signature(b"{}", "s", at) for at in (1000, 699))
    with pytest.raises(wire.BadSignature):
        wire.check_signature(b"{}", header.format(good=good, early=early), "s", 1000)


def test_any_of_several_entries_may_be_right():
    good = wire.signature(b"{}", "s", 1000)
    wire.check_signature(b"{}", f"t=1000,v1=old,v1={good},v0=x", "s", 1299)
    with pytest.raises(wire.BadSignature):
        wire.check_signature(b"{ }", f"t=1000,v1={good}", "s", 1000)
    with pytest.raises(wire.BadSignature):
        wire.check_signature(b"{}", f"t=1000,v1={good}", "", 1000)


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_no_header_breaks_the_check(header):
    with pytest.raises(wire.BadSignature):
        wire.check_signature(b"{}", header, "s", 1000)
