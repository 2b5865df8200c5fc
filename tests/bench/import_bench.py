"""A list of enterprises read, checked, judged and written, against a bare openpyxl read-only loop over the file."""

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    import django

    django.setup()
    from django.conf import settings

    settings.DEBUG = False  # it would keep every statement, and ask the database to spell it out

from tests.bench.export_bench import peak_kilobytes, read_bare, seconds

ROOT = Path(__file__).resolve().parents[2]
HEAD = (
    "STT", "Tên cơ sở", "Mã số thuế", "Loại hình", "Người đại diện", "Chức vụ", "Số điện thoại", "Email",
    "Địa chỉ", "Ấp/khóm", "Xã/Phường", "Huyện", "Ngành nghề", "Mã ngành", "Số lao động", "Doanh thu", "Vốn",
    "Ngày thành lập", "Nữ làm chủ", "Trang web",
)  # fmt: skip
FIRST = (
    "Sen",
    "Tân",
    "Phú",
    "Minh",
    "Út",
    "Ngọc",
    "Thanh",
    "Kim",
    "Hồng",
    "Bảo",
    "Gia",
    "Thiên",
    "Lộc",
    "Khang",
)
TRADES = (
    ("Bánh phồng tôm", "Sản xuất bánh", "C10"), ("Tạp hoá", "Bán lẻ tạp hoá", "G47"),
    ("Xoài Cao Lãnh", "Trồng cây ăn trái", "A01"), ("Vận tải", "Vận tải hàng hoá", "H49"),
    ("Quán ăn", "Dịch vụ ăn uống", "I56"), ("May mặc", "May gia công", "C14"),
)  # fmt: skip
KINDS = ("Hộ kinh doanh", "Công ty TNHH", "Hợp tác xã", "Cơ sở sản xuất")
DAY = date(2012, 1, 2)


def line(number: int, code: str, place: tuple[str, str], *, later: bool = False) -> list[Any]:
    """One invented enterprise; ``later`` says something else of it than before."""
    trade, words, division = TRADES[number % len(TRADES)]
    kind = KINDS[number % len(KINDS)]
    name = f"{kind} {trade} {FIRST[number % 14]} {FIRST[number // 14 % 14]} {number}"
    people = f"Nguyễn {FIRST[number // 3 % 14]} {FIRST[number // 7 % 14]}"
    return [
        number, name, code, kind, people, "Chủ cơ sở", f"09{10_000_000 + number * 7 % 80_000_000}",
        f"co-so-{number}@example.vn", f"{number % 400} đường số {number % 30}", f"Ấp {number % 9 + 1}", *place,
        words, division, number % 40 + (1 if later else 0), (number % 90 + 1) * 10_000_000,
        (number % 50 + 1) * 10_000_000, DAY + timedelta(days=number % 4000), "có" if number % 2 else "không",
        f"https://co-so-{number}.example.vn",
    ]  # fmt: skip


def book(rows: list[list[Any]]) -> io.BytesIO:
    """A plain workbook."""
    import openpyxl

    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("Danh sách")
    sheet.append(list(HEAD))
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream


def places() -> list[tuple[str, str]]:
    """Communes as lists write them: half of them by their former names."""
    from sme.places.models import Unit
    from sme.places.selectors import communes_in_memory

    known = communes_in_memory()
    units = Unit.objects.communes().select_related("parent").order_by("pk")
    named = [(each.name, each.parent.name if each.is_former and each.parent else "") for each in units]  # fmt: skip
    return [each for each in named if known.find(*each).unit]


def compare(count: int) -> dict[str, float]:
    """A list with half new, a quarter changed and a quarter the same rows; everything is rolled back."""
    from django.db import transaction

    from portal.shared.imports import kind_of
    from portal.shared.imports.running import run_file
    from tests.factories.enterprises import tax_code

    kind, where = kind_of("enterprises"), places()
    assert kind is not None
    codes = [tax_code(number) for number in range(500_000, 500_000 + count)]

    def made(numbers: range, *, later: bool = False) -> list[list[Any]]:
        return [line(n, codes[n], where[n % len(where)], later=later) for n in numbers]

    quarter = count // 4
    first = book(made(range(2 * quarter)))
    changed = made(range(quarter, 2 * quarter), later=True)
    second = book(made(range(quarter)) + changed + made(range(2 * quarter, count)))
    with transaction.atomic():
        run_file(kind, first, actor=None, on_duplicates="new")
        reads, checks = [], []
        for _round in range(2):
            reads.append(seconds(lambda: read_bare(second)))
            checks.append(seconds(lambda: run_file(kind, second, actor=None, is_dry_run=True)))
        begun = time.perf_counter()
        done = run_file(kind, second, actor=None, on_duplicates="new")
        whole = time.perf_counter() - begun
        reads.append(seconds(lambda: read_bare(second)))
        again = run_file(kind, second, actor=None, is_dry_run=True)
        transaction.set_rollback(True)
    return {
        "reference": statistics.median(reads), "check": statistics.median(checks), "whole": whole,
        **{f"n_{key}": value for key, value in done.counts.items()}, "same_again": again.counts["same"],
    }  # fmt: skip


def peak(count: int) -> None:
    """What a process of its own does: check and write so many new rows, print its peak in kilobytes."""
    from django.db import connection, transaction

    from portal.shared.imports import kind_of
    from portal.shared.imports.running import run_file

    kind = kind_of("enterprises")
    assert kind is not None
    if connection.vendor == "sqlite":  # pages of the mapped database are the system's, not ours
        connection.cursor().execute("PRAGMA mmap_size=0")
    with Path(sys.argv[3]).open("rb") as stream, transaction.atomic():
        run_file(kind, stream, name="a.xlsx", actor=None, on_duplicates="new")
        transaction.set_rollback(True)
    print(peak_kilobytes())


def write_list(count: int, path: str) -> None:
    """The list that the measured process reads."""
    from tests.factories.enterprises import tax_code

    where = places()
    rows = [line(n, tax_code(600_000 + n), where[n % len(where)]) for n in range(count)]
    Path(path).write_bytes(book(rows).getvalue())
    print("0")


def told(env: dict[str, str], *what: str) -> Any:
    """The answer of a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, *what], check=True, capture_output=True, text=True, env=env, cwd=ROOT
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def run(scale: str = "small") -> list[tuple[str, str, str, str, str]]:
    """Rows of (what, reference, value, ratio, bar); ``scale`` is ``small`` or ``full``."""
    from tests.bench.worlds import world

    many, most = (20_000, 100_000) if scale == "full" else (2_000, 4_000)
    env = world(10_000)
    times = told(env, "compare", str(many))
    reference = f"bare openpyxl read-only {times['reference']:.2f} s"
    with tempfile.TemporaryDirectory() as folder:
        peaks = []
        for count in (1_000, most):
            path = f"{folder}/{count}.xlsx"
            told(env, "write", str(count), path)
            peaks.append(told(env, "peak", str(count), path) / 1024)
    return [
        (
            f"import {many:,} rows x 20 columns: read and checked",
            reference,
            f"{times['check']:.2f} s",
            f"{times['check'] / times['reference']:.2f}",
            "<= 0.6 with the upsert",
        ),
        (
            f"import {many:,} rows (half new, quarter changed): written",
            reference,
            f"{times['whole']:.2f} s",
            f"{times['whole'] / times['reference']:.2f}",
            "<= 0.6",
        ),
        (
            f"memory of an import of {most:,} rows",
            f"1,000 rows {peaks[0]:.1f} MB",
            f"{peaks[1]:.1f} MB",
            f"+{peaks[1] - peaks[0]:.1f} MB",
            "<= 20 MB",
        ),
    ]


if __name__ == "__main__":
    match sys.argv[1]:
        case "compare":
            print(json.dumps(compare(int(sys.argv[2]))))
        case "write":
            write_list(int(sys.argv[2]), sys.argv[3])
        case _:
            peak(int(sys.argv[2]))
