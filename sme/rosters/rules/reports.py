"""What a report counts: one line for each enterprise, and figures that are nothing but lines that fit; no queries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Line:
    """An enterprise on its way through a cohort. ``None`` is not known; *before* is what the list was judged on."""

    enterprise: int
    name: str
    place: str
    application: str = ""  # state of its last application, empty: none was sent
    enrolment: str = ""  # state, empty: never enrolled
    enrolled_on: date | None = None
    attended: int = 0
    held: int = 0
    level_before: int | None = None
    level_now: int | None = None
    assessed_since: bool = False
    listed_before: int | None = None
    listed_now: int = 0
    tools_before: int = 0
    tools_now: int = 0

    @property
    def took_part(self) -> bool:
        """Had a place: enrolled, finished, or left after it was enrolled."""
        return self.enrolled_on is not None

    @property
    def level_after(self) -> int | None:
        """The level of an assessment since the cohort began."""
        return self.level_now if self.assessed_since else None

    @property
    def is_measured(self) -> bool:
        """Took part, with a level before and one since."""
        return self.took_part and self.level_before is not None and self.level_after is not None

    @property
    def rise(self) -> int:
        """Levels gained, of a line that is measured."""
        return (self.level_after or 0) - (self.level_before or 0)


class Section(models.TextChoices):
    """Parts of the report."""

    FUNNEL = "funnel", _("From application to completion")
    LOST = "lost", _("Lost on the way")
    ATTENDANCE = "attendance", _("Attendance")
    READINESS = "readiness", _("Readiness before and since")
    LISTINGS = "listings", _("Sales on marketplaces before and now")
    TOOLS = "tools", _("Digital solutions before and now")


@dataclass(frozen=True)
class Figure:
    """A figure of a cohort's report: what it counts, and which lines."""

    key: str
    section: Section
    label: Promise
    fits: Callable[[Line], bool]


def _sold(line: Line) -> bool:
    return bool(line.listed_before)


_ALL = (
    Figure("applied", Section.FUNNEL, _("Applied"), lambda row: bool(row.application)),
    Figure("accepted", Section.FUNNEL, _("Accepted"), lambda row: row.application == "accepted"),
    Figure(
        "enrolled",
        Section.FUNNEL,
        _("Enrolled, with and without an application"),
        lambda row: row.took_part,
    ),
    Figure("finished", Section.FUNNEL, _("Completed"), lambda row: row.enrolment == "completed"),
    Figure("declined", Section.LOST, _("Declined"), lambda row: row.application == "declined"),
    Figure(
        "taken_back",
        Section.LOST,
        _("Took the application back"),
        lambda row: row.application == "withdrawn",
    ),
    Figure(
        "undecided",
        Section.LOST,
        _("Not decided yet"),
        lambda row: row.application in ("submitted", "returned"),
    ),
    Figure(
        "waiting",
        Section.LOST,
        _("On the waiting list"),
        lambda row: (
            row.enrolment == "waiting" or (row.application == "waiting" and not row.enrolment)
        ),
    ),
    Figure(
        "dropped",
        Section.LOST,
        _("Dropped out after enrolling"),
        lambda row: row.took_part and row.enrolment == "withdrawn",
    ),
    Figure(
        "at_all",
        Section.ATTENDANCE,
        _("Came to every session"),
        lambda row: row.took_part and 0 < row.held <= row.attended,
    ),
    Figure(
        "at_some",
        Section.ATTENDANCE,
        _("Came to some sessions"),
        lambda row: row.took_part and 0 < row.attended < row.held,
    ),
    Figure(
        "at_none",
        Section.ATTENDANCE,
        _("Came to no session"),
        lambda row: row.took_part and row.held > 0 and not row.attended,
    ),
    Figure(
        "measured", Section.READINESS, _("Assessed before and since"), lambda row: row.is_measured
    ),
    Figure("risen", Section.READINESS, _("Rose"), lambda row: row.is_measured and row.rise > 0),
    Figure(
        "same_level", Section.READINESS, _("Stayed"), lambda row: row.is_measured and row.rise == 0
    ),
    Figure("fallen", Section.READINESS, _("Fell"), lambda row: row.is_measured and row.rise < 0),
    Figure(
        "no_level_before",
        Section.READINESS,
        _("Lost: no level before"),
        lambda row: row.took_part and row.level_before is None,
    ),
    Figure(
        "no_level_since",
        Section.READINESS,
        _("Lost: not assessed since"),
        lambda row: row.took_part and row.level_before is not None and row.level_after is None,
    ),
    Figure(
        "sold_before", Section.LISTINGS, _("Sold before"), lambda row: row.took_part and _sold(row)
    ),
    Figure(
        "sell_now",
        Section.LISTINGS,
        _("Sell now"),
        lambda row: row.took_part and row.listed_now > 0,
    ),
    Figure(
        "began",
        Section.LISTINGS,
        _("Began to sell"),
        lambda row: row.took_part and row.listed_before == 0 and row.listed_now > 0,
    ),
    Figure(
        "stopped",
        Section.LISTINGS,
        _("Sell no longer"),
        lambda row: row.took_part and _sold(row) and not row.listed_now,
    ),
    Figure(
        "no_sales_before",
        Section.LISTINGS,
        _("Lost: not known before"),
        lambda row: row.took_part and row.listed_before is None,
    ),
    Figure(
        "tools_before",
        Section.TOOLS,
        _("Used at least one before"),
        lambda row: row.took_part and row.tools_before > 0,
    ),
    Figure(
        "tools_now",
        Section.TOOLS,
        _("Use at least one now"),
        lambda row: row.took_part and row.tools_now > 0,
    ),
    Figure(
        "more_tools",
        Section.TOOLS,
        _("Use more than before"),
        lambda row: row.took_part and row.tools_now > row.tools_before,
    ),
)
FIGURES: Mapping[str, Figure] = {figure.key: figure for figure in _ALL}


def lines_of(key: str, lines: Sequence[Line]) -> list[Line]:
    """The lines that a figure counts."""
    fits = FIGURES[key].fits
    return [line for line in lines if fits(line)]


def counted(lines: Sequence[Line]) -> dict[str, int]:
    """Every figure of the report."""
    return {key: len(lines_of(key, lines)) for key in FIGURES}


def mean_levels(lines: Sequence[Line]) -> tuple[float, float] | None:
    """The mean level before and since, of the enterprises that were assessed both times."""
    both = [line for line in lines if line.is_measured]
    if not both:
        return None
    before = sum(line.level_before or 0 for line in both) / len(both)
    return before, sum(line.level_after or 0 for line in both) / len(both)


class Event(models.TextChoices):
    """What a programme's report counts in each quarter."""

    APPLIED = "applied", _("Applications sent")
    ACCEPTED = "accepted", _("Applications accepted")
    ENROLLED = "enrolled", _("Enterprises enrolled")
    FINISHED = "finished", _("Completed")
    DROPPED = "dropped", _("Dropped out")


def quarter_of(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """The first day of a quarter and the first day after it; quarter 0 is the whole year."""
    if not quarter:
        return date(year, 1, 1), date(year + 1, 1, 1)
    first = date(year, 3 * quarter - 2, 1)
    return first, date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
