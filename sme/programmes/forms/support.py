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
    ends_on = VietnameseDateField(label=_("Ends on"), required=False)
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

    def clean(self) -> dict[str, Any]:
        """An end after the beginning."""
        values = super().clean() or {}
        begins, ends = values.get("signed_on"), values.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error(
                "ends_on",
                forms.ValidationError(
                    _("A contract cannot end before it is signed."), code="days_order"
                ),
            )
        return values


class PaperForm(forms.Form):
    """A paper of a contract."""

    paper = forms.FileField(
        label=_("Add a paper"),
        help_text=_("PDF or picture, at most 10 MB. Only the office and the business see it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
    )


class EntryForm(forms.Form):
    """Paying out a part, or taking an entry back with its reason."""

    amount = MoneyField(label=_("Amount"), min_value=1, required=False)
    reason = CleanCharField(label=_("Why?"), max_length=300, required=False)
