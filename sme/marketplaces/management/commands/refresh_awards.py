"""Take off OCOP stars that have ended, and put on those that have begun; run every night."""

from typing import Any

from django.core.management.base import BaseCommand

from sme.marketplaces import services


class Command(BaseCommand):
    """`refresh_awards`."""

    help = "Let each product repeat the OCOP decision that holds today."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refresh and count."""
        self.stdout.write(f"{services.refresh_awards()} products changed.")
