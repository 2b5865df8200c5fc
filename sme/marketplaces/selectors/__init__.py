"""Reads of products and listings, and the headline figure."""

from sme.marketplaces.selectors.figures import (
    DEFINITION,
    VERIFIED_DEFINITION,
    Headline,
    Part,
    breakdown,
    headline,
    headline_rows,
    series,
)
from sme.marketplaces.selectors.listings import (
    enterprise_panel,
    hints_of_open,
    listings_of,
    listings_visible_to,
    products_of,
)

__all__ = [
    "DEFINITION",
    "VERIFIED_DEFINITION",
    "Headline",
    "Part",
    "breakdown",
    "enterprise_panel",
    "headline",
    "headline_rows",
    "hints_of_open",
    "listings_of",
    "listings_visible_to",
    "products_of",
    "series",
]
