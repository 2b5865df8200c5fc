"""Acts on marketplaces, shops, products and listings."""

from sme.marketplaces.services.bulk import Row, record_many
from sme.marketplaces.services.deriving import derive, tell_registry
from sme.marketplaces.services.listings import (
    add_listing,
    correct_fact,
    record_state,
    withdraw_fact,
)
from sme.marketplaces.services.products import add_product, change_product, open_storefront
from sme.marketplaces.services.reference import load_marketplaces

__all__ = [
    "Row",
    "add_listing",
    "add_product",
    "change_product",
    "correct_fact",
    "derive",
    "load_marketplaces",
    "open_storefront",
    "record_many",
    "record_state",
    "tell_registry",
    "withdraw_fact",
]
