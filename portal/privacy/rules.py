"""What people are asked for, and plain functions on days; no queries here."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a person may agree to, each by itself; nothing of it is needed for the rest of the portal."""

    REMINDERS = "reminders", _("Reminders by e-mail")
    ADVISERS = "advisers", _("Showing results to an adviser")


ASKED_AT_SIGN_UP = (Purpose.REMINDERS,)


class Where(models.TextChoices):
    """On which page a person agreed or withdrew."""

    SIGN_UP = "sign_up", _("when signing up")
    ACCOUNT = "account", _("on the account page")
    SHARING = "sharing", _("when sharing a result")
    ERASURE = "erasure", _("with the account")


class Reason(models.TextChoices):
    """Why an account is erased."""

    ASKED = "asked", _("the person asked for it")
    DORMANT = "dormant", _("nobody used it for long")


PREVIEW_MINUTES = 10
"""The same person opening the same page again within so many minutes is one look."""


def due_at(asked_at: datetime, days: int) -> datetime:
    """The moment from which an erasure is carried out; until then it can be taken back."""
    return asked_at + timedelta(days=days)


def before(now: datetime, days: int) -> datetime:
    """Older than this is older than so many days."""
    return now - timedelta(days=days)


def parts(ids: list[int], size: int = 1000) -> list[list[int]]:
    """Numbers in order, each once, in parts of at most ``size``."""
    ordered = sorted(set(ids))
    return [ordered[start : start + size] for start in range(0, len(ordered), size)]
