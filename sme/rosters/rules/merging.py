"""An edited cell against its base and against what stands now: a plain three-way merge."""

from enum import StrEnum

EDITABLE = ("state", "state_on", "reason", "note")


class Cell(StrEnum):
    """What became of one cell of a roster that came back."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"  # by the person who sends the file
    STALE = "stale"  # by somebody else meanwhile
    CONFLICT = "conflict"  # by both, differently
    INVALID = "invalid"
    READONLY = "readonly"  # edited, but not a column for editing


def compare(base: str, mine: str, now: str) -> Cell:
    """``base``: as it left; ``mine``: as it came back; ``now``: as it stands. Both alike is no conflict."""
    if mine == base:
        return Cell.UNCHANGED if now == base else Cell.STALE
    if mine == now:
        return Cell.UNCHANGED
    return Cell.CHANGED if now == base else Cell.CONFLICT
