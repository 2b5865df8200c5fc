"""Reads of the registry, scoped to who may see what."""

from portal.accounts.models import User
from sme.enterprises.models import Enterprise


def enterprises_of(user: User):
    """The enterprises for which a person acts, by name."""
    return Enterprise.objects.filter(memberships__user=user).order_by("name")


def acting_for(user: User, chosen: int | None) -> Enterprise | None:
    """The enterprise a person acts for: the chosen one if it is theirs, else their first."""
    mine = enterprises_of(user)
    return (mine.filter(pk=chosen).first() if chosen else None) or mine.first()
