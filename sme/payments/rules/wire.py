"""What goes over the wire to Stripe and back: nested forms, whole đồng, signatures of webhooks."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

CURRENCY = "vnd"
TOLERANCE = 300  # seconds a signature may be old or early


class BadSignature(ValueError):
    """The message was not signed with our secret, or not just now."""


def form_encoded(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Pairs for a form: ``{"a": {"b": [1, True]}}`` → ``a[b][0]=1``, ``a[b][1]=true``; ``None`` is left out.

    Refuses (``TypeError``) fractions: VND has no smaller unit, and nothing else that we send has one.
    """
    return [pair for key, value in values.items() for pair in _pairs(key, value)]


def _pairs(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if isinstance(value, Mapping):
        for inner, each in value.items():
            yield from _pairs(f"{key}[{inner}]", each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, each in enumerate(value):
            yield from _pairs(f"{key}[{number}]", each)
    elif isinstance(value, bool):
        yield key, "true" if value else "false"
    elif isinstance(value, (int, str)):
        yield key, str(value)
    else:
        raise TypeError(f"{key}: {type(value).__name__} does not go over the wire")


def is_amount(value: Any) -> bool:
    """A whole number of đồng above zero, as Stripe sends it."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def signature(body: bytes, secret: str, at: int) -> str:
    """The ``v1`` signature of a body at a moment (seconds)."""
    return hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()


def check_signature(body: bytes, header: str, secret: str, now: float) -> None:
    """Refuses (``BadSignature``) a raw body that no ``v1`` entry of the header signs, or one outside the tolerance."""
    if not secret:
        raise BadSignature("no secret")
    at, given = _read_header(header)
    if at is None or not given:
        raise BadSignature("unreadable header")
    wanted = signature(body, secret, at).encode()
    # Every entry is compared, so that the time taken says nothing about which was right.
    if not any([hmac.compare_digest(wanted, each.encode()) for each in given]):  # noqa: C419
        raise BadSignature("wrong signature")
    if abs(now - at) > TOLERANCE:
        raise BadSignature("too old or too early")


def _read_header(header: str) -> tuple[int | None, list[str]]:
    at: int | None = None
    given: list[str] = []
    for part in header.split(","):
        key, _eq, value = part.strip().partition("=")
        if key == "t" and value.isascii() and value.isdigit() and len(value) <= 12:
            at = int(value)
        elif key == "v1" and value:
            given.append(value)
    return at, given
