"""The headline figure over many listing events against 10,000, and against a window query over the events."""

import json
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta

from tests.bench.worlds import environment
from tests.conftest import ROOT, migrated_file

FEW = 10_000
DAY = date(2025, 6, 30)
WINDOW = """
    SELECT COUNT(DISTINCT product_id), COUNT(DISTINCT enterprise_id) FROM (
        SELECT l.product_id, l.enterprise_id, f.state,
               ROW_NUMBER() OVER (PARTITION BY f.listing_id
                                  ORDER BY f.effective_on DESC, f.recorded_at DESC, f.id DESC) AS place
        FROM marketplaces_listingfact f JOIN marketplaces_listing l ON l.id = f.listing_id
        WHERE f.effective_on <= %s
    ) AS last WHERE place = 1 AND state IN ('live', 'selling')
"""
Line = tuple[str, str, str, str, str]


def fill(events: int) -> None:
    """Rows for so many events: four events make two runs of days of one listing."""
    from django.contrib.auth import get_user_model

    from sme.enterprises.models import Enterprise
    from sme.marketplaces import rules, services
    from sme.marketplaces.models import Product, Storefront
    from sme.places import services as places
    from sme.places import uploads
    from sme.places.management.commands.load_places import HOME
    from sme.places.models import Unit

    places.load(uploads.read_places(HOME), actor=None)
    services.load_marketplaces()
    from sme.marketplaces.models import Marketplace

    markets = list(Marketplace.objects.all())
    units = list(Unit.objects.filter(level="commune", valid_to__isnull=True))
    actor = get_user_model().objects.create_user("bench@example.vn")
    count = max(events // 24, 1)
    Enterprise.objects.bulk_create(
        [
            Enterprise(kind="household", name=f"Hộ {n}", place=units[n % len(units)])
            for n in range(count)
        ],
        batch_size=2000,
    )
    states, begin = rules.ListingState, date(2022, 1, 1)

    def rows():
        for n, enterprise in enumerate(Enterprise.objects.order_by("pk").iterator(chunk_size=2000)):
            for k in range(3):
                product = Product(enterprise=enterprise, name_vi=f"Bánh {k}")
                for market in markets[(n + k) % 5 : (n + k) % 5 + 2]:
                    shop = Storefront(enterprise=enterprise, marketplace=market)
                    start = begin + timedelta(days=(n * 7 + k * 131) % 900)
                    history = [
                        (start, states.LIVE),
                        (start + timedelta(days=200), states.DORMANT),
                        (start + timedelta(days=260), states.LIVE),
                        (start + timedelta(days=260 + (n * 13) % 600), states.DELISTED),
                    ]
                    yield services.Row(product, shop, "", history)

    services.record_many(rows(), actor=actor)


def timed(question, tries: int = 7) -> float:
    """Milliseconds, the median of several after one that warms."""
    times = []
    for _ in range(tries + 1):
        begun = time.perf_counter()
        question()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times[1:])


def measure(events: int) -> dict[str, float]:
    """Milliseconds of each question in this process's database, which is filled first."""
    import django

    django.setup()
    from django.db import connection

    from sme.marketplaces import selectors
    from sme.marketplaces.models import ListingFact

    fill(events)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def window() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(WINDOW, [DAY])
            return cursor.fetchone()

    figure = selectors.headline(DAY)
    if (figure.products, figure.enterprises) != tuple(window()):
        raise RuntimeError("the intervals and the events disagree")
    return {
        "events": ListingFact.objects.count(),
        "total": timed(lambda: selectors.headline(DAY)),
        "by marketplace": timed(lambda: selectors.headline(DAY, by="marketplace"), 3),
        "by place": timed(lambda: selectors.headline(DAY, by="place"), 3),
        "window": timed(window, 3),
    }


def measured(events: int) -> dict[str, float]:
    """The same in a process of its own, on a fresh copy of the migrated file."""
    import shutil
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "headline.sqlite3"
        shutil.copyfile(migrated_file(), database)
        told = subprocess.run(
            [sys.executable, "-m", "tests.bench.headline_bench", str(events)],
            cwd=ROOT,
            env={**environment(database), "CACHE_URL": "locmemcache://"},  # it has no table for one
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    return json.loads(told.stdout.splitlines()[-1])


def run(scale: str = "small") -> list[Line]:
    """Rows of (what, reference, value, ratio, bar)."""
    few, many = measured(FEW), measured(1_000_000 if scale == "full" else 100_000)
    size = f"{many['events']:,.0f} events"
    lines = [
        (
            f"headline figure {name}, {size}",
            f"{few['events']:,.0f} events: {few[name]:.1f} ms",
            f"{many[name]:.1f} ms",
            f"{many[name] / few[name]:.1f}",
            "<= 100",
        )
        for name in ("total", "by marketplace", "by place")
    ]
    lines.append(
        (
            f"headline figure from intervals, {size}",
            f"window over the events: {many['window']:.1f} ms",
            f"{many['total']:.1f} ms",
            f"{many['window'] / many['total']:.1f}",
            ">= 10",
        )
    )
    lines.append(
        (
            f"headline figure total, {size}",
            "0.3 s",
            f"{many['total']:.0f} ms",
            f"{many['total'] / 300:.2f}",
            "<= 1",
        )
    )
    return lines


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
