"""What people ask of the figure."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.formfields import CleanCharField, VietnameseDateField
from sme.marketplaces import selectors


class FigureForm(forms.Form):
    """The day for which the figure is asked, what was known then, and whether claims count."""

    as_of = VietnameseDateField(label=_("As at the day"), required=False)
    known_at = forms.DateTimeField(
        label=_("As known at (empty: now)"),
        required=False,
        input_formats=[
            "%Y-%m-%dT%H:%M:%S.%f%z",
            "%Y-%m-%dT%H:%M:%S%z",
            "%Y-%m-%dT%H:%M",
            "%Y-%m-%d",
        ],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    verified = forms.BooleanField(
        label=_("Only what an officer saw on sale within 90 days"), required=False
    )
    by = forms.ChoiceField(
        choices=[("", ""), *((group, group) for group in selectors.GROUPS)],
        required=False,
        widget=forms.HiddenInput,
    )
    part = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def clean_known_at(self) -> datetime | None:
        """Nothing is known from the future."""
        moment: datetime | None = self.cleaned_data["known_at"]
        if moment is not None and moment > clock.now():
            raise forms.ValidationError(
                _("This moment is in the future. Leave it empty for what is known now."),
                code="future",
            )
        return moment

    def question(self) -> selectors.Question:
        """What is asked; call it on a valid form."""
        values: dict[str, Any] = self.cleaned_data
        known_at = values["known_at"]
        return selectors.Question(
            values["as_of"] or clock.today(),
            timezone.localtime(known_at) if known_at else None,
            values["verified"],
            values["by"] if values["part"] else "",
            values["part"] if values["by"] else "",
        )


class ReportForm(forms.Form):
    """Where a figure is reported."""

    note = CleanCharField(
        label=_("Where is it reported?"),
        max_length=200,
        required=False,
        help_text=_("For example: quarterly report to the department, number of the letter."),
    )
