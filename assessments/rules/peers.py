"""Where a result stands among others of its kind, without telling anything of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

LEAST = 5
"""Of fewer others nothing is told."""


@dataclass(frozen=True)
class Peers:
    """A quarter of the others is at ``lower`` or below, half at ``median``, a quarter at ``upper`` or above.

    Whole per cent, and ``at_least`` so many others in steps of five: one newcomer changes next to nothing that
    is shown, so that nobody can be worked out from two looks.
    """

    lower: int
    median: int
    upper: int
    at_least: int


def among(percents: Sequence[Decimal]) -> Peers | None:
    """The quartiles of the others' shares (per cent); nothing of fewer than ``LEAST``."""
    if len(percents) < LEAST:
        return None
    ordered = sorted(percents)
    return Peers(
        lower=_whole(_quantile(ordered, Decimal("0.25"))),
        median=_whole(_quantile(ordered, Decimal("0.5"))),
        upper=_whole(_quantile(ordered, Decimal("0.75"))),
        at_least=len(ordered) // LEAST * LEAST,
    )


def _quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """Between the two nearest values, in proportion."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
