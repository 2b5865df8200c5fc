"""``manage.py import_framework``: load a version of a framework from its file."""

import io
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments import rules, services, uploads
from assessments.management.commands.score import read
from portal.shared.errors import RuleBroken


def definition_in(path: str) -> rules.Definition:
    """From JSON or a workbook, judged by the bytes."""
    return uploads.read_upload(io.BytesIO(read(path)), Path(path).name)


class Command(BaseCommand):
    """Loading the same file again changes nothing; a published version is never changed."""

    help = "Load a framework from JSON (our own format, or the reference file of the DBI) or Excel, and publish it."

    def add_arguments(self, parser: CommandParser) -> None:
        """One file, or those that come with the project."""
        parser.add_argument("file", nargs="?", metavar="FILE")
        parser.add_argument(
            "--shipped", action="store_true", help="load what comes with the project"
        )
        parser.add_argument("--draft", action="store_true", help="load without publishing")

    def handle(self, **options: Any) -> None:
        """Load, and say what stands now."""
        if bool(options["file"]) == options["shipped"]:
            raise CommandError("give a FILE, or --shipped", returncode=2)
        try:
            if options["shipped"]:
                versions = services.load_shipped(actor=None)
            else:
                definition = definition_in(options["file"])
                versions = [
                    services.import_version(
                        definition, actor=None, is_published=not options["draft"]
                    )
                ]
        except RuleBroken as broken:
            raise CommandError(str(broken), returncode=2) from None
        for version in versions:
            self.stdout.write(
                f"{version.framework.slug} {version.name}: {version.state}, "
                f"{version.criteria_count} criteria, sha256 {version.checksum}"
            )
