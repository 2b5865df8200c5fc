"""Import a list of products on marketplaces from a file, with the rights of a person or of the system."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from portal.accounts.models import User
from portal.shared.errors import RuleBroken
from portal.shared.imports import kind_of
from portal.shared.imports.running import Summary, run_file
from sme.marketplaces import rules

FORMATS, LOCALES = ("text", "json"), ("vi", "en")


class Command(BaseCommand):
    """``manage.py import_listings FILE [--dry-run] [--format text|json] [--user E-MAIL]``.

    Exit codes: 0 every row was understood, 1 some rows are wrong or wait for a person (the good ones are
    written all the same), 2 the file or the command was refused and nothing was written.
    """

    help = (
        "Import a list of products on marketplaces; wrong rows and possible duplicates are told and left out. "
        "Exit code 0: all rows understood; 1: some were left out; 2: refused, nothing written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help=".xlsx, .xls, .ods or .csv")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--format", default="text", help=" or ".join(FORMATS))
        parser.add_argument(
            "--user", help="e-mail of the person whose rights apply; else all places"
        )
        parser.add_argument("--list", default="listings", help="listings (default) or products")
        parser.add_argument("--state", help="for rows that tell none, with --day")
        parser.add_argument("--day", help="since which day, as 2026-12-31")
        parser.add_argument(
            "--conflicts", default="write", help="write (default) claims down, or leave them"
        )
        parser.add_argument(
            "--duplicates", default="skip", help="skip (default), or new: enter them"
        )
        parser.add_argument("--locale", default="vi", help="vi or en")

    def handle(self, *args: Any, **options: Any) -> None:
        for name, allowed in (
            ("format", FORMATS),
            ("locale", LOCALES),
            ("duplicates", ("skip", "new")),
            ("list", ("listings", "products")),
            ("conflicts", ("write", "leave")),
        ):
            if options[name] not in allowed:
                raise CommandError(f"--{name} takes {' or '.join(allowed)}.", returncode=2)
        with translation.override(options["locale"]):
            summary = self._run(options)
            self._tell(summary, options)
        if summary.counts["wrong"] or (
            options["duplicates"] == "skip" and summary.counts["duplicate"]
        ):
            raise SystemExit(1)

    def _run(self, options: dict[str, Any]) -> Summary:
        kind = kind_of(options["list"])
        if kind is None:  # it is registered when Django starts
            raise CommandError("The kind of list is not registered.", returncode=2)
        try:
            return run_file(
                kind,
                options["file"],
                actor=_user(options["user"]),
                is_dry_run=options["dry_run"],
                on_duplicates=options["duplicates"],
                params=_params(options),
            )
        except RuleBroken as broken:
            raise CommandError(str(broken).replace("\n", " "), returncode=2) from None
        except OSError as error:
            raise CommandError(
                f"Cannot read {options['file']}: {error.strerror}", returncode=2
            ) from None

    def _tell(self, summary: Summary, options: dict[str, Any]) -> None:
        if options["format"] == "json":
            self.stdout.write(json.dumps(summary.to_json(), ensure_ascii=False, indent=2))
            return
        counts = ", ".join(f"{verdict} {count}" for verdict, count in summary.counts.items())
        written = (
            "dry run, nothing written"
            if summary.is_dry_run
            else (
                f"written: {summary.written['new']} new, {summary.written['changes']} changed; list {summary.batch_id}"
            )
        )
        self.stdout.write(f"{summary.rows} rows: {counts}; {summary.aside} left aside. {written}.")
        for each in summary.problems:
            field = f" {each.field}" if each.field else ""
            self.stdout.write(f"row {each.row} [{each.verdict}]{field}: {each.sentence}")
        if summary.problems_untold:
            self.stdout.write(f"… and {summary.problems_untold} more.")


def _user(email: str | None) -> User | None:
    if not email:
        return None
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise CommandError(f"No active person has the e-mail {email}.", returncode=2)
    return found


def _params(options: dict[str, Any]) -> dict[str, Any]:
    params: dict[str, Any] = {"conflicts": options["conflicts"]}
    if not (options["state"] or options["day"]):
        return params
    if options["state"] not in rules.MOVES[None]:
        raise CommandError(f"--state takes {', '.join(rules.MOVES[None])}.", returncode=2)
    try:
        params["day"] = date.fromisoformat(options["day"] or "").isoformat()
    except ValueError:
        raise CommandError("--day takes a day as 2026-12-31.", returncode=2) from None
    return {**params, "state": options["state"]}
