"""Possible duplicates: recall and precision on labelled pairs among many enterprises, and the time it takes."""

import json
import subprocess
import sys
import time

from tests.bench.worlds import world
from tests.conftest import ROOT

FEW, MANY = 10_000, 100_000
SEEDS = (1, 101, 202)
PAIRS = 600
SECONDS = 120
Line = tuple[str, str, str, str, str]


def measure() -> dict[str, float]:
    """Put labelled pairs among this process's world, search, and count; everything is rolled back."""
    import django

    django.setup()
    from django.db import transaction

    from sme.enterprises import services
    from sme.enterprises.models import DuplicatePair, Enterprise

    with transaction.atomic():
        pairs, ids = _entered()
        DuplicatePair.objects.all().delete()
        count = Enterprise.objects.unmerged().count()
        begun = time.perf_counter()
        outcome = services.find_all()
        seconds = time.perf_counter() - begun
        found = set(DuplicatePair.objects.values_list("left_id", "right_id"))
        same = alike = wanted = 0
        for number, pair in enumerate(pairs):
            is_found = (ids[2 * number], ids[2 * number + 1]) in found
            wanted += pair.is_same
            same += is_found and pair.is_same
            alike += is_found and not pair.is_same
        transaction.set_rollback(True)
    return {
        "count": count,
        "seconds": seconds,
        "found": outcome.found,
        "recall": same / wanted,
        "precision": same / (same + alike),
    }


def _entered():  # type: ignore[no-untyped-def]
    """The labelled pairs, entered at real communes, old and new; their ids two by two."""
    from sme.enterprises import services
    from sme.enterprises.models import Enterprise
    from sme.places.models import Succession, Unit
    from tests.factories import duplicates

    homes, by_name = Unit.objects.communes().filter(valid_to=None), {}
    for name, old in duplicates.COMMUNES:
        by_name[name] = homes.get(name=name)
        rows = Succession.objects.filter(new=by_name[name], is_whole=True).select_related("old")
        former = [row.old for row in rows] or [by_name[name]]
        for number, each in enumerate(old):
            by_name[each] = former[number % len(former)]
    pairs = [pair for seed in SEEDS for pair in duplicates.labelled_pairs(seed, PAIRS)]
    last = Enterprise.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    taken: set[str] = set()

    def rows():  # type: ignore[no-untyped-def]
        for pair in pairs:
            for row in (pair.one, pair.other):
                values = duplicates.keywords(row, by_name[row.place])
                values["identifiers"] = [
                    each for each in values["identifiers"] if each[1] not in taken
                ]
                taken.update(each[1] for each in values["identifiers"])
                yield values

    services.register_many(rows(), actor=None)
    ids = Enterprise.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
    return pairs, list(ids)


def measured_in(enterprises: int) -> dict[str, float]:
    """The same, in a process of its own on a world of so many."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.duplicates_bench"],
        cwd=ROOT,
        env=world(enterprises),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(told.stdout.splitlines()[-1])


def run(scale: str = "small") -> list[Line]:
    """Rows of (what, reference, value, ratio, bar)."""
    many = MANY if scale == "full" else FEW
    found = measured_in(many)
    labelled = f"{len(SEEDS) * PAIRS:,} labelled pairs among {many:,}"
    per_second = found["count"] / found["seconds"]
    return [
        (
            "possible duplicates: recall at the threshold",
            labelled,
            f"{found['recall']:.1%}",
            f"{found['recall']:.3f}",
            ">= 0.95",
        ),
        (
            "possible duplicates: precision at the threshold",
            labelled,
            f"{found['precision']:.1%}",
            f"{found['precision']:.3f}",
            ">= 0.90",
        ),
        (
            f"search of the whole registry, {many:,}",
            f"{MANY:,} in {SECONDS} s",
            f"{found['seconds']:.1f} s, {found['found']:,.0f} pairs",
            f"{per_second / (MANY / SECONDS):.2f}",
            ">= 1",
        ),
    ]


if __name__ == "__main__":
    print(json.dumps(measure()))
