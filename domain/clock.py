"""Local clock times and the elapsed seconds the plan counts in.

Inside a plan a time is the number of seconds that have really passed since the local midnight
that starts its day. On a day without a clock change that is the clock time itself.
"""

import datetime
from zoneinfo import ZoneInfo


def elapsed_s(day: datetime.date, clock_s: int, zone: ZoneInfo) -> int:
    """Elapsed seconds since the midnight of `day` when the local clock shows `clock_s`.

    A time that a clock change skips is taken as the moment of the change; one that comes twice,
    as the first.
    """
    midnight = datetime.datetime.combine(day, datetime.time(), zone)
    wall = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(seconds=clock_s)
    return int((wall.replace(tzinfo=zone).astimezone(datetime.UTC) - midnight).total_seconds())


def local_time(day: datetime.date, time_s: int, zone: ZoneInfo) -> datetime.datetime:
    """The zoned date and time that is `time_s` elapsed seconds after the midnight of `day`."""
    midnight = datetime.datetime.combine(day, datetime.time(), zone).astimezone(datetime.UTC)
    return (midnight + datetime.timedelta(seconds=time_s)).astimezone(zone)
