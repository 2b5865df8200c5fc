"""Marketplaces and shops, products and their papers, listings and what is known of them, ways onto marketplaces."""

from sme.marketplaces.models.checking import (
    AddressConflict,
    PageCheck,
    Sample,
    SampleItem,
    WrongReport,
)
from sme.marketplaces.models.figures import ReportedFigure
from sme.marketplaces.models.listings import Listing, ListingFact, ListingInterval
from sme.marketplaces.models.onboarding import (
    Confirmation,
    Onboarding,
    OnboardingQuerySet,
    OnboardingStep,
    Requirement,
)
from sme.marketplaces.models.papers import Certificate, OcopAward, ProductPhoto
from sme.marketplaces.models.places_to_sell import Marketplace, Storefront
from sme.marketplaces.models.products import Product

__all__ = [
    "AddressConflict",
    "Certificate",
    "Confirmation",
    "Listing",
    "ListingFact",
    "ListingInterval",
    "Marketplace",
    "OcopAward",
    "Onboarding",
    "OnboardingQuerySet",
    "OnboardingStep",
    "PageCheck",
    "Product",
    "ProductPhoto",
    "ReportedFigure",
    "Requirement",
    "Sample",
    "SampleItem",
    "Storefront",
    "WrongReport",
]
