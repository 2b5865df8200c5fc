"""What the client sends and reads, held against the shapes that Stripe publishes for the same version."""

import importlib
import inspect
import types
import typing
from typing import Any

import pytest
import stripe
import typing_extensions

from portal.shared import clock
from sme.payments.models import Attempt, Obligation
from sme.payments.services import checkout
from sme.payments.services.stripe import VERSION

PARAMS = {
    "customer": ("_customer_create_params", "CustomerCreateParams"),
    "session": ("checkout._session_create_params", "SessionCreateParams"),
    "intent": ("_payment_intent_create_params", "PaymentIntentCreateParams"),
    "refund": ("_refund_create_params", "RefundCreateParams"),
}
# What the services read of each object.
READ = {
    stripe.checkout.Session: (
        "id url payment_status payment_intent amount_total currency metadata status"
    ),
    stripe.PaymentIntent: "id amount_received currency metadata status",
    stripe.Refund: "id status metadata payment_intent",
    stripe.Dispute: "payment_intent status amount",
    stripe.Event: "id type data",
    stripe.Customer: "id",
}


def wrong(known: Any, value: Any, where: str = "") -> list[str]:
    """What of a value has no place in a published type, found recursively."""
    origin, inside = typing.get_origin(known), typing.get_args(known)
    if origin in (typing.Required, typing.NotRequired):
        return wrong(inside[0], value, where)
    if typing_extensions.is_typeddict(known):
        return wrong_fields(known, value, where) if isinstance(value, dict) else [f"{where}: type"]
    if origin in (typing.Union, types.UnionType):
        told = [wrong(each, value, where) for each in inside]
        return [] if not all(told) else min(told, key=len)
    if origin is typing.Literal:
        return [] if value in inside else [f"{where}: {value} is none of {inside}"]
    if origin is list and isinstance(value, list):
        return [fault for each in value for fault in wrong(inside[0], each, f"{where}[]")]
    if origin is dict and isinstance(value, dict):
        return [fault for each in value.values() for fault in wrong(inside[1], each, where)]
    fits = known is typing.Any or (isinstance(known, type) and type(value) is known)
    return [] if fits else [f"{where}: {type(value).__name__} is not {known}"]


def wrong_fields(known: Any, value: dict[str, Any], where: str) -> list[str]:
    """The same for the fields of a mapping: unknown, missing, of another type."""
    own = vars(inspect.getmodule(known))
    names = vars(typing) | own | {"StripeContext": object, "UntypedStripeObject": list}
    fields = typing.get_type_hints(known, names)
    unknown = [f"{where}.{name}: unknown" for name in value if name not in fields]
    missing = [f"{where}.{name}: missing" for name in known.__required_keys__ - set(value)]
    both = [name for name in value if name in fields]
    deep = [fault for name in both for fault in wrong(fields[name], value[name], f"{where}.{name}")]
    return unknown + missing + deep


def shape(name: str) -> Any:
    module, kind = PARAMS[name]
    return getattr(importlib.import_module(f"stripe.params.{module}"), kind)


def session_params() -> dict[str, Any]:
    owed = Obligation(pk=5, amount=1000, reference="SSABCDEFGH", purpose_vi="Phí lớp học")
    attempt = Attempt(obligation=owed, amount=1000, expires_at=clock.now())
    return checkout._params(attempt, owed, "https://vidu.vn/x", "nguoi@vidu.vn")


def sent() -> dict[str, dict[str, Any]]:
    """What goes out, by shape."""
    known = {"obligation": "5"}
    return {
        "session": session_params(),
        "customer": {"email": "nguoi@vidu.vn", "metadata": known},
        "intent": {"amount": 1000, "currency": "vnd", "metadata": known},
        "refund": {"payment_intent": "pi_1", "amount": 1000, "metadata": {"refund": "x"}},
    }


@pytest.mark.parametrize("name", PARAMS)
def test_every_parameter_exists_with_its_type(name):
    assert wrong(shape(name), sent()[name]) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"moon": 1},
        {"expires_at": "soon"},
        {"line_items": [{"quantity": 1, "price_data": {"currency": "vnd", "unit": 5}}]},
    ],
)
def test_the_comparison_finds_what_is_wrong(spoilt):
    assert wrong(shape("session"), session_params() | spoilt)


@pytest.mark.parametrize("kind", READ, ids=lambda kind: kind.__name__)
def test_every_field_that_is_read_exists(kind):
    fields = {name for each in kind.__mro__ for name in getattr(each, "__annotations__", {})}
    assert set(READ[kind].split()) <= fields


def test_the_pinned_version_is_the_one_of_these_shapes():
    assert stripe.api_version == VERSION
