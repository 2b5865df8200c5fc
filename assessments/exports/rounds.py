"""The ordered columns of a round: who was asked and what came back."""

from collections.abc import Iterable, Iterator
from typing import Any

from portal.shared import clock
from portal.shared.spreadsheets import Column
from sme.enterprises.models import Enterprise

ASKED_COLUMNS = [
    Column("number", "STT", "No.", "integer", 6),
    Column("enterprise", "Tên cơ sở", "Enterprise", "text", 44),
    Column("place", "Xã, phường", "Commune or ward", "text", 26),
    Column("answered_on", "Ngày trả lời", "Answered on", "date"),
    Column("reminded_on", "Nhắc gần nhất", "Last reminder", "date"),
]


def asked_rows(asked: Iterable[Enterprise]) -> Iterator[tuple[Any, ...]]:
    """One line for each enterprise."""
    for number, each in enumerate(asked, start=1):
        row = each.__dict__  # the moments are annotations
        days = [
            clock.local_day(moment) if moment else None
            for moment in (row["answered_at"], row["reminded_at"])
        ]
        yield (number, each.name, each.place.name, *days)
