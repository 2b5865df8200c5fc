"""Print the headline figure as at a day: products and enterprises on marketplaces."""

import json
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from portal.shared import clock
from sme.marketplaces import selectors

FORMATS = ("table", "json")


def one_of(name: str, value: str | None, allowed: tuple[str | None, ...]) -> None:
    """Refuse a value that is not offered, in one line."""
    if value not in allowed:
        offered = ", ".join(each for each in allowed if each)
        raise CommandError(f"{name} takes {offered}; not {value!r}.", returncode=2)


def a_day(text: str) -> date:
    """``2023-09-30``, and nothing that is not a day."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"{text!r} is not a day such as 2023-09-30.", returncode=2)
    return day


def a_moment(text: str) -> datetime:
    """``2023-10-05T17:00``, or a day, which means its end."""
    try:
        moment = parse_datetime(text)
        day = None if moment else parse_date(text)
    except ValueError:
        moment = day = None
    if day is not None:
        moment = datetime(day.year, day.month, day.day, 23, 59, 59)  # noqa: DTZ001
    if moment is None:
        raise CommandError(f"{text!r} is not a moment such as 2023-10-05T17:00.", returncode=2)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


class Command(BaseCommand):
    """``manage.py headline [--as-of D] [--known-at T] [--by G] [--verified] [--format json|table] [--explain]``."""

    help = "The headline figure as at a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-of", metavar="DAY", help="default: today")
        parser.add_argument("--known-at", metavar="MOMENT", help="what had been recorded by then")
        parser.add_argument("--by", metavar="GROUP", help=", ".join(selectors.GROUPS))
        parser.add_argument(
            "--verified", action="store_true", help="only what was seen on sale within 90 days"
        )
        parser.add_argument("--format", default="table", help=" or ".join(FORMATS))
        parser.add_argument("--explain", action="store_true", help="print the definition in words")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["explain"]:
            self.stdout.write(f"{selectors.DEFINITION}\n{selectors.VERIFIED_DEFINITION}")
            return
        one_of("--by", options["by"], (*selectors.GROUPS, None))
        one_of("--format", options["format"], FORMATS)
        as_of = a_day(options["as_of"]) if options["as_of"] is not None else clock.today()
        known_at = a_moment(options["known_at"]) if options["known_at"] is not None else None
        figure = selectors.headline(
            as_of, known_at=known_at, by=options["by"], verified=options["verified"]
        )
        write = self.as_json if options["format"] == "json" else self.as_table
        write(figure)

    def as_json(self, figure: selectors.Headline) -> None:
        """One JSON object."""
        data: dict[str, Any] = {
            "as_of": figure.as_of.isoformat(),
            "products": figure.products,
            "enterprises": figure.enterprises,
        }
        if figure.known_at:
            data["known_at"] = figure.known_at.isoformat()
        if figure.verified:
            data["verified"] = True
        if figure.by:
            data["by"] = figure.by
            data["parts"] = [
                {
                    "key": part.key,
                    "label": part.label,
                    "products": part.products,
                    "enterprises": part.enterprises,
                }
                for part in figure.parts
            ]
            data["parts_overlap"] = figure.parts_overlap
        self.stdout.write(json.dumps(data, ensure_ascii=False))

    def as_table(self, figure: selectors.Headline) -> None:
        """A line for the total and one for each part."""
        self.stdout.write(
            f"{figure.as_of:%d/%m/%Y}: {figure.products} products of {figure.enterprises} enterprises"
        )
        for part in figure.parts:
            self.stdout.write(f"  {part.label:<30} {part.products:>8} {part.enterprises:>8}")
        if figure.parts_overlap:
            self.stdout.write("  (a product may stand in several rows: the total is not their sum)")
