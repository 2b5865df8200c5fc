"""Exports against a bare openpyxl loop over the same values, and their memory as the rows grow."""

import io
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    import os

    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django

    django.setup()

import openpyxl

from portal.shared.spreadsheets import Column, ReadFirst, open_rows, write_workbook

# The twenty columns of a roster, as an office would ask for them.
KINDS = (
    "code", "text", "choice", "choice", "text", "text", "code", "text", "integer", "money",
    "date", "date", "bool", "percent", "integer", "choice", "text", "code", "moment", "text",
)  # fmt: skip
WORDS = {"micro": "Siêu nhỏ"}
COLUMNS = [
    Column(
        f"c{index}",
        f"Cột {index}",
        f"Column {index}",
        kind,
        words=WORDS if kind == "choice" else {},
    )
    for index, kind in enumerate(KINDS)
]
NAMES = (
    "Hợp tác xã nông nghiệp Mỹ Đông",
    "Cơ sở hủ tiếu Bà Sẩm",
    "Hộ kinh doanh Sen Hồng",
    "Làng hoa Tân Quy Đông",
)


def value_of(kind: str, number: int) -> Any:
    """An invented value of one kind."""
    match kind:
        case "code":
            return f"{number * 7919 % 10**10:010d}"
        case "integer":
            return number % 300
        case "money":
            return number * 1_000_003 % 10**11
        case "percent":
            return float(number % 100)
        case "date":
            return date(2020, 1, 1) + timedelta(days=number % 2000)
        case "moment":
            return datetime(2026, 1, 1, 3, 4, tzinfo=UTC) + timedelta(minutes=number)
        case "bool":
            return number % 2 == 0
        case "choice":
            return "micro"
    return f"{NAMES[number % 4]} {number}"


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    """So many rows, made one by one."""
    for number in range(count):
        yield tuple(value_of(kind, number) for kind in KINDS)


def bare(values: Iterable[tuple[Any, ...]]) -> None:
    """The reference: openpyxl's write-only loop, no styles; only the zone is taken off, which it refuses."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in values:
        sheet.append(
            [each.replace(tzinfo=None) if isinstance(each, datetime) else each for each in row]
        )
    book.save(io.BytesIO())


def ours(values: Iterable[tuple[Any, ...]]) -> io.BytesIO:
    """The portal's writer."""
    stream = io.BytesIO()
    write_workbook(stream, COLUMNS, values, about=ReadFirst("Danh sách"))
    return stream


def seconds(act: Callable[[], Any]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def peak_megabytes(count: int) -> float:
    """The most memory that a process of its own held while it wrote so many rows into a file."""
    told = subprocess.run(
        [sys.executable, __file__, "peak", str(count)], check=True, capture_output=True, text=True
    )
    return int(told.stdout) / 1024


def peak_of_reading(count: int) -> float:
    """The same for reading: the workbook is written first, by another process."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as stream:
        write_workbook(stream, COLUMNS, rows(count), about=ReadFirst("Danh sách"))
        stream.flush()
        told = subprocess.run(
            [sys.executable, __file__, "read", stream.name],
            check=True,
            capture_output=True,
            text=True,
        )
    return int(told.stdout) / 1024


def peak_kilobytes() -> int:
    """This process's own peak (``getrusage`` would tell the parent's, if that was larger)."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    return int(found[1]) if found else 0


def read_and_tell_peak(path: str) -> None:
    """What that process does: read, then print its peak in kilobytes."""
    with Path(path).open("rb") as stream:
        sum(1 for _row in open_rows(stream, path)[0].rows)
    print(peak_kilobytes())


def write_and_tell_peak(count: int) -> None:
    """What that process does: write, then print its peak in kilobytes."""
    with tempfile.TemporaryFile() as stream:
        write_workbook(stream, COLUMNS, rows(count), about=ReadFirst("Danh sách"))
    print(peak_kilobytes())


def read_rows(stream: io.BytesIO) -> int:
    """Read all with the portal's reader; how many rows there were."""
    stream.seek(0)
    return sum(1 for _row in open_rows(stream, "a.xlsx")[0].rows)


def read_bare(stream: io.BytesIO) -> int:
    """Read all with openpyxl's read-only loop."""
    stream.seek(0)
    book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    return sum(1 for _row in book.worksheets[0].iter_rows(values_only=True))


def run(scale: str = "small") -> list[tuple[str, str, str, str, str]]:
    """Rows of (what, reference, value, ratio, bar); ``scale`` is ``small`` or ``full``."""
    count, rounds, many = (20_000, 3, 100_000) if scale == "full" else (5_000, 3, 20_000)
    values = list(rows(count))
    pairs = [
        (seconds(lambda: bare(values)), seconds(lambda: ours(values))) for _round in range(rounds)
    ]
    reference, value = (statistics.median(side) for side in zip(*pairs, strict=True))
    stream = ours(values)
    read_pairs = [
        (seconds(lambda: read_bare(stream)), seconds(lambda: read_rows(stream)))
        for _round in range(rounds)
    ]
    read_reference, read_value = (statistics.median(side) for side in zip(*read_pairs, strict=True))
    few_memory, many_memory = peak_megabytes(1_000), peak_megabytes(many)
    few_read, many_read = peak_of_reading(1_000), peak_of_reading(many)
    return [
        (
            f"export {count:,} rows x 20 columns",
            f"bare openpyxl write-only {reference:.2f} s",
            f"{value:.2f} s",
            f"{value / reference:.2f}",
            "<= 1.25",
        ),
        (
            f"read {count:,} rows x 20 columns, checked",
            f"bare openpyxl read-only {read_reference:.2f} s",
            f"{read_value:.2f} s",
            f"{read_value / read_reference:.2f}",
            "<= 0.6 with the upsert",
        ),
        (
            f"memory of an export of {many:,} rows",
            f"1,000 rows {few_memory:.1f} MB",
            f"{many_memory:.1f} MB",
            f"+{many_memory - few_memory:.1f} MB",
            "<= 20 MB",
        ),
        (
            f"memory of reading {many:,} rows",
            f"1,000 rows {few_read:.1f} MB",
            f"{many_read:.1f} MB",
            f"+{many_read - few_read:.1f} MB",
            "<= 20 MB",
        ),
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == ["peak"]:
        write_and_tell_peak(int(sys.argv[2]))
    elif sys.argv[1:2] == ["read"]:
        read_and_tell_peak(sys.argv[2])
    else:
        for line in run(sys.argv[1] if len(sys.argv) > 1 else "small"):
            print(" | ".join(line))
