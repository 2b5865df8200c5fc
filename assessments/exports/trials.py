"""A dry run as a workbook: whose level would change."""

from collections.abc import Iterable, Iterator
from typing import IO, Any

from assessments.selectors import Shift
from portal.shared.spreadsheets import Column, ReadFirst, write_workbook

COLUMNS = [
    Column("assessment", "Lượt đánh giá", "Assessment", "integer"),
    Column("name", "Doanh nghiệp", "Enterprise", width=44),
    Column("before", "Mức hiện nay", "Level now", "integer"),
    Column("after", "Mức theo bản thảo", "Level by the draft", "integer"),
    Column("percent_before", "Tỷ lệ điểm hiện nay", "Share of points now", "percent"),
    Column("percent_after", "Tỷ lệ điểm theo bản thảo", "Share of points by the draft", "percent"),
    Column("lost", "Câu trả lời bị bỏ", "Answers left out", width=32),
]


def write_shifts(stream: IO[bytes], shifts: Iterable[Shift], *, title: str, by: str) -> int:
    """Write it; returns how many rows there are."""
    return write_workbook(stream, COLUMNS, _rows(shifts), about=ReadFirst(title, by=by))


def _rows(shifts: Iterable[Shift]) -> Iterator[list[Any]]:
    for each in shifts:
        yield [
            each.assessment_id, each.name or f"#{each.assessment_id}", each.before, each.after,
            each.percent_before, each.percent_after, ", ".join(each.lost) or None,
        ]  # fmt: skip
