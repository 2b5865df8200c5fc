"""Lists of products, and of where they are sold, as they come in: columns, words, rows; no queries."""

from sme.marketplaces.uploads.fields import (
    LISTING_FIELDS,
    LISTING_NOTES,
    PRODUCT_FIELDS,
    PRODUCT_NOTES,
)
from sme.marketplaces.uploads.reading import RowReader

__all__ = [
    "LISTING_FIELDS",
    "LISTING_NOTES",
    "PRODUCT_FIELDS",
    "PRODUCT_NOTES",
    "RowReader",
]
