"""Typed text about products and listings into clean values."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.formfields import CleanCharField, VietnameseDateField
from portal.shared.forms import RadioCards
from sme.marketplaces import rules
from sme.marketplaces.forms.verifying import EvidenceField
from sme.marketplaces.models import Listing

UNKNOWN = ("", _("Not stated"))


class _StateFields(forms.Form):
    effective_on = VietnameseDateField(label=_("Since which day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_on"].initial = clock.today


class NewListingForm(_StateFields):
    """Where a product is sold: its address tells the marketplace."""

    address = CleanCharField(
        label=_("Address of the product's page"),
        max_length=4000,
        help_text=_("Open the product in the app or browser, choose “Copy link”, paste it here."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=_("How far is it?"),
        choices=[
            (rules.ListingState.LIVE, _("On sale")),
            (rules.ListingState.SELLING, _("On sale, and people have bought it")),
            (rules.ListingState.SUBMITTED, _("Waiting for the marketplace to accept it")),
        ],
        initial=rules.ListingState.LIVE,
        widget=RadioCards,
    )
    field_order = ["address", "state", "effective_on"]


class StateForm(_StateFields):
    """What became of a listing, from which day."""

    state = forms.ChoiceField(label=_("State"))
    order_band = forms.ChoiceField(
        label=_("Orders a month"), choices=[UNKNOWN, *rules.OrderBand.choices], required=False
    )
    reason = forms.ChoiceField(
        label=_("Why was it rejected?"),
        choices=[("", _("It was not rejected")), *rules.RejectionReason.choices],
        required=False,
    )
    note = CleanCharField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("If it was rejected: what the marketplace wrote."),
    )
    field_order = ["state", "effective_on", "reason", "order_band", "note"]

    def __init__(self, listing: Listing, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = dict(rules.ListingState.choices)
        state = cast(forms.ChoiceField, self.fields["state"])
        offered = rules.next_states(listing.state)
        state.choices = [(s, words[s]) for s in offered]
        if rules.ListingState.REJECTED not in offered:
            del self.fields["reason"]


class OfficerStateForm(StateForm):
    """The same, with the address of the page where it can be seen."""

    evidence_url = CleanCharField(
        label=_("Evidence (address)"),
        max_length=2000,
        required=False,
        help_text=_("The page on which you saw it. Empty: the listing's own address."),
    )
    evidence_file = EvidenceField()
    field_order = [
        *("state", "effective_on", "reason", "order_band", "evidence_url"),
        *("evidence_file", "note"),
    ]


class CorrectionForm(_StateFields):
    """What should have been recorded instead of an entry, and why."""

    state = forms.ChoiceField(label=_("State"), choices=rules.ListingState.choices)
    note = CleanCharField(
        label=_("Why is it corrected?"),
        max_length=500,
        help_text=_("It stays beside the entry, for whoever asks later."),
    )
    field_order = ["state", "effective_on", "note"]
