"""What people type about the way onto a marketplace."""

from typing import Any, cast

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.shared import clock
from portal.shared.formfields import CleanCharField, VietnameseDateField
from sme.enterprises import selectors as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces import selectors
from sme.marketplaces.models import Marketplace
from sme.marketplaces.selectors import Way


class BeginForm(forms.Form):
    """Onto which marketplace."""

    marketplace = forms.ChoiceField(label=_("Marketplace"))

    def __init__(self, enterprise: Enterprise, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {each.key: each for each in selectors.marketplaces_to_begin(enterprise)}
        field = cast(forms.ChoiceField, self.fields["marketplace"])
        field.choices = [("", "–"), *((key, each.name) for key, each in self.offered.items())]

    def clean_marketplace(self) -> Marketplace:
        """The marketplace itself."""
        return self.offered[self.cleaned_data["marketplace"]]


class _WithOfficer(forms.Form):
    """Who of the office accompanies it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(each.pk): each for each in enterprises.officers()}
        field = cast(forms.ChoiceField, self.fields["officer"])
        field.choices = [("", _("nobody yet")), *((pk, str(u)) for pk, u in self.known.items())]

    def clean_officer(self) -> Any:
        """The person, or nobody."""
        return self.known.get(self.cleaned_data["officer"])


class StartForm(_WithOfficer, BeginForm):
    """An officer begins it with an enterprise."""

    officer = forms.ChoiceField(label=_("Officer in charge"), required=False)
    started_on = VietnameseDateField(label=_("Started on"))
    field_order = ["marketplace", "officer", "started_on"]

    def __init__(self, enterprise: Enterprise, *args: Any, **kwargs: Any) -> None:
        super().__init__(enterprise, *args, **kwargs)
        self.fields["started_on"].initial = clock.today
        self.fields["officer"].initial = str(enterprise.responsible_id or "")


class PlanForm(_WithOfficer):
    """Who, and until when, for each step that is not done."""

    officer = forms.ChoiceField(label=_("Officer in charge"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, way: Way, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open = [step for step in way.steps if step.done_on is None]
        self.fields["officer"].initial = str(way.onboarding.officer_id or "")
        self.fields["version"].initial = way.onboarding.version
        for step in self.open:
            words = {"step": step.label}
            self.fields[f"due_{step.step}"] = VietnameseDateField(
                label=lazystr(_now("%(step)s: until") % words),
                required=False,
                initial=step.due_on,
            )
            self.fields[f"who_{step.step}"] = CleanCharField(
                label=lazystr(_now("%(step)s: who does it") % words),
                max_length=120,
                required=False,
                initial=step.who,
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Step, field of its day, field of its person."""
        return [(s, self[f"due_{s.step}"], self[f"who_{s.step}"]) for s in self.open]

    def values(self) -> dict[str, Any]:
        """As the act takes them."""
        given = self.cleaned_data
        return {
            "officer": given["officer"],
            "due": {s.step: given[f"due_{s.step}"] for s in self.open},
            "who": {s.step: given[f"who_{s.step}"] for s in self.open},
            "expected_version": given["version"],
        }


class StepForm(forms.Form):
    """On which day a step was done."""

    done_on = VietnameseDateField(label=_("Done on"))
    note = CleanCharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = clock.today


class HaltForm(forms.Form):
    """Why it rests, or ends."""

    reason = CleanCharField(
        label=pgettext_lazy("onboarding", "Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The next one who opens this reads it."),
    )
