"""Bring payments up to date: messages, expired places, what the card service says; then check the ledger."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sme.payments.services import ledger, reconciling


class Command(BaseCommand):
    """``manage.py reconcile_payments``; ends with 1 when the ledger does not agree."""

    help = (
        "Handle waiting messages, give up expired places, ask the card service, check the ledger."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for label, count in reconciling.reconcile().items():
            self.stdout.write(f"{label}: {count}")
        if wrong := ledger.check():
            raise CommandError("\n".join(wrong))
        self.stdout.write("The ledger balances.")
