"""Who may do what with what is owed and paid."""

from typing import Any

from sme.enterprises import permissions as enterprises
from sme.payments.models import Obligation
from sme.programmes import permissions as programmes


def can_manage_payments(user: Any) -> bool:
    """Money is the office's: administrators, and officers of the whole province."""
    return bool(user.is_authenticated and programmes.can_manage_programmes(user))


def can_pay(user: Any, obligation: Obligation) -> bool:
    """Whoever acts for the enterprise."""
    return enterprises.is_member(user, obligation.enterprise)
