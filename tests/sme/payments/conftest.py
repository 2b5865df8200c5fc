"""A stand-in for Stripe on the loopback address, and a server that fails as it is told."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer

import pytest
import requests
from django.test import Client

from scripts.stripe_stand_in import server
from sme.payments.services.stripe import StripeClient

SECRET = "whsec_of_tests"
HOPS = {"host", "connection", "content-length", "accept-encoding"}


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


class Between:
    """A way to the stand-in that fails as `faults` say, one for each call: (when, how); empty, it lets all pass.

    `when` is "before" (the stand-in never hears) or "after" (it has done it, and its answer is lost). `how` is a
    status, "nonsense", "half", "nothing", or "hang": then `heard` is set, and nothing is answered.
    """

    def __init__(self, to: str) -> None:  # noqa: C901  (a server in one place)
        self.faults: list[tuple[str, object]] = []
        self.heard, self.release = threading.Event(), threading.Event()
        between = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_args):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                when, how = between.faults.pop(0) if between.faults else ("", "")
                if when == "before":
                    return self.fail(how, b"{}")
                sent = {k: v for k, v in self.headers.items() if k.lower() not in HOPS}
                data = body if self.command == "POST" else None
                told = requests.request(
                    self.command, to + self.path, data=data, headers=sent, timeout=5
                )
                if when == "after":
                    return self.fail(how, told.content)
                return self.say(told.status_code, told.content)

            do_GET = do_POST  # noqa: N815

            def fail(self, how: object, told: bytes):
                self.close_connection = True
                if how == "hang":
                    between.heard.set()
                    between.release.wait(5)
                elif isinstance(how, int):
                    self.say(how, json.dumps({"error": {"code": "told_to"}}).encode())
                elif how == "nonsense":
                    self.say(200, b"<html>")
                elif how == "half":
                    self.say(200, told[: len(told) // 2], len(told))

            def say(self, status: int, content: bytes, length: int | None = None):
                self.send_response(status)
                self.send_header("Content-Length", str(len(content) if length is None else length))
                self.end_headers()
                self.wfile.write(content)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()


@pytest.fixture
def between(stand_in) -> Iterator[Between]:
    """The stand-in behind a way that fails as it is told."""
    made = Between(stand_in.base)
    yield made
    made.release.set()
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def client_of():
    """A browser of somebody."""

    def made(user: object) -> Client:
        browser = Client()
        if user:
            browser.force_login(user)
        return browser

    return made
