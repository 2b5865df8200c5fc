"""How a conflict about an address is decided: who keeps it, since when, and why."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField, VietnameseDateField
from portal.shared.forms import RadioCards
from sme.marketplaces import rules

KEPT, NEVER, CHANGED, DROPPED = "kept", "never", "changed", "dropped"


class SolveForm(forms.Form):
    """Four ways out; a day where something ended."""

    outcome = forms.ChoiceField(
        label=_("What is right?"),
        choices=[
            (KEPT, _("The address stays where it is; the claim is a mistake")),
            (NEVER, _("It goes to the one who claims it: it never belonged to the other")),
            (CHANGED, _("It goes to the one who claims it: it changed hands on a day")),
            (DROPPED, _("Neither sells there: it ended on a day")),
        ],
        widget=RadioCards,
    )
    on = VietnameseDateField(
        label=_("On which day?"),
        required=False,
        help_text=_("Only where it changed hands or ended."),
    )
    note = CleanCharField(
        label=_("Why?"),
        max_length=500,
        help_text=_("Who was asked, what you saw. Kept with the decision."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A day belongs to what changed or ended, and to nothing else."""
        given = super().clean() or {}
        outcome = given.get("outcome")
        if outcome in (CHANGED, DROPPED) and not given.get("on") and "on" not in self.errors:
            self.add_error("on", _("Enter the day on which it changed hands or ended."))
        if outcome in (KEPT, NEVER):
            given["on"] = None
        return given

    @property
    def decision(self) -> tuple[str, date | None]:
        """The outcome as the service takes it, and the day."""
        outcome = self.cleaned_data["outcome"]
        moved = outcome in (NEVER, CHANGED)
        return (
            str(rules.ConflictState.MOVED if moved else rules.ConflictState(outcome)),
            self.cleaned_data["on"],
        )
