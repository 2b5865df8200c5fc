"""A guide page against the same bytes from a bare view on the same server."""

import http.cookiejar
import re
import statistics
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

from portal.setup.demo.people import PASSWORD, signposts
from tests.bench.load import requests_per_second
from tests.bench.worlds import environment, serving, world

Line = tuple[str, str, str, str, str]


def a_guide(url: str) -> str:
    """The address of a guide, as a visitor finds it on the front page or the index."""
    for page in ("/", "/huong-dan/"):
        with urllib.request.urlopen(url + page, timeout=30) as answer:
            found = re.search(r'href="(/huong-dan/[^"#?/]+/)"', answer.read().decode())
        if found:
            return url + found[1]
    raise RuntimeError("no guide on the front page or the index")


def cookie_of_a_member(url: str) -> str:
    """The cookies of a business member who has signed in."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with opener.open(url + "/accounts/login/", timeout=30) as answer:
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    form = {
        "login": signposts()[0][0],
        "password": PASSWORD,
        "csrfmiddlewaretoken": token[1] if token else "",
    }
    with opener.open(url + "/accounts/login/", urllib.parse.urlencode(form).encode(), timeout=30):
        return "; ".join(f"{one.name}={one.value}" for one in jar)


def run(scale: str = "small") -> list[Line]:
    """Rows of (what, reference, value, ratio, bar)."""
    seconds, rounds = (5, 5) if scale == "full" else (2, 3)
    env = world()
    with tempfile.TemporaryDirectory() as folder, serving("portal.wsgi:application", env) as ours:
        guide = a_guide(ours)
        cookie = cookie_of_a_member(ours)
        body = Path(folder) / "body.html"
        with urllib.request.urlopen(guide, timeout=30) as answer:
            body.write_bytes(answer.read())
        bare_env = {**environment(Path(folder) / "none"), "BARE_BODY": str(body)}
        with serving("tests.bench.bare:application", bare_env) as bare:
            rates: dict[str, list[float]] = {"bare": [], "warm": [], "signed in": []}
            requests_per_second(guide, 1)
            for _round in range(rounds):
                rates["bare"].append(requests_per_second(bare + "/", seconds))
                rates["warm"].append(requests_per_second(guide, seconds))
                rates["signed in"].append(requests_per_second(guide, seconds, cookie))
    reference, warm, signed_in = (statistics.median(one) for one in rates.values())
    said = f"bare view {reference:,.0f}/s"
    return [
        (
            "guide page, anonymous, warm",
            said,
            f"{warm:,.0f}/s",
            f"{warm / reference:.3f}",
            ">= 0.6",
        ),
        (
            "guide page, signed in",
            said,
            f"{signed_in:,.0f}/s",
            f"{signed_in / reference:.3f}",
            ">= 0.015",
        ),
    ]
