"""Addresses that people paste: checked, stripped of tracking, recognised to a marketplace.

An address decides nothing by its shape: the hosts of a marketplace say whose it is, patterns are
hints that give it a stable name. What is refused is what could harm or mislead.
"""

import hashlib
import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from django.utils.translation import gettext as _

from portal.shared.errors import RuleBroken

LONGEST = 2000
LONGEST_KEY = 200

TRACKING = re.compile(
    r"^(utm_.*|af_.*|_branch.*|mc_.*|pk_.*|fbclid|gclid|gbraid|wbraid|dclid|msclkid|ttclid|yclid|"
    r"spm|scm|pvid|clicktrackinfo|trafficfrom|laz_.*|mkttid|mmp_pid|dsource|exlaz|"
    r"sp_atk|xptdk|smtt|deep_and_deferred|is_from_webapp|sender_device|web_id|"
    r"_r|_t|_d|share_.*|tt_from|checksum|ref|ref_.*|src|source|from|itm_.*)$",
    re.IGNORECASE,
)

_HOST = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$")
Refusal = Callable[[str, str], RuleBroken]
_HAS_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")


class PatternKind(StrEnum):
    """What a page at a marketplace is, as far as its address tells."""

    PRODUCT = "product"
    SHOP = "shop"
    SHORT = "short"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address: https, a plain host, a clean path, no tracking."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        tail = f"?{urlencode(self.query)}" if self.query else ""
        return f"https://{self.host}{quote(self.path, safe=_SAFE)}{tail}"


_SAFE = "/-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Hints:
    """How the addresses of one marketplace look."""

    key: str
    name: str
    hosts: tuple[str, ...]
    short_hosts: tuple[str, ...] = ()
    product_patterns: tuple[str, ...] = ()
    shop_patterns: tuple[str, ...] = ()
    kept_parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whose address it is, what kind of page, how to show it, and its one name for comparing."""

    marketplace: str
    kind: PatternKind
    address: str
    key: str


def parse(typed: str, field: str = "address") -> Address:
    """The checked address of what a person pasted, with or without ``https://``.

    Refuses: nothing, more than 2,000 characters, spaces inside, other schemes (``javascript:``),
    user names and passwords, ports, bare IP addresses, hosts with letters that look like others
    (anything outside ASCII, and punycode), and bytes that are no text.
    """

    def no(code: str, sentence: str) -> RuleBroken:
        return RuleBroken(code, sentence, field=field)

    text = unicodedata.normalize("NFC", typed.strip())
    if not text:
        raise no("address_empty", _("Paste the address of the page."))
    if len(text) > LONGEST:
        raise no(
            "address_too_long",
            _("This address is longer than %(limit)s characters. Copy it again from the browser.")
            % {"limit": "2.000"},
        )
    if (
        any(c.isspace() or unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in text)
        or "\\" in text
    ):
        raise no("address_spaces", _("An address has no spaces. Paste one address only."))
    text = _with_scheme(text, no)
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or ""), parts.port
    except ValueError:
        raise no("address_shape", _("This is not an address of a web page.")) from None
    if "@" in parts.netloc:
        raise no(
            "address_user", _("An address with a user name or password in it is not accepted.")
        )
    if port is not None or parts.netloc.endswith(":"):
        raise no("address_port", _("An address with a port number is not accepted."))
    _check_host(host, no)
    address = Address(host, _path(parts.path, no), _query(parts.query))
    if len(str(address)) > LONGEST:
        raise no(
            "address_too_long",
            _("This address is longer than %(limit)s characters. Copy it again from the browser.")
            % {"limit": "2.000"},
        )
    return address


def _with_scheme(text: str, no: Refusal) -> str:
    if text.startswith("//"):
        return f"https:{text}"
    if re.match(r"^https?://", text, re.IGNORECASE):
        return text
    if _HAS_SCHEME.match(text) and not re.match(
        r"^[\w.-]+\.[a-z]{2,}(:\d|[/?#]|$)", text, re.IGNORECASE
    ):
        raise no(
            "address_scheme",
            _("The address must begin with https:// – copy it from the browser's address line."),
        )
    return f"https://{text}"


def _check_host(host: str, no: Refusal) -> None:
    bare = host.strip("[]")
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        pass
    else:
        raise no("address_ip", _("An address made of numbers instead of a name is not accepted."))
    if re.fullmatch(r"(0x[0-9a-f]+|\d+)(\.(0x[0-9a-f]+|\d+))*\.?", bare):
        raise no("address_ip", _("An address made of numbers instead of a name is not accepted."))
    if not host.isascii() or any(label.startswith("xn--") for label in host.split(".")):
        raise no(
            "address_homograph",
            _("The name of this site has letters that look like others. Type the name yourself."),
        )
    if not _HOST.match(host):
        raise no("address_shape", _("This is not an address of a web page."))


def _path(raw: str, no: Refusal) -> str:
    try:
        path = unicodedata.normalize("NFC", unquote(raw, errors="strict"))
    except UnicodeDecodeError:
        raise no("address_shape", _("This is not an address of a web page.")) from None
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in path) or "\\" in path:
        raise no("address_shape", _("This is not an address of a web page."))
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            kept = kept[:-1]
        elif segment not in ("", "."):
            kept.append(segment)
    return "/" + "/".join(kept)


def _query(raw: str) -> tuple[tuple[str, str], ...]:
    pairs = parse_qsl(raw, keep_blank_values=False, max_num_fields=None)
    return tuple(sorted({(k, v) for k, v in pairs if not TRACKING.match(k)}))


def read_hosts(text: str) -> tuple[str, ...]:
    """Host names written one a line, in lower case without ``www.``."""
    found = (line.strip().lower().removeprefix("www.") for line in text.splitlines())
    return tuple(dict.fromkeys(host for host in found if host))


def recognise(typed: str, marketplaces: Iterable[Hints], field: str = "address") -> Recognised:
    """Whose address this is; refuses what ``parse`` refuses, unknown hosts and front pages."""
    address = parse(typed, field)
    bare = address.host.removeprefix("www.")
    known = list(marketplaces)
    for hints in known:
        if bare in hints.short_hosts or bare in hints.hosts:
            return _named(address, bare, hints, field)
    raise RuleBroken(
        "address_unknown_host",
        _("%(host)s belongs to none of the marketplaces that we know: %(names)s.")
        % {"host": address.host[:60], "names": ", ".join(h.name for h in known)},
        field=field,
    )


def _named(address: Address, bare: str, hints: Hints, field: str) -> Recognised:
    if address.path == "/" and not address.query:
        raise RuleBroken(
            "address_front_page",
            _(
                "This is the front page of %(name)s. Open the product or shop there and copy its address."
            )
            % {"name": hints.name},
            field=field,
        )
    if bare in hints.short_hosts:
        plain = Address(address.host, address.path)
        return Recognised(hints.key, PatternKind.SHORT, str(plain), _key(f"{bare}{address.path}"))
    for kind, patterns in (
        (PatternKind.PRODUCT, hints.product_patterns),
        (PatternKind.SHOP, hints.shop_patterns),
    ):
        for pattern in patterns:
            found = _compiled(pattern).fullmatch(address.path)
            if found:
                kept = tuple(p for p in address.query if p[0] in hints.kept_parameters)
                name = [v for k, v in found.groupdict().items() if v and not k.startswith("sku")]
                name += [f"{k}={quote(v)}" for k, v in kept]
                shown = Address(address.host, address.path, kept)
                key = f"{hints.key}:{kind}:{'.'.join(name)}"
                return Recognised(hints.key, kind, str(shown), _key(key))
    return Recognised(
        hints.key,
        PatternKind.OTHER,
        str(address),
        _key(f"{bare}{address.path}" + (f"?{urlencode(address.query)}" if address.query else "")),
    )


def _key(name: str) -> str:
    """The name, or its fingerprint when it is too long for an index."""
    if len(name) <= LONGEST_KEY:
        return name
    return f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"


def is_of(address: str, hints: Hints) -> bool:
    """True when a kept address is one of this marketplace's: https, one of its hosts."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    bare = (parts.hostname or "").removeprefix("www.")
    return parts.scheme == "https" and bare in (*hints.hosts, *hints.short_hosts)


# --- patterns --------------------------------------------------------------------------------------

_NUMBERS = frozenset({"shop", "item", "id", "sku"})
_WORDS = frozenset({"name", "user"})
_TOKEN = re.compile(r"(\{[a-z]+\}|\[|\])")


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that cannot be read.

    A pattern is a path such as ``/{slug}-i.{shop}.{item}``: ``{slug}`` any text that does not matter,
    ``{shop} {item} {id} {sku}`` numbers, ``{name} {user}`` a word, ``[…]`` a part that may be missing.
    """
    try:
        _compiled(pattern)
    except (ValueError, re.error):
        raise RuleBroken(
            "pattern",
            _(
                "“%(pattern)s” is no pattern: begin with /, use {slug} {shop} {item} {id} {sku} {name} {user}, "
                "each once, and [ ] for what may be missing."
            )
            % {"pattern": pattern[:80]},
        ) from None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    if not pattern.startswith("/") or len(pattern) > 200:
        raise ValueError(pattern)
    pieces: list[str] = []
    for token in _TOKEN.split(pattern):
        name = token[1:-1]
        if token == "[":  # noqa: S105
            pieces.append("(?:")
        elif token == "]":  # noqa: S105
            pieces.append(")?")
        elif not (token.startswith("{") and token.endswith("}")):
            if "{" in token or "}" in token:
                raise ValueError(pattern)
            pieces.append(re.escape(token))
        elif name == "slug":
            pieces.append("[^/]*")
        elif name in _NUMBERS:
            pieces.append(rf"(?P<{name}>[0-9]{{1,20}})")
        elif name in _WORDS:
            pieces.append(rf"(?P<{name}>[^/]{{1,120}})")
        else:
            raise ValueError(pattern)
    return re.compile("".join(pieces))
