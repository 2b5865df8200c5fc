"""``manage.py score``: the result of answers in a file, without a database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments import rules
from assessments.rules.numbers import figure
from portal.shared.errors import RuleBroken

LARGEST = 4 * 1024 * 1024
FORMATS = ("text", "json")


def read(path: str) -> bytes:
    """The bytes of a file; one plain line if it cannot be read."""
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise CommandError(f"{path}: the file is too large", returncode=2)
        return file.read_bytes()
    except OSError as wrong:
        raise CommandError(f"{path}: {wrong.strerror}", returncode=2) from None


class Command(BaseCommand):
    """Takes our own format or the reference file of the DBI; prints a table or JSON."""

    help = "Score answers against a framework. Pure: no database is touched."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The two files and the form of the output."""
        parser.add_argument("framework", metavar="FRAMEWORK.json")
        parser.add_argument("answers", metavar="ANSWERS.json")
        parser.add_argument("--format", default="text", help=" or ".join(FORMATS))

    def handle(self, **options: Any) -> None:
        """Read, check, score, print."""
        if options["format"] not in FORMATS:
            raise CommandError(
                f"--format takes {' or '.join(FORMATS)}; not {options['format']!r}", returncode=2
            )
        framework, answers = read(options["framework"]), read(options["answers"])
        try:
            definition = rules.parse(framework)
        except RuleBroken as broken:
            raise CommandError(f"{options['framework']}: {broken}", returncode=2) from None
        try:
            given = rules.load(answers)
        except (ValueError, RecursionError) as wrong:
            raise CommandError(f"{options['answers']}: not JSON ({wrong})", returncode=2) from None
        try:
            result = rules.score(definition, rules.clean_answers(definition, given))
        except RuleBroken as broken:
            raise CommandError(f"{options['answers']}: {broken}", returncode=2) from None
        if options["format"] == "json":
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False))
        else:
            self.print_table(definition, result)

    def print_table(self, definition: rules.Definition, result: rules.Result) -> None:
        """For people."""
        name = definition.level(result.level).name
        self.stdout.write(f"{definition.title} {definition.version}")
        self.stdout.write(
            f"{figure(result.total)} / {figure(result.max)}   level {result.level} ({name})"
        )
        for pillar, got in zip(definition.pillars, result.pillars, strict=True):
            part = got.as_json()
            self.stdout.write(
                f"  {pillar.code}. {pillar.title}: {part['points']} / {part['max']}"
                f"   {part['percent']} %   level {part['level']}"
            )
        if result.missing:
            self.stdout.write(f"missing: {', '.join(result.missing)}")
