"""Who may do what with products and listings."""

from typing import Any

from sme.enterprises import permissions as enterprises
from sme.enterprises.models import Enterprise


def can_see_figures(user: Any) -> bool:
    """Officers open the figure's rows; the figure itself is public."""
    return bool(user.is_authenticated and user.is_officer)


def can_list_for(user: Any, enterprise: Enterprise) -> bool:
    """Members for their own enterprise, officers in their area."""
    return enterprises.can_edit(user, enterprise)
