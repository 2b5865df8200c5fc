"""Typed text about products, listings and figures into clean values."""

from sme.marketplaces.forms.figures import FigureForm, ReportForm
from sme.marketplaces.forms.listings import NewListingForm, OfficerStateForm, StateForm
from sme.marketplaces.forms.papers import PaperForm
from sme.marketplaces.forms.products import PhotosForm, PhotoWordsForm, ProductForm

__all__ = [
    "FigureForm",
    "NewListingForm",
    "OfficerStateForm",
    "PaperForm",
    "PhotoWordsForm",
    "PhotosForm",
    "ProductForm",
    "ReportForm",
    "StateForm",
]
