"""The ordered columns of the digital solutions that enterprises use."""

from collections.abc import Iterable, Iterator
from typing import Any

from portal.shared.spreadsheets import Column
from sme.enterprises.rules import Kind, SizeClass
from sme.programmes.models import Adoption
from sme.programmes.rules import Paid, SolutionKind

USE_COLUMNS = [
    Column("number", "STT", "No.", "integer", 6),
    Column("enterprise", "Tên cơ sở", "Enterprise", "text", 44),
    Column("place", "Xã, phường", "Commune or ward", "text", 26),
    Column("kind", "Loại hình", "Kind", "choice", words=dict(Kind.choices)),
    Column("size", "Quy mô", "Size class", "choice", words=dict(SizeClass.choices)),
    Column("purpose", "Dùng để", "What it is for", "choice", 26, words=dict(SolutionKind.choices)),
    Column("title", "Giải pháp", "Solution", "text", 34),
    Column("provider", "Nhà cung cấp", "Provider", "text", 26),
    Column("since_on", "Dùng từ", "Used since", "date"),
    Column("paid", "Cách trả phí", "Paid how", "choice", 24, words=dict(Paid.choices)),
    Column("supported", "Có hỗ trợ", "With support", "bool"),
]


def use_rows(uses: Iterable[Adoption]) -> Iterator[tuple[Any, ...]]:
    """One line for each solution in use at an enterprise."""
    for number, each in enumerate(uses, start=1):
        who = each.enterprise
        yield (
            number, who.name, who.place.name, who.kind, who.size_class, each.kind, each.title,
            each.solution.provider if each.solution else "", each.since_on, each.paid, each.contract_id is not None,
        )  # fmt: skip
