"""Load a province's administrative units from its data file; running it again changes nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.shared.errors import RuleBroken
from sme.places import services, uploads

HOME = Path(__file__).resolve().parents[2] / "data" / "dong-thap.json"


class Command(BaseCommand):
    """``manage.py load_places [FILE]``."""

    help = "Load administrative units (default: Đồng Tháp). The format: docs/howto/load-places.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=HOME, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = services.load(uploads.read_places(options["file"]), actor=None)
        except RuleBroken as broken:
            raise CommandError(str(broken), returncode=2) from None
        if options["verbosity"]:
            self.stdout.write(
                f"Units: {done.added} added, {done.changed} changed, {done.same} same. "
                f"Successions: {done.successions_added} added, {done.successions_changed} changed, "
                f"{done.successions_same} same."
            )
