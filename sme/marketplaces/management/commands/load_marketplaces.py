"""Add the shipped marketplaces, and what they ask for, that are not there yet."""

from typing import Any

from django.core.management.base import BaseCommand

from sme.marketplaces import services


class Command(BaseCommand):
    """``manage.py load_marketplaces``."""

    help = "Add the shipped marketplaces and requirements that are not there yet; edited ones are kept."

    def handle(self, *args: Any, **options: Any) -> None:
        for what, load in (
            ("marketplaces", services.load_marketplaces),
            ("requirements", services.load_requirements),
        ):
            counts = load()
            self.stdout.write(f"{what}: {counts['added']} added, {counts['kept']} kept")
