"""Forms of the support ledger."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField, MoneyField, VietnameseDateField
from sme.programmes import selectors


class CommitForm(forms.Form):
    """A contract of which the state promises a share."""

    rule = forms.ChoiceField(label=_("Kind of support"))
    supplier = CleanCharField(label=_("Supplier"), max_length=200)
    number = CleanCharField(label=_("Number of the contract"), max_length=60, required=False)
    signed_on = VietnameseDateField(label=_("Signed on"))
    value = MoneyField(label=_("Value of the contract"), min_value=1)
    state_share = MoneyField(label=_("Share of the state"), min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [
            (
                each.key,
                each.title
                if each.is_verified
                else _("%(title)s (not verified)") % {"title": each.title},
            )
            for each in selectors.support_rules_on()
        ]


class EntryForm(forms.Form):
    """Paying out a part, or taking an entry back with its reason."""

    amount = MoneyField(label=_("Amount"), min_value=1, required=False)
    reason = CleanCharField(label=_("Why?"), max_length=300, required=False)
