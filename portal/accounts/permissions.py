"""Who may act on people's accounts, and what protects them."""

from typing import Any

from portal.accounts import selectors


def can_manage_people(user: Any) -> bool:
    """Look after the accounts of staff: administrators."""
    return bool(user.is_authenticated and user.is_administrator)


def must_add_second_step(user: Any) -> bool:
    """Staff whose account is protected by a password alone."""
    return user.is_staff and not selectors.has_second_step(user)
