"""Columns that follow from others, worked out in one place for single and bulk writes."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared import phones, searching, text
from portal.shared.errors import RuleBroken
from sme.enterprises import selectors
from sme.enterprises.models import Enterprise
from sme.enterprises.rules import LEGAL_FORMS, GivenIdentifier, Kind, core_name, parse_identifier
from sme.places.models import Unit

# What a form or a list may set; everything else follows or is told.
OWN_FIELDS = frozenset(
    {
        *("kind", "legal_form", "name", "sector", "employees", "revenue_band", "capital_band"),
        *("revenue", "capital", "is_women_led", "place", "address", "phone", "email", "website"),
        *("founded_on", "registered_on", "division", "responsible"),
    }
)

_E164 = re.compile(r"\+84\d{8,10}$")


def clean_fields(fields: Mapping[str, Any], present: Enterprise | None = None) -> dict[str, Any]:
    """The fields as they are stored; refuses unknown ones (a mistake of ours) and values no form would give.

    ``present`` is the record that is changed: what stands on it already is not refused.
    """
    unknown = set(fields) - OWN_FIELDS
    if unknown:
        raise TypeError(f"an enterprise has no fields {sorted(unknown)} that can be set")
    values = dict(fields)
    for name in ("name", "address", "email", "website"):
        if values.get(name):
            values[name] = text.clean(values[name])
    if "name" in values and not 0 < len(values["name"]) <= 255:
        raise RuleBroken("name_missing", _("Enter the name, at most 255 letters."), "name")
    if "kind" in values and values["kind"] not in Kind.values:
        raise RuleBroken("kind_unknown", _("Choose one of the kinds."), "kind")
    if values.get("phone") and not (present and values["phone"] == present.phone):
        values["phone"] = _phone(values["phone"])
    _settle_sector(values, present)
    _settle_bands(values)
    return values


def _phone(written: str) -> str:
    """E.164; what a form has brought into that shape is not read again."""
    return written if _E164.match(written) else phones.parse_phone(written)


def _settle_sector(values: dict[str, Any], present: Enterprise | None) -> None:
    """Letter and division as the classification has them; a division tells its sector."""
    known = selectors.classification()
    if values.get("sector") and values["sector"] not in known.sections:
        found = known.coded(values["sector"])
        if not found:
            raise RuleBroken("sector_unknown", _("Choose one of the sectors."), "sector")
        values["sector"] = found[0]
        if found[1]:
            values.setdefault("division", found[1])
    if values.get("division"):
        found = known.coded(values["division"])
        if not found or not found[1]:
            raise RuleBroken("division_unknown", _("Choose one of the divisions."), "division")
        values["division"] = found[1]
        sector = values.get("sector", present.sector if present else "")
        if sector and sector != found[0]:
            raise RuleBroken(
                "division_elsewhere",
                _("This division belongs to sector %(sector)s.") % {"sector": found[0]},
                "division",
            )
        values["sector"] = found[0]
    elif present and present.division and "division" not in values and "sector" in values:
        kept = known.coded(present.division)
        if not kept or kept[0] != values["sector"]:
            values["division"] = ""


def _settle_bands(values: dict[str, Any]) -> None:
    """An exact amount decides its band; a band must be one of the rule's."""
    bands = selectors.latest_size_rules()
    for name, known in (("revenue", bands.revenue_bands), ("capital", bands.capital_bands)):
        if values.get(name) is not None:
            values[f"{name}_band"] = next(
                band.key
                for band in known.values()
                if band.up_to is None or values[name] <= band.up_to
            )
    for name, known in (
        ("revenue_band", bands.revenue_bands),
        ("capital_band", bands.capital_bands),
    ):
        if values.get(name) and values[name] not in known:
            raise RuleBroken("band_unknown", _("Choose one of the ranges."), name)


def clean_identifiers(
    identifiers: Iterable[tuple[str, ...]], *, may_keep: bool
) -> list[GivenIdentifier]:
    """Identifiers in their canonical form; a wrong check digit passes only with a reason and the right to give one."""
    found = []
    for each in identifiers:
        given = GivenIdentifier(*each)
        reason = text.clean(given.kept_reason)[:200] if may_keep else ""
        try:
            value, reason = parse_identifier(given.type, given.value), ""
        except RuleBroken:
            value = parse_identifier(given.type, given.value, keep_wrong_check=bool(reason))
        found.append(GivenIdentifier(given.type, value, reason))
    return found


def default_form(kind: str) -> str:
    """The legal form where a kind has only one."""
    forms = LEGAL_FORMS.get(kind, ())
    return forms[0] if len(forms) == 1 else ""


def search_text(
    name: str,
    place: Unit,
    *,
    numbers: Iterable[str] = (),
    phones: Iterable[str] = (),
    words: Iterable[str] = (),
) -> str:
    """What a search looks through: the name, then numbers, phones, people and the place."""
    found = [word for number in numbers for word in searching.number_words(number)]
    found += [word for phone in phones for word in searching.phone_words(phone)]
    return searching.text_of(name, *found, *words, place.full_name)


def sort_key(name: str) -> str:
    """Where the name stands in a Vietnamese dictionary."""
    return text.vietnamese_sort_key(name)[:200]


def follow(enterprise: Enterprise, formerly: Iterable[str] = ()) -> dict[str, Any]:
    """All columns that follow from the record and its parts as they are in the database now.

    ``formerly`` are names that are about to become history; they still find it.
    """
    present = list(enterprise.identifiers.present())
    contacts = list(enterprise.contacts.all())
    return {
        "sort_key": sort_key(enterprise.name),
        "core_name": core_name(enterprise.name),
        "has_identifier": bool(present),
        "size_class": selectors.size_of(enterprise).size,
        "search_text": search_text(
            enterprise.name,
            enterprise.place,
            numbers=[each.value for each in present],
            phones=[enterprise.phone, *(each.phone for each in contacts)],
            words=[
                *(each.name for each in enterprise.former_profiles.all()),
                *formerly,
                enterprise.email,
                *(word for each in contacts for word in (each.name, each.email)),
            ],
        ),
    }


def refresh_search_texts() -> int:
    """Write anew what a search looks through, where it is not as it should be; returns how many it wrote."""
    parts = Enterprise.objects.order_by("pk").select_related("place__parent")
    stale, done = [], 0
    for each in parts.prefetch_related("identifiers", "contacts").iterator(chunk_size=1000):
        wanted = follow(each)["search_text"]
        if wanted != each.search_text:
            each.search_text = wanted
            stale.append(each)
        if len(stale) == 1000:
            done += Enterprise.objects.bulk_update(stale, ["search_text"], batch_size=200)
            stale = []
    return done + (
        Enterprise.objects.bulk_update(stale, ["search_text"], batch_size=200) if stale else 0
    )
