"""What the makers of the demonstration world share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from portal.accounts.models import User

SEED = 152


@dataclass
class World:
    """One run of ``seed_demo``.

    ``scale`` is the number of enterprises asked for, or ``None`` for the plain world of 102.
    ``random`` is seeded, so that every run makes the same world.
    """

    actor: User
    officers: list[User] = field(default_factory=list)
    scale: int | None = None
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311
    say: Callable[[str], None] = print
