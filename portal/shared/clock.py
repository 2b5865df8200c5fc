"""The portal's clock: moments are aware, days are those of Vietnam."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The business day in Vietnam, whatever the server's zone."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The day in Vietnam at an aware moment."""
    return moment.astimezone(VIETNAM).date()
