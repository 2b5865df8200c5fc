"""Whether an address may be asked at all: its shape, its host, and where its name leads."""

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext_lazy as _

from portal.shared.outgoing.refusing import Refused

LONGEST = 4000
_LABEL = re.compile(r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")
Resolver = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a name, as the system knows them, in its order."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(row[4][0]) for row in rows))


@dataclass(frozen=True)
class Policy:
    """How far a request may go.

    ``seconds``: for everything together, looking up and redirects included. ``largest``: bytes of the answer,
    packed and unpacked. ``cuts``: keep the beginning of a larger answer instead of refusing it. ``follows``:
    go after redirects; otherwise the redirect itself is the answer. All after that is for tests alone.
    """

    seconds: float = 10.0
    largest: int = 512 * 1024
    hops: int = 5
    cuts: bool = False
    follows: bool = True
    schemes: frozenset[str] = frozenset({"https"})
    ports: frozenset[int] = frozenset({443})
    allows_loopback: bool = False
    resolver: Resolver = resolve
    trusted: ssl.SSLContext | None = None


@dataclass(frozen=True)
class Target:
    """An address taken apart, of a shape that we ask."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


def is_allowed_host(host: str, allowed: Collection[str]) -> bool:
    """Whether a name is one of those declared; ``.name`` declares the name and all below it."""
    name = host.lower().rstrip(".")
    return any(
        name == each or (each.startswith(".") and (name == each[1:] or name.endswith(each)))
        for each in (entry.lower() for entry in allowed)
    )


def checked(url: str, allowed: Collection[str], policy: Policy) -> Target:
    """Take the address apart; refuses schemes, ports, user names, bare numbers, strange letters, other hosts."""
    if len(url) > LONGEST or any(ord(letter) < 33 or ord(letter) == 127 for letter in url):
        raise Refused(address=url)
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise Refused(address=url) from None
    if parts.scheme not in policy.schemes or "@" in parts.netloc or "\\" in url:
        raise Refused(address=url)
    port = port or (443 if parts.scheme == "https" else 80)
    if port not in policy.ports:
        raise Refused(address=url)
    labels = host.split(".")
    is_name = len(host) <= 253 and len(labels) > 1 and all(_LABEL.match(label) for label in labels)
    if not is_name or labels[-1].isdigit() or any(label.startswith("xn--") for label in labels):
        raise Refused(address=url)
    if not is_allowed_host(host, allowed):
        raise Refused(
            _("%(host)s is not one of the sites that may be asked.") % {"host": host}, url
        )
    path = quote(parts.path or "/", safe="/-._~!$&'()*+,;=:@%")
    query = quote(parts.query, safe="/-._~!$&'()*+,;=:@%?")
    return Target(url, parts.scheme, host, port, f"{path}?{query}" if query else path)


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


def is_public_address(written: str) -> bool:
    """Whether a numeric address lies on the open internet; an IPv4 address inside an IPv6 one counts as well."""
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.ipv4_mapped is not None or address in _NAT64:
            return is_public_address(str(low))
        if address in _COMPATIBLE or address.scope_id or address.is_site_local or address.teredo:
            return False
        if address.sixtofour is not None and not is_public_address(str(address.sixtofour)):
            return False
        middle = (int(address) >> 32) & 0xFFFFFFFF
        if middle in _ISATAP and not is_public_address(str(low)):
            return False
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )
