"""What officers type about a record's life: closing, what it went on as, who is in charge of it."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.formfields import CleanCharField, VietnameseDateField
from portal.shared.forms import RadioCards
from sme.enterprises import selectors
from sme.enterprises.forms.picker import EnterpriseField
from sme.enterprises.models import Enterprise, EnterpriseQuerySet
from sme.enterprises.rules import LineageKind

# What happened, told from the record one stands on: key → (kind, this record is the first of the two).
HAPPENINGS: dict[str, tuple[LineageKind, bool]] = {
    "became": (LineageKind.BECAME, True),
    "merged": (LineageKind.MERGED, True),
    "taken_over": (LineageKind.TAKEN_OVER, True),
    "split": (LineageKind.SPLIT, True),
    "branch": (LineageKind.BRANCH, False),
}


class ClosingForm(forms.Form):
    """It gave up business: since when, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = VietnameseDateField(
        label=_("Closed on"), latest=clock.today, help_text=_("The first day without business.")
    )
    reason = CleanCharField(
        label=_("Why it closed"),
        max_length=200,
        help_text=_("For example: stopped trading, moved to another province, licence withdrawn."),
    )


class SuccessionForm(forms.Form):
    """What the record went on as, or which one it belongs to."""

    what = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            ("became", _("It goes on as another record")),
            ("merged", _("It was merged into another business")),
            ("taken_over", _("It was taken over by another business")),
            ("split", _("A part of it became a business of its own")),
            ("branch", _("It is a branch of another business")),
        ],
        widget=RadioCards(
            hints={
                "became": _("For example a household business that became a company."),
                "merged": _("Both were businesses of their own; one goes on for both."),
                "split": _("This record stays open."),
                "branch": _("This record stays open, and so does the other."),
            }
        ),
    )
    other = EnterpriseField(
        label=_("The other record"),
        help_text=_(
            "Its tax code, its record number (#123) or its name. Register it first if it is new."
        ),
    )
    on = VietnameseDateField(label=_("Since"), latest=clock.today)
    note = CleanCharField(
        label=_("Note"), required=False, max_length=300, help_text=_("For example the decision.")
    )

    def __init__(
        self, *args: Any, enterprise: Enterprise, among: EnterpriseQuerySet, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.enterprise = enterprise
        cast(EnterpriseField, self.fields["other"]).among = among.exclude(pk=enterprise.pk)

    def act(self) -> dict[str, Any]:
        """What ``services.succeed`` is told."""
        kind, is_first = HAPPENINGS[self.cleaned_data["what"]]
        pair = (self.enterprise, self.cleaned_data["other"])
        first, second = pair if is_first else pair[::-1]
        return {
            "predecessor": first,
            "successor": second,
            "kind": kind,
            "on": self.cleaned_data["on"],
            "note": self.cleaned_data["note"],
        }


class ChargeForm(forms.Form):
    """Who is in charge."""

    officer = forms.TypedChoiceField(
        label=_("Officer in charge"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {each.pk: each for each in selectors.officers()}
        self.fields["officer"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody in charge")),
            *((pk, str(each)) for pk, each in self.known.items()),
        ]

    def clean_officer(self) -> Any:
        """The person, or nobody."""
        return self.known.get(self.cleaned_data["officer"])
