"""What waits for the office: rooms register kinds of work, the officer's first page merges them by due time.

In a room's ``AppConfig.ready()``::

    waiting.register(waiting.Kind(
        key="enterprises.claims",
        label=_("Claims on records"),
        act=_("Decide whether it is theirs"),
        icon="users",
        rows=selectors.claims_for_office,
        tell=lambda claim: waiting.Told(claim.enterprise.name, reverse(…), claim.enterprise.place.name),
        address=lambda: reverse("enterprises:claims"),
        since="created_at",
    ))

``rows(user)`` is what the list at ``address()`` shows this person, the most urgent first: the page's count and the
list's are held equal by a test over all kinds. All counts are two queries, and the rows of a kind another, which takes
along all that ``tell`` reads.
"""

import json
from bisect import insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, QuerySet, Subquery

from portal.shared import clock
from portal.shared.text import Bilingual

DATA = Path(__file__).resolve().parent / "data"
MOST_OF_A_KIND = 5  # rows of one kind on the page: one long list must not hide the others
MOST_KINDS = 14  # kinds whose rows are read, the most urgent ones: each is a query
COUNT_CAP = 1000  # counts stop here, as those of lists do: a backlog of a million must not be read each morning
WEEK = 7
LATE, TODAY, SOON, LATER = "late", "today", "soon", "later"
GROUPS = (LATE, TODAY, SOON, LATER)


@dataclass(frozen=True)
class Told:
    """A row in words: what it is about, where it is done, what else helps to recognise it."""

    title: Any
    url: str
    about: Any = ""


@dataclass(frozen=True)
class Kind:
    """One kind of work.

    ``since`` names the column from which the days of the office run (``…_at`` a moment, ``…_on`` a day); a kind
    without it has no due day and is only counted. ``due`` and ``late`` say so where a column alone cannot.
    ``is_for`` keeps a kind from officers who may not open its list.
    """

    key: str
    label: Any
    rows: Callable[[Any], "QuerySet[Any]"]
    address: Callable[[], str]
    icon: str = "list"
    act: Any = ""
    tell: Callable[[Any], Told] | None = None
    since: str = ""
    due: Callable[[Any], date] | None = None
    late: "Callable[[QuerySet[Any], date], QuerySet[Any]] | None" = None
    is_for: Callable[[Any], bool] = field(default=lambda _user: True)

    @property
    def is_timed(self) -> bool:
        """Its rows have a due day."""
        return bool(self.since or self.due)

    def due_on(self, row: Any) -> date:
        """Until when a row should be done."""
        if self.due is not None:
            return self.due(row)
        return self.due_after(attrgetter(self.since)(row))

    def due_after(self, since: date | datetime) -> date:
        """The due day of what came at a moment, or on a day."""
        day = clock.local_day(since) if isinstance(since, datetime) else since
        return day + timedelta(days=days_for(self.key))

    def late_rows(self, rows: "QuerySet[Any]", today: date) -> "QuerySet[Any]":
        """Those whose due day has passed."""
        if self.late is not None:
            return self.late(rows, today)
        first: date | datetime = today - timedelta(days=days_for(self.key))
        if self.since.endswith("_at"):
            first = datetime.combine(first, time(), clock.VIETNAM)
        return rows.filter(**{f"{self.since}__lt": first})


@dataclass(frozen=True)
class Counted:
    """A kind with how many of its rows wait for a person, how many of them are late, when the first is due.

    A count of ``COUNT_CAP + 1`` means: more than ``COUNT_CAP``. ``first`` is known where kinds have to be chosen.
    """

    kind: Kind
    count: int
    late: int = 0
    first: date | None = None

    @property
    def url(self) -> str:
        """The list with just these rows."""
        return self.kind.address()


@dataclass(frozen=True)
class Line:
    """One line of the queue; ``more`` further rows of a kind (``is_capped``: more than these) stand in its list."""

    due: date
    acts: tuple[Any, ...]
    told: Told
    icon: str
    more: int = 0
    is_capped: bool = False

    def group(self, today: date) -> str:
        """late, today, soon (within seven days) or later."""
        if self.due < today:
            return LATE
        if self.due == today:
            return TODAY
        return SOON if (self.due - today).days <= WEEK else LATER


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds of work; registering a key again replaces it."""
    for kind in kinds:
        if kind.is_timed and kind.tell is None:
            raise ValueError(f"{kind.key}: rows with a due day are told in words")
        _kinds[kind.key] = kind


def kinds_for(user: Any) -> list[Kind]:
    """The kinds whose lists a person may open, in the order of the rooms."""
    return [kind for kind in _kinds.values() if kind.is_for(user)]


# --- the days of the office -------------------------------------------------------------------------


class OfficeDays:
    """How many days the office gives itself for each kind, from a day on, and whence that comes."""

    source = Bilingual("source")

    def __init__(self, row: dict[str, Any]) -> None:
        self.valid_from = date.fromisoformat(row["valid_from"])
        self.days: dict[str, int] = row["days"]
        self.source_vi, self.source_en = row["source_vi"], row["source_en"]


@lru_cache(maxsize=1)
def _all_days() -> list[OfficeDays]:
    rows = json.loads((DATA / "waiting.json").read_text("utf-8"))
    return sorted(map(OfficeDays, rows), key=lambda each: each.valid_from)


def office_days(day: date | None = None) -> OfficeDays:
    """Those in force on a day (today; before the first: the first)."""
    known, on = _all_days(), day or clock.today()
    return next((each for each in reversed(known) if each.valid_from <= on), known[0])


def days_for(key: str) -> int:
    """Days from a row's ``since`` to its due day; none where the column is the due day itself."""
    return office_days().days.get(key, 0)


# --- counts and rows --------------------------------------------------------------------------------


class _CountOf(Subquery):
    """How many rows a query has, up to one more than ``COUNT_CAP``, as a column of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS waiting)"
    output_field = IntegerField()

    def __init__(self, rows: "QuerySet[Any]") -> None:
        super().__init__(rows.order_by().values("pk")[: COUNT_CAP + 1])


def counts_for(user: Any) -> list[Counted]:
    """Every kind with its counts, those with nothing too; one query, and another about what has something."""
    rows = {kind: kind.rows(user) for kind in kinds_for(user)}
    counts = _ask(user, {kind.key: _CountOf(rows[kind]) for kind in rows})
    today = clock.today()
    timed = [kind for kind in rows if counts[kind.key] and kind.is_timed]
    late = {kind.key: _CountOf(kind.late_rows(rows[kind], today)) for kind in timed}
    firsts = {f"{kind.key} first": _first(kind, rows[kind]) for kind in timed if kind.since}
    more = _ask(user, late | firsts if len(timed) > MOST_KINDS else late)
    return [
        Counted(kind, counts[kind.key], more.get(kind.key) or 0, _first_due(kind, more))
        for kind in rows
    ]


def _ask(user: Any, columns: dict[str, Any]) -> dict[str, Any]:
    """These columns of a person's own row, in one query; 0 where a query can find nothing."""
    if not columns:
        return {}
    names = {f"c{n}": key for n, key in enumerate(columns)}
    people = get_user_model()._default_manager.filter(pk=user.pk)
    found: Any = people.values(**dict(zip(names, columns.values(), strict=True))).first()
    return {key: found[name] or 0 for name, key in names.items()}


def _first(kind: Kind, rows: "QuerySet[Any]") -> Subquery:
    return Subquery(rows.order_by(kind.since).values(kind.since)[:1])


def _first_due(kind: Kind, found: dict[str, Any]) -> date | None:
    since = found.get(f"{kind.key} first")
    return kind.due_after(since) if since else None


def lines_for(user: Any, counted: Iterable[Counted]) -> list[Line]:
    """The queue, the most urgent first; one query for each kind that has something, of the most urgent kinds.

    Two things to do at one address are one line with both acts. A kind shows its first rows, then how many more;
    what is not among the most urgent kinds is one line that opens into its list.
    """
    timed = [each for each in counted if each.count and each.kind.is_timed]
    timed.sort(key=lambda each: each.first or date.min)
    found: dict[str, Line] = {}
    rest: list[Line] = []
    for each in timed[:MOST_KINDS]:
        last = None
        for n, last in enumerate(_lines_of(each.kind, user)):
            place = last.told.url
            if place in found and each.kind.act in found[place].acts:
                place = f"{place} {n}"  # a second thing of the same kind there
            found[place] = _together(found[place], last) if place in found else last
        if last is not None and each.count > MOST_OF_A_KIND:
            rest.append(_more(each, MOST_OF_A_KIND, last.due))
    rest += [_more(each, 0, each.first or date.min) for each in timed[MOST_KINDS:]]
    queue = sorted(found.values(), key=_by_due)
    for line in rest:
        insort(queue, line, key=_by_due)  # after all that is due on the same day
    return queue


def _more(each: Counted, shown: int, due: date) -> Line:
    told, is_capped = Told(each.kind.label, each.url), each.count > COUNT_CAP
    return Line(due, (), told, each.kind.icon, min(each.count, COUNT_CAP) - shown, is_capped)


def _by_due(line: Line) -> date:
    return line.due


def _lines_of(kind: Kind, user: Any) -> Iterator[Line]:
    tell: Any = kind.tell  # ``register`` saw to it
    rows = kind.rows(user)[:MOST_OF_A_KIND]
    lines = [Line(kind.due_on(row), (kind.act,), tell(row), kind.icon) for row in rows]
    yield from sorted(lines, key=_by_due)


def _together(one: Line, other: Line) -> Line:
    return replace(one, due=min(one.due, other.due), acts=(*one.acts, *other.acts))
