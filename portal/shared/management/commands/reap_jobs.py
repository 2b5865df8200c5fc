"""``manage.py reap_jobs``: settle jobs whose worker died, delete old results and lists."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.shared import jobs
from portal.shared.imports import services as imports


class Command(BaseCommand):
    """The worker does the first part every minute by itself; run this where no worker runs."""

    help = (
        "Settle background jobs that stopped without a word, and delete results that are too old."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How long is too long."""
        parser.add_argument("--stuck-after", type=int, default=120, metavar="SECONDS")
        parser.add_argument("--keep-days", type=int, default=30, metavar="DAYS")

    def handle(self, **options: Any) -> None:
        """Both parts, with one line about them."""
        settled = jobs.reap_stuck_jobs(stuck_after=timedelta(seconds=options["stuck_after"]))
        deleted = jobs.purge_results(days=options["keep_days"])
        imports.forget()  # files and rows of lists that nobody touched for 90 days
        self.stdout.write(f"{settled} stuck jobs settled, {deleted} old results deleted")
