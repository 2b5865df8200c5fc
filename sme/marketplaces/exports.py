"""The ordered columns of the list of products behind the headline figure."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.shared import clock
from portal.shared.spreadsheets import Column
from sme.enterprises.rules import Kind
from sme.marketplaces import rules, selectors
from sme.marketplaces.models import SampleItem

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


SAMPLE_COLUMNS = [
    Column("number", "STT", "No.", "integer", 6),
    Column("product", "Sản phẩm", "Product", "text", 36),
    Column("enterprise", "Cơ sở", "Enterprise", "text", 44),
    Column("place", "Xã, phường", "Commune or ward", "text", 26),
    Column("marketplace", "Sàn", "Marketplace", "text", 16),
    Column("address", "Địa chỉ trên sàn", "Address", "text", 60),
    Column("outcome", "Kết quả", "Outcome", "choice", words=dict(rules.SampleOutcome.choices)),
    Column("note", "Ghi chú", "Note", "text", 40),
    Column("checked_on", "Ngày xem lại", "Looked at on", "date", 14),
    Column("checked_by", "Người xem", "Looked at by", "text", 26),
]


def sample_rows(items: Iterable[SampleItem]) -> Iterator[tuple[Any, ...]]:
    """One line for each row of a sample."""
    for item in items:
        listing = item.listing
        yield (
            item.order, listing.product.name_vi, listing.enterprise.name,
            listing.enterprise.place.name, listing.marketplace.name, listing.address, item.outcome,
            item.note, clock.local_day(item.checked_at) if item.checked_at else None,
            str(item.checked_by) if item.checked_by else "",
        )  # fmt: skip


def invented() -> list[str]:
    """Said in every file that leaves the demonstration world."""
    if not settings.DEMO_WORLD:
        return []
    return [_("These enterprises are invented for the demonstration.")]


PRODUCT_COLUMNS = [
    Column("record", "Mã hồ sơ", "Record", "integer", 10),
    Column("enterprise", "Tên cơ sở", "Enterprise", "text", 44),
    Column("place", "Xã, phường", "Commune or ward", "text", 26),
    Column("product", "Sản phẩm", "Product", "text", 36),
    Column("name_en", "Tên tiếng Anh", "Name in English", "text", 30),
    Column("barcode", "Mã vạch", "Barcode", "code", 16),
    Column("category", "Nhóm hàng", "Category", "choice", words=dict(rules.Category.choices)),
    Column("unit", "Đơn vị tính", "Sold by", "text", 14),
    Column("stars", "Sao OCOP", "OCOP stars", "integer", 10),
    Column("origin", "Xuất xứ", "Origin", "text", 24),
    Column("markets", "Số sàn đang bán", "Marketplaces on which it is sold", "integer", 12),
]


def product_rows(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """One line for each product of the officers' list; the list can come in again as it is."""
    for each in rows:
        yield (
            each.enterprise_id, each.enterprise.name, each.enterprise.place.full_name, each.name_vi,
            each.name_en, each.barcode, each.category, each.unit, each.ocop_stars, each.origin,
            each.markets,
        )  # fmt: skip
