"""The whole record of an enterprise, for editing it and for entering it on its behalf."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.shared import clock, text
from portal.shared.formfields import CleanCharField, CodeField, MoneyField, VietnameseDateField
from portal.shared.forms import RadioCards
from portal.shared.money import LARGEST
from portal.shared.picking import Typed
from sme.enterprises import rules, selectors
from sme.enterprises.forms.fields import (
    KIND_HINTS,
    TAKEN,
    CountField,
    KnownPhoneField,
    asked,
    capital_choices,
    revenue_choices,
)
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import GivenIdentifier, IdentifierType, Kind, LegalForm
from sme.enterprises.selectors import division_choices, sector_choices
from sme.places.forms import PlaceField


class RecordForm(forms.Form):
    """The whole record; ``enterprise`` is the one that is edited (``None``: it is being entered).

    Officers (``is_office``) may keep a tax code whose check digit is wrong, with a reason.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Kind.choices, widget=RadioCards(hints=KIND_HINTS)
    )
    legal_form = forms.ChoiceField(
        label=_("Legal form"), required=False, choices=[("", "–"), *LegalForm.choices]
    )
    name = CleanCharField(label=_("Name"), max_length=255, autocomplete="organization")
    number = CodeField(
        label=_("Tax code"),
        required=False,
        max_length=40,
        help_text=_("10 digits, a branch 13, or the 12-digit personal number. Empty: none yet."),
    )
    kept_reason = CleanCharField(
        label=_("Reason to keep a tax code whose check digit is wrong"),
        required=False,
        max_length=200,
        help_text=_("Only if you have seen it on the certificate; it shows up in data quality."),
    )
    cooperative_number = CleanCharField(
        label=_("Number of the co-operative's certificate"), required=False, max_length=40
    )
    place = PlaceField()
    address = CleanCharField(
        label=_("House number, street, hamlet"), required=False, max_length=255
    )
    phone = KnownPhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", max_length=200
    )
    contact_name = CleanCharField(label=_("Person to call"), required=False, max_length=150)
    contact_position = CleanCharField(label=_("Position"), required=False, max_length=100)
    contact_phone = KnownPhoneField(label=_("Phone of this person"), required=False)
    contact_email = forms.EmailField(label=_("E-mail of this person"), required=False)
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=sector_choices)
    division = forms.ChoiceField(
        label=_("Division"),
        required=False,
        choices=division_choices,
        help_text=_(
            "The two-digit code of the business line, if you know it. It tells the sector."
        ),
    )
    employees = CountField(
        label=_("Employees"),
        required=False,
        help_text=_("Those with social insurance, on average over the year."),
    )
    revenue_band = forms.ChoiceField(
        label=_("Revenue a year"), required=False, choices=revenue_choices
    )
    revenue = MoneyField(
        label=_("Revenue a year, exactly"), required=False, min_value=0, max_value=LARGEST
    )
    capital_band = forms.ChoiceField(label=_("Capital"), required=False, choices=capital_choices)
    capital = MoneyField(
        label=_("Capital, exactly"), required=False, min_value=0, max_value=LARGEST
    )
    is_women_led = forms.TypedChoiceField(
        label=_("Led by a woman"),
        required=False,
        choices=[("", _("not known")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda word: word == "yes",
        empty_value=None,
    )

    how = forms.ChoiceField(
        label=_("What kind of edit is this?"),
        required=False,
        choices=[
            ("change", _("The business changed")),
            ("correction", _("What stood here was wrong")),
        ],
        initial="change",
        widget=RadioCards(
            hints={
                "change": _("What held before is kept; figures of earlier days go on using it."),
                "correction": _("The old value is replaced as if it had never stood here."),
            }
        ),
    )
    effective_on = VietnameseDateField(
        label=_("From which day"),
        required=False,
        latest=clock.today,
        help_text=_("When the name, kind, place, number or size changed. Empty: today."),
    )
    why = CleanCharField(
        label=_("Why"),
        required=False,
        max_length=200,
        help_text=_("For example: decision 12/QĐ-UBND, moved to the new workshop."),
    )

    HISTORY = ("how", "effective_on", "why")
    OWN = (
        *("kind", "legal_form", "name", "place", "address", "phone", "email", "website"),
        *("sector", "division", "employees", "revenue_band", "revenue", "capital_band", "capital"),
        "is_women_led",
    )
    PERSON = ("name", "position", "phone", "email")

    def __init__(
        self,
        data: Any = None,
        *,
        enterprise: Enterprise | None = None,
        is_office: bool = False,
    ) -> None:
        self.enterprise, self.is_office = enterprise, is_office
        self.is_stale = False  # the view says so when the service refused an old version
        super().__init__(data, initial=initial_of(enterprise) if enterprise else None)
        if not is_office:
            del self.fields["kept_reason"]
        if not is_office or enterprise is None:
            for name in self.HISTORY:
                del self.fields[name]
        if enterprise is not None:
            cast(PlaceField, self.fields["place"]).current = enterprise.place
            for name in ("phone", "contact_phone"):
                cast(KnownPhoneField, self.fields[name]).known = self.initial[name]

    def clean(self) -> dict[str, Any]:
        """Legal form fits the kind; numbers in canonical form; a person has a name."""
        values = super().clean() or {}
        form, kind = values.get("legal_form"), values.get("kind")
        if form and kind and form not in rules.LEGAL_FORMS[kind]:
            self.add_error("legal_form", _("This legal form does not go with the kind above."))
        self._clean_division(values)
        self._clean_numbers(values)
        has_more = any(values.get(f"contact_{key}") for key in ("position", "phone", "email"))
        if has_more and not values.get("contact_name") and "contact_name" not in self.errors:
            self.add_error("contact_name", _("Enter the name of this person."))
        return values

    def _clean_division(self, values: dict[str, Any]) -> None:
        """A division belongs to its sector, and tells it where none is given."""
        found = selectors.classification().coded(values.get("division") or "")
        if not found:
            return
        if values.get("sector") and values["sector"] != found[0]:
            self.add_error(
                "division",
                _("This division belongs to sector %(sector)s. Change one of the two.")
                % {"sector": selectors.classification().sections[found[0]]},
            )
        values["sector"] = found[0]

    def _clean_numbers(self, values: dict[str, Any]) -> None:
        values["given_number"] = values["given_cooperative_number"] = None
        number, reason = values.get("number"), values.get("kept_reason", "")
        if number and not self._is_as_it_was(number):
            found = asked(
                self, "number", rules.read_tax_number, number, keep_wrong_check=bool(reason)
            )
            values["given_number"] = GivenIdentifier(found[0], found[1], reason) if found else None
            self._refuse_taken("number", values["given_number"])
        elif not number and not self.is_office and self._present(TAX_SORT):
            self.add_error(
                "number", _("A tax code is not simply taken away. Ask the office if it was wrong.")
            )
        if values.get("cooperative_number"):
            value = asked(
                self,
                "cooperative_number",
                rules.parse_cooperative_number,
                values["cooperative_number"],
            )
            if value:
                given = GivenIdentifier(IdentifierType.COOPERATIVE_NUMBER, value)
                values["given_cooperative_number"] = given
                self._refuse_taken("cooperative_number", given)

    def _present(self, sort: frozenset[IdentifierType]) -> Any:
        if self.enterprise is None:
            return None
        return next(
            (each for each in self.enterprise.present_identifiers if each.type in sort), None
        )

    def _is_as_it_was(self, number: str) -> bool:
        present = self._present(TAX_SORT)
        return bool(present) and text.digits(present.value) == number

    def _refuse_taken(self, field: str, given: GivenIdentifier | None) -> None:
        if given is None:
            return
        holder = selectors.holder_of(given.type, given.value)
        if holder is not None and (self.enterprise is None or holder.pk != self.enterprise.pk):
            self.add_error(field, forms.ValidationError(TAKEN, code="identifier_taken"))

    def differences(self) -> list[dict[str, Any]]:
        """Where what was typed differs from the record as it is now: label, now, typed (in words)."""
        if self.enterprise is None:
            return []
        now = RecordForm(enterprise=self.enterprise, is_office=self.is_office)
        rows = []
        for name in self.fields:
            stands, typed = _in_words(now[name]), _in_words(self[name])
            if name not in ("version", *self.HISTORY) and stands != typed:
                rows.append({"label": self.fields[name].label, "now": stands, "typed": typed})
        return rows

    def own_values(self) -> dict[str, Any]:
        """The record's own columns, as services take them."""
        return {name: self.cleaned_data[name] for name in self.OWN}

    def contact(self) -> dict[str, Any]:
        """The first person to call."""
        return {key: self.cleaned_data[f"contact_{key}"] for key in self.PERSON}

    def history(self) -> dict[str, Any]:
        """From which day the change holds and why, or that it is a correction; a member says neither."""
        if "how" not in self.fields:
            return {}
        return {
            "is_correction": self.cleaned_data.get("how") == "correction",
            "effective_on": self.cleaned_data.get("effective_on"),
            "reason": self.cleaned_data.get("why", ""),
        }

    def number_changes(self) -> dict[str, Any]:
        """What to tell ``services.change`` about numbers; a number that stayed is not mentioned."""
        changes: dict[str, Any] = {
            "cooperative_number": self.cleaned_data["given_cooperative_number"]
        }
        number, reason = self.cleaned_data.get("number"), self.cleaned_data.get("kept_reason")
        present = self._present(TAX_SORT)
        if not (number and self._is_as_it_was(number)):
            changes["number"] = self.cleaned_data["given_number"]
        elif present.kept_reason and reason and reason != present.kept_reason:
            changes["number"] = GivenIdentifier(present.type, present.value, reason)
        return changes

    def given_identifiers(self) -> list[GivenIdentifier]:
        """The numbers of a record that is being entered."""
        both = (
            self.cleaned_data["given_number"],
            self.cleaned_data["given_cooperative_number"],
        )
        return [each for each in both if each]


def _in_words(bound: forms.BoundField) -> str:
    """The value of a field as the person sees it."""
    value = bound.value()
    value = value.line if isinstance(value, Typed) else value
    words = {str(key): str(word) for key, word in getattr(bound.field, "choices", None) or []}
    return words.get(str(value), "" if value is None else str(value))


TAX_SORT = frozenset({IdentifierType.TAX_CODE, IdentifierType.PERSONAL_ID})
COOPERATIVE_SORT = frozenset({IdentifierType.COOPERATIVE_NUMBER})


def initial_of(enterprise: Enterprise) -> dict[str, Any]:
    """The record as the form shows it."""
    contact = selectors.main_contact(enterprise)
    initial = {name: getattr(enterprise, name) for name in RecordForm.OWN if name != "place"}
    initial.update(
        version=enterprise.version,
        place=enterprise.place,
        is_women_led={None: "", True: "yes", False: "no"}[enterprise.is_women_led],
    )
    for each in enterprise.present_identifiers:
        name = "number" if each.type in TAX_SORT else "cooperative_number"
        initial[name] = each.shown_value
        if each.type in TAX_SORT:
            initial["kept_reason"] = each.kept_reason
    for key in RecordForm.PERSON:
        initial[f"contact_{key}"] = getattr(contact, key) if contact else ""
    return initial
