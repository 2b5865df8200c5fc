"""`make bench`: run the measurements and print one table.

`python -m tests.bench [NAME …]` runs those whose module begins with a name; `SCALE` is small or full.
"""

import os
import platform
import re
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path

HEADINGS = ("what", "reference", "measured", "ratio", "bar", "")
Line = tuple[str, ...]


def names(asked: list[str]) -> list[str]:
    """The measurements asked for, or all."""
    found = sorted(file.stem for file in Path(__file__).parent.glob("*_bench.py"))
    return [name for name in found if not asked or any(name.startswith(one) for one in asked)]


def verdict(ratio: str, bar: str) -> str:
    """Tell whether a ratio keeps to its bar, where both are plain numbers."""
    limit = re.match(r"(<=|>=)\s*([\d.]+)(?!\S*\s*(?:with|and))", bar)
    value = re.match(r"[+]?([\d.]+)", ratio)
    if not limit or not value:
        return ""
    kept = (
        float(value[1]) <= float(limit[2])
        if limit[1] == "<="
        else float(value[1]) >= float(limit[2])
    )
    return "ok" if kept else "MISSED"


def lines_of(name: str, scale: str) -> list[Line]:
    """The lines of one measurement; one that breaks says so and the others go on."""
    begun = time.monotonic()
    print(f"… {name.removesuffix('_bench')}", end="", file=sys.stderr, flush=True)
    try:
        rows = import_module(f"tests.bench.{name}").run(scale)
        found = [(*row, verdict(row[3], row[4])) for row in rows]
    except Exception as problem:  # noqa: BLE001
        traceback.print_exc()
        found = [(name, "", f"broke: {problem.__class__.__name__}", "", "", "MISSED")]
    print(f" {time.monotonic() - begun:.0f} s", file=sys.stderr)
    return found


def table(lines: list[Line]) -> str:
    """A table in plain text."""
    rows = [HEADINGS, *lines]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    drawn = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    drawn.insert(1, "  ".join("-" * width for width in widths).rstrip())
    return "\n".join(drawn)


def main(asked: list[str]) -> int:
    """Run and print."""
    scale = os.environ.get("SCALE") or "small"
    if scale not in ("small", "full"):
        print("SCALE is small or full.", file=sys.stderr)
        return 2
    chosen = names(asked)
    if not chosen:
        print(f"No measurement begins with {' or '.join(asked)}.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django

    django.setup()
    begun = time.monotonic()
    lines = [line for name in chosen for line in lines_of(name, scale)]
    print(table(lines))
    print(
        f"\nscale {scale}, Python {platform.python_version()}, {os.cpu_count()} processors, "
        f"{time.monotonic() - begun:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
