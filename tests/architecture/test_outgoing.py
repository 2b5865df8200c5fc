"""One door: nothing but ``portal.shared.outgoing`` asks other sites, and only tests may open it to this machine."""

import ast
from pathlib import Path

from tests.architecture.test_house import named, sources
from tests.conftest import ROOT

DOOR = "portal/shared/outgoing/"
# Speaks to one host, which the settings name and no person can; it never follows a redirect (proved below).
ONE_HOST_OF_THE_SETTINGS = ("sme/payments/services/stripe.py",)
LOOKS_ONLY = {
    "urllib.parse",
    "urllib.robotparser",
}  # read texts, ask nobody (but `RobotFileParser.read`)
ASKS = {
    "aiohttp", "ftplib", "http.client", "httpx", "requests", "smtplib", "telnetlib", "urllib",
    "urllib3", "xmlrpc.client",
}  # fmt: skip
OF_TESTS = {"allows_loopback", "resolver", "trusted", "schemes", "ports"}


def imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def asks(module: str) -> bool:
    if module == "urllib" or any(f"{module}.".startswith(f"{each}.") for each in LOOKS_ONLY):
        return False
    return any(f"{module}.".startswith(f"{each}.") for each in ASKS)


def test_nothing_else_asks_other_sites():
    loose = {
        named(file): found
        for file in sources()
        if not named(file).startswith((DOOR, *ONE_HOST_OF_THE_SETTINGS))
        and (found := {m for m in imported(file) if asks(m)})
    }
    assert not loose, f"use portal.shared.outgoing.fetch: {loose}"


def test_what_speaks_to_one_host_follows_no_redirect():
    for name in ONE_HOST_OF_THE_SETTINGS:
        calls = [
            node
            for node in ast.walk(ast.parse((ROOT / name).read_text()))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "requests"
        ]
        assert calls
        for call in calls:
            said = {word.arg: getattr(word.value, "value", True) for word in call.keywords}
            assert said.get("allow_redirects") is False
            assert "timeout" in said


def test_only_tests_ask_this_machine():
    loose = [
        (named(file), word.arg)
        for file in sources()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("Policy", "replace")
        for word in node.keywords
        if word.arg in OF_TESTS
    ]
    assert not loose
