"""Write a cohort's roster into a file, as the workspace would, with the rights of a person or of the system."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared.errors import RuleBroken
from sme.programmes import selectors as programmes
from sme.programmes.models import Cohort
from sme.rosters import exports, filters, rules, selectors, services
from sme.rosters.models import RosterTemplate

LOCALES = ("vi", "en")


class Command(BaseCommand):
    """``export_roster 152-2024-01 --output roster.xlsx --filter "state=enrolled&kind=household"``."""

    help = "Write a cohort's roster into an Excel workbook or a CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        """The cohort by its code; everything else by name."""
        parser.add_argument("cohort", help="code of the cohort, for example 152-2024-01")
        parser.add_argument("--output", required=True, help="file to write")
        parser.add_argument(
            "--filter", default="", help='as in a web address: "state=enrolled&q=sen"'
        )
        parser.add_argument("--columns", default="", help="keys of columns, separated by commas")
        parser.add_argument("--format", help="xlsx or csv; else by the file's ending")
        parser.add_argument("--user", help="e-mail of the person whose rights apply; else all rows")
        parser.add_argument("--locale", default="vi", help="vi or en")
        parser.add_argument(
            "--plain",
            action="store_true",
            help="without the national heading, title and signatures",
        )

        parser.add_argument(
            "--for-reading",
            action="store_true",
            help="without keys: the file is not meant to come back",
        )
        parser.add_argument(
            "--template", default="", help="name of a template of the office; needs --user"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refusals end with one line and exit code 2."""
        locale = options["locale"]
        if locale not in LOCALES:
            raise CommandError(f"There is no locale “{locale}”. Locales: vi, en.", returncode=2)
        try:
            with translation.override(locale):
                count, output = self._export(options)
        except RuleBroken as broken:
            with translation.override(locale):
                raise CommandError(str(broken).replace("\n", " "), returncode=2) from None
        except OSError as error:
            raise CommandError(
                f"Cannot write {options['output']}: {error.strerror}", returncode=2
            ) from None
        if options["verbosity"]:
            self.stdout.write(f"{output}: {count} rows")

    def _export(self, options: dict[str, Any]) -> tuple[int, Path]:
        output = Path(options["output"])
        wanted = rules.file_format(options["format"] or _by_ending(output))
        keys = rules.chosen_columns([options["columns"]])
        user = _user(options["user"])
        cohort = _cohort(options["cohort"], user)
        query = filters.parsed(options["filter"])
        asked = filters.asked_strictly(cohort, user, query)
        template = _template(options["template"], user)
        if template is not None and user is not None:
            with output.open("wb") as filled:
                return services.deliver_filled(
                    template, asked.rows, filled, cohort=cohort, query=filters.query_of(query),
                    filters=asked.words, actor=user,
                ), output  # fmt: skip
        sheet = exports.sheet(
            cohort,
            asked.rows,
            keys,
            filters=asked.words,
            by=str(user) if user else "",
            is_official=not options["plain"],
            returns=wanted == "xlsx" and not options["for_reading"],
        )
        half = output.with_name(f".{output.name}.half")
        try:
            with half.open("wb") as stream:
                count = services.deliver(
                    sheet,
                    stream,
                    cohort=cohort,
                    file_format=wanted,
                    query=filters.query_of(query),
                    actor=user,
                )
            half.replace(output)
        finally:
            half.unlink(missing_ok=True)
        return count, output


def _by_ending(output: Path) -> str:
    return "csv" if output.suffix.lower() == ".csv" else "xlsx"


def _user(email: str | None) -> User | None:
    if email is None:
        return None
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise RuleBroken(
            "user_unknown", _("Nobody has the e-mail address “%(email)s”.") % {"email": email[:100]}
        )
    return user


def _template(name: str, user: User | None) -> RosterTemplate | None:
    """The template of this name that the person may use."""
    if not name:
        return None
    found = selectors.templates_for(user).filter(name=name).order_by("-office") if user else None
    if found is None or not found.exists():
        raise RuleBroken(
            "template_unknown", _("There is no template “%(name)s”.") % {"name": name[:80]}
        )
    return found.first()


def _cohort(code: str, user: User | None) -> Cohort:
    """The cohort of this code, if this person may open it; unknown and foreign look alike."""
    cohorts = Cohort.objects.all() if user is None else programmes.cohorts_visible_to(user)
    cohort = cohorts.select_related("programme").filter(code__iexact=code.strip()).first()
    if cohort is None:
        raise RuleBroken(
            "cohort_unknown", _("There is no cohort “%(code)s”.") % {"code": code[:60]}
        )
    return cohort
