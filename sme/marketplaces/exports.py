"""The ordered columns of the list of products behind the headline figure."""

from collections.abc import Iterable, Iterator
from typing import Any

from portal.shared.spreadsheets import Column
from sme.enterprises.rules import Kind
from sme.marketplaces import rules, selectors

FIGURE_COLUMNS = [
    Column("number", "STT", "No.", "integer", 6),
    Column("product", "Sản phẩm", "Product", "text", 36),
    Column("enterprise", "Cơ sở", "Enterprise", "text", 44),
    Column("kind", "Loại hình", "Kind", "choice", words=dict(Kind.choices)),
    Column("place", "Xã, phường", "Commune or ward", "text", 26),
    Column("category", "Nhóm hàng", "Category", "choice", words=dict(rules.Category.choices)),
    Column("stars", "Sao OCOP", "OCOP stars", "integer", 10),
    Column("marketplaces", "Các sàn", "Marketplaces", "text", 30),
    Column("addresses", "Địa chỉ trên sàn", "Addresses", "text", 60),
]


def figure_rows(rows: Iterable[selectors.Row]) -> Iterator[tuple[Any, ...]]:
    """One line for each product that the figure counts."""
    for number, row in enumerate(rows, start=1):
        yield (
            number, row.product, row.enterprise, row.kind, row.place, row.category, row.stars,
            row.marketplaces, "\n".join(row.addresses),
        )  # fmt: skip


def reported_rows(rows: Iterable[dict[str, Any]]) -> Iterator[selectors.Row]:
    """The frozen rows of a reported figure as rows again."""
    for row in rows:
        yield selectors.Row(**{**row, "addresses": tuple(row["addresses"])})
