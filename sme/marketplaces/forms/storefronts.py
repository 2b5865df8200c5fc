"""What people type about shops."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.shared import clock
from portal.shared.formfields import CleanCharField, VietnameseDateField
from portal.shared.forms import RadioCards
from sme.marketplaces import rules
from sme.marketplaces.models import Marketplace, Storefront

S = rules.StorefrontState


class ShopForm(forms.Form):
    """A shop on a marketplace; a new one says which marketplace."""

    marketplace = forms.ModelChoiceField(
        label=_("Marketplace"), queryset=Marketplace.objects.none(), to_field_name="key"
    )
    state = forms.ChoiceField(
        label=_("How far is it?"),
        choices=[(S.OPEN, S.OPEN.label), (S.PREPARING, S.PREPARING.label)],
        initial=S.OPEN,
        widget=RadioCards,
    )
    seller_name = CleanCharField(
        label=_("Name of the shop"),
        max_length=120,
        required=False,
        help_text=_("As buyers see it on the marketplace."),
    )
    address = CleanCharField(
        label=_("Address of the shop"),
        max_length=4000,
        required=False,
        help_text=_("Open your shop in the app or browser, choose “Copy link”, paste it here."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    opened_on = VietnameseDateField(label=pgettext_lazy("shop", "Opened on"), required=False)
    run_by = forms.ChoiceField(
        label=_("Who runs it from day to day?"),
        choices=rules.RunBy.choices,
        initial=rules.RunBy.ENTERPRISE,
    )
    is_official = forms.BooleanField(
        label=_("The marketplace shows it as an official shop"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def new(cls, data: Any = None, initial: Any = None) -> "ShopForm":
        """For a shop that is not recorded yet."""
        form = cls(data, initial=initial)
        field = cast(forms.ModelChoiceField, form.fields["marketplace"])
        field.queryset = Marketplace.objects.open_on(clock.today())
        return form

    @classmethod
    def of(cls, shop: Storefront, data: Any = None) -> "ShopForm":
        """Filled with a shop; its marketplace stays, and closing has a page of its own."""
        names = ["state", "seller_name", "address", "opened_on", "run_by", "is_official", "version"]
        form = cls(data, initial={name: getattr(shop, name) for name in names})
        del form.fields["marketplace"]
        if shop.state == S.CLOSED:
            del form.fields["state"]
        return form

    def values(self) -> dict[str, Any]:
        """The shop's fields."""
        left_out = {"version", "marketplace"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class CloseShopForm(forms.Form):
    """The first day on which nobody could buy there."""

    closed_on = VietnameseDateField(
        label=_("Closed on"),
        help_text=_("The first day on which nobody could buy there."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].initial = clock.today
