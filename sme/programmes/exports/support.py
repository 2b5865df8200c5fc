"""The ordered columns of the support ledger and of its contracts."""

from collections.abc import Iterable, Iterator
from typing import Any

from portal.shared.spreadsheets import Column
from sme.enterprises.rules import SizeClass
from sme.programmes import selectors
from sme.programmes.models import SupportContract, SupportYear

_WHO = [
    Column("enterprise", "Tên cơ sở", "Enterprise", "text", 44),
    Column("place", "Xã, phường", "Commune or ward", "text", 26),
]
LEDGER_COLUMNS = [
    Column("number", "STT", "No.", "integer", 6),
    *_WHO,
    Column("size", "Quy mô khi cam kết", "Size class when promised", "choice", words=dict(SizeClass.choices)),
    Column("year", "Năm", "Year", "code", 8),
    Column("rule", "Loại hỗ trợ", "Kind of support", "text", 34),
    Column("ceiling", "Mức trần", "Ceiling", "money"),
    Column("committed", "Đã cam kết", "Promised", "money"),
    Column("used", "Đã chi", "Paid out", "money"),
    Column("unused", "Cam kết chưa chi", "Promised, not paid", "money"),
    Column(
        "remaining", "Còn lại của mức trần năm", "Left of the year's ceiling", "money",
        meaning_vi="Trống khi mức trần tính theo từng hợp đồng",
        meaning_en="Empty where the ceiling is one of each contract",
    ),
]  # fmt: skip
CONTRACT_COLUMNS = [
    Column("number", "STT", "No.", "integer", 6),
    *_WHO,
    Column("rule", "Loại hỗ trợ", "Kind of support", "text", 34),
    Column("supplier", "Nhà cung cấp", "Supplier", "text", 34),
    Column("contract", "Số hợp đồng", "Number of the contract", "code", 18),
    Column("signed_on", "Ngày ký", "Signed on", "date"),
    Column("ends_on", "Ngày hết hạn", "Ends on", "date"),
    Column("value", "Giá trị hợp đồng", "Value of the contract", "money"),
    Column("state_share", "Phần Nhà nước", "Share of the state", "money"),
    Column("own_share", "Phần cơ sở tự trả", "Own share", "money"),
    Column("promised", "Đang cam kết", "Promised", "money"),
    Column("paid", "Đã chi", "Paid out", "money"),
    Column("open", "Chưa chi", "Promised, not paid", "money"),
]


def ledger_rows(years: Iterable[SupportYear]) -> Iterator[tuple[Any, ...]]:
    """One line for each enterprise, year and kind of support."""
    for number, each in enumerate(years, start=1):
        yield (
            number, each.enterprise.name, each.enterprise.place.name, each.size_class, str(each.year),
            str(selectors.title_of_support(each.rule)), each.ceiling, each.committed, each.used, each.unused,
            each.remaining,
        )  # fmt: skip


def contract_rows(contracts: Iterable[SupportContract]) -> Iterator[tuple[Any, ...]]:
    """One line for each contract, with what is promised and paid of it."""
    for number, each in enumerate(contracts, start=1):
        who, row = each.support_year.enterprise, each.__dict__  # the sums are annotations
        yield (
            number, who.name, who.place.name, str(selectors.title_of_support(each.support_year.rule)),
            each.supplier, each.number, each.signed_on, each.ends_on, each.value, each.state_share,
            each.own_share, row["promised"], row["paid"], row["open"],
        )  # fmt: skip
