"""What is wrong with the portal and what to do about it, for its administrators; rooms add their own.

In an upper room's ``AppConfig.ready()``::

    concerns.register("payments", selectors.concerns)

A check yields ``Concern`` only where something is wrong, and asks a query or two.
"""

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.shared import clock, health, mail
from portal.shared.models import Heartbeat, Job, JobState, ScheduledTask

logger = logging.getLogger("portal.health")
BACKUP_AFTER = timedelta(hours=26)
QUEUE_AFTER = timedelta(minutes=10)
SCHEDULE_AFTER = timedelta(hours=1)
LEAST_FREE = 0.1


@dataclass(frozen=True)
class Concern:
    """One thing that is wrong: in words, what to do, perhaps where; ``is_grave`` when people notice it already."""

    words: Any
    advice: Any
    url: str = ""
    is_grave: bool = False


Check = Callable[[], Iterable[Concern]]


def register(key: str, check: Check) -> None:
    """Add a room's check; registering a key again replaces it."""
    _checks[key] = check


def found() -> list[Concern]:
    """All that is wrong, what is grave first. A check that fails is a concern itself."""
    concerns: list[Concern] = []
    for key in sorted(_checks):
        try:
            concerns += _checks[key]()
        except (DatabaseError, OSError) as error:
            logger.warning("check %s failed: %s", key, type(error).__name__)
            words = _("The check “%(key)s” does not answer.") % {"key": key}
            concerns.append(Concern(words, _("Look into the log of the web server."), "", True))
    return sorted(concerns, key=lambda each: not each.is_grave)


def _readiness() -> Iterator[Concern]:
    advice = {
        "database": _("Look whether the database runs and the disk has room."),
        "migrations": _("Run manage.py migrate, as the way to upgrade says."),
        "storage": _("Look at the disk and the rights of DATA_DIR."),
        "worker": _(
            "Start the worker: systemctl start portal-worker. Exports and imports wait for it."
        ),
    }
    for part, problem in health.problems().items():
        words = _("Not ready: %(part)s (%(problem)s)") % {"part": part, "problem": problem}
        yield Concern(words, advice.get(part, ""), "", True)


def _jobs() -> Iterator[Concern]:
    now = clock.now()
    waiting = Job.objects.filter(state=JobState.QUEUED, created_at__lt=now - QUEUE_AFTER).count()
    if waiting:
        words = _("%(n)d jobs wait for more than ten minutes.") % {"n": waiting}
        yield Concern(words, _("Start another worker, or look what the one does."))
    failed = Job.objects.filter(
        state=JobState.FAILED, owner=None, finished_at__gt=now - timedelta(days=1)
    )
    for job in failed.order_by("-finished_at")[:5]:
        words = _("%(kind)s failed: %(error)s") % {"kind": job.kind, "error": job.error}
        yield Concern(words, _("Run it again below; the log has the details."))


def _schedule() -> Iterator[Concern]:
    late = ScheduledTask.objects.filter(next_at__lt=clock.now() - SCHEDULE_AFTER, is_paused=False)
    if late.exists():
        words = _("What should run by itself is late.")
        yield Concern(words, _("A worker has to run all the time; it starts what is due."))


def _backup() -> Iterator[Concern]:
    if settings.DEMO_WORLD:
        return
    last = Heartbeat.objects.filter(name=health.BACKUP).values_list("at", flat=True).first()
    if last is None or last < clock.now() - BACKUP_AFTER:
        words = _("The last backup is older than a day, or there was none.")
        yield Concern(words, _("Run manage.py backup each night, and try restoring twice a year."))


def _disk() -> Iterator[Concern]:
    use = shutil.disk_usage(settings.DATA_DIR)
    if use.free < use.total * LEAST_FREE:
        words = _("Less than a tenth of the disk is free.")
        yield Concern(words, _("Make room before uploads and backups fail."), "", True)


def _mail() -> Iterator[Concern]:
    failed = cache.get(mail.FAILED_KEY)
    if failed is not None:
        words = _("A mail could not be sent at %(moment)s.") % {
            "moment": f"{failed.astimezone(clock.VIETNAM):%H:%M %d/%m}"
        }
        yield Concern(words, _("Look whether EMAIL_URL is right and the mail server answers."))


def _safety() -> Iterator[Concern]:
    if not settings.DEMO_WORLD and not settings.STAFF_SECOND_STEP:
        url = reverse("accounts:staff")
        words = _("Staff may sign in with a password alone.")
        yield Concern(words, _("Set STAFF_SECOND_STEP=on."), url)


_checks: dict[str, Check] = {
    "readiness": _readiness,
    "jobs": _jobs,
    "schedule": _schedule,
    "backup": _backup,
    "disk": _disk,
    "mail": _mail,
    "safety": _safety,
}
