"""Forms for sessions: typed text into clean values; nothing is saved here."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import clock
from portal.shared.formfields import CleanCharField, VietnameseDateField
from sme.programmes.models import Session

TIME = forms.TimeInput(format="%H:%M", attrs={"data-size": "short", "placeholder": "08:30"})


class SessionForm(forms.Form):
    """A session's facts; its times are Vietnam's."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title_vi = CleanCharField(label=_("Title (Vietnamese)"), max_length=200)
    title_en = CleanCharField(label=_("Title (English)"), max_length=200, required=False)
    on = VietnameseDateField(label=_("Day"))
    begins = forms.TimeField(
        label=_("Begins at"), widget=TIME, input_formats=["%H:%M", "%Hh%M", "%Hh"]
    )
    ends = forms.TimeField(label=_("Ends at"), widget=TIME, input_formats=["%H:%M", "%Hh%M", "%Hh"])
    place = CleanCharField(label=_("Place"), max_length=200, required=False)
    online_url = forms.URLField(
        label=_("Address online"), required=False, max_length=500, assume_scheme="https"
    )
    trainer = CleanCharField(label=_("Trainer"), max_length=150, required=False)
    capacity = forms.IntegerField(
        label=_("Number of places"), required=False, min_value=1, max_value=10_000,
        help_text=_("Empty: as many as come."),
    )  # fmt: skip
    takes_walk_ins = forms.BooleanField(
        label=_("Also whoever did not sign up"), required=False, initial=True
    )
    note_vi = CleanCharField(
        label=_("What to bring (Vietnamese)"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    note_en = CleanCharField(
        label=_("What to bring (English)"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, session: Session | None = None, **kwargs: Any) -> None:
        if session is not None:
            names = ("version", "title_vi", "title_en", "place", "online_url", "trainer", "capacity",
                     "takes_walk_ins", "note_vi", "note_en")  # fmt: skip
            begins, ends = (
                at.astimezone(clock.VIETNAM) for at in (session.starts_at, session.ends_at)
            )
            known = {name: getattr(session, name) for name in names}
            kwargs["initial"] = {
                **known,
                "on": begins.date(),
                "begins": begins.time(),
                "ends": ends.time(),
            }
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """The clean values for a service, day and times made moments."""
        clean = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        day = clean.pop("on")
        for name, field in (("starts_at", "begins"), ("ends_at", "ends")):
            clean[name] = datetime.combine(day, clean.pop(field), clock.VIETNAM)
        return clean

    # A refusal of the service names the model's fields; people see the form's.
    SEEN_AS = {"starts_at": "begins", "ends_at": "ends"}
