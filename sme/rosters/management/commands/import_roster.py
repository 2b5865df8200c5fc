"""Take an edited roster back from a file, with the rights of a person, as the workspace would."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from portal.accounts.models import User
from portal.shared.errors import RuleBroken
from portal.shared.imports import kind_of
from portal.shared.imports.running import Summary, run_file
from sme.rosters.services.importing import cohort_of_file

FORMATS, LOCALES = ("text", "json"), ("vi", "en")


class Command(BaseCommand):
    """``manage.py import_roster FILE --user E-MAIL [--dry-run] [--on-conflict skip|mine] [--format json]``.

    Exit codes: 0 everything was applied or needed nothing, 1 some cells were left out (the good ones are written
    all the same), 2 the file or the command was refused and nothing was written.
    """

    help = "Take an edited roster back; conflicts and cells that are wrong are told and left out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the .xlsx that was exported and edited")
        parser.add_argument("--user", required=True, help="e-mail of the person whose rights apply")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--on-conflict", default="skip", help="skip (default) or mine")
        parser.add_argument("--format", default="text", help=" or ".join(FORMATS))
        parser.add_argument("--locale", default="vi", help="vi or en")

    def handle(self, *args: Any, **options: Any) -> None:
        for name, allowed in (
            ("format", FORMATS),
            ("locale", LOCALES),
            ("on_conflict", ("skip", "mine")),
        ):
            if options[name] not in allowed:
                shown = name.replace("_", "-")
                raise CommandError(f"--{shown} takes {' or '.join(allowed)}.", returncode=2)
        with translation.override(options["locale"]):
            summary = self._run(options)
            self._tell(summary, options)
        counts = summary.more
        if counts["conflict"] or counts["invalid"] or counts["readonly"] or summary.counts["wrong"]:
            raise SystemExit(1)

    def _run(self, options: dict[str, Any]) -> Summary:
        kind = kind_of("rosters")
        actor = User.objects.filter(email__iexact=options["user"], is_active=True).first()
        if kind is None or actor is None:
            raise CommandError(f"No active person has the e-mail {options['user']}.", returncode=2)
        try:
            params = {
                "cohort": cohort_of_file(options["file"]),
                "on_conflict": options["on_conflict"],
            }
            return run_file(
                kind, options["file"], actor=actor, is_dry_run=options["dry_run"], params=params
            )
        except RuleBroken as broken:
            raise CommandError(str(broken).replace("\n", " "), returncode=2) from None
        except OSError as error:
            raise CommandError(
                f"Cannot read {options['file']}: {error.strerror}", returncode=2
            ) from None

    def _tell(self, summary: Summary, options: dict[str, Any]) -> None:
        if options["format"] == "json":
            told = {
                **summary.more,
                "dry_run": summary.is_dry_run,
                "batch": summary.batch_id,
                "rows": summary.rows,
                "cells": [
                    {"row": each.row, "column": each.field, "sentence": each.sentence}
                    for each in summary.problems
                ],
                "cells_untold": summary.problems_untold,
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write(", ".join(f"{name} {count}" for name, count in summary.more.items()))
        if summary.is_dry_run:
            self.stdout.write("dry run, nothing written")
        for each in summary.problems:
            self.stdout.write(f"row {each.row} {each.field}: {each.sentence}")
