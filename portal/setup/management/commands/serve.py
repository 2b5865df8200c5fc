"""Serve the portal: the web server and one background worker, started and stopped together."""

import os
import secrets
import shlex
import socket
import sys
from argparse import ArgumentTypeError
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from honcho.manager import Manager

from portal.setup.demo import people

STOPPED_BY_PERSON = {130, 143}  # Ctrl-C and SIGTERM: what was asked for, not a failure


def port(text: str) -> int:
    """A port number that a server may take."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text!r} is not a port (1 to 65535).")
    return int(text)


def refuse_taken(host: str, number: int) -> None:
    """Say plainly that the port is taken, before anything starts."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as problem:
            raise CommandError(
                f"Port {number} is taken; choose another: make run PORT={number + 1}",
                returncode=2,
            ) from problem


def free_port() -> int:
    """A port of this machine that nobody has taken."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Command(BaseCommand):
    """``manage.py serve [--host H] [--port P] [--workers N]``."""

    help = "Serve the portal with its background worker; Ctrl-C stops both."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=port, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes (default 2)")

    def handle(self, *args: Any, **options: Any) -> None:
        host, number = options["host"], options["port"]
        refuse_taken(host, number)
        self.card_port = 0
        if settings.DEMO_WORLD and not settings.STRIPE_SECRET_KEY:
            self.card_port = free_port()
        self.base_url = f"http://{host}:{number}"
        manager = Manager()
        manager.add_process("web", self.web(host, number, options["workers"]), env=self.env())
        manager.add_process("worker", self.worker(), env=self.env())
        if self.card_port:
            manager.add_process("card", self.card(host, number), env=self.env())
        self.greet(host, number)
        manager.loop()
        sys.exit(0 if manager.returncode in STOPPED_BY_PERSON else manager.returncode)

    def env(self) -> dict[str, str]:
        """The environment of the children: this one, unbuffered."""
        children = {**os.environ, "PYTHONUNBUFFERED": "1"}
        if settings.METRICS_TOKEN:
            children.setdefault("PROMETHEUS_MULTIPROC_DIR", mkdtemp(prefix="portal-metrics-"))
        if self.card_port:
            children |= {
                "BASE_URL": os.environ.get("BASE_URL", self.base_url),
                "STRIPE_API_BASE": f"http://127.0.0.1:{self.card_port}",
                "STRIPE_SECRET_KEY": "sk_test_demonstration",
                "STRIPE_WEBHOOK_SECRET": self.secret,
                "BANK_BIN": "999999",  # no bank has it: the code shows, and pays nobody
                "BANK_ACCOUNT": "0000000000",
                "BANK_ACCOUNT_NAME": "TAI KHOAN MINH HOA",
            }
        return children

    secret = "whsec_" + secrets.token_hex(16)

    def card(self, host: str, number: int) -> str:
        """The command line of the stand-in for the card service: in the demonstration world only, on loopback."""
        program = str(settings.BASE_DIR / "scripts" / "stripe_stand_in.py")
        return shlex.join(
            [
                sys.executable, program, "--port", str(self.card_port),
                "--webhook", f"http://{host}:{number}/payments/stripe/webhook/",
                "--secret", self.secret,
            ]
        )  # fmt: skip

    def web(self, host: str, number: int, workers: int) -> str:
        """The web server's command line."""
        return shlex.join(
            [
                sys.executable, "-m", "granian",
                "--interface", "wsgi", "--http", "1", "--no-ws",
                "--host", host, "--port", str(number),
                "--workers", str(workers), "--blocking-threads", "4",
                "--respawn-failed-workers", "--workers-kill-timeout", "20",
                "--log-level", "warning",
                "--working-dir", str(settings.BASE_DIR),
                "portal.wsgi:application",
            ]
        )  # fmt: skip

    def worker(self) -> str:
        """The background worker's command line."""
        manage = str(settings.BASE_DIR / "manage.py")
        return shlex.join([sys.executable, manage, "worker"])

    def greet(self, host: str, number: int) -> None:
        """Print where to go, and in the demonstration world with which accounts."""
        root = f"http://{host}:{number}"
        lines = [
            "",
            f"  Sen Số        {root}/          (English: {root}/en/)",
            f"  Business      {root}/business/",
            f"  Workspace     {root}/workspace/",
            f"  Guidance      {root}/admin/",
        ]
        if settings.DEMO_WORLD:
            lines += [
                f"  Mails sent    {root}/demo/mail/",
                "",
                f"  Demonstration accounts (invented; the password of each is {people.PASSWORD}):",
                *(f"    {email:<34} {role}" for email, role in people.signposts()),
            ]
        lines += ["", "  Ctrl-C stops the server and the worker.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
