"""``manage.py try_version``: whose level would change if a draft of a framework were in force."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments import rules, selectors
from assessments.models import FrameworkVersion


class Command(BaseCommand):
    """Writes nothing; a result stays what it is."""

    help = "Apply a version to all submitted answers of its framework and list whose level would change."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which version."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("version_name", metavar="VERSION")

    def handle(self, **options: Any) -> None:
        """One line for each change, separated by tabs, then a count."""
        version = FrameworkVersion.objects.filter(
            framework__slug=options["slug"], name=options["version_name"]
        ).first()
        if version is None:
            raise CommandError(
                f"there is no version {options['version_name']} of {options['slug']}", returncode=2
            )
        tried = changed = 0
        for result, trial in selectors.tried_on_past(version, rules.parse(version.document)):
            tried += 1
            if trial.result.level == result.level:
                continue
            changed += 1
            lost = f"\tleft out: {', '.join(trial.lost)}" if trial.lost else ""
            self.stdout.write(
                f"#{result.assessment_id}\t{result.assessment.enterprise or '–'}"
                f"\t{result.level} → {trial.result.level}{lost}"
            )
        self.stdout.write(f"{changed} of {tried} would change their level")
