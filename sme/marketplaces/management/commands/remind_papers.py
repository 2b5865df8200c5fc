"""Mail members whose papers end within 30 days, and again once they have ended; run every night."""

from typing import Any

from django.core.management.base import BaseCommand

from sme.marketplaces import services


class Command(BaseCommand):
    """`remind_papers`."""

    help = "Tell the members of each enterprise which of their papers end."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remind and count."""
        self.stdout.write(f"{services.remind_of_papers()} papers told of.")
