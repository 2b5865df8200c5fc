"""Delete the papers of claims that were decided long ago; run every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sme.enterprises import services


class Command(BaseCommand):
    """`forget_claim_papers [--days 90]`."""

    help = "Delete the papers of claims that were decided so many days ago."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long papers are kept."""
        parser.add_argument("--days", type=int, default=90)

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and count."""
        self.stdout.write(f"{services.forget_proofs(days=options['days'])} papers deleted.")
