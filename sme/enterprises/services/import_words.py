"""Values of rows and records in words, for the differences that a preview shows."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.shared import money, phones
from sme.enterprises import selectors
from sme.enterprises.rules import IdentifierType, Kind, LegalForm, masked
from sme.enterprises.rules.matching import Record
from sme.places.models import Unit


def before(record: Record, key: str, units: Mapping[int, Unit]) -> str:
    """What stands on the record now."""
    values = record.values
    if key == "place":
        return in_words("place", values["place_id"], units)
    if key.startswith("contact_"):
        return in_words(key, (record.person or {}).get(key.removeprefix("contact_"), ""), units)
    if key in ("number", "cooperative_number"):
        is_coop = key == "cooperative_number"
        return ", ".join(
            masked(sort, value)
            for sort, value in record.numbers
            if (sort == IdentifierType.COOPERATIVE_NUMBER) == is_coop
        )
    if key == "founded_on":
        return f"{values[key]:%d/%m/%Y}" if values[key] else ""
    return in_words(key, values[key], units)


_FORMATS: Mapping[str, Callable[[Any], Any]] = {
    "kind": lambda value: Kind(value).label,
    "legal_form": lambda value: LegalForm(value).label,
    "phone": phones.format_phone,
    "contact_phone": phones.format_phone,
    "revenue": money.format_vnd,
    "capital": money.format_vnd,
    "revenue_band": lambda value: _band("revenue_bands", value),
    "capital_band": lambda value: _band("capital_bands", value),
    "employees": money.format_number,
    "sector": lambda value: selectors.classification().sections.get(value, value),
    "number": lambda value: masked(value[0], value[1]),
    "is_women_led": lambda value: _("Yes") if value else _("No"),
    "founded_on": lambda value: "/".join(reversed(value.split("-"))),
}


def in_words(key: str, value: Any, units: Mapping[int, Unit]) -> str:
    """A value of a row as people read it."""
    if value in (None, ""):
        return ""
    if key == "place":
        return units[value].full_name if value in units else str(value)
    return str(_FORMATS.get(key, str)(value))


def _band(name: str, key: str) -> str:
    found = getattr(selectors.latest_size_rules(), name).get(key)
    return found.label if found else key
