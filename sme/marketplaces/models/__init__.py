"""Marketplaces and shops, products, listings and what is known of them through time."""

from sme.marketplaces.models.listings import Listing, ListingFact, ListingInterval
from sme.marketplaces.models.places_to_sell import Marketplace, Storefront
from sme.marketplaces.models.products import Product

__all__ = ["Listing", "ListingFact", "ListingInterval", "Marketplace", "Product", "Storefront"]
