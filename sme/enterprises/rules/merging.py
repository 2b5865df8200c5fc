"""Which fields are chosen when two records become one, what goes in by itself, how long it can be undone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

KEPT, GONE = "kept", "gone"

# In the order in which they are shown; a group is chosen as one.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "kind": ("kind", "legal_form"),
    "number": (),
    "cooperative_number": (),
    "place": ("place_id", "address"),
    "phone": ("phone",),
    "email": ("email",),
    "website": ("website",),
    "sector": ("sector", "division", "sector_version"),
    "employees": ("employees",),
    "revenue": ("revenue_band", "revenue"),
    "capital": ("capital_band", "capital"),
    "is_women_led": ("is_women_led",),
    "founded_on": ("founded_on",),
    "responsible": ("responsible_id",),
}


def default_choice(
    kept: Mapping[str, Any], gone: Mapping[str, Any], fields: tuple[str, ...]
) -> str:
    """What is kept unless somebody says otherwise: the kept record's value, the other's where it has none."""
    is_blank = all(kept[name] in (None, "") for name in fields)
    has_other = any(gone[name] not in (None, "") for name in fields)
    return GONE if is_blank and has_other else KEPT


def settled(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> dict[str, Any]:
    """What goes in by itself: the earlier day of entering the registry, and a closed record does not close another."""
    return {"registered_on": min(kept["registered_on"], gone["registered_on"])}


UNDO_DAYS = 90
"""How long a merge can be undone: the project's own rule (no law says it), beyond the next quarterly report."""


def can_still_be_undone(merged_on: date, today: date) -> bool:
    """Within the period, its last day included."""
    return (today - merged_on).days <= UNDO_DAYS
