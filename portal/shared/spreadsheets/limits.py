"""How much a file may hold."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How much a file may hold before it is refused; generous for an office, small for a server."""

    megabytes: int = 20
    unzipped_megabytes: int = 300
    ratio: int = 200
    entries: int = 2_000
    rows: int = 150_000
    columns: int = 200
    blank_run: int = 2_000
