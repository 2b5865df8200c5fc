"""The ordered columns of approved lists."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from portal.shared.spreadsheets import Column
from sme.enterprises.rules import Kind, SizeClass
from sme.programmes.rules import EnrolmentState

FROZEN_COLUMNS = [
    Column("number", "STT", "No.", "integer", 6),
    Column("enterprise", "Tên cơ sở", "Enterprise", "text", 44),
    Column("tax_code", "Mã số", "Number", "code", 18),
    Column("place", "Xã, phường", "Commune or ward", "text", 26),
    Column("kind", "Loại hình", "Kind", "choice", words=dict(Kind.choices)),
    Column("size", "Quy mô", "Size class", "choice", words=dict(SizeClass.choices)),
    Column("level", "Mức sẵn sàng", "Readiness level", "integer", 10),
    Column("products", "Sản phẩm trên sàn", "Products on sale", "integer", 10),
    Column("state", "Tình trạng", "State", "choice", words=dict(EnrolmentState.choices)),
    Column("enrolled_on", "Ngày vào đợt", "Enrolled on", "date"),
]


def frozen_rows(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """One line for each approved enterprise, with the facts on which it was judged."""
    for number, row in enumerate(rows, start=1):
        facts = row["facts"]
        day = date.fromisoformat(row["enrolled_on"]) if row["enrolled_on"] else None
        yield (
            number, row["name"], row["number"], row["place"], facts["kind"], facts["size"],
            facts["level"], facts["live_products"], row["state"], day,
        )  # fmt: skip
