"""A cohort's roster, from its query to the workbook, against a bare openpyxl loop over the same values."""

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    import django

    django.setup()

from tests.bench.export_bench import peak_kilobytes, seconds

ROOT = Path(__file__).resolve().parents[2]
COHORT = "152-2026-99"  # the demonstration's cohort for measuring
COLUMNS = 20
ROUNDS = 3


def sheet_of(rows: int | None = None) -> Any:
    """The roster file of the measured cohort (of its first rows, if a number is given)."""
    from sme.programmes.models import Cohort
    from sme.rosters import exports, filters, rules

    cohort = Cohort.objects.select_related("programme").get(code=COHORT)
    asked = filters.asked(cohort, None, filters.parsed(""))
    return exports.sheet(cohort, asked.rows[:rows] if rows else asked.rows, rules.KEYS[:COLUMNS])


def write(sheet: Any, stream: Any) -> None:
    """As ``deliver`` does, without the trail."""
    from sme.rosters.services import write_sheet

    write_sheet(sheet, stream, "xlsx")


def bare(values: list[list[Any]]) -> None:
    """The reference: openpyxl's write-only loop over values that are at hand, no styles."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in values:
        sheet.append(row)
    book.save(io.BytesIO())


def compare() -> None:
    """What the first process does: print how long each takes, and how many rows there were."""
    values = list(sheet_of().rows)
    pairs = [
        (seconds(lambda: bare(values)), seconds(lambda: write(sheet_of(), io.BytesIO())))
        for _round in range(ROUNDS)
    ]
    reference, ours = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(json.dumps({"rows": len(values), "reference": reference, "ours": ours}))


def peak(rows: int) -> None:
    """What the others do: write so many rows into a file, print the process's peak in kilobytes."""
    with tempfile.TemporaryFile() as stream:
        write(sheet_of(rows), stream)
    print(peak_kilobytes())


def told(env: dict[str, str], *what: str) -> Any:
    """The answer of a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, *what],
        check=True,
        capture_output=True,
        text=True,
        env=env,
        cwd=ROOT,
    )
    return json.loads(done.stdout.splitlines()[-1])


def run(scale: str = "small") -> list[tuple[str, str, str, str, str]]:
    """Rows of (what, reference, value, ratio, bar); ``scale`` is ``small`` or ``full``."""
    from tests.bench.worlds import world

    many = 20_000 if scale == "full" else 5_000
    env = world(many)
    times = told(env, "compare")
    few_memory, many_memory = (told(env, "peak", str(rows)) / 1024 for rows in (1_000, many))
    return [
        (
            f"roster of {times['rows']:,} enterprises x {COLUMNS} columns, query included",
            f"bare openpyxl write-only {times['reference']:.2f} s",
            f"{times['ours']:.2f} s",
            f"{times['ours'] / times['reference']:.2f}",
            "<= 1.25",
        ),
        (
            f"memory of a roster of {many:,} rows",
            f"1,000 rows {few_memory:.1f} MB",
            f"{many_memory:.1f} MB",
            f"+{many_memory - few_memory:.1f} MB",
            "<= 20 MB",
        ),
    ]


if __name__ == "__main__":
    if sys.argv[1] == "peak":
        peak(int(sys.argv[2]))
    else:
        compare()
