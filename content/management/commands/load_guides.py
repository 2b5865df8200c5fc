"""``manage.py load_guides``: publish the pages that come with the portal, where they are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from content import services


class Command(BaseCommand):
    """Front page, list of guides, help, contact, legal page and guides, in Vietnamese and English."""

    help = "Publish the pages that come with the portal, where they are missing. Changes nothing that exists."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how much was new."""
        services.sync_workflow()
        services.sync_page_permissions()
        number = services.load_guides(actor=None)
        self.stdout.write(f"{number} guides published.")
