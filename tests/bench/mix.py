"""`make load`: the real mix of requests at rising rates, on SQLite and on PostgreSQL, with two web processes.

70 % guides, 15 % assessments (half of them saving an answer), 10 % officers' pages, 5 % products. Requests begin at
their times whether or not earlier ones are answered, and waiting counts from those times. The client works on the
same machine, so that its processors are shared; what the server itself used is read from the system.

`scripts/postgres.sh python -m tests.bench.mix postgresql` or `python -m tests.bench.mix sqlite`.
"""

import http.client
import json
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.answer_bench import Person, prepare
from tests.bench.worlds import environment, serving, world
from tests.conftest import ROOT

SHARES = {"guides": 70, "assessments": 15, "officers": 10, "products": 5}
RATES = {"small": (10, 20, 40, 80, 160), "full": (10, 20, 40, 60, 80, 120, 160, 240, 320, 480)}
SENDERS = 48
TOO_SLOW = 2.0  # seconds: beyond this 95th hundredth no higher rate is tried
TICKS = os.sysconf("SC_CLK_TCK")
Act = Callable[[], bool]


@dataclass
class Stage:
    """What one rate gave: waits in seconds by kind of request, and how many failed."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    errors: int = 0
    seconds: float = 0.0
    processor: float = 0.0

    def at(self, hundredth: float, *kinds: str) -> float:
        """The wait that so many of the requests kept below, in milliseconds."""
        asked = kinds or tuple(self.waits)
        waits = sorted(wait for kind in asked for wait in self.waits.get(kind, []))
        return 1000 * waits[int(hundredth * (len(waits) - 1))] if waits else 0.0

    @property
    def count(self) -> int:
        """How many were answered well."""
        return sum(map(len, self.waits.values()))


class Visitors:
    """Everybody who asks: each call of an act is one request of its kind."""

    def __init__(self, url: str, told: dict[str, Any]) -> None:
        self.netloc = urllib.parse.urlsplit(url).netloc
        self.local = threading.local()
        self.told = told
        self.people: queue.SimpleQueue[Person] = queue.SimpleQueue()
        for each in told["people"]:
            self.people.put(Person(url, **each))

    def get(self, address: str, cookie: str = "") -> bool:
        """One page; whether it came."""
        link = getattr(self.local, "link", None)
        if link is None:
            link = self.local.link = http.client.HTTPConnection(self.netloc, timeout=30)
        headers = {"Accept-Encoding": "gzip", **({"Cookie": cookie} if cookie else {})}
        try:
            link.request("GET", address, headers=headers)
            answer = link.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            link.close()
            return False
        return bool(answer.status == 200)

    def assessments(self) -> bool:
        """Save an answer, or look at the question again; a person does one thing at a time."""
        person = self.people.get()
        try:
            refused = person.refused
            if random.random() < 0.5:
                person.save()
            else:
                return person.ask("GET", person.address.removesuffix("save/"))[0] == 200
            return person.refused == refused
        except (OSError, http.client.HTTPException):
            person.link.close()
            return False
        finally:
            self.people.put(person)

    def act(self, kind: str) -> bool:
        """One request of a kind."""
        if kind == "assessments":
            return self.assessments()
        cookie = self.told["officer"] if kind == "officers" else ""
        addresses = self.told[kind]
        # The n-th page is asked for 1/n as often as the first, as pages are.
        weights = [1 / (place + 1) for place in range(len(addresses))]
        return self.get(random.choices(addresses, weights)[0], cookie)


def stage(visitors: Visitors, rate: float, seconds: float, kinds: list[str]) -> Stage:
    """So many requests a second for so long, drawn from these kinds."""
    found = Stage({kind: [] for kind in kinds})
    due: queue.SimpleQueue[tuple[float, str] | None] = queue.SimpleQueue()
    lock = threading.Lock()
    begun = time.perf_counter() + 0.2
    for number in range(int(rate * seconds)):
        due.put((begun + number / rate, random.choice(kinds)))

    def send() -> None:
        while True:
            try:
                moment, kind = due.get_nowait()  # type: ignore[misc]
            except queue.Empty:
                return
            time.sleep(max(0.0, moment - time.perf_counter()))
            is_well = visitors.act(kind)
            with lock:
                if is_well:
                    found.waits[kind].append(time.perf_counter() - moment)
                else:
                    found.errors += 1

    senders = [threading.Thread(target=send) for _each in range(SENDERS)]
    used = processor_of(visitors.netloc)
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    found.seconds = time.perf_counter() - begun
    found.processor = processor_of(visitors.netloc) - used
    return found


def processor_of(netloc: str) -> float:
    """Seconds of processor that the server on this port and its children used so far."""
    port = netloc.rpartition(":")[2]
    used, server = 0, ""
    stats = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stats[folder.name] = (folder / "stat").read_text().rpartition(") ")[2].split()
            if f"--port\0{port}\0" in (folder / "cmdline").read_text():
                server = stats[folder.name][3]
        except OSError:
            continue
    for told in stats.values():
        if told[3] == server:
            used += int(told[11]) + int(told[12])
    return used / TICKS


def run(url: str, told: dict[str, Any], scale: str) -> None:
    """Print what each kind costs, then the table of rates."""
    visitors = Visitors(url, told)
    each = 12.0 if scale == "full" else 5.0
    for kind in SHARES:  # the first pages after a start are dearer
        stage(visitors, 20, 3, [kind])
    print("\nkind          server ms a request    p50 ms    p95 ms")
    for kind in SHARES:
        alone = stage(visitors, 15, each, [kind])
        cost = 1000 * alone.processor / max(1, alone.count)
        print(f"{kind:<12} {cost:>20.1f} {alone.at(0.5):>9.0f} {alone.at(0.95):>9.0f}", flush=True)
    kinds = [kind for kind, share in SHARES.items() for _each in range(share)]
    print(
        "\nasked/s  answered/s  p50 ms  p95 ms  p99 ms  guides p95  saving p95  officers p95  errors"
    )
    for rate in RATES[scale]:
        got = stage(visitors, rate, each, kinds)
        parts = [got.at(0.95, kind) for kind in ("guides", "assessments", "officers")]
        print(
            f"{rate:>7}  {got.count / got.seconds:>10.1f}  {got.at(0.5):>6.0f}  {got.at(0.95):>6.0f}"
            f"  {got.at(0.99):>6.0f}  {parts[0]:>10.0f}  {parts[1]:>10.0f}  {parts[2]:>12.0f}"
            f"  {got.errors:>6}",
            flush=True,
        )
        if got.at(0.95) > 1000 * TOO_SLOW or got.errors > 0.02 * (got.count + got.errors):
            break


# --- the worlds -----------------------------------------------------------------------------------


@contextmanager
def place(database: str) -> Iterator[dict[str, str]]:
    """The environment of a demonstration world on this kind of database."""
    if database == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "mix.sqlite3"
            shutil.copyfile(world()["DATABASE_URL"].removeprefix("sqlite:///"), copy)
            yield environment(copy)
        return
    env = {**environment(Path("unused")), "DATABASE_URL": os.environ["TEST_DATABASE_URL"]}
    subprocess.run(
        [sys.executable, "scripts/prepare.py"], cwd=ROOT, env=env, check=True, stdout=sys.stderr
    )
    yield env


def addresses() -> dict[str, Any]:
    """Inside the world: who asks, and for what."""
    people = prepare()
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from content.models import GuidePage
    from portal.accounts.models import User
    from sme.enterprises.models import Enterprise
    from sme.marketplaces.views.directory import ProductSitemap

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(email="canbo@demo.senso.example"))
    name = settings.SESSION_COOKIE_NAME
    listed = reverse("enterprises:list")
    some = Enterprise.objects.order_by("pk").values_list("pk", flat=True)[:10]
    products = ProductSitemap()
    return {
        "people": people,
        "officer": f"{name}={client.cookies[name].value}",
        "guides": ["/", *(page.relative_url(None) for page in GuidePage.objects.live())],
        "officers": [
            reverse("dashboard:workspace"),
            listed,
            f"{listed}?q=hop+tac+xa",
            reverse("marketplaces:headline"),
            *(reverse("enterprises:detail", args=[pk]) for pk in some),
        ],
        "products": [
            reverse("marketplaces:directory"),
            *map(products.location, products.items()[:20]),
        ],
    }


def main(asked: list[str]) -> int:
    """One database after the other."""
    scale = os.environ.get("SCALE") or "small"
    for database in asked or ["sqlite"]:
        with place(database) as env:
            told = subprocess.run(
                [sys.executable, "-m", "tests.bench.mix", "addresses"],
                cwd=ROOT,
                env=env,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            print(f"\n== {database}, two web processes, {os.cpu_count()} processors ==")
            with serving("portal.wsgi:application", env) as url:
                run(url, json.loads(told.stdout.splitlines()[-1]), scale)
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["addresses"]:
        print(json.dumps(addresses()))
    else:
        sys.exit(main(sys.argv[1:]))
