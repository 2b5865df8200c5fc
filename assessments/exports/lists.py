"""The ordered columns of the officers' list of assessments."""

from collections.abc import Iterable, Iterator
from typing import Any

from assessments.models import Assessment
from portal.shared import clock
from portal.shared.spreadsheets import Column

ASSESSMENT_COLUMNS = [
    Column("number", "STT", "No.", "integer", 6),
    Column("enterprise", "Tên cơ sở", "Enterprise", "text", 44),
    Column("place", "Xã, phường", "Commune or ward", "text", 26),
    Column("framework", "Bộ câu hỏi", "Questionnaire", "text", 34),
    Column("version", "Phiên bản", "Version", "text", 12),
    Column("round", "Đợt", "Round", "text", 20),
    Column("state", "Trạng thái", "State", "text", 16),
    Column("submitted_on", "Ngày nộp", "Submitted on", "date"),
    Column("level", "Mức", "Level", "integer"),
    Column("points", "Điểm", "Points", "number"),
    Column("max", "Điểm tối đa", "Most points", "number"),
    Column("percent", "Tỷ lệ điểm (%)", "Share of the points (%)", "number"),
]


def assessment_rows(found: Iterable[Assessment]) -> Iterator[tuple[Any, ...]]:
    """One line for each assessment; a draft has no figures."""
    for number, each in enumerate(found, start=1):
        result = getattr(each, "result", None) if each.submitted_at else None
        who = each.enterprise
        yield (
            number,
            who.name if who else "",
            who.place.name if who else "",
            str(each.framework.title),
            each.version.name,
            str(each.get_round_display()) if each.round else "",
            str(each.get_state_display()),
            clock.local_day(each.submitted_at) if each.submitted_at else None,
            *((result.level, result.total, result.max, result.percent) if result else (None,) * 4),
        )
