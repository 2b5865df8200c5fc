"""Reads of the registry, scoped to who may see what."""

from sme.enterprises.selectors.duplicates import (
    LookAlike,
    look_alikes,
    look_alikes_of_many,
    merges_of,
    pairs_to_decide,
    pairs_told_apart,
    pairs_with_records,
    places_today,
    sharing,
    standing_for,
    traits_by_id,
    traits_of,
    traits_of_values,
)
from sme.enterprises.selectors.records import (
    acting_among,
    acting_for,
    draft_of,
    enterprises_of,
    full,
    holder_of,
    in_list,
    main_contact,
)
from sme.enterprises.selectors.reference import (
    classification,
    latest_size_rules,
    section_of,
    sector_choices,
    size_of,
    size_rules_on,
)
from sme.enterprises.selectors.search import (
    search,
)

__all__ = [
    "LookAlike",
    "acting_among",
    "acting_for",
    "classification",
    "draft_of",
    "enterprises_of",
    "full",
    "holder_of",
    "in_list",
    "latest_size_rules",
    "look_alikes",
    "look_alikes_of_many",
    "main_contact",
    "merges_of",
    "pairs_to_decide",
    "pairs_told_apart",
    "pairs_with_records",
    "places_today",
    "search",
    "section_of",
    "sector_choices",
    "sharing",
    "size_of",
    "size_rules_on",
    "standing_for",
    "traits_by_id",
    "traits_of",
    "traits_of_values",
]
