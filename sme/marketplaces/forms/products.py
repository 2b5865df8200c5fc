"""What people type about products and their photographs."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.formfields import CleanCharField, CodeField, VietnameseDateField
from sme.marketplaces import rules
from sme.marketplaces.models import Product

UNKNOWN = ("", _("Not stated"))
AT_ONCE = 8  # photographs in one go

# The parts of the form in their order, each with its fields; the form's template draws them.
FACTS = ("name_vi", "category", "description_vi", "unit", "price_band")
ORIGIN = ("origin", "traceability_url", "barcode")
STARS = ("ocop_stars", "ocop_decision", "ocop_decided_on", "ocop_expires_on")
ENGLISH = ("name_en", "description_en")


def _story(label: Any, **kwargs: Any) -> CleanCharField:
    widget = forms.Textarea(attrs={"rows": 5, "data-counter": ""})
    return CleanCharField(label=label, max_length=4000, required=False, widget=widget, **kwargs)


class ProductForm(forms.Form):
    """A product as its maker describes it."""

    name_vi = CleanCharField(label=_("Name of the product"), max_length=200)
    category = forms.ChoiceField(label=_("Category"), choices=rules.Category.choices)
    description_vi = _story(
        _("Description"),
        help_text=_("What it is made of, how it tastes or is used, what makes it special."),
    )
    unit = CleanCharField(
        label=_("Sold by"),
        max_length=30,
        required=False,
        help_text=_("For example: kg, packet, pot"),
    )
    price_band = forms.ChoiceField(
        label=_("Price of one"), choices=[UNKNOWN, *rules.PriceBand.choices], required=False
    )
    origin = CleanCharField(
        label=_("Origin"),
        max_length=200,
        required=False,
        help_text=_("Where it grows or is made, for example: Mỹ Hiệp island, Cao Lãnh"),
    )
    traceability_url = CleanCharField(
        label=_("Traceability page"),
        max_length=2000,
        required=False,
        inputmode="url",
        help_text=_("The address behind the QR code on the package, if it has one."),
    )
    barcode = CodeField(
        label=_("Barcode"),
        max_length=20,
        required=False,
        help_text=_("The 13 digits under the bars, if the package has them."),
    )
    ocop_stars = forms.TypedChoiceField(
        label=_("OCOP stars"),
        choices=[("", _("None")), *rules.OcopStars.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    ocop_decision = CleanCharField(
        label=_("Number of the decision"),
        max_length=60,
        required=False,
        help_text=_("For example: 312/QĐ-UBND"),
    )
    ocop_decided_on = VietnameseDateField(
        label=_("Day of the decision"), required=False, latest=clock.today
    )
    ocop_expires_on = VietnameseDateField(
        label=_("Valid until"),
        required=False,
        help_text=_("The last day, as the certificate says; usually 36 months."),
    )
    name_en = CleanCharField(label=_("Name in English"), max_length=200, required=False)
    description_en = _story(_("Description in English"))
    is_public = forms.BooleanField(
        label=_("Show it in the public list of local products"),
        required=False,
        help_text=_("It is shown there as long as it is on sale on a marketplace."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, product: Product, data: Any = None) -> "ProductForm":
        """The form filled with a product."""
        names = [name for name in cls.base_fields if name != "version"]
        initial = {name: getattr(product, name) for name in names}
        return cls(data, initial={**initial, "version": product.version})

    def _asked(self, name: str, rule: Callable[[str], Any]) -> Any:
        """What a rule makes of a value, its refusal beside the field."""
        value = self.cleaned_data[name]
        try:
            return (value and rule(value)) or value
        except RuleBroken as broken:
            raise forms.ValidationError(broken.sentence, code=broken.code) from None

    def clean_barcode(self) -> str:
        """A GTIN."""
        return str(self._asked("barcode", rules.check_barcode))

    def clean_traceability_url(self) -> str:
        """A safe address."""
        return str(self._asked("traceability_url", rules.check_traceability))

    def clean(self) -> dict[str, Any]:
        """Nothing is said of a decision where there are no stars."""
        values = super().clean() or {}
        if values.get("ocop_stars") is None and "ocop_stars" not in self.errors:
            for name in STARS[1:]:
                values[name] = "" if name == "ocop_decision" else None
                self.errors.pop(name, None)
        first, last = values.get("ocop_decided_on"), values.get("ocop_expires_on")
        if first and last and last <= first:
            self.add_error(
                "ocop_expires_on",
                forms.ValidationError(
                    _("Enter a day after the day of the decision."), code="award_order"
                ),
            )
        return values

    def values(self) -> dict[str, Any]:
        """The product's fields."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def _part(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def facts(self) -> list[forms.BoundField]:
        """What it is."""
        return self._part(FACTS)

    @property
    def origins(self) -> list[forms.BoundField]:
        """Where it comes from."""
        return self._part(ORIGIN)

    @property
    def decision(self) -> list[forms.BoundField]:
        """What is asked once stars are chosen."""
        return self._part(STARS[1:])

    @property
    def english(self) -> list[forms.BoundField]:
        """For readers from abroad."""
        return self._part(ENGLISH)


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """One picture or several; cleaned to a list."""

    widget = _SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each as a file; that they are pictures is judged by their bytes when they are kept."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(PicturesField, self).clean(each, initial) for each in given or [None]]


class PhotosForm(forms.Form):
    """Photographs of a product."""

    file = PicturesField(
        label=_("Photographs"),
        allow_empty_file=True,  # told with the sentence of the check
        help_text=_(
            "JPEG, PNG or WebP, at most 10 MB each. Bright, from near, without text on it."
        ),
        widget=_SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
    )

    def clean_file(self) -> list[UploadedFile]:
        """Not more at once than a product may have."""
        files: list[UploadedFile] = self.cleaned_data["file"]
        if len(files) > AT_ONCE:
            raise forms.ValidationError(
                _("Choose at most %(most)d pictures.") % {"most": AT_ONCE}, code="too_many"
            )
        return files


class PhotoWordsForm(forms.Form):
    """What a photograph shows, for those who do not see it."""

    alt_vi = CleanCharField(
        label=_("What does it show?"),
        max_length=200,
        required=False,
        help_text=_("Read out to people who do not see it: “A packet of dried lotus seeds”."),
    )
    alt_en = CleanCharField(label=_("The same in English"), max_length=200, required=False)
