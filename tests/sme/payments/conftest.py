"""A stand-in for Stripe on the loopback address, and a server that fails as it is told."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client

from scripts.stripe_stand_in import server
from sme.payments.services.stripe import StripeClient

SECRET = "whsec_of_tests"


@pytest.fixture(scope="module")
def stand_in() -> Iterator[object]:
    """The stand-in, in a thread."""
    made = server(secret=SECRET)
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield made.account
    made.shutdown()
    made.server_close()


@pytest.fixture
def client(stand_in) -> StripeClient:
    """A client of the stand-in that does not wait."""
    return StripeClient("sk_test_of_tests", stand_in.base, sleep=lambda _s: None)


@pytest.fixture
def faulty() -> Iterator[HTTPServer]:
    """Answers what `.script` holds, one line after the other: (status, headers, body) or a way to fail."""

    class Faulty(BaseHTTPRequestHandler):
        def log_message(self, *_args):
            pass

        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            made.asked.append((dict(self.headers), self.rfile.read(length)))
            step = made.script.pop(0)
            if step == "nothing":
                self.close_connection = True
                return
            if step == "slow":
                made.release.wait(3)
                self.close_connection = True
                return
            status, headers, body = step
            self.send_response(status)
            sent = {"Content-Length": str(len(body)), "Request-Id": "req_1", **headers}
            for name, value in sent.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        do_GET = do_POST  # noqa: N815

    made = HTTPServer(("127.0.0.1", 0), Faulty)
    made.script, made.asked, made.release = [], [], threading.Event()
    threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield made
    made.release.set()
    made.shutdown()
    made.server_close()


@pytest.fixture
def client_of():
    """A browser of somebody."""

    def made(user: object) -> Client:
        browser = Client()
        if user:
            browser.force_login(user)
        return browser

    return made
