"""``manage.py restore FILE``: a backup into an empty database and empty folders, compared."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.shared import backups
from portal.shared.errors import RuleBroken


class Command(BaseCommand):
    """Exit code 2: refused."""

    help = "Put a backup into this portal's empty database and folders (key: BACKUP_KEY)."
    requires_system_checks: list[str] = []  # the tables are not there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file; or only look at it."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--check", action="store_true", help="read and compare, restore nothing"
        )

    def handle(self, **options: Any) -> None:
        """Restore or check, and tell."""
        act = backups.check if options["check"] else backups.restore
        try:
            told = act(options["file"], settings.BACKUP_KEY)
        except RuleBroken as broken:
            raise CommandError(str(broken.sentence), returncode=2) from None
        except FileNotFoundError:
            raise CommandError(f"There is no {options['file']}.", returncode=2) from None
        rows = sum(told["rows"].values())
        self.stdout.write(
            f"{rows} rows in {len(told['rows'])} tables and {len(told['files'])} files are as they were"
            f" at {told['at'][:19]}."
        )
