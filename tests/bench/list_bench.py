"""The officer's list over many enterprises against the same list over 10,000: filter, sort, page, count."""

import json
import statistics
import subprocess
import sys
import time

from tests.bench.worlds import world
from tests.conftest import ROOT

FEW = 10_000
ASKED = {
    "first page": "",
    "one kind, by name": "?kind=household",
    "text search": "?q=sen",
    "page 40": "?page=40",
}
Line = tuple[str, str, str, str, str]


def measure() -> dict[str, float]:
    """Milliseconds of each request in this process's world, the median of several."""
    import django

    django.setup()
    from django.test import Client
    from django.urls import reverse

    from portal.setup.demo import people

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(people.first())
    url = reverse("enterprises:list")
    found = {}
    for name, query in ASKED.items():
        times = []
        for _try in range(9):
            begun = time.perf_counter()
            response = client.get(url + query)
            times.append(1000 * (time.perf_counter() - begun))
            if response.status_code != 200:
                raise RuntimeError(f"{url}{query} answers {response.status_code}")
        found[name] = statistics.median(times[2:])
    return found


def measured_in(enterprises: int) -> dict[str, float]:
    """The same, in a process of its own on a world of so many."""
    command = [sys.executable, "-m", "tests.bench.list_bench"]
    told = subprocess.run(
        command, cwd=ROOT, env=world(enterprises), check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(told.stdout.splitlines()[-1])


def run(scale: str = "small") -> list[Line]:
    """Rows of (what, reference, value, ratio, bar)."""
    many = 1_000_000 if scale == "full" else 100_000
    few_times, many_times = measured_in(FEW), measured_in(many)
    return [
        (
            f"officer's list of {many:,}: {name}",
            f"{FEW:,} enterprises {few_times[name]:.0f} ms",
            f"{many_times[name]:.0f} ms",
            f"{many_times[name] / few_times[name]:.2f}",
            "<= 5" if name == "text search" else "<= 2",
        )
        for name in ASKED
    ]


if __name__ == "__main__":
    print(json.dumps(measure()))
