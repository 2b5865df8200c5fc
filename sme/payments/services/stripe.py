"""Speaks to Stripe over HTTP, with ``requests`` alone: the few calls that payments need.

Every write carries an ``Idempotency-Key``, so that it may be sent again after a fault; what came of a call is
one line in the log with Stripe's request id, never with a key or a body.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken
from sme.payments.rules.wire import form_encoded

VERSION = "2026-10-28.endive"
TIMEOUT = (5, 20)  # seconds to connect, to answer
FIRST_WAIT = 0.5  # seconds before the second try, about; twice as long before each further one
LONGEST_WAIT = 10.0
TRIES = 4
LARGEST_ANSWER = 2_000_000
AGAIN = frozenset({409, 429, 500, 502, 503, 504})
log = logging.getLogger(__name__)


class StripeFault(RuleBroken):
    """Stripe did not do what was asked; ``request_id`` is what its support asks for."""

    word = "stripe"
    words: Any = _("The card service did not answer as it should. Nothing was charged twice.")

    def __init__(self, code: str = "", request_id: str = "", status: int = 0) -> None:
        super().__init__(self.word, self.words)
        self.stripe_code, self.request_id, self.status = code, request_id, status


class StripeUnreachable(StripeFault):
    """No answer, half of one, or nonsense: what was asked may or may not have been done."""

    word = "stripe_unreachable"
    words = _(
        "The card service cannot be reached now. Try again in a few minutes; it charges once."
    )


class StripeBusy(StripeFault):
    """Too many requests, or the same one is still running."""

    word = "stripe_busy"
    words = _("The card service is busy. Try again in a minute; it charges once.")


class StripeRefused(StripeFault):
    """The request itself is wrong: a mistake of ours or of the settings."""

    word = "stripe_refused"
    words = _("The card service refused the request. The office has to look at it.")


class CardDeclined(StripeFault):
    """The bank of the card said no."""

    word = "card_declined"
    words = _(
        "The card was declined and nothing was charged. Pay with another card or by transfer."
    )


class StripeKeyWrong(StripeFault):
    """Stripe does not know the key."""

    word = "stripe_key"
    words = _("Card payment is not set up correctly. Pay by transfer or at the office meanwhile.")


class StripeMissing(StripeFault):
    """Stripe does not know the object."""

    word = "stripe_missing"
    words = _("The card service does not know this payment.")


BY_STATUS: Mapping[int, type[StripeFault]] = {
    400: StripeRefused,
    401: StripeKeyWrong,
    402: CardDeclined,
    403: StripeKeyWrong,
    404: StripeMissing,
    409: StripeBusy,
    429: StripeBusy,
}


@dataclass(frozen=True)
class StripeClient:
    """Calls one Stripe account; ``sleep`` is replaced where nobody wants to wait."""

    key: str = field(repr=False)
    base: str = "https://api.stripe.com"
    timeout: tuple[float, float] = TIMEOUT
    sleep: Callable[[float], None] = time.sleep

    def create_customer(self, params: Mapping[str, Any], *, key: str) -> dict[str, Any]:
        """Make a customer."""
        return self._write("customers", params, key)

    def create_session(self, params: Mapping[str, Any], *, key: str) -> dict[str, Any]:
        """Make a checkout session; its ``url`` is where the payer goes."""
        return self._write("checkout/sessions", params, key)

    def session(self, name: str) -> dict[str, Any]:
        """A checkout session as it stands."""
        return self._call("GET", f"checkout/sessions/{_safe(name)}")

    def expire_session(self, name: str, *, key: str) -> dict[str, Any]:
        """Close a checkout session, so that nobody pays it any more."""
        return self._write(f"checkout/sessions/{_safe(name)}/expire", {}, key)

    def create_intent(self, params: Mapping[str, Any], *, key: str) -> dict[str, Any]:
        """Make a payment intent."""
        return self._write("payment_intents", params, key)

    def intent(self, name: str) -> dict[str, Any]:
        """A payment intent as it stands."""
        return self._call("GET", f"payment_intents/{_safe(name)}")

    def create_refund(self, params: Mapping[str, Any], *, key: str) -> dict[str, Any]:
        """Give money back."""
        return self._write("refunds", params, key)

    def refund(self, name: str) -> dict[str, Any]:
        """A refund as it stands."""
        return self._call("GET", f"refunds/{_safe(name)}")

    def refunds(self, **asked: Any) -> dict[str, Any]:
        """A page of refunds, newest first."""
        return self._call("GET", "refunds", asked)

    def event(self, name: str) -> dict[str, Any]:
        """An event as it was sent."""
        return self._call("GET", f"events/{_safe(name)}")

    def events(self, **asked: Any) -> dict[str, Any]:
        """A page of events, newest first."""
        return self._call("GET", "events", asked)

    def sessions(self, **asked: Any) -> dict[str, Any]:
        """A page of checkout sessions, newest first."""
        return self._call("GET", "checkout/sessions", asked)

    def _write(self, path: str, params: Mapping[str, Any], key: str) -> dict[str, Any]:
        if not key:
            raise ValueError("a write needs its idempotency key")
        return self._call("POST", path, params, key)

    def _call(
        self, method: str, path: str, params: Mapping[str, Any] | None = None, key: str = ""
    ) -> dict[str, Any]:
        # In one order: a database may keep the order of keys otherwise, and the same call has to look the same.
        pairs = sorted(form_encoded(params or {}))
        fault: StripeFault = StripeUnreachable()
        for number in range(TRIES):
            try:
                return self._ask(method, path, pairs, key)
            except StripeFault as problem:
                fault = problem
                if not _may_try_again(fault) or number == TRIES - 1:
                    break
                self.sleep(_wait(number, getattr(fault, "retry_after", None)))
        raise fault

    def _ask(
        self, method: str, path: str, pairs: list[tuple[str, str]], key: str
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.key}", "Stripe-Version": VERSION}
        if key:
            headers["Idempotency-Key"] = key
        sent: dict[str, Any] = {"params" if method == "GET" else "data": pairs}
        try:
            # A redirection would carry the key elsewhere: none is followed.
            answer = requests.request(
                method,
                f"{self.base.rstrip('/')}/v1/{path}",
                headers=headers,
                timeout=self.timeout,
                allow_redirects=False,
                **sent,
            )
        except requests.RequestException as problem:
            log.warning("stripe %s %s: %s", method, path, type(problem).__name__)
            raise StripeUnreachable() from None
        return _read(answer, method, path)


def _safe(name: str) -> str:
    if not (name.isascii() and name.replace("_", "").isalnum()):
        raise ValueError("not an id of Stripe")
    return name


def _read(answer: requests.Response, method: str, path: str) -> dict[str, Any]:
    request_id = answer.headers.get("Request-Id", "")[:100]
    log.info("stripe %s %s: %d %s", method, path, answer.status_code, request_id)
    try:
        told = answer.json() if len(answer.content) <= LARGEST_ANSWER else None
    except ValueError:
        told = None
    if 200 <= answer.status_code < 300:
        if not isinstance(told, dict):
            raise StripeUnreachable("nonsense", request_id, answer.status_code)
        return told
    error = told.get("error") if isinstance(told, dict) else None
    code = str(error.get("code") or error.get("type") or "") if isinstance(error, dict) else ""
    default = StripeUnreachable if answer.status_code >= 500 else StripeRefused
    fault = BY_STATUS.get(answer.status_code, default)(code, request_id, answer.status_code)
    fault.retry_after = answer.headers.get("Retry-After")  # type: ignore[attr-defined]
    raise fault


def _may_try_again(fault: StripeFault) -> bool:
    """Reads always may, writes since they carry their key; what is wrong stays wrong."""
    return isinstance(fault, StripeUnreachable) or fault.status in AGAIN


def _wait(number: int, asked: str | None) -> float:
    """Seconds before the next try: what Stripe asks for, else twice as long each time, with chance in it."""
    if asked and asked.isascii() and asked.isdigit():
        return min(float(asked), LONGEST_WAIT)
    longest = min(FIRST_WAIT * 2**number, LONGEST_WAIT)
    return longest * (0.5 + secrets.randbelow(500) / 1000)


def is_offered() -> bool:
    """Card payment is set up: both secrets are there."""
    return bool(settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET)


def client() -> StripeClient:
    """The client of this portal's account; refuses when card payment is not set up."""
    if not is_offered():
        raise RuleBroken("card_not_offered", _("Card payment is not offered here."))
    return StripeClient(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)
