"""The form in which people say which digital solution an enterprise uses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.formfields import CleanCharField, VietnameseDateField
from sme.enterprises.models import Enterprise
from sme.programmes import selectors
from sme.programmes.models import SupportContract
from sme.programmes.rules import Paid, SolutionKind


class UseForm(forms.Form):
    """What for, which one, since when, how it is paid, and with which support."""

    kind = forms.ChoiceField(label=_("What it is for"), choices=SolutionKind.choices)
    solution: Any = forms.ModelChoiceField(
        label=_("From the catalogue"),
        queryset=None,
        required=False,
        empty_label=_("another one, named below"),
    )
    title = CleanCharField(
        label=_("Its name, if it is not in the catalogue"), max_length=150, required=False
    )
    since_on = VietnameseDateField(
        label=_("Used since"),
        help_text=_("If you do not know the day, the first of the month is fine."),
    )
    paid = forms.ChoiceField(label=_("Paid how"), choices=Paid.choices, initial=Paid.UNKNOWN)
    contract: Any = forms.ModelChoiceField(
        label=_("Supported by the State through the contract"),
        queryset=None,
        required=False,
        empty_label=_("without support"),
    )

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["solution"].queryset = selectors.solution_choices()
        contracts = SupportContract.objects.filter(support_year__enterprise=enterprise)
        self.fields["contract"].queryset = contracts
        self.has_catalogue = self.fields["solution"].queryset.exists()
        if not contracts.exists():
            del self.fields["contract"]

    def clean(self) -> dict[str, Any]:
        """One of the catalogue, or a name; of the kind that was said; not in the future."""
        values = super().clean() or {}
        words: Any
        chosen = values.get("solution")
        if not chosen and not values.get("title"):
            words = _("Choose one of the catalogue, or write its name.")
            self.add_error("title", forms.ValidationError(words, code="title_missing"))
        if chosen and values.get("kind") and chosen.kind != values["kind"]:
            words = _("This one is for: %(kind)s.") % {"kind": chosen.get_kind_display()}
            self.add_error("solution", forms.ValidationError(words, code="kind_differs"))
        since = values.get("since_on")
        if since and since > clock.today():
            words = _("Enter the day on which it was first used, not a later one.")
            self.add_error("since_on", forms.ValidationError(words, code="since_future"))
        return values
