"""Forms for programmes, cohorts and enrolments: typed text into clean values; nothing is saved here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.errors import RuleBroken
from portal.shared.formfields import CleanCharField, VietnameseDateField
from portal.shared.forms import RadioCards
from sme.places import selectors as places
from sme.programmes import rules, selectors
from sme.programmes.models import Cohort, Enrolment, Programme
from sme.programmes.rules import CohortState, EnrolmentState


class VersionedForm(forms.ModelForm):
    """A form that remembers which version of the record it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["version"].initial = self.instance.version
            self.fields["version"].required = True
        else:
            del self.fields["version"]

    def values(self) -> dict[str, Any]:
        """The clean values without the version, for a service."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def _post_clean(self) -> None:
        """Leave the instance as it was read: the service compares and writes."""


class ProgrammeForm(VersionedForm):
    """A programme's facts."""

    class Meta:
        model = Programme
        fields = (
            "title_vi",
            "title_en",
            "slug",
            "legal_basis",
            "is_legal_basis_verified",
            "office_parent",
            "office",
            "starts_on",
            "ends_on",
            "summary_vi",
            "summary_en",
            "support_vi",
            "support_en",
            "state",
            "needs_two_officers",
            "note",
        )
        field_classes = {
            "title_vi": CleanCharField,
            "title_en": CleanCharField,
            "legal_basis": CleanCharField,
            "office_parent": CleanCharField,
            "office": CleanCharField,
            "summary_vi": CleanCharField,
            "summary_en": CleanCharField,
            "support_vi": CleanCharField,
            "support_en": CleanCharField,
            "note": CleanCharField,
            "starts_on": VietnameseDateField,
            "ends_on": VietnameseDateField,
        }
        widgets = {
            "starts_on": VietnameseDateField.widget,
            "ends_on": VietnameseDateField.widget,
            "summary_vi": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
            "support_vi": forms.Textarea(attrs={"rows": 5}),
            "support_en": forms.Textarea(attrs={"rows": 5}),
            "note": forms.Textarea(attrs={"rows": 3}),
            "state": RadioCards,
        }
        help_texts = {
            "slug": _("The last part of its web address: letters without accents and dashes."),
            "ends_on": _("Leave empty if it is not known."),
        }


class CohortForm(VersionedForm):
    """A cohort's facts; its state moves by acts of their own."""

    class Meta:
        model = Cohort
        fields = (
            "code",
            "title_vi",
            "title_en",
            "capacity",
            "certificate_share",
            "intake_opens_on",
            "intake_closes_on",
            "starts_on",
            "ends_on",
            "officers",
            "places",
            "note",
        )
        field_classes = {
            "code": CleanCharField,
            "title_vi": CleanCharField,
            "title_en": CleanCharField,
            "note": CleanCharField,
            "intake_opens_on": VietnameseDateField,
            "intake_closes_on": VietnameseDateField,
            "starts_on": VietnameseDateField,
            "ends_on": VietnameseDateField,
        }
        widgets = {
            "capacity": forms.TextInput(attrs={"inputmode": "numeric", "data-size": "short"}),
            "certificate_share": forms.TextInput(
                attrs={"inputmode": "numeric", "data-size": "short"}
            ),
            "intake_opens_on": VietnameseDateField.widget,
            "intake_closes_on": VietnameseDateField.widget,
            "starts_on": VietnameseDateField.widget,
            "ends_on": VietnameseDateField.widget,
            "officers": forms.CheckboxSelectMultiple,
            "places": forms.CheckboxSelectMultiple,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"code": _("Short and lasting, as in 152-2024-01.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].min_value = 1
        self.fields["certificate_share"].required = False
        self.fields["officers"].queryset = selectors.officers()
        self.fields["places"].queryset = places.communes_on(clock.today())

    def clean_code(self) -> str:
        """In capitals, without spaces."""
        try:
            return rules.cohort_code(self.cleaned_data["code"])
        except RuleBroken as broken:
            raise forms.ValidationError(broken.sentence, code=broken.code) from None

    def clean_certificate_share(self) -> int:
        """Per cent; left empty, as it was."""
        share: int | None = self.cleaned_data["certificate_share"]
        if share is None:
            return int(self.instance.certificate_share)
        if not 0 <= share <= 100:
            raise forms.ValidationError(_("Enter a number from 0 to 100."), code="share_range")
        return share

    def clean_capacity(self) -> int:
        """At least one place, and a number that a database holds."""
        capacity = self.cleaned_data["capacity"]
        if not 1 <= capacity <= 1_000_000:
            raise forms.ValidationError(
                _("Enter a number from 1 to 1,000,000."), code="capacity_range"
            )
        return capacity


class CohortMoveForm(forms.Form):
    """Why a cohort moves, where it must be said; carries the version it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, cohort: Cohort, to: CohortState, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"version": cohort.version}, **kwargs})
        if rules.needs_reason(cohort.state, to):
            self.fields["reason"] = CleanCharField(
                label=_("Why?"),
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One sentence. It stays with the cohort."),
            )


class EnrolmentForm(forms.Form):
    """Where an enterprise stands in a cohort, why, and a note."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("State"), widget=RadioCards)
    reason = CleanCharField(
        label=_("Why?"),
        max_length=500,
        required=False,
        help_text=_("Needed when an enterprise comes back, or when an end is taken back."),
    )
    note = CleanCharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seen by officers only; it stands in the roster."),
    )

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        initial = {
            "version": enrolment.version,
            "state": enrolment.state,
            "note": enrolment.note,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        now = EnrolmentState(enrolment.state)
        moves = rules.enrolment_moves(now, enrolment.cohort.state)
        # Leaving has a form of its own: it asks more, tells by mail, and frees the place in true order.
        allowed = (now, *(each for each in moves if each != EnrolmentState.WITHDRAWN))
        self.fields["state"].choices = [(state.value, state.label) for state in allowed]
