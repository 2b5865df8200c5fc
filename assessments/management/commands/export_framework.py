"""``manage.py export_framework``: write a version of a framework to a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments import exports, rules
from assessments.models import FrameworkVersion


class Command(BaseCommand):
    """What is written can be loaded again and has the same checksum."""

    help = "Write one version of a framework as JSON, or as Excel where FILE ends in .xlsx."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which version, and where to."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("version_name", metavar="VERSION")
        parser.add_argument("--output", required=True, metavar="FILE")

    def handle(self, **options: Any) -> None:
        """Find and write."""
        version = FrameworkVersion.objects.filter(
            framework__slug=options["slug"], name=options["version_name"]
        ).first()
        if version is None:
            raise CommandError(
                f"there is no version {options['version_name']} of {options['slug']}", returncode=2
            )
        target, definition = Path(options["output"]), rules.parse(version.document)
        try:
            if target.suffix.lower() == ".xlsx":
                with target.open("wb") as stream:
                    exports.write_framework(stream, definition, by="export_framework")
            else:
                target.write_text(rules.pretty(definition), encoding="utf-8")
        except OSError as wrong:
            raise CommandError(f"{options['output']}: {wrong.strerror}", returncode=2) from None
        self.stdout.write(f"{options['output']}: sha256 {version.checksum}")
