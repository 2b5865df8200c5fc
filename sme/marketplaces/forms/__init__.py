"""Typed text about products, listings and figures into clean values."""

from sme.marketplaces.forms.figures import FigureForm, ReportForm
from sme.marketplaces.forms.listings import (
    CorrectionForm,
    NewListingForm,
    OfficerStateForm,
    StateForm,
)
from sme.marketplaces.forms.onboarding import BeginForm, HaltForm, PlanForm, StartForm, StepForm
from sme.marketplaces.forms.papers import PaperForm
from sme.marketplaces.forms.products import PhotosForm, PhotoWordsForm, ProductForm
from sme.marketplaces.forms.storefronts import CloseShopForm, ShopForm

__all__ = [
    "BeginForm",
    "CloseShopForm",
    "CorrectionForm",
    "FigureForm",
    "HaltForm",
    "NewListingForm",
    "OfficerStateForm",
    "PaperForm",
    "PhotoWordsForm",
    "PhotosForm",
    "PlanForm",
    "ProductForm",
    "ReportForm",
    "ShopForm",
    "StartForm",
    "StateForm",
    "StepForm",
]
