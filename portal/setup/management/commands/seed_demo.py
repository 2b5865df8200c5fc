"""Make the demonstration world; running it again changes nothing."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from portal.setup.demo import people
from portal.setup.demo.world import World

ROOMS = [
    "people",
    "registry",
    "listings",
    "goods",
    "onboarding",
    "readiness",
    "programmes",
    "sessions",
    "following",
    "certificates",
    "payments",
    "guidance",
    "histories",
    "verifying",
    "conflicts",
    "twins",
]


class Command(BaseCommand):
    """``manage.py seed_demo [--enterprises N]``."""

    help = "Make the invented demonstration world (never in production)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--enterprises",
            type=int,
            metavar="N",
            help="grow the registry to N enterprises, for measuring",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_WORLD:
            raise CommandError("The demonstration world is refused here.", returncode=2)
        self.verbosity = options["verbosity"]
        scale = options["enterprises"]
        if scale is not None and not 102 <= scale <= 2_000_000:
            raise CommandError("--enterprises takes a number from 102 to 2000000.", returncode=2)
        call_command("sync_roles", verbosity=0, stdout=self.stderr)
        call_command("load_places", verbosity=0, stdout=self.stderr)
        world = World(actor=people.first(), scale=scale, say=self.say)
        for room in ROOMS:
            with transaction.atomic():
                import_module(f"portal.setup.demo.{room}").build(world)
        self.say("The demonstration world stands.")

    def say(self, sentence: str) -> None:
        """Tell one step."""
        if self.verbosity:
            self.stdout.write(sentence)
