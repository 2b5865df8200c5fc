"""Forms of applications: what a business writes, and what officers decide."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField, PhoneField
from portal.shared.forms import RadioCards
from sme.programmes import rules
from sme.programmes.models import Application, CohortPaper
from sme.programmes.rules import ApplicationState, By

DECISION_WORDS = {
    ApplicationState.ACCEPTED: _("Accept: it gets a place"),
    ApplicationState.WAITING: _("Put it on the waiting list"),
    ApplicationState.RETURNED: _("Send it back to be completed"),
    ApplicationState.DECLINED: _("Decline"),
}


def decision_words(to: str) -> Any:
    """What a decision is called on buttons and in previews."""
    return DECISION_WORDS[ApplicationState(to)]


class ApplicationForm(forms.Form):
    """What the office cannot know by itself; everything else stands in the registry. Nothing is required to save."""

    contact = CleanCharField(
        label=_("Who takes part?"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=_("Phone"), required=False)
    wish = CleanCharField(
        label=_("What do you want to achieve?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences are enough."),
    )
    paper = forms.FileField(
        label=_("Add a paper"),
        required=False,
        help_text=_("PDF or picture, at most 10 MB. Only the office sees it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
    )

    def __init__(
        self,
        *args: Any,
        papers: Sequence[CohortPaper] = (),
        given: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        """``papers``: what the cohort asks for; ``given``: the keys of those that were added already."""
        super().__init__(*args, **kwargs)
        self.papers = list(papers)
        for each in self.papers:
            self.fields[f"paper_{each.pk}"] = forms.FileField(
                label=str(each.title),
                required=False,
                help_text=_asking(each, each.pk in given),
                widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
            )

    def asked(self) -> list[Any]:
        """The fields of the papers that the cohort asks for."""
        return [self[f"paper_{each.pk}"] for each in self.papers]

    def uploads(self) -> list[tuple[CohortPaper | None, Any]]:
        """The files that came, each with the paper that it is."""
        found = [(each, self.cleaned_data.get(f"paper_{each.pk}")) for each in self.papers]
        return [
            (paper, upload)
            for paper, upload in [*found, (None, self.cleaned_data.get("paper"))]
            if upload
        ]

    def written(self) -> dict[str, str]:
        """What is kept in the draft; fields that cannot be read are left as they were."""
        kept = ("contact", "phone", "wish")
        return {name: self.cleaned_data[name] for name in kept if name in self.cleaned_data}


def _asking(paper: CohortPaper, is_given: bool) -> Any:
    if is_given:
        return _("You have added it. Another file is added to it, it does not replace it.")
    if paper.is_required:
        return _("Needed before the application is sent. PDF or picture, at most 10 MB.")
    return _("If you have it. PDF or picture, at most 10 MB.")


class DecisionForm(forms.Form):
    """What the office decides, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("Decision"), widget=RadioCards)
    reason = CleanCharField(
        label=_("Why?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The business reads this. Needed to send back and to decline."),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"version": application.version}
        if application.proposed:
            initial |= {"to": application.proposed, "reason": application.proposed_reason}
        super().__init__(*args, **{"initial": initial, **kwargs})
        moves = rules.application_moves(application.state, By.OFFICE)
        self.fields["to"].choices = [(each.value, DECISION_WORDS[each]) for each in moves]


class BulkDecisionForm(forms.Form):
    """One decision for many applications."""

    to = forms.ChoiceField(
        label=_("Decision"),
        choices=[(each.value, words) for each, words in DECISION_WORDS.items()],
        initial=ApplicationState.ACCEPTED,
        widget=forms.Select,
    )
    reason = CleanCharField(
        label=_("Why?"),
        max_length=500,
        required=False,
        help_text=_("The businesses read this. Needed to send back and to decline."),
    )
