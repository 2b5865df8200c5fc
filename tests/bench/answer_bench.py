"""Saving one answer while 32 people answer at once, against a bare upsert and a bare signed-in view.

The server is the real one; the upserts are 32 threads on the same SQLite file with the portal's own settings.
Each round asks each of the three in turn; the median of the rounds' 95th hundredths is told.
"""

import http.client
import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.worlds import environment, serving, world
from tests.conftest import ROOT

PEOPLE = 32
TOKEN = "b" * 32
Line = tuple[str, str, str, str, str]
Act = Callable[[int, int], None]


def run(scale: str = "small") -> list[Line]:
    """Rows of (what, reference, value, ratio, bar)."""
    each, rounds = (40, 5) if scale == "full" else (6, 3)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "answers.sqlite3"
        shutil.copyfile(world()["DATABASE_URL"].removeprefix("sqlite:///"), copy)
        env = environment(copy)
        told = subprocess.run(
            [sys.executable, "-m", "tests.bench.answer_bench"],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        with serving("portal.wsgi:application", env) as url:
            people = [Person(url, **each) for each in json.loads(told.stdout.splitlines()[-1])]
            got, longest = measure(copy, people, each, rounds)
        lost = sum(person.lost(copy) for person in people)
    reference = 4 * got["upsert"] + got["view"]
    count = PEOPLE * (each * rounds + 1)
    return [
        (
            f"saving an answer, {PEOPLE} at once, p95",
            f"4 × upsert {got['upsert']:.0f} ms + view {got['view']:.0f} ms",
            f"{got['save']:.0f} ms",
            f"{got['save'] / reference:.2f}",
            "<= 1",
        ),
        ("… longest of all", "1 s", f"{longest:.0f} ms", f"{longest / 1000:.2f}", "<= 1"),
        ("… refused or lost", f"{count} answers", f"{lost}", f"{lost}", "<= 0"),
    ]


def measure(
    database: Path, people: list["Person"], each: int, rounds: int
) -> tuple[dict[str, float], float]:
    """The p95 of each act in milliseconds, and the longest save."""
    writers = [Writer(database, number) for number in range(PEOPLE)]
    acts: dict[str, Act] = {
        "upsert": lambda who, turn: writers[who].upsert(turn),
        "view": lambda who, turn: people[who].look(),
        "save": lambda who, turn: people[who].save(),
    }
    found: dict[str, list[float]] = {name: [] for name in acts}
    for act in acts.values():
        together(act, 1)
    longest = 0.0
    for _round in range(rounds):
        for name, act in acts.items():
            waits = together(act, each)
            found[name].append(sorted(waits)[int(0.95 * len(waits))])
            longest = max(longest, *waits) if name == "save" else longest
    return {name: statistics.median(values) for name, values in found.items()}, longest


def together(act: Act, each: int) -> list[float]:
    """All at once, each so many times; every wait in milliseconds."""
    waits: list[float] = []
    gate = threading.Barrier(PEOPLE)

    def one(who: int) -> None:
        gate.wait()
        for turn in range(each):
            begun = time.perf_counter()
            act(who, turn)
            waits.append(1000 * (time.perf_counter() - begun))

    threads = [threading.Thread(target=one, args=(who,)) for who in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits


class Writer:
    """The least that keeping one value costs: one row written in a transaction of its own."""

    def __init__(self, database: Path, number: int) -> None:
        self.number = number
        self.link = sqlite3.connect(
            database, timeout=20, isolation_level=None, check_same_thread=False
        )
        self.link.execute("PRAGMA synchronous=NORMAL")
        self.link.execute("CREATE TABLE IF NOT EXISTS bench_row (who integer PRIMARY KEY, value)")

    def upsert(self, turn: int) -> None:
        """Begin, write, commit."""
        self.link.execute("BEGIN IMMEDIATE")
        self.link.execute(
            "INSERT INTO bench_row (who, value) VALUES (?, ?) "
            "ON CONFLICT (who) DO UPDATE SET value = excluded.value",
            (self.number, str(turn)),
        )
        self.link.execute("COMMIT")


class Person:
    """Somebody with a browser and an open draft."""

    def __init__(
        self, url: str, *, cookie: str, save: str, view: str, draft: int, last: int
    ) -> None:
        self.link = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=30)
        self.headers = {
            "Cookie": f"{cookie}; portal_csrf={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.address, self.view, self.draft, self.last = save, view, draft, last
        self.version, self.chosen, self.refused = 0, -1, 0

    def ask(self, method: str, address: str, body: str = "") -> tuple[int, bytes]:
        """One request on the kept connection."""
        self.link.request(method, address, body, self.headers)
        answer = self.link.getresponse()
        return answer.status, answer.read()

    def look(self) -> None:
        """A plain page for somebody signed in."""
        status, _body = self.ask("GET", self.view)
        if status != 200:
            raise RuntimeError(f"{self.view} answers {status}")

    def save(self) -> None:
        """Choose another answer each time, as the script of the page sends it."""
        chosen = (self.chosen + 1) % self.last
        form = urllib.parse.urlencode({"version": self.version, "option": chosen})
        status, body = self.ask("POST", self.address, form)
        if status != 200:
            self.refused += 1
            return
        self.version, self.chosen = json.loads(body)["version"], chosen

    def lost(self, database: Path) -> int:
        """How many were refused, and one more if the last that was acknowledged does not stand there."""
        link = sqlite3.connect(database)
        row = link.execute(
            "SELECT value FROM assessments_answer WHERE assessment_id = ?", (self.draft,)
        ).fetchone()
        link.close()
        return self.refused + (row is None or json.loads(row[0]) != {"option": self.chosen})


# --- inside the world: so many people, each with a business and a draft -----------------------------------


def prepare() -> list[dict[str, Any]]:
    """What the persons need to begin."""
    import django

    django.setup()
    from assessments.models import Framework
    from portal.shared import clock
    from sme.places import selectors as places

    commune = places.communes_on(clock.today())[0]
    quick = Framework.objects.get(slug="quick-check")
    return [person(number, commune, quick) for number in range(PEOPLE)]


def person(number: int, commune: Any, quick: Any) -> dict[str, Any]:
    """One of them, signed in."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from assessments import services
    from assessments.selectors import definition_of
    from portal.accounts import services as people
    from sme.enterprises import services as enterprises

    user = people.create_person(email=f"bench-{number}@example.vn", actor=None)
    business = enterprises.register(
        kind="household", name=f"Cơ sở {number}", place=commune, actor=user, owner=user
    )
    draft = services.start(business, quick, actor=user)
    first = definition_of(draft.version).criteria[0]
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {
        "cookie": f"{name}={client.cookies[name].value}",
        "save": reverse("assessments:save", args=[draft.pk, first.code]),
        "view": reverse("shared:jobs"),
        "draft": draft.pk,
        "last": len(first.options),
    }


if __name__ == "__main__":
    print(json.dumps(prepare()))
