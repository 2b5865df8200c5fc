"""The worker's pulse: a thread that shows it lives, carries progress out, finds stuck jobs, starts what is due."""

import logging
import threading
import time

from django.db import DatabaseError, connections

from portal.shared import clock
from portal.shared.jobs import reaping, running, schedule
from portal.shared.models import Heartbeat

logger = logging.getLogger("portal.jobs")

BEAT_EVERY = 10.0
REAP_EVERY = 60.0
TICK_EVERY = 20.0


class Pulse(threading.Thread):
    """Beats on its own database connection, so that it shows even while a job holds a long transaction."""

    def __init__(self, name: str) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker = name[:64]
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Until the process ends."""
        running.pulse_is_on = True
        beat_due = reap_due = tick_due = 0.0
        while not self._stop_asked.is_set():
            try:
                for progress in list(running.current):
                    progress.flush()
                if time.monotonic() >= beat_due:
                    beat(self.worker)
                    beat_due = time.monotonic() + BEAT_EVERY
                if time.monotonic() >= reap_due:
                    reaping.reap_stuck_jobs()
                    reap_due = time.monotonic() + REAP_EVERY
                if time.monotonic() >= tick_due:
                    schedule.tick()
                    tick_due = time.monotonic() + TICK_EVERY
            except DatabaseError as error:
                # A locked or restarting database is no reason to die; the next beat tries again.
                logger.warning("pulse missed a beat: %s", type(error).__name__)
                connections.close_all()
            self._stop_asked.wait(running.FLUSH_EVERY)
        running.pulse_is_on = False
        connections.close_all()

    def stop(self) -> None:
        """End at the next beat."""
        self._stop_asked.set()


def beat(worker: str) -> None:
    """One sign of life of one worker."""
    Heartbeat.objects.update_or_create(name=worker, defaults={"at": clock.now()})
