"""Apply the table of roles and grants; safe to run after every upgrade."""

from typing import Any

from django.core.management.base import BaseCommand

from content import services as guidance
from portal.setup import roles


class Command(BaseCommand):
    """``manage.py sync_roles``."""

    help = "Apply the table of roles and grants, the pages' permissions and the workflow."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = roles.apply()
        guidance.sync_page_permissions()
        guidance.sync_workflow()
        self.stdout.write(", ".join(f"{role}: {count}" for role, count in counts.items()))
