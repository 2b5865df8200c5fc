"""Reads of the registry, scoped to who may see what."""

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
    "acting_among",
    "acting_for",
    "classification",
    "draft_of",
    "enterprises_of",
    "full",
    "holder_of",
    "in_list",
    "latest_size_rules",
    "main_contact",
    "search",
    "section_of",
    "sector_choices",
    "size_of",
    "size_rules_on",
]
