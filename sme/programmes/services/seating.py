"""Upper rooms hear, within the same transaction, of places that were given or given up.

``sme.payments`` asks for the cohort's price in this way, though it stands above this room.
"""

from collections.abc import Sequence
from typing import Protocol

from portal.accounts.models import User
from sme.programmes.models import Enrolment


class Follower(Protocol):
    """What a room does."""

    def __call__(self, moved: Sequence[Enrolment], *, actor: User | None) -> None:
        """These enrolments are new, or in another state."""


_followers: dict[str, Follower] = {}


def register(key: str, follow: Follower) -> None:
    """Let a room hear: ``follow(enrolments, actor)``; what it refuses is refused as a whole."""
    _followers[key] = follow


def tell(moved: Sequence[Enrolment], *, actor: User | None) -> None:
    """These enrolments are new, or in another state."""
    for key in sorted(_followers):
        _followers[key](moved, actor=actor)
