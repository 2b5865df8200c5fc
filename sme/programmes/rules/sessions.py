"""Sessions: who has a place, when one may still sign up, and a calendar's text."""

from datetime import UTC, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken

EARLY = timedelta(minutes=30)  # so long before it begins attendance may be written


class SignUpState(models.TextChoices):
    """Where a sign-up stands."""

    GOING = "going", _("comes")
    WAITING = "waiting", _("waits for a place")
    OFF = "off", _("does not come")


class AttendedBy(models.TextChoices):
    """How it was written down that somebody was there."""

    LIST = "list", _("by the officer's list")
    CODE = "code", _("by the code on the phone")


def check_session(starts_at: datetime, ends_at: datetime, place: str, online_url: str) -> None:
    """Refuses an end before the beginning, more than a day, and a session that is nowhere."""
    if ends_at <= starts_at:
        raise RuleBroken("session_order", _("It has to end after it begins."), "ends_at")
    if (ends_at - starts_at).days >= 1:
        raise RuleBroken("session_long", _("A session is shorter than a day."), "ends_at")
    if not place and not online_url:
        raise RuleBroken("session_nowhere", _("Say where: a place, or an address online."), "place")


def calendar(
    uid: str, title: str, starts_at: datetime, ends_at: datetime, place: str, words: str
) -> str:
    """One event as phones take it into their calendar (iCalendar, RFC 5545)."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sen So//Sessions//VI", "BEGIN:VEVENT",
        f"UID:{uid}", f"DTSTAMP:{_moment(starts_at)}", f"DTSTART:{_moment(starts_at)}",
        f"DTEND:{_moment(ends_at)}", f"SUMMARY:{_escaped(title)}", f"LOCATION:{_escaped(place)}",
        f"DESCRIPTION:{_escaped(words)}", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """At most 75 octets a line, cut between letters; further lines begin with a space."""
    parts, now = [], ""
    for letter in line:
        if len((now + letter).encode()) > 74:
            parts.append(now)
            now = " "
        now += letter
    return [*parts, now]
