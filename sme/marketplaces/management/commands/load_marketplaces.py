"""Add the shipped marketplaces that are not there yet."""

from typing import Any

from django.core.management.base import BaseCommand

from sme.marketplaces import services


class Command(BaseCommand):
    """``manage.py load_marketplaces``."""

    help = "Add the shipped marketplaces that are not there yet; edited ones are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = services.load_marketplaces()
        self.stdout.write(f"{counts['added']} added, {counts['kept']} kept")
