"""The ordered columns of the list of products behind the headline figure."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from portal.shared.spreadsheets import Column
from sme.enterprises.rules import Kind
from sme.marketplaces import rules
from sme.marketplaces.models import ListingInterval

FIGURE_COLUMNS = [
    Column("number", "STT", "No.", "integer", 6),
    Column("product", "Sản phẩm", "Product", "text", 36),
    Column("enterprise", "Cơ sở", "Enterprise", "text", 44),
    Column("kind", "Loại hình", "Kind", "choice", words=dict(Kind.choices)),
    Column("place", "Xã, phường", "Commune or ward", "text", 26),
    Column("category", "Nhóm hàng", "Category", "choice", words=dict(rules.Category.choices)),
    Column("stars", "Sao OCOP", "OCOP stars", "integer", 10),
    Column("marketplaces", "Các sàn", "Marketplaces", "text", 30),
]


def figure_rows(products: QuerySet[Any], as_of: date) -> Iterator[tuple[Any, ...]]:
    """One row for each product that the figure counts, with the marketplaces that sold it that day."""
    sold: dict[int, set[str]] = {}
    names = ListingInterval.objects.on(as_of).values_list("product_id", "marketplace__name")
    for pk, name in names.order_by():
        sold.setdefault(pk, set()).add(name)
    for number, product in enumerate(products.iterator(chunk_size=2000), start=1):
        yield (
            number,
            str(product),
            product.enterprise_then,
            product.kind_then,
            product.place_then,
            product.category,
            product.ocop_stars,
            ", ".join(sorted(sold.get(product.pk, ()))),
        )
