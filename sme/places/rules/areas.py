"""Which units lie wholly in others, across the maps, and the rows of a province's data file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sme.places.rules.levels import Level


def covered(
    base: set[int], became: Mapping[int, set[int]], formed_from: Mapping[int, set[int]]
) -> set[int]:
    """All units whose whole area lies in ``base``: those that went only into it, or were made only of it.

    A unit that was split belongs to what it became only when all its parts do; it is never guessed.
    """
    inside = set(base)
    while True:
        more = {
            unit
            for table in (became, formed_from)
            for unit, others in table.items()
            if unit not in inside and others and others <= inside
        }
        if not more:
            return inside
        inside |= more


@dataclass(frozen=True)
class Period:
    """A unit's code while it is valid; ``valid_to`` is the first day on which it is no more."""

    level: str
    code: str
    valid_from: date
    valid_to: date | None

    def overlaps(self, other: "Period") -> bool:
        """Both name a unit of this level and code on some day."""
        if (self.level, self.code) != (other.level, other.code):
            return False
        return (other.valid_to is None or self.valid_from < other.valid_to) and (
            self.valid_to is None or other.valid_from < self.valid_to
        )


@dataclass(frozen=True)
class UnitRow:
    """One unit of the file; ``ref`` names it within the file."""

    ref: str
    level: Level
    code: str
    name: str
    parent: str | None
    valid_from: date
    valid_to: date | None
    note: str

    @property
    def period(self) -> Period:
        """Its code while it is valid."""
        return Period(self.level, self.code, self.valid_from, self.valid_to)


@dataclass(frozen=True)
class SuccessionRow:
    """An old unit of the file went into a new one."""

    old: str
    new: str
    is_whole: bool


@dataclass(frozen=True)
class PlacesFile:
    """A checked file: units parents first, every reference known."""

    title: str
    units: list[UnitRow]
    successions: list[SuccessionRow]
