"""Compare the stored days on sale with the facts from which they were derived."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sme.marketplaces.models import Listing
from sme.marketplaces.services.deriving import runs_of


class Command(BaseCommand):
    """``manage.py check_listings``; exit code 1 when anything differs."""

    help = "Compare the stored days on sale with the facts."

    def handle(self, *args: Any, **options: Any) -> None:
        count = wrong = 0
        rows = Listing.objects.select_related("marketplace").prefetch_related("facts", "intervals")
        for listing in rows.iterator(chunk_size=2000):
            count += 1
            expected = [
                (r.state, r.valid_from, r.valid_to)
                for r in runs_of(listing, [fact.plain for fact in listing.facts.all()])
            ]
            stored = sorted(
                ((i.state, i.valid_from, i.valid_to) for i in listing.intervals.all()),
                key=lambda each: each[1],
            )
            if expected != stored:
                wrong += 1
                self.stderr.write(f"listing {listing.pk}: stored {stored}, facts say {expected}")
        if wrong:
            raise CommandError(f"{wrong} of {count} listings differ from their facts.")
        self.stdout.write(f"{count} listings agree with their facts.")
