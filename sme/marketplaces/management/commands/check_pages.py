"""Look at the pages of listings, politely; for a nightly run."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.shared import jobs
from sme.marketplaces.services import page_checks


class Command(BaseCommand):
    """``manage.py check_pages [--here]``."""

    help = "Ask for the pages of listings that were not asked for longest; what is found is a hint for officers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--here",
            action="store_true",
            help="in this process, instead of handing it to the worker",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not page_checks.is_on():
            self.stdout.write("Page checks are switched off (PAGE_CHECKS).")
        elif options["here"]:
            found = page_checks.check_many()
            told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(found.items()))
            self.stdout.write(f"{found.total()} pages looked at: {told or 'none was due'}.")
        else:
            job = jobs.start("marketplaces.check_pages", actor=None, key="night")
            self.stdout.write(f"Job {job.pk} waits for the worker.")
