"""The one way out, against a real server on this machine: where it refuses to go, and when it gives up."""

import datetime
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.shared import outgoing
from portal.shared.outgoing import Policy, fetch, is_allowed_host, is_public_address

HOSTS = ("shop.test", ".market.test")
Act = Callable[[BaseHTTPRequestHandler], None]


class Site(ThreadingHTTPServer):
    """A site that does what each test says, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.acts: dict[str, Act] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def port(self) -> int:
        return self.server_address[1]

    def handle_error(self, *_args: object) -> None:
        """A line that was cut is what the tests want."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.headers["Host"], self.path, dict(self.headers)))
        self.close_connection = True
        act = self.server.acts.get(self.path)
        if act is None:
            answer(self, 404, b"nothing here")
        else:
            act(self)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def leads_to(where: str) -> Act:
    return lambda handler: answer(handler, 302, Location=where)


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture
def policy(site: Site) -> Policy:
    """Plain http to this machine, which only tests may."""
    return Policy(
        seconds=5,
        schemes=frozenset({"http"}),
        ports=frozenset({site.port}),
        allows_loopback=True,
        resolver=here,
    )


@pytest.fixture
def ask(site: Site, policy: Policy) -> Callable[..., outgoing.Answer]:
    def ask(path: str = "/", host: str = "shop.test", **changed: object) -> outgoing.Answer:
        url = f"http://{host}:{site.port}{path}"
        return fetch(url, allowed_hosts=HOSTS, policy=replace(policy, **changed))

    return ask


# --- what comes back -------------------------------------------------------------------------------


def test_an_answer_says_who_answered_and_how_it_came_there(site, ask):
    site.acts["/a"] = leads_to("/b?x=1")
    site.acts["/b?x=1"] = lambda h: answer(h, 200, "Bánh tráng".encode())
    got = ask("/a")
    assert (got.status, got.text) == (200, "Bánh tráng")
    assert got.address.endswith("/b?x=1")
    assert [hop.rpartition("/")[2] for hop in got.hops] == ["a"]


def test_nothing_of_ours_goes_along(site, ask, settings, monkeypatch):
    settings.OUTGOING_CONTACT = "mailto:vănphòng@example.vn"
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    site.acts["/"] = lambda h: answer(h, 302, Location="/next", Set_Cookie="a=1; Path=/")
    site.acts["/next"] = lambda h: answer(h, 200, b"ok")
    ask("/")
    host, _path, headers = site.asked[-1]
    assert host == f"shop.test:{site.port}"
    assert headers["User-Agent"] == "SenSo/1.0 (+mailto:v?nph?ng@example.vn)"
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_a_redirect_can_be_the_answer_itself(site, ask):
    site.acts["/a"] = leads_to("https://elsewhere.example/x")
    got = ask("/a", follows=False)
    assert (got.status, got.location) == (302, "https://elsewhere.example/x")


# --- where it refuses to go ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.test/",
        "https://shop.test:8443/",
        "https://user:secret@shop.test/",
        "https://other.test/",
        "https://shop.test.other.test/",
        "https://notmarket.test/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://xn--shp-8ma.test/",
        "https://shop.test\\@other.test/",
        "https://shop.test/a b",
        "https://shop.test/\r\nX-Evil: 1",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://shop.test/",
        "//shop.test/",
        "",
        "https://shop.test/" + "a" * 4000,
    ],
)
def test_only_https_of_a_declared_host_is_asked(url):
    def never(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(outgoing.Refused):
        fetch(url, allowed_hosts=HOSTS, policy=Policy(resolver=never))


def test_a_host_with_a_dot_before_it_stands_for_all_below_it():
    assert is_allowed_host("market.test", HOSTS)
    assert is_allowed_host("www.Market.test.", HOSTS)
    assert not is_allowed_host("www.shop.test", HOSTS)
    assert not is_allowed_host("blackmarket.test", HOSTS)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1",
        "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::8.8.8.8", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1",
        "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:53aa:64c::1",
        "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::1",
        "2606:4700::5efe:10.0.0.1", "no address", "", "1.2.3.4.5",
    ],
)  # fmt: skip
def test_an_address_inside_a_house_is_not_public(address):
    assert not is_public_address(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "113.160.92.202", "2606:4700:4700::1111", "64:ff9b::1.1.1.1"]
)
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public_address(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1"])
def test_a_name_that_leads_into_the_house_is_refused(address):
    both = Policy(resolver=lambda host, port: ["1.1.1.1", address])
    with pytest.raises(outgoing.Refused, match=r"shop\.test"):
        fetch("https://shop.test/", allowed_hosts=HOSTS, policy=both)


@pytest.mark.parametrize(
    "where",
    [
        "http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/",
        "http://inside.market.test/", "https://shop.test/", "file:///etc/passwd", "//evil.test/",
    ],
)  # fmt: skip
def test_a_redirect_is_judged_like_the_first_address(site, ask, where):
    at = where.replace(".test/", f".test:{site.port}/") if where.startswith("http:") else where
    site.acts["/a"] = leads_to(at)
    names = {"shop.test": ["127.0.0.1"], "inside.market.test": ["10.0.0.1"]}
    with pytest.raises(outgoing.Refused):
        ask("/a", resolver=lambda host, port: names[host])
    assert len(site.asked) == 1


def test_a_name_is_looked_up_once_and_cannot_change_in_between(site, ask):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    site.acts["/"] = lambda h: answer(h, 200, b"ok")
    assert ask("/", resolver=lambda host, port: next(answers)).status == 200
    assert next(answers) == ["10.0.0.1"]  # never asked for
    site.acts["/again"] = leads_to("/")
    changing = iter([["127.0.0.1"], ["10.0.0.1"]])
    with pytest.raises(outgoing.Refused):
        ask("/again", resolver=lambda host, port: next(changing))


def test_circles_and_long_ways_end(site, ask):
    site.acts["/a"] = leads_to("/b")
    site.acts["/b"] = leads_to("/a")
    with pytest.raises(outgoing.Refused):
        ask("/a")
    assert len(site.asked) == 2
    for number in range(9):
        site.acts[f"/{number}"] = leads_to(f"/{number + 1}")
    with pytest.raises(outgoing.Refused):
        ask("/0")
    assert len(site.asked) == 2 + 6  # the first and five redirects
    site.acts["/9"] = lambda h: answer(h, 200, b"there")
    assert ask("/4").text == "there"


# --- when it gives up ------------------------------------------------------------------------------


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b".")
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-A: 1\r\n"[:3])
        time.sleep(0.05)


@pytest.mark.parametrize("slow", [drip, drip_headers, lambda handler: time.sleep(3)])
def test_what_drips_is_cut_off_at_the_time_limit(site, ask, slow):
    site.acts["/"] = slow
    begin = time.monotonic()
    with pytest.raises(outgoing.TooSlow):
        ask("/", seconds=0.4)
    assert time.monotonic() - begin < 2


def test_a_slow_directory_of_names_does_not_hold_us(ask):
    with pytest.raises(outgoing.TooSlow):
        ask("/", seconds=0.2, resolver=lambda host, port: time.sleep(2) or ["127.0.0.1"])


def test_a_body_without_end_is_read_up_to_the_limit(site, ask):
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    site.acts["/"] = endless
    with pytest.raises(outgoing.TooLarge):
        ask("/")
    got = ask("/", cuts=True)
    assert got.is_cut
    assert len(got.body) == 512 * 1024


def test_a_packed_bomb_does_not_go_off(site, ask):
    bomb = gzip.compress(b"\0" * 50_000_000)
    site.acts["/"] = lambda h: answer(h, 200, bomb, Content_Encoding="gzip")
    with pytest.raises(outgoing.TooLarge):
        ask("/")
    site.acts["/small"] = lambda h: answer(h, 200, gzip.compress(b"ok"), Content_Encoding="gzip")
    assert ask("/small").body == b"ok"


@pytest.mark.parametrize("packing", ["br", "gzip"])
def test_a_body_that_cannot_be_unpacked_is_no_answer(site, ask, packing):
    site.acts["/"] = lambda h: answer(h, 200, b"\1\2\3\4\5\6\7\10", Content_Encoding=packing)
    with pytest.raises(outgoing.Unreachable):
        ask("/")


def test_nobody_there_and_nonsense_are_unreachable(site, ask):
    def nonsense(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\x16\x03\x01 not http at all\r\n\r\n")

    site.acts["/"] = nonsense
    with pytest.raises(outgoing.Unreachable):
        ask("/")

    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "unknown")

    with pytest.raises(outgoing.Unreachable):
        ask("/", resolver=unknown)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
    with pytest.raises(outgoing.Unreachable):
        fetch(
            f"http://shop.test:{closed}/",
            allowed_hosts=HOSTS,
            policy=Policy(
                schemes=frozenset({"http"}),
                ports=frozenset({closed}),
                allows_loopback=True,
                resolver=here,
            ),
        )


def test_each_failure_is_a_sentence():
    for failure in (outgoing.Refused, outgoing.TooSlow, outgoing.TooLarge, outgoing.Unreachable):
        assert str(failure()).endswith(".")


# --- the certificate -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def papers(tmp_path_factory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """For the server and for us: a certificate for shop.test, trusted by nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shop.test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("shop.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    file = tmp_path_factory.mktemp("papers") / "site.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + pem
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=pem.decode())


def test_the_certificate_is_held_to_the_name_though_the_number_is_called(site, papers):
    server, trusted = papers
    named: list[str | None] = []
    server.sni_callback = lambda _socket, name, _context: named.append(name)
    site.socket = server.wrap_socket(site.socket, server_side=True)
    site.acts["/"] = lambda h: answer(h, 200, b"safe")
    policy = Policy(
        seconds=5,
        ports=frozenset({site.port}),
        allows_loopback=True,
        resolver=here,
        trusted=trusted,
    )
    got = fetch(f"https://shop.test:{site.port}/", allowed_hosts=HOSTS, policy=policy)
    assert (got.body, named[0]) == (b"safe", "shop.test")
    with pytest.raises(outgoing.Unreachable):  # the same line under another name
        fetch(f"https://market.test:{site.port}/", allowed_hosts=HOSTS, policy=policy)
    with pytest.raises(outgoing.Unreachable):  # nobody vouches for it
        fetch(
            f"https://shop.test:{site.port}/",
            allowed_hosts=HOSTS,
            policy=replace(policy, trusted=None),
        )
