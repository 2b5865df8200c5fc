"""A stand-in for Stripe on this machine: enough of its API to pay, be told, and refund in the demonstration world.

``python -m scripts.stripe_stand_in --port 8001 --webhook http://127.0.0.1:8000/… --secret whsec_…``. It keeps
everything in memory, takes any key that begins with ``sk_test``, listens on the loopback address only, and moves
no money. ``--twice`` sends each webhook twice, ``--shuffled`` in changed order.
"""

import argparse
import hashlib
import hmac
import html
import json
import re
import secrets
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

PART = re.compile(r"\[([^\]]*)\]")
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Thanh toán thử</title><body><main><h1>Thanh toán thử · Test payment</h1>
<p>Trang minh họa, không thu tiền thật. <span lang="en">A demonstration: no money moves.</span></p>
<p><strong>{name}</strong><br>{amount} ₫</p><form method="post"><p><button name="card" value="ok">Thanh toán</button>
<button name="card" value="declined">Thẻ bị từ chối</button></p></form><p><a href="{cancel}">Quay lại</a></p></main>"""


class Refused(Exception):
    """A request that Stripe would refuse."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def nested(pairs: list[tuple[str, str]]) -> dict:
    """``a[b][0]=1`` back into mappings (lists stay mappings by their numbers)."""
    found: dict = {}
    for key, value in pairs:
        parts = [key.split("[", 1)[0], *PART.findall(key)]
        inner = found
        for part in parts[:-1]:
            inner = inner.setdefault(part, {})
        inner[parts[-1]] = value
    return found


def amount_of(text: object) -> int:
    """A whole number above zero."""
    if not isinstance(text, str) or not text.isdigit() or int(text) < 1:
        raise Refused(400, "parameter_invalid_integer")
    return int(text)


class Account:
    """The state of one account: objects by id, answers by idempotency key, events in order."""

    def __init__(
        self, base: str, webhook: str, secret: str, *, twice: bool, shuffled: bool
    ) -> None:
        self.base, self.webhook, self.secret = base, webhook, secret
        self.twice, self.shuffled = twice, shuffled
        self.lock = threading.RLock()
        self.things: dict[str, dict] = {}
        self.answers: dict[str, tuple[str, int, dict]] = {}
        self.events: list[dict] = []

    def new(self, kind: str, prefix: str, **values: object) -> dict:
        """Keep a new object."""
        thing = {"id": f"{prefix}_{secrets.token_hex(12)}", "object": kind, **values}
        thing.update(created=int(time.time()), livemode=False)
        self.things[thing["id"]] = thing
        return thing

    def get(self, kind: str, name: str) -> dict:
        """An object by its id."""
        thing = self.things.get(name)
        if thing is None or thing["object"] != kind:
            raise Refused(404, "resource_missing")
        return thing

    def write(self, path: str, form: dict) -> dict:
        """One write."""
        if path == "customers":
            return self.new(
                "customer", "cus", email=form.get("email"), metadata=form.get("metadata", {})
            )
        if path == "checkout/sessions":
            return self.session(form)
        if found := re.fullmatch(r"checkout/sessions/(\w+)/expire", path):
            return self.expire(self.get("checkout.session", found[1]))
        if path == "payment_intents":
            if form.get("currency") != "vnd":
                raise Refused(400, "currency_unknown")
            return self.intent(amount_of(form.get("amount")), form.get("metadata", {}))
        if path == "refunds":
            return self.refund(form)
        raise Refused(404, "url_invalid")

    def session(self, form: dict) -> dict:
        """A checkout session of one line."""
        line = form.get("line_items", {}).get("0", {})
        price = line.get("price_data", {})
        if form.get("mode") != "payment" or price.get("currency") != "vnd":
            raise Refused(400, "parameter_invalid")
        amount = amount_of(price.get("unit_amount")) * amount_of(line.get("quantity"))
        session = self.new(
            "checkout.session", "cs_test", amount_total=amount, currency="vnd", status="open",
            payment_status="unpaid", payment_intent=None, metadata=form.get("metadata", {}),
            client_reference_id=form.get("client_reference_id"), mode="payment",
            success_url=form.get("success_url", ""), cancel_url=form.get("cancel_url", ""),
            expires_at=int(form.get("expires_at") or time.time() + 86400),
            name=price.get("product_data", {}).get("name", ""),
        )  # fmt: skip
        session["url"] = f"{self.base}/pay/{session['id']}"
        return session

    def intent(self, amount: int, metadata: dict) -> dict:
        """A payment intent that waits."""
        return self.new(
            "payment_intent", "pi", amount=amount, amount_received=0, currency="vnd",
            status="requires_payment_method", metadata=metadata, refunded=0,
        )  # fmt: skip

    def expire(self, session: dict) -> dict:
        """Close an open session."""
        if session["status"] != "open":
            raise Refused(400, "resource_not_open")
        session["status"] = "expired"
        self.tell(("checkout.session.expired", session))
        return session

    def pay(self, name: str) -> dict:
        """What the pay page does: charge once."""
        session = self.get("checkout.session", name)
        if session["status"] == "open" and session["expires_at"] > time.time():
            intent = self.intent(session["amount_total"], session["metadata"])
            intent.update(status="succeeded", amount_received=intent["amount"])
            session.update(status="complete", payment_status="paid", payment_intent=intent["id"])
            self.tell(("payment_intent.succeeded", intent), ("checkout.session.completed", session))
        return session

    def refund(self, form: dict) -> dict:
        """Give back what is left of a payment at most."""
        intent = self.get("payment_intent", form.get("payment_intent", ""))
        left = intent["amount_received"] - intent["refunded"]
        amount = amount_of(form["amount"]) if "amount" in form else left
        if amount > left or left == 0:
            raise Refused(400, "charge_already_refunded" if left == 0 else "amount_too_large")
        intent["refunded"] += amount
        refund = self.new(
            "refund", "re", amount=amount, currency="vnd", payment_intent=intent["id"],
            status="succeeded", metadata=form.get("metadata", {}),
        )  # fmt: skip
        self.tell(("refund.created", refund))
        return refund

    def tell(self, *news: tuple[str, dict]) -> None:
        """Keep events and send them, signed, from a thread of their own."""
        made = []
        for kind, thing in news:
            event = self.new("event", "evt", type=kind, data={"object": dict(thing)})
            self.events.append(event)
            made.append(event)
        if self.webhook:
            sent = made[::-1] if self.shuffled else made
            sent = sent + sent if self.twice else sent
            threading.Thread(target=self.send, args=(sent,), daemon=True).start()

    def send(self, events: list[dict]) -> None:
        """Each event until it is taken, five tries."""
        for event in events:
            body = json.dumps(event).encode()
            for number in range(5):
                at = int(time.time())
                mac = hmac.new(self.secret.encode(), b"%d." % at + body, hashlib.sha256).hexdigest()
                headers = {
                    "Content-Type": "application/json",
                    "Stripe-Signature": f"t={at},v1={mac}",
                }
                try:
                    asked = urllib.request.Request(self.webhook, body, headers)  # noqa: S310
                    urllib.request.urlopen(asked, timeout=10).close()  # noqa: S310
                    break
                except OSError as problem:
                    print(f"webhook {event['type']}: {problem}", file=sys.stderr)
                    time.sleep(2**number)


class Handler(BaseHTTPRequestHandler):
    """HTTP in front of the account."""

    account: Account

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Read an object, a list, or the pay page."""
        path = urlsplit(self.path).path
        with self.account.lock:
            if path.startswith("/pay/"):
                return self.pay_page(path.removeprefix("/pay/"))
            return self.answer(lambda: self.read(path.removeprefix("/v1/")))

    def read(self, path: str) -> dict:
        """One object or a page of them."""
        kinds = {"checkout/sessions": "checkout.session", "payment_intents": "payment_intent",
                 "refunds": "refund", "events": "event", "customers": "customer"}  # fmt: skip
        if path in kinds:
            found = [t for t in self.account.things.values() if t["object"] == kinds[path]]
            return {"object": "list", "data": found[::-1][:100], "has_more": len(found) > 100}
        folder, _, name = path.rpartition("/")
        return self.account.get(kinds.get(folder, ""), name)

    def do_POST(self) -> None:
        """Write, or pay."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path = urlsplit(self.path).path
        with self.account.lock:
            if path.startswith("/pay/"):
                return self.paid(path.removeprefix("/pay/"), body)
            pairs = parse_qsl(body, keep_blank_values=True)
            return self.answer(lambda: self.once(path.removeprefix("/v1/"), pairs, body))

    def once(self, path: str, pairs: list, body: str) -> dict:
        """The same key answers the same again; the same key for something else is refused."""
        key = self.headers.get("Idempotency-Key", "")
        asked = f"{path}?{body}"
        if key in self.account.answers:
            before, _status, told = self.account.answers[key]
            if before != asked:
                raise Refused(400, "idempotency_error")
            return told
        told = self.account.write(path, nested(pairs))
        if key:
            self.account.answers[key] = (asked, 200, told)
        return told

    def answer(self, act: object) -> None:
        """JSON, as Stripe gives it."""
        status, told = 200, {}
        try:
            if not self.headers.get("Authorization", "").startswith("Bearer sk_test"):
                raise Refused(401, "invalid_api_key")
            told = act()  # type: ignore[operator]
        except Refused as refused:
            status, told = (
                refused.status,
                {"error": {"code": refused.code, "type": "invalid_request_error"}},
            )
        self.say(status, json.dumps(told).encode(), "application/json")

    def say(self, status: int, body: bytes, kind: str, **headers: str) -> None:
        """Send it."""
        self.send_response(status)
        headers |= {"Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in {**headers, "Request-Id": f"req_{secrets.token_hex(6)}"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def pay_page(self, name: str) -> None:
        """Where the payer pays."""
        session = self.account.things.get(name)
        if session is None:
            return self.say(404, b"?", "text/plain")
        amount = f"{session['amount_total']:,}".replace(",", ".")
        page = PAGE.format(name=html.escape(session["name"]), amount=amount,
                           cancel=html.escape(session["cancel_url"]))  # fmt: skip
        return self.say(200, page.encode(), "text/html; charset=utf-8")

    def paid(self, name: str, body: str) -> None:
        """The payer has chosen."""
        session = self.account.things.get(name)
        if session is None:
            return self.say(404, b"?", "text/plain")
        if "card=ok" not in body:
            return self.pay_page(name)
        self.account.pay(name)
        return self.say(303, b"", "text/plain", Location=session["success_url"])


def server(port: int = 0, webhook: str = "", secret: str = "", **how: bool) -> ThreadingHTTPServer:
    """A server that is ready to ``serve_forever``; port 0 takes a free one."""
    handler = type("Bound", (Handler,), {})
    made = ThreadingHTTPServer(("127.0.0.1", port), handler)
    made.daemon_threads = True
    base = f"http://127.0.0.1:{made.server_address[1]}"
    options = {"twice": False, "shuffled": False, **how}
    handler.account = Account(base, webhook, secret, **options)
    made.account = handler.account  # type: ignore[attr-defined]
    return made


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--webhook", default="")
    parser.add_argument("--secret", default="whsec_demonstration")
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--shuffled", action="store_true")
    given = parser.parse_args()
    server(
        given.port, given.webhook, given.secret, twice=given.twice, shuffled=given.shuffled
    ).serve_forever()
