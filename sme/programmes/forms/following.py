"""Forms of those who follow an enterprise: milestones, tasks, notes, outcome, leaving; nothing is saved here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import clock
from portal.shared.formfields import CleanCharField, VietnameseDateField
from portal.shared.forms import RadioCards
from sme.programmes import rules, selectors
from sme.programmes.models import Cohort, Enrolment, Milestone, Task
from sme.programmes.rules import EnrolmentState, LeftWhy, Outcome


class MilestoneForm(forms.Form):
    """What every enterprise of a cohort is to have done, and by when."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_vi = CleanCharField(
        label=_("What is to be done (Vietnamese)"),
        max_length=200,
        help_text=_("As in: five products are on sale."),
    )
    title_en = CleanCharField(
        label=_("What is to be done (English)"), max_length=200, required=False
    )
    due_on = VietnameseDateField(label=_("By when"))

    def __init__(self, *args: Any, milestone: Milestone | None = None, **kwargs: Any) -> None:
        if milestone is not None:
            names = ("version", "title_vi", "title_en", "due_on")
            kwargs["initial"] = {name: getattr(milestone, name) for name in names}
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """The clean values for a service."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CopyForm(forms.Form):
    """Whose list is taken over."""

    source: Any = forms.ModelChoiceField(label=_("From the cohort"), queryset=None)

    def __init__(self, *args: Any, user: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = selectors.cohorts_with_milestones(user, cohort)


class DoneForm(forms.Form):
    """On which day a milestone was done."""

    done_on = VietnameseDateField(label=_("Done on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"done_on": clock.today()}, **kwargs})


class TimeForm(forms.Form):
    """Until when one enterprise has time, and why."""

    due_on = VietnameseDateField(label=_("Until"))
    reason = CleanCharField(label=_("Why?"), max_length=300)


class TaskForm(forms.Form):
    """What an officer does for an enterprise, by when, and who."""

    text = CleanCharField(label=_("What is to be done"), max_length=300)
    due_on = VietnameseDateField(label=_("By when"))
    officer: Any = forms.ModelChoiceField(
        label=_("Responsible officer"), queryset=None, empty_label=None
    )

    def __init__(
        self, *args: Any, enrolment: Enrolment, user: Any, people: list[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": {"officer": user.pk}, **kwargs})
        self.fields["officer"].queryset = selectors.officers_for(enrolment)
        self.fields["officer"].choices = [(each.pk, str(each)) for each in people]


class TaskMoveForm(forms.Form):
    """Another day, another officer."""

    due_on = VietnameseDateField(label=_("By when"))
    officer: Any = forms.ModelChoiceField(
        label=_("Responsible officer"), queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, task: Task, people: list[User], **kwargs: Any) -> None:
        initial = {"due_on": task.due_on, "officer": task.officer_id}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["officer"].queryset = selectors.officers_for(task.enrolment)
        self.fields["officer"].choices = [(each.pk, str(each)) for each in people]


class NoteForm(forms.Form):
    """A note that stays as it is."""

    said = CleanCharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It cannot be changed later. The business does not see it."),
    )


class OutcomeForm(forms.Form):
    """What came of an enrolment."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("Outcome"), widget=RadioCards)
    said = CleanCharField(
        label=_("In a sentence"),
        max_length=500,
        help_text=_("What the business can do now, or what kept it from it."),
    )

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        initial = {
            "version": enrolment.version,
            "outcome": enrolment.outcome,
            "said": enrolment.outcome_said,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        allowed = rules.OUTCOMES_OF[EnrolmentState(enrolment.state)]
        self.fields["outcome"].choices = [(each.value, Outcome(each).label) for each in allowed]


class LeaveForm(forms.Form):
    """Why an enterprise leaves; an officer also says whether the first who waits gets the place at once."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.ChoiceField(label=_("What fits best"), choices=LeftWhy.choices)
    reason = CleanCharField(label=_("Why?"), max_length=500, help_text=_("One sentence."))
    gives_place = forms.BooleanField(
        label=_("Give the place to the first on the waiting list at once"),
        required=False,
        initial=True,
    )

    def __init__(
        self, *args: Any, enrolment: Enrolment, is_office: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"initial": {"version": enrolment.version}, **kwargs})
        self.fields["why"].choices = [("", _("Choose…")), *LeftWhy.choices]
        if not is_office or enrolment.state not in rules.SEATED:
            del self.fields["gives_place"]
