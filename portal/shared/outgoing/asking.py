"""Asking a judged address: one connection, with an end in time and size."""

import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from urllib.parse import urljoin

import certifi
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from portal.shared.outgoing.judging import Policy, Target, checked, is_public_address
from portal.shared.outgoing.refusing import Refused, TooLarge, TooSlow, Unreachable

AGENT = "SenSo"  # how the portal calls itself towards other sites, and the word that robots.txt may name
MOST_ADDRESSES = 3  # of one name, tried one after the other
NEARLY = 0.02  # seconds: a timeout of the line ends a little before its deadline
REDIRECTS = frozenset({301, 302, 303, 307, 308})
USUAL = Policy()


@dataclass(frozen=True)
class Answer:
    """What came back: status, the address that answered, those that led there, the body as it was unpacked."""

    status: int
    address: str
    hops: tuple[str, ...]
    body: bytes
    location: str = ""  # where a redirect leads that was not followed
    is_cut: bool = False

    @property
    def text(self) -> str:
        """The body as text; what is no UTF-8 is replaced."""
        return self.body.decode("utf-8", errors="replace")


def fetch(url: str, *, allowed_hosts: Collection[str], policy: Policy = USUAL) -> Answer:
    """Ask for an address and read its answer.

    ``allowed_hosts``: names (``shopee.vn``), or with a dot before them (``.lazada.vn``) the name and all below
    it. Raises ``Refused``, ``TooSlow``, ``TooLarge`` or ``Unreachable``.
    """
    deadline = time.monotonic() + policy.seconds
    hops: list[str] = []
    while True:
        answer = _ask(checked(url, allowed_hosts, policy), tuple(hops), deadline, policy)
        if not (answer.location and policy.follows):
            return answer
        if len(hops) >= policy.hops or answer.location in (*hops, url):
            raise Refused(_("The address leads from page to page without end."), answer.location)
        hops.append(url)
        url = answer.location


def _addresses(target: Target, deadline: float, policy: Policy) -> list[str]:
    """Look the name up once; refuses the whole name when one of its addresses is not public."""
    found: list[str] = []
    failed: list[Exception] = []

    def look() -> None:
        try:
            found.extend(policy.resolver(target.host, target.port))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    looking = threading.Thread(target=look, daemon=True, name="look-up")
    looking.start()
    looking.join(_left(deadline, target))
    if looking.is_alive():
        raise TooSlow(address=target.url)
    if failed or not found:
        raise Unreachable(address=target.url)
    for each in found:
        is_own = policy.allows_loopback and ipaddress.ip_address(each).is_loopback
        if not is_own and not is_public_address(each):
            raise Refused(
                _("%(host)s leads into a private network.") % {"host": target.host}, target.url
            )
    return found[:MOST_ADDRESSES]


def _ask(target: Target, hops: tuple[str, ...], deadline: float, policy: Policy) -> Answer:
    addresses = _addresses(target, deadline, policy)
    for number, address in enumerate(addresses, start=1):
        connection = _connection(target, address, _left(deadline, target), policy.trusted)
        try:
            with _ended_at(deadline, connection):
                return _read(target, connection, hops, deadline, policy)
        except (OSError, HTTPError, HTTPException, ValueError) as error:
            if time.monotonic() >= deadline - NEARLY or isinstance(error, TimeoutError):
                raise TooSlow(address=target.url) from None
            if number == len(addresses):
                raise Unreachable(address=target.url) from None
        finally:
            connection.close()
    raise Unreachable(address=target.url)


def _left(deadline: float, target: Target) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TooSlow(address=target.url)
    return left


@cache
def _trusted() -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _connection(
    target: Target, address: str, seconds: float, trusted: ssl.SSLContext | None
) -> HTTPConnection:
    """To the judged address itself; the name goes into the certificate's check and the Host header."""
    if target.scheme == "https":
        return HTTPSConnection(
            address,
            target.port,
            timeout=seconds,
            ssl_context=trusted or _trusted(),
            server_hostname=target.host,
        )
    return HTTPConnection(address, target.port, timeout=seconds)


@contextmanager
def _ended_at(deadline: float, connection: HTTPConnection) -> Iterator[None]:
    """Cut the line at the deadline: an answer that drips never runs into the timeout of one read."""
    is_done = threading.Event()

    def watch() -> None:
        is_done.wait(max(0.0, deadline - time.monotonic()))
        while not is_done.wait(0.05):
            line = connection.sock
            if line is not None:
                try:
                    # The plain socket's own: the TLS layer must not be touched by two threads.
                    socket.socket.shutdown(line, socket.SHUT_RDWR)
                except OSError:
                    return

    watcher = threading.Thread(target=watch, daemon=True, name="deadline")
    watcher.start()
    try:
        yield
    finally:
        is_done.set()
        watcher.join()


def _read(
    target: Target,
    connection: HTTPConnection,
    hops: tuple[str, ...],
    deadline: float,
    policy: Policy,
) -> Answer:
    host = target.host if target.port in (80, 443) else f"{target.host}:{target.port}"
    headers = {"Host": host, "User-Agent": agent(), "Accept": "*/*", "Accept-Encoding": "identity"}
    connection.request(
        "GET", target.path, headers=headers, preload_content=False, decode_content=False
    )
    response = connection.getresponse()
    location = response.headers.get("Location", "") if response.status in REDIRECTS else ""
    if location:
        return Answer(response.status, target.url, hops, b"", _joined(target.url, location))
    body, is_cut = _body(response, target, deadline, policy)
    return Answer(response.status, target.url, hops, body, "", is_cut)


def _joined(base: str, location: str) -> str:
    try:
        # Servers send letters outside ASCII as UTF-8, which the library reads as Latin-1.
        readable = location.encode("latin-1").decode("utf-8", errors="replace")
        return urljoin(base, readable.strip()).partition("#")[0]
    except ValueError:
        raise Refused(address=base) from None


def _body(
    response: BaseHTTPResponse, target: Target, deadline: float, policy: Policy
) -> tuple[bytes, bool]:
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise Unreachable(address=target.url)
    # 47: gzip or zlib, whichever the first bytes say.
    unpack = None if packing in ("identity", "") else zlib.decompressobj(47)
    body, taken = bytearray(), 0
    while True:
        _left(deadline, target)
        part = response.read1(16 * 1024, decode_content=False)
        if not part:
            if time.monotonic() >= deadline:
                raise TooSlow(address=target.url)
            return bytes(body), False
        taken += len(part)
        try:
            # One byte more than may come, so that a bomb shows itself without going off.
            body += unpack.decompress(part, policy.largest + 1 - len(body)) if unpack else part
        except zlib.error:
            raise Unreachable(address=target.url) from None
        if len(body) > policy.largest or taken > policy.largest:
            if policy.cuts:
                return bytes(body[: policy.largest]), True
            raise TooLarge(address=target.url)


def agent() -> str:
    """What the portal calls itself, with where its people can be found (ASCII, as headers are)."""
    contact = settings.OUTGOING_CONTACT or settings.BASE_URL
    return f"{AGENT}/1.0 (+{contact})".encode("ascii", errors="replace").decode("ascii")
