"""The form of a link for an adviser."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField


class ShareForm(forms.Form):
    """For whom a link is made."""

    name = CleanCharField(label=_("For whom (only you see this)"), max_length=80, required=False)
    agrees = forms.BooleanField(label=_("I agree"), required=False)
