"""The columns of reports as workbooks: a line for each enterprise, and what happened in each quarter."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from portal.shared.spreadsheets import Column, Tally
from sme.programmes.rules import ApplicationState, EnrolmentState
from sme.rosters.rules.reports import FIGURES, Event, Line, Section, counted

LINE_COLUMNS = [
    Column("number", "STT", "No.", "integer", 6),
    Column("name", "Tên doanh nghiệp, HTX, hộ", "Enterprise", "text", 42),
    Column("place", "Xã, phường", "Commune or ward", "text", 22),
    Column("application", "Đơn đăng ký", "Application", "text", 18),
    Column("enrolment", "Trạng thái", "State", "text", 18),
    Column("enrolled_on", "Ngày ghi danh", "Enrolled on", "date"),
    Column("attended", "Số buổi dự", "Sessions attended", "integer"),
    Column("held", "Số buổi đã diễn ra", "Sessions held", "integer"),
    Column("level_before", "Mức sẵn sàng trước", "Level before", "integer"),
    Column("level_after", "Mức sẵn sàng sau", "Level since", "integer"),
    Column("listed_before", "Sản phẩm bán trước", "Products before", "integer"),
    Column("listed_now", "Sản phẩm đang bán", "Products now", "integer"),
    Column("tools_before", "Giải pháp số trước", "Solutions before", "integer"),
    Column("tools_now", "Giải pháp số nay", "Solutions now", "integer"),
]
QUARTER_COLUMNS = [
    Column("event", "Nội dung", "What", "text", 36),
    *(Column(f"q{n}", f"Quý {n}", f"Quarter {n}", "integer") for n in range(1, 5)),
    Column("year", "Cả năm", "Year", "integer"),
]


def line_rows(lines: Iterable[Line]) -> Iterator[tuple[Any, ...]]:
    """One row for each enterprise."""
    for number, row in enumerate(lines, start=1):
        yield (
            number, row.name, row.place,
            str(ApplicationState(row.application).label) if row.application else "",
            str(EnrolmentState(row.enrolment).label) if row.enrolment else "",
            row.enrolled_on, row.attended, row.held, row.level_before, row.level_after,
            row.listed_before, row.listed_now, row.tools_before, row.tools_now,
        )  # fmt: skip


def report_tallies(lines: Sequence[Line]) -> list[Tally]:
    """The figures of the report, a table for each part."""
    counts = counted(lines)
    return [
        Tally(
            str(section.label),
            ("", _("Enterprises")),
            [
                (str(each.label), counts[each.key])
                for each in FIGURES.values()
                if each.section == section
            ],
        )
        for section in Section
    ]


def quarter_lines(found: Iterable[tuple[Event, list[int], int]]) -> Iterator[tuple[Any, ...]]:
    """One row for each event."""
    for event, counts, total in found:
        yield (str(event.label), *counts, total)
