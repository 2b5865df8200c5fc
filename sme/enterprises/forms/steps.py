"""The short steps of a business that registers, one page each."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField, CodeField
from portal.shared.forms import RadioCards
from sme.enterprises import rules, selectors
from sme.enterprises.forms.fields import (
    KIND_HINTS,
    TAKEN,
    CountField,
    KnownPhoneField,
    asked,
    capital_choices,
    revenue_choices,
)
from sme.enterprises.rules import Kind
from sme.enterprises.selectors import sector_choices
from sme.places.forms import PlaceField


class KindStep(forms.Form):
    """What kind it is, and its name."""

    kind = forms.ChoiceField(
        label=_("What kind of business is it?"),
        choices=Kind.choices,
        widget=RadioCards(hints=KIND_HINTS),
        error_messages={"required": _("Choose one of the four kinds.")},
    )
    name = CleanCharField(
        label=_("Name of the business"),
        max_length=255,
        autocomplete="organization",
        help_text=_("As on the registration certificate; otherwise what customers call it."),
        error_messages={"required": _("Enter the name of the business.")},
    )


class NumberStep(forms.Form):
    """Its tax code, or that there is none yet."""

    number = CodeField(
        label=_("Tax code"),
        max_length=40,
        help_text=_(
            "10 digits, a branch 13. A household business may use the 12-digit personal number of "
            "its owner. Spaces and dots are fine."
        ),
        error_messages={"required": _("Enter the tax code, or tick that there is none yet.")},
    )
    has_none = forms.BooleanField(label=_("We have no tax code yet"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("has_none"):
            self.fields["number"].required = False

    def clean(self) -> dict[str, Any]:
        """One of the two; the number in its canonical form."""
        values = super().clean() or {}
        number = values.get("number")
        if number and values.get("has_none"):
            self.add_error(
                "has_none", _("You entered a tax code. Take this tick off, or empty the tax code.")
            )
        elif number:
            found = asked(self, "number", rules.read_tax_number, number)
            if found and selectors.holder_of(*found):
                self.add_error("number", forms.ValidationError(TAKEN, code="identifier_taken"))
        return values

    @property
    def is_taken(self) -> bool:
        """The number is in the registry already: the page tells how to get access."""
        return self.has_error("number", "identifier_taken")


class PlaceStep(forms.Form):
    """Where it is."""

    place = PlaceField()
    address = CleanCharField(
        label=_("House number, street, hamlet"),
        required=False,
        max_length=255,
        autocomplete="address-line1",
    )


class ContactStep(forms.Form):
    """Whom to call, and how large it is."""

    contact_name = CleanCharField(
        label=_("Who should we call?"),
        max_length=150,
        autocomplete="name",
        error_messages={"required": _("Enter the name of a person.")},
    )
    phone = KnownPhoneField(label=_("Phone"))
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=sector_choices)
    employees = CountField(
        label=_("How many people work there?"),
        required=False,
        help_text=_("Those with social insurance, on average over the year. 0 is fine."),
    )
    revenue_band = forms.ChoiceField(
        label=_("Revenue a year"), required=False, choices=revenue_choices
    )
    capital_band = forms.ChoiceField(label=_("Capital"), required=False, choices=capital_choices)
