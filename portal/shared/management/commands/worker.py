"""``manage.py worker``: the background worker with its pulse."""

import os
import socket
from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from portal.shared.jobs.pulse import Pulse


class Command(DatabaseWorker):
    """django-tasks' database worker on our queue, which also shows that it lives and finds stuck jobs."""

    help = "Run the background worker until it is told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The worker's own, with our queue as the default and no reloading."""
        super().add_arguments(parser)
        parser.set_defaults(backend_name="background", reload=False)

    def handle(self, **options: Any) -> None:  # type: ignore[override]
        """Work and beat."""
        pulse = Pulse(f"{socket.gethostname()}:{os.getpid()}")
        pulse.start()
        try:
            super().handle(**options)
        finally:
            pulse.stop()
            pulse.join(timeout=2)
