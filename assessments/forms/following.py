"""Forms of rounds, of an officer's review and of a contested result."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Framework
from assessments.rules import Criterion, Round
from portal.shared.formfields import CleanCharField, VietnameseDateField
from portal.shared.forms import CheckboxCards
from sme.enterprises import selectors as enterprises
from sme.enterprises.filters import PlaceChoiceField
from sme.enterprises.rules import SizeClass
from sme.places import selectors as places
from sme.programmes import selectors as programmes
from sme.programmes.models import Cohort


class DaysForm(forms.Form):
    """The first and the last day of a round."""

    opens_on = VietnameseDateField(label=_("First day"))
    closes_on = VietnameseDateField(label=_("Last day"))


class RoundForm(DaysForm):
    """A round of a cohort, or a campaign among some enterprises."""

    title_vi = CleanCharField(label=_("Name (Vietnamese)"), max_length=200)
    title_en = CleanCharField(label=_("Name (English)"), max_length=200, required=False)
    framework = forms.ModelChoiceField(label=_("Questionnaire"), queryset=Framework.objects.none())
    cohort = forms.ModelChoiceField(
        label=_("Cohort"),
        queryset=Cohort.objects.none(),
        required=False,
        help_text=_("For T0, T1 and T2. Empty: a campaign among the enterprises chosen below."),
    )
    round = forms.ChoiceField(label=_("Round"), choices=[("", "–"), *Round.choices], required=False)
    place = PlaceChoiceField(label=_("Place"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    size_class = forms.ChoiceField(
        label=_("Size class"), choices=[("", "–"), *SizeClass.choices], required=False
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"].queryset = Framework.objects.offered()  # type: ignore[attr-defined]
        self.fields["cohort"].queryset = programmes.cohorts_visible_to(user)  # type: ignore[attr-defined]
        self.fields["place"].offer(places.choices_for(user))  # type: ignore[attr-defined]
        self.fields["sector"].choices = [("", "–"), *enterprises.sector_choices()[1:]]  # type: ignore[attr-defined]


class AdjustReasonForm(forms.Form):
    """Why the office answers a question otherwise."""

    reason = CleanCharField(
        label=_("Why the office answers otherwise"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The business reads this beside its own answer."),
    )


class NoteForm(forms.Form):
    """A note with a review; need not be there."""

    note = CleanCharField(label=_("Note"), max_length=1000, required=False)


class ContestForm(forms.Form):
    """What is not right, and in which questions."""

    text = CleanCharField(
        label=_("What is not right"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence is enough. The office answers you on this page and by mail."),
    )
    criteria = forms.MultipleChoiceField(
        label=_("Which questions"),
        widget=CheckboxCards,
        required=False,
        help_text=_("None: the result as a whole."),
    )

    def __init__(self, asked: list[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criteria"].choices = [(each.code, each.asks) for each in asked]  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """The office's answer to a contested result."""

    text = CleanCharField(
        label=_("Answer to the business"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    corrected_by = forms.ModelChoiceField(
        label=_("Corrected by the newer result"),
        queryset=Assessment.objects.none(),
        required=False,
        help_text=_("Empty: you explain, and the result stays as it is."),
    )

    def __init__(self, later: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["corrected_by"].queryset = later  # type: ignore[attr-defined]
