"""Who may see the register, the log of looks and the runs of keeping."""

from typing import Any


def can_oversee(user: Any) -> bool:
    """Answer for personal data in the office: administrators."""
    return bool(user.is_authenticated and user.is_administrator)


def can_erase_oneself(user: Any) -> bool:
    """Members may; people of the office hand their role back first, because their acts are official."""
    return not user.is_staff
