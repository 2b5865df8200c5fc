"""Make the indexes of words anew, or only compare them with the rows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.shared import searching


class Command(BaseCommand):
    """`rebuild_search [--check]`: ends with 1 when an index does not say what the rows say."""

    help = "Make the indexes of words anew from the rows, or (--check) compare them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only comparing is asked for by name."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each model that is searched."""
        for model in searching.searched_models():
            name = model._meta.label
            if options["check"]:
                if not searching.is_true_to_rows(model):
                    raise CommandError(
                        f"{name}: the index differs from the rows; run rebuild_search."
                    )
                self.stdout.write(f"{name}: the index agrees with the rows.")
            else:
                searching.refresh_texts(model)
                searching.remake_index(model)
                self.stdout.write(f"{name}: made anew.")
