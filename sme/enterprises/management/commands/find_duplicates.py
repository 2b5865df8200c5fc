"""Search the registry for possible duplicates; for a nightly run."""

from typing import Any

from django.core.management.base import BaseCommand

from sme.enterprises import services


class Command(BaseCommand):
    """``manage.py find_duplicates``."""

    help = "Search the registry for possible duplicates; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = services.find_all()
        self.stdout.write(
            f"{outcome.found} pairs look alike: {outcome.new} new, {outcome.reopened} asked again, "
            f"{outcome.gone} no longer."
        )
