"""My morning: what waits for an officer over all rooms, grouped by when it is due."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.shared import clock, waiting
from portal.shared.waiting import Counted, Line

TITLES: dict[str, Any] = {
    waiting.LATE: _("Late"),
    waiting.TODAY: _("Due today"),
    waiting.SOON: _("In the next seven days"),
    waiting.LATER: _("After that"),
}


@dataclass(frozen=True)
class Group:
    """Lines that are due at about the same time."""

    key: str
    title: Any
    lines: list[Line]


@dataclass(frozen=True)
class Morning:
    """The queue in its groups, every kind with its counts, and what has no due day.

    ``is_capped``: there is more than ``count`` and ``late`` say.
    """

    groups: list[Group]
    timed: list[Counted]
    untimed: list[Counted]
    count: int
    late: int
    is_capped: bool


def morning_of(user: User) -> Morning:
    """What waits for this officer: two queries for all counts, one for each kind that has rows with a due day."""
    today = clock.today()
    counted = waiting.counts_for(user)
    lines = waiting.lines_for(user, counted)
    groups = [
        Group(key, TITLES[key], [line for line in lines if line.group(today) == key])
        for key in waiting.GROUPS
    ]
    timed = [each for each in counted if each.kind.is_timed and each.count]
    return Morning(
        groups=[group for group in groups if group.lines],
        timed=timed,
        untimed=[each for each in counted if not each.kind.is_timed and each.count],
        count=sum(min(each.count, waiting.COUNT_CAP) for each in timed),
        late=sum(min(each.late, waiting.COUNT_CAP) for each in timed),
        is_capped=any(each.count > waiting.COUNT_CAP for each in timed),
    )
