"""The headline figure: what is counted, its parts, its rows, its course, and what became known since."""

from sme.marketplaces.selectors.figures.asking import (
    DEFINITION,
    GROUPS,
    VERIFIED_DAYS,
    VERIFIED_DEFINITION,
    Headline,
    Part,
    Question,
)
from sme.marketplaces.selectors.figures.changes import Cause, Change, Changes, changes_since
from sme.marketplaces.selectors.figures.counting import (
    Reading,
    headline,
    series,
    series_by_marketplace,
)
from sme.marketplaces.selectors.figures.rows import Row, Rows
from sme.marketplaces.selectors.figures.selling import Sold, sold

__all__ = [
    "DEFINITION",
    "GROUPS",
    "VERIFIED_DAYS",
    "VERIFIED_DEFINITION",
    "Cause",
    "Change",
    "Changes",
    "Headline",
    "Part",
    "Question",
    "Reading",
    "Row",
    "Rows",
    "Sold",
    "changes_since",
    "headline",
    "series",
    "series_by_marketplace",
    "sold",
]
