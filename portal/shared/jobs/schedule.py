"""What runs by itself, and when: rooms say it here, one worker of all is elected for each run through the database.

In a room's ``tasks.py``, below the kind::

    schedule.every_day("payments.reconcile", "02:25", label=_("Reconciling payments"))
    schedule.every("content.publish", minutes=10, label=_("Publishing pages at their time"))

A run that was missed (nothing ran over night) happens once as soon as a worker lives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.shared import audit, clock
from portal.shared.errors import RuleBroken
from portal.shared.jobs import starting
from portal.shared.models import Job, ScheduledTask


@dataclass(frozen=True)
class Entry:
    """One thing that runs by itself: a kind of job, either at a time of the day or every so many minutes."""

    kind: str
    label: Any
    at: time | None = None
    minutes: int = 0
    params: Mapping[str, Any] = field(default_factory=dict)

    def next_after(self, moment: datetime) -> datetime:
        """The first moment after this one at which it is due; times of the day are Vietnam's."""
        if self.at is None:
            return moment + timedelta(minutes=self.minutes)
        here = moment.astimezone(clock.VIETNAM)
        today = datetime.combine(here.date(), self.at, clock.VIETNAM)
        return today if today > here else today + timedelta(days=1)


_entries: dict[str, Entry] = {}


def every_day(kind: str, at: str, *, label: Any, **params: Any) -> None:
    """Run a kind of job each day at ``HH:MM``, Vietnam's time."""
    _entries[kind] = Entry(kind, label, at=time.fromisoformat(at), params=params)


def every(kind: str, *, minutes: int, label: Any, **params: Any) -> None:
    """Run a kind of job every so many minutes."""
    _entries[kind] = Entry(kind, label, minutes=minutes, params=params)


def entries() -> list[Entry]:
    """All of them, by their names."""
    return [_entries[key] for key in sorted(_entries)]


def tick() -> int:
    """Start what is due; called by every worker, and only one of them wins each run. Returns how many were started."""
    now = clock.now()
    known = {row.kind: row for row in ScheduledTask.objects.all()}
    started = 0
    for entry in entries():
        row = known.get(entry.kind)
        if row is None:
            ScheduledTask.objects.get_or_create(
                kind=entry.kind, defaults={"next_at": entry.next_after(now)}
            )
        elif row.next_at <= now and not row.is_paused:
            started += _start(entry, row.next_at, now)
    return started


def _start(entry: Entry, due: datetime, now: datetime) -> bool:
    with transaction.atomic():
        # Whoever moves the row on has won the run.
        mine = ScheduledTask.objects.filter(kind=entry.kind, next_at=due, is_paused=False)
        if not mine.update(next_at=entry.next_after(now), updated_at=now):
            return False
        job = _queue(entry)
        ScheduledTask.objects.filter(kind=entry.kind).update(last_job=job)
    return True


def _queue(entry: Entry) -> Job:
    return starting.start(entry.kind, actor=None, params=entry.params, key="schedule")


def run_now(kind: str, *, actor: Any) -> Job:
    """Start one at once, beside its own times; while it runs already, that run is given. Refuses an unknown one."""
    entry = _known(kind)
    with transaction.atomic():
        row = ScheduledTask.objects.get_or_create(
            kind=kind, defaults={"next_at": entry.next_after(clock.now())}
        )[0]
        job = _queue(entry)
        ScheduledTask.objects.filter(pk=row.pk).update(last_job=job, updated_at=clock.now())
        audit.record(row, "schedule.run_now", actor=actor, data={"kind": kind})
    return job


def pause(kind: str, is_paused: bool, *, actor: Any) -> None:
    """Let one rest, or go on from its next time. Refuses an unknown one."""
    entry = _known(kind)
    now = clock.now()
    with transaction.atomic():
        row = ScheduledTask.objects.update_or_create(
            kind=kind, defaults={"next_at": entry.next_after(now), "is_paused": is_paused}
        )[0]
        act = "schedule.pause" if is_paused else "schedule.go_on"
        audit.record(row, act, actor=actor, data={"kind": kind})


def _known(kind: str) -> Entry:
    if kind not in _entries:
        raise RuleBroken("schedule_unknown", _("Nothing of this name runs by itself."))
    return _entries[kind]
