"""The business day is Vietnam's, whatever the server's zone."""

from datetime import UTC, date, datetime

import time_machine

from portal.shared import clock


def test_the_year_ends_seven_hours_earlier_than_in_utc():
    with time_machine.travel(datetime(2026, 12, 31, 16, 59, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 12, 31)
    with time_machine.travel(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), tick=False):
        assert clock.today() == date(2027, 1, 1)
        assert clock.local_day(clock.now()) == date(2027, 1, 1)
