"""``manage.py backup FOLDER``: database and files in one sealed file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.shared import backups, sealing
from portal.shared.errors import RuleBroken


class Command(BaseCommand):
    """Exit code 2: refused, and nothing was written."""

    help = "Write database and files into one sealed file (key: BACKUP_KEY)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, and how many are kept."""
        parser.add_argument("folder", nargs="?", type=Path)
        parser.add_argument("--keep", type=int, default=14, help="newest files that stay; 0: all")
        parser.add_argument("--check", action="store_true", help="read it again and compare")
        parser.add_argument(
            "--new-key", action="store_true", help="print a key and do nothing else"
        )

    def handle(self, **options: Any) -> None:
        """Back up, check, tell."""
        if options["new_key"]:
            self.stdout.write(sealing.new_key())
            return
        if options["folder"] is None:
            raise CommandError("Say into which folder.", returncode=2)
        try:
            file = backups.backup(options["folder"], settings.BACKUP_KEY, keep=options["keep"])
            told = backups.check(file, settings.BACKUP_KEY) if options["check"] else None
        except RuleBroken as broken:
            raise CommandError(str(broken.sentence), returncode=2) from None
        size = file.stat().st_size / 1_000_000
        self.stdout.write(f"{file} ({size:.1f} MB)")
        if told:
            rows = sum(told["rows"].values())
            self.stdout.write(
                f"read again: {rows} rows, {len(told['files'])} files, all as they were"
            )
