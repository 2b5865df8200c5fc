"""One field that fills one gap of a record, in the row of a queue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared.formfields import CodeField, PhoneField
from sme.enterprises import rules
from sme.enterprises.forms.fields import asked
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import GivenIdentifier
from sme.enterprises.selectors import sector_choices


class GapForm(forms.Form):
    """``gap`` names the field that is left: ``number``, ``phone`` or ``sector``."""

    TITLES = {
        "number": _("Without a number"),
        "phone": _("Without a contact"),
        "sector": _("Without a sector"),
    }

    record = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = CodeField(label=_("Tax code"), max_length=40)
    phone = PhoneField(label=_("Phone"))
    sector = forms.ChoiceField(label=_("Sector"), choices=sector_choices)

    def __init__(self, data: Any = None, *, gap: str, enterprise: Enterprise) -> None:
        initial = {"record": enterprise.pk, "version": enterprise.version}
        super().__init__(data, initial=initial, auto_id=f"id_{enterprise.pk}_%s")
        self.gap, self.enterprise = gap, enterprise
        for name in self.TITLES:
            if name != gap:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A number in its canonical form."""
        values = super().clean() or {}
        if values.get("number"):
            found = asked(self, "number", rules.read_tax_number, values["number"])
            values["number"] = GivenIdentifier(*found) if found else None
        return values

    def change(self) -> dict[str, Any]:
        """What ``services.change`` is told."""
        return {self.gap: self.cleaned_data[self.gap]}
