"""Typed text about products, listings and figures into clean values."""

from sme.marketplaces.forms.figures import FigureForm
from sme.marketplaces.forms.listings import NewListingForm, OfficerStateForm, StateForm
from sme.marketplaces.forms.products import ProductForm

__all__ = ["FigureForm", "NewListingForm", "OfficerStateForm", "ProductForm", "StateForm"]
