"""What officers type about a finding: why it is right as it stands, or the value that mends it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CleanCharField, PhoneField
from sme.enterprises.selectors import sector_choices


class AcceptForm(forms.Form):
    """Accepted, because…"""

    reason = CleanCharField(
        label=_("Why it is right as it stands"),
        max_length=300,
        help_text=_("The check stays quiet until the value changes."),
    )


class MendForm(forms.Form):
    """One field that mends one finding; ``field`` is ``phone``, ``email`` or ``sector``."""

    FIELDS = ("phone", "email", "sector")
    version = forms.IntegerField(widget=forms.HiddenInput)
    phone = PhoneField(label=_("Phone"))
    email = forms.EmailField(label=_("E-mail"))
    sector = forms.ChoiceField(label=_("Sector"), choices=sector_choices)

    def __init__(self, *args: Any, field: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.FIELDS:
            if name != field:
                del self.fields[name]
