"""Who may do what with products and listings."""

from typing import Any

from sme.enterprises import permissions as enterprises
from sme.enterprises.models import Enterprise
from sme.marketplaces.models import AddressConflict


def can_see_figures(user: Any) -> bool:
    """Officers open the figure's rows; the figure itself is public."""
    return bool(user.is_authenticated and user.is_officer)


def can_list_for(user: Any, enterprise: Enterprise) -> bool:
    """Members for their own enterprise, officers in their area."""
    return enterprises.can_edit(user, enterprise)


def can_solve_conflict(user: Any, conflict: AddressConflict) -> bool:
    """Officers who answer for both sides; an administrator answers for all."""
    both = (conflict.listing.enterprise, conflict.product.enterprise)
    return all(enterprises.is_responsible_officer(user, each) for each in both)
