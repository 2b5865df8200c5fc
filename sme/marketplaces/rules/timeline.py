"""From facts to days: which facts stand, what held on a day, and the runs of days on sale.

Facts are only ever added. A later fact may *supersede* an earlier one (a correction); a superseding
fact without a state withdraws the earlier one. Both are kept, and "as known at" a moment counts only
what had been recorded by then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Fact:
    """From a day on, a listing is in a state: what, from when, and when it was recorded.

    ``state`` is empty for a withdrawal. ``key`` breaks ties between facts of one moment.
    """

    key: int
    state: str
    effective_on: date
    recorded_at: datetime
    supersedes: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """An unbroken run of days in one state, half-open; ``valid_to`` ``None`` means still."""

    state: str
    valid_from: date
    valid_to: date | None


def standing(facts: Iterable[Fact], known_at: datetime | None = None) -> list[Fact]:
    """The facts that hold, by day: known by then, not superseded by a known one, not a withdrawal.

    Of one day, what was recorded later comes later. The order in which ``facts`` arrive and
    repetitions do not matter.
    """
    known = {f.key: f for f in facts if known_at is None or f.recorded_at <= known_at}
    gone = {f.supersedes for f in known.values() if f.supersedes is not None}
    held = [f for f in known.values() if f.state and f.key not in gone]
    return sorted(held, key=lambda f: (f.effective_on, f.recorded_at, f.key))


def state_on(facts: Iterable[Fact], day: date, known_at: datetime | None = None) -> str | None:
    """The state at the end of a day, or ``None`` when nothing is recorded for it yet."""
    state = None
    for fact in standing(facts, known_at):
        if fact.effective_on > day:
            break
        state = fact.state
    return state


def runs(facts: Iterable[Fact], known_at: datetime | None = None) -> list[Run]:
    """All runs of days, one after the other without gaps; confirmations do not break a run."""
    last_of_day: dict[date, Fact] = {f.effective_on: f for f in standing(facts, known_at)}
    found: list[Run] = []
    for day, fact in last_of_day.items():
        if found and found[-1].state == fact.state:
            continue
        if found:
            found[-1] = Run(found[-1].state, found[-1].valid_from, day)
        found.append(Run(fact.state, day, None))
    return found


def on_sale_runs(
    facts: Iterable[Fact], on_sale: Iterable[str], known_at: datetime | None = None
) -> list[Run]:
    """The runs in which a buyer could order; these become the stored intervals."""
    counted = frozenset(str(state) for state in on_sale)
    return [run for run in runs(facts, known_at) if run.state in counted]


def verified_on(
    facts: Iterable[Fact], verifying: Iterable[str], alike: Iterable[str] = ()
) -> date | None:
    """The last day for which somebody else than the enterprise saw the present state, or ``None``.

    States that are ``alike`` (on sale, selling) count as one: a change between them keeps what was seen.
    """
    trusted = frozenset(str(source) for source in verifying)
    one = frozenset(str(state) for state in alike)
    seen: date | None = None
    before = ""
    for fact in standing(facts):
        now = "" if fact.state in one else fact.state
        if now != before:
            seen = None
        if fact.source in trusted:
            seen = fact.effective_on
        before = now
    return seen


def quarter_ends(until: date, count: int) -> list[date]:
    """The last days of the quarters before a day, and the day itself: ``count`` days, oldest first."""
    days = [until]
    year, quarter = until.year, (until.month - 1) // 3
    while len(days) < count:
        first_of_quarter = date(year, quarter * 3 + 1, 1)
        days.append(first_of_quarter - timedelta(days=1))
        year, quarter = (year, quarter - 1) if quarter else (year - 1, 3)
    return sorted(set(days))
