"""What can be asked of the headline figure, and what it means in words."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext_lazy

DEFINITION = gettext_lazy(
    "Products: distinct products with at least one listing that is on sale or selling on a "
    "marketplace on the day asked for. Enterprises: distinct enterprises, co-operatives, household "
    "businesses and production facilities that own those products. A product on two marketplaces is "
    "one product; so the parts by marketplace add up to more than the total. A listing counts from the "
    "day it went on sale until the day before it stopped, or before its marketplace closed. What was "
    "recorded by the moment “known at” counts; corrections made later do not."
)
VERIFIED_DEFINITION = gettext_lazy(
    "Verified: only listings that an officer saw on sale within the 90 days that end "
    "with the day asked for; all others are claimed by the enterprise. Kind, place and sector are those "
    "that the enterprise had on the day; stars are those whose decision was in force."
)

# By today's map: place. By the map of before 1 July 2025: old_place (commune), district, territory (province).
GROUPS = (
    "marketplace", "place", "kind", "sector", "stars", "old_place", "district", "territory",
)  # fmt: skip
VERIFIED_DAYS = 90


@dataclass(frozen=True)
class Question:
    """As at which day, as known at which moment (``None``: now), verified or claimed, of which part.

    ``by`` is one of ``GROUPS`` or empty; with ``part``, the key of one of its parts, the rows are that part's.
    """

    as_of: date
    known_at: datetime | None = None
    verified: bool = False
    by: str = ""
    part: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the figure: a marketplace, a place, a kind, a sector or a number of stars."""

    key: str
    label: str
    products: int
    enterprises: int


@dataclass(frozen=True)
class Headline:
    """The figure: distinct products on sale on a day, and distinct enterprises that own them."""

    as_of: date
    products: int
    enterprises: int
    known_at: datetime | None = None
    by: str | None = None
    verified: bool = False
    parts: list[Part] = field(default_factory=list)

    @property
    def parts_overlap(self) -> bool:
        """True when the parts add up to more than the total, since a product stands in several."""
        return sum(part.products for part in self.parts) > self.products
