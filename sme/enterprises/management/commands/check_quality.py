"""Run the checks of data quality over the whole registry."""

from typing import Any

from django.core.management.base import BaseCommand

from sme.enterprises import services


class Command(BaseCommand):
    """``check_quality``: once a night, and after large imports."""

    help = "Check the data of the whole registry and count what is doubtful."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found."""
        done = services.check_all()
        if options["verbosity"]:
            self.stdout.write(
                f"{done.records} records, {done.new} new findings, "
                f"{done.changed} changed, {done.mended} mended"
            )
