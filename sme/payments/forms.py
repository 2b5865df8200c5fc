"""Forms of payments: typed text into clean values."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField, CodeField, MoneyField


class CashForm(forms.Form):
    """Cash that was handed over; the key makes a double click one payment."""

    amount = MoneyField(label=_("Amount received"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class RefundForm(forms.Form):
    """Ask that money goes back."""

    amount = MoneyField(label=_("Amount to pay back"))
    reason = CleanCharField(label=_("Reason"), max_length=300)


class AssignForm(forms.Form):
    """Which obligation waiting money pays."""

    reference = CodeField(label=_("Reference"), max_length=20)


class StatementForm(forms.Form):
    """A statement of the bank."""

    file = forms.FileField(label=_("Bank statement (Excel or CSV)"))
