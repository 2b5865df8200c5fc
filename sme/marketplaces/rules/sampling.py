"""Random samples of what is on sale: how many rows of each marketplace, which, and what they prove."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from django.utils.translation import gettext as _

from portal.shared.errors import RuleBroken

MOST_ROWS = 500
Z_95 = 1.959963984540054  # the normal distribution's quantile for 95 % between two sides
_QUARTER = re.compile(r"^(20\d\d)-Q([1-4])$")


def quarter_of(day: date) -> str:
    """``2026-Q4``."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def quarter_days(quarter: str) -> tuple[date, date]:
    """The first and the last day of a quarter; refuses what is none."""
    found = _QUARTER.match(quarter)
    if not found:
        raise RuleBroken("quarter", _("This is no quarter."), field="quarter")
    year, number = int(found[1]), int(found[2])
    first = date(year, number * 3 - 2, 1)
    after = date(year + number // 4, number % 4 * 3 + 1, 1)
    return first, after - timedelta(days=1)


def allocate(sizes: Mapping[str, int], rows: int) -> dict[str, int]:
    """How many of ``rows`` each stratum gets: in proportion to its size, by largest remainders.

    Never more than a stratum holds; of equal remainders the first by name wins, so the answer is always
    the same (Hamilton's method).
    """
    total = sum(sizes.values())
    rows = min(rows, total)
    if not rows:
        return dict.fromkeys(sizes, 0)
    shares = {name: size * rows // total for name, size in sizes.items()}
    by_rest = sorted(sizes, key=lambda name: (-(sizes[name] * rows % total), name))
    for name in by_rest[: rows - sum(shares.values())]:
        shares[name] += 1
    return shares


def choose(strata: Mapping[str, Sequence[int]], rows: int, seed: str) -> list[int]:
    """The keys of a sample: a share of each stratum at random, in a random order.

    The same strata, number and seed give the same keys in the same order, whatever the order in which the
    keys came.
    """
    chance = random.Random(seed)  # noqa: S311  (repeatable on purpose; nothing is kept secret by it)
    chosen: list[int] = []
    shares = allocate({name: len(keys) for name, keys in strata.items()}, rows)
    for name in sorted(strata):
        chosen += chance.sample(sorted(strata[name]), shares[name])
    chance.shuffle(chosen)
    return chosen


@dataclass(frozen=True)
class Share:
    """A share that was counted in a sample, and between which two it lies with 95 % confidence."""

    confirmed: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share itself; ``None`` when nothing was counted."""
        return self.confirmed / self.of if self.of else None

    @property
    def in_percent(self) -> tuple[float, float, float]:
        """The share, its lower and its upper limit, per cent."""
        return 100 * (self.value or 0.0), 100 * self.low, 100 * self.high


def wilson(confirmed: int, of: int, z: float = Z_95) -> Share:
    """The share with its interval by Wilson's score (E. B. Wilson, Journal of the American Statistical

    Association 22, 1927, p. 209). It stays between 0 and 1 and holds for small samples; that the population is
    finite is not taken off, so it is a little wider than it need be.
    """
    if not 0 <= confirmed <= of:
        raise ValueError("a share counts some of its rows")
    if not of:
        return Share(0, 0, 0.0, 1.0)
    p, z2 = confirmed / of, z * z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = z / (1 + z2 / of) * sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return Share(confirmed, of, max(0.0, middle - half), min(1.0, middle + half))
