"""Tell officers of ways onto marketplaces that are stuck, and businesses of steps that are due; for a nightly run."""

from typing import Any

from django.core.management.base import BaseCommand

from sme.marketplaces import services


class Command(BaseCommand):
    """``manage.py remind_onboarding``; may run again at any time, nobody is told twice."""

    help = "Take down what was on sale on marketplaces that closed, then send reminders."

    def handle(self, *args: Any, **options: Any) -> None:
        ended = services.end_closed()
        sent = services.remind_of_onboarding()
        self.stdout.write(
            f"{ended} listings ended; {sent['officers']} mails to officers, {sent['members']} to members"
        )
