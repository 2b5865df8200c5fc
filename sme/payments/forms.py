"""Forms of payments: typed text into clean values."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField, MoneyField, VietnameseDateField
from sme.payments.models import CohortPrice


class CashForm(forms.Form):
    """Cash that was handed over; the key makes a double click one payment."""

    amount = MoneyField(label=_("Amount received"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class AskForm(forms.Form):
    """Ask for a payment; with hours, the place is kept for that long."""

    purpose_vi = CleanCharField(label=_("What it is for"), max_length=200)
    amount = MoneyField(label=_("Own share of the enterprise"))
    support = MoneyField(
        label=_("Paid by the State"),
        required=False,
        help_text=_("The page of the enterprise shows the sum of both."),
    )
    due_on = VietnameseDateField(label=_("Pay until"))
    hours = forms.IntegerField(
        label=_("Hours for which the place is kept"),
        required=False,
        min_value=1,
        max_value=720,
        help_text=_("Without payment the place is free after that. Empty: it stays."),
    )


class OwnShareForm(forms.Form):
    """Ask for the own share of a contract; how much follows from the contract."""

    purpose_vi = CleanCharField(label=_("What it is for"), max_length=200)
    due_on = VietnameseDateField(label=_("Pay until"))


class PriceForm(forms.ModelForm):
    """What everybody pays who gets a place in a cohort."""

    amount = MoneyField(label=_("Own share of the enterprise"), min_value=1)
    support = MoneyField(
        label=_("Paid by the State"),
        required=False,
        help_text=_("The page of the enterprise shows the sum of both."),
    )
    purpose_vi = CleanCharField(label=_("What it is for (Vietnamese)"), max_length=200)
    purpose_en = CleanCharField(label=_("What it is for (English)"), max_length=200, required=False)
    days = forms.IntegerField(label=_("Days to pay"), min_value=1, max_value=365, initial=14)
    hours = forms.IntegerField(
        label=_("Hours for which the place is kept"),
        required=False,
        min_value=1,
        max_value=720,
        help_text=_("Without payment the place is free after that. Empty: it stays."),
    )

    class Meta:
        model = CohortPrice
        fields = ("amount", "support", "purpose_vi", "purpose_en", "days", "hours")

    def _post_clean(self) -> None:
        """Leave the row as it was read: the service writes."""


class RefundForm(forms.Form):
    """Ask that money goes back."""

    amount = MoneyField(label=_("Amount to pay back"))
    reason = CleanCharField(label=_("Reason"), max_length=300)


class AssignForm(forms.Form):
    """Which obligation waiting money pays."""

    reference = CleanCharField(label=_("Reference"), max_length=40)
