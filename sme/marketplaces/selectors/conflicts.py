"""Reads of conflicts about addresses: those an officer sees, and what of the other side may be shown."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sme.enterprises import permissions as enterprises
from sme.marketplaces import rules
from sme.marketplaces.models import AddressConflict


def conflicts_visible_to(user: Any) -> QuerySet[AddressConflict]:
    """Those with at least one side in the officer's area, the oldest first."""
    return (
        AddressConflict.objects.visible_to(user)
        .select_related(
            "listing__enterprise__place",
            "listing__product",
            "listing__marketplace",
            "product__enterprise__place",
            "raised_by",
            "solved_by",
        )
        .order_by("created_at", "pk")
    )


def open_conflicts(user: Any) -> QuerySet[AddressConflict]:
    """Those that wait for a decision."""
    return conflicts_visible_to(user).filter(state=rules.ConflictState.OPEN)


def solved_conflicts(user: Any) -> QuerySet[AddressConflict]:
    """Those that were decided, the newest first."""
    rows = conflicts_visible_to(user).exclude(state=rules.ConflictState.OPEN)
    return rows.order_by("-solved_at", "-pk")


@dataclass(frozen=True)
class Sides:
    """A conflict as one person may see it: whose names, and whether they may decide."""

    conflict: AddressConflict
    sees_holder: bool
    sees_claimant: bool
    can_solve: bool


def sides(conflict: AddressConflict, user: Any) -> Sides:
    """What this person sees of it."""
    sees_holder = enterprises.is_responsible_officer(user, conflict.listing.enterprise)
    sees_claimant = enterprises.is_responsible_officer(user, conflict.product.enterprise)
    return Sides(conflict, sees_holder, sees_claimant, sees_holder and sees_claimant)
