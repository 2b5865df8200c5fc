"""What people type about products."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField, CodeField
from sme.marketplaces import rules
from sme.marketplaces.models import Product

UNKNOWN = ("", _("Not stated"))


class ProductForm(forms.Form):
    """A product as its maker describes it."""

    name_vi = CleanCharField(label=_("Name of the product"), max_length=200)
    name_en = CleanCharField(
        label=_("Name in English"),
        max_length=200,
        required=False,
        help_text=_("If you have one; buyers from abroad see it."),
    )
    category = forms.ChoiceField(label=_("Category"), choices=rules.Category.choices)
    unit = CleanCharField(
        label=_("Sold by"),
        max_length=30,
        required=False,
        help_text=_("For example: kg, packet, pot"),
    )
    price_band = forms.ChoiceField(
        label=_("Price of one"), choices=[UNKNOWN, *rules.PriceBand.choices], required=False
    )
    ocop_stars = forms.TypedChoiceField(
        label=_("OCOP stars"),
        choices=[("", _("None")), *rules.OcopStars.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    barcode = CodeField(
        label=_("Barcode"),
        max_length=20,
        required=False,
        help_text=_("The 13 digits under the bars, if the package has them."),
    )
    is_public = forms.BooleanField(
        label=_("Show it in the public list of local products"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, product: Product, data: Any = None) -> "ProductForm":
        """The form filled with a product."""
        names = [name for name in cls.base_fields if name != "version"]
        initial = {name: getattr(product, name) for name in names}
        return cls(data, initial={**initial, "version": product.version})

    def values(self) -> dict[str, Any]:
        """The product's fields."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
