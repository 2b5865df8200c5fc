"""Two records beside each other, and the choice field by field of what the one record shall say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.shared.money import format_number, format_vnd
from portal.shared.phones import format_phone
from sme.enterprises import selectors
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import IdentifierType
from sme.enterprises.rules.merging import CHOICES, GONE, KEPT

LABELS: Mapping[str, Any] = {
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind and legal form"),
    "number": gettext_lazy("Tax code"),
    "cooperative_number": gettext_lazy("Co-operative registration number"),
    "place": gettext_lazy("Place and address"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "website": gettext_lazy("Website"),
    "sector": gettext_lazy("Sector"),
    "employees": gettext_lazy("Employees"),
    "revenue": gettext_lazy("Revenue a year"),
    "capital": gettext_lazy("Capital"),
    "is_women_led": gettext_lazy("Led by a woman"),
    "founded_on": gettext_lazy("Founded on"),
    "responsible": gettext_lazy("Officer in charge"),
}


@dataclass(frozen=True)
class Line:
    """One line of two records side by side."""

    key: str
    label: Any
    left: str
    right: str

    @property
    def is_same(self) -> bool:
        """Both say the same."""
        return self.left == self.right

    @property
    def is_empty(self) -> bool:
        """Neither says anything."""
        return not (self.left or self.right)


def side_by_side(left: Enterprise, right: Enterprise) -> list[Line]:
    """What the two records say, line by line; lines that both leave open are left out."""
    lines = [Line(key, LABELS[key], words(left, key), words(right, key)) for key in CHOICES]
    people = [", ".join(str(each) for each in one.contacts.all()) for one in (left, right)]
    lines.insert(7, Line("people", _("People to call"), people[0], people[1]))
    return [line for line in lines if not line.is_empty]


def words(enterprise: Enterprise, key: str) -> str:
    """What a record says under one of the keys, as people read it."""
    match key:
        case "number" | "cooperative_number":
            is_wanted = IdentifierType.COOPERATIVE_NUMBER if key != "number" else None
            return ", ".join(
                each.masked_value
                for each in enterprise.present_identifiers
                if (each.type == IdentifierType.COOPERATIVE_NUMBER) == bool(is_wanted)
            )
        case "kind":
            form = enterprise.get_legal_form_display() if enterprise.legal_form else ""
            return " · ".join(dict.fromkeys([str(enterprise.get_kind_display()), str(form)])).strip(
                " ·"
            )
        case "place":
            return ", ".join(
                part for part in (enterprise.address, enterprise.place.full_name) if part
            )
        case "phone":
            return format_phone(enterprise.phone) if enterprise.phone else ""
        case "sector":
            return str(selectors.section_of(enterprise) or "")
        case "revenue" | "capital":
            return _amount(enterprise, key)
        case "employees":
            return "" if enterprise.employees is None else format_number(enterprise.employees)
        case "is_women_led":
            known = {True: _("yes"), False: _("no")}
            return "" if enterprise.is_women_led is None else known[enterprise.is_women_led]
        case "founded_on":
            return f"{enterprise.founded_on:%d/%m/%Y}" if enterprise.founded_on else ""
    value = getattr(enterprise, key)
    return "" if value is None else str(value)


def _amount(enterprise: Enterprise, key: str) -> str:
    exact = getattr(enterprise, key)
    if exact is not None:
        return format_vnd(exact)
    bands = selectors.latest_size_rules()
    known = bands.revenue_bands if key == "revenue" else bands.capital_bands
    band = known.get(getattr(enterprise, f"{key}_band"))
    return str(band.label) if band else ""


class MergeForm(forms.Form):
    """Choices of the lines that differ, and the versions that the person has before them."""

    kept_version = forms.IntegerField(widget=forms.HiddenInput)
    gone_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        kept: Enterprise,
        gone: Enterprise,
        defaults: Mapping[str, str],
    ) -> None:
        initial = {"kept_version": kept.version, "gone_version": gone.version, **defaults}
        super().__init__(data, initial=initial)
        for line in side_by_side(kept, gone):
            if line.key not in CHOICES or line.is_same:
                continue
            nothing = _("(nothing)")
            self.fields[line.key] = forms.ChoiceField(
                label=line.label,
                choices=[(KEPT, line.left or nothing), (GONE, line.right or nothing)],
                widget=forms.RadioSelect,
            )

    def chosen(self) -> dict[str, str]:
        """Key → ``kept`` or ``gone``."""
        return {key: value for key, value in self.cleaned_data.items() if key in CHOICES}


class DistinctForm(forms.Form):
    """Why two records are two businesses."""

    note = forms.CharField(
        label=gettext_lazy("Why they are not the same"),
        max_length=300,
        help_text=gettext_lazy(
            "For example: two brothers, each with a workshop. Colleagues read it."
        ),
    )
