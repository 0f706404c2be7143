"""Local clock times and the elapsed seconds the plan counts in.

Inside a plan a time is the number of seconds that have really passed since the local midnight
that starts its day. On a day without a clock change that is the clock time itself.
"""

import datetime
from bisect import bisect_left
from zoneinfo import ZoneInfo


def elapsed_s(day: datetime.date, clock_s: int, zone: ZoneInfo) -> int:
    """Elapsed seconds since the midnight of `day` when the local clock shows `clock_s`.

    A time that a clock change skips is taken as the moment of the change; one that comes twice,
    as the first.
    """
    midnight = datetime.datetime.combine(day, datetime.time(), zone)
    wall = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(seconds=clock_s)
    before = wall.replace(tzinfo=zone, fold=0).astimezone(datetime.UTC)
    after = wall.replace(tzinfo=zone, fold=1).astimezone(datetime.UTC)
    moment = _moment_of_change(after, before, zone) if after < before else before
    return int((moment - midnight).total_seconds())


def _moment_of_change(
    early: datetime.datetime, late: datetime.datetime, zone: ZoneInfo
) -> datetime.datetime:
    """The first moment after `early` at which the clock is as it is at `late`."""

    def moment(second: int) -> datetime.datetime:
        return early + datetime.timedelta(seconds=second)

    changed = late.astimezone(zone).utcoffset()
    seconds = range(int((late - early).total_seconds()))
    return moment(
        bisect_left(seconds, True, key=lambda s: moment(s).astimezone(zone).utcoffset() == changed)
    )


def local_time(day: datetime.date, time_s: int, zone: ZoneInfo) -> datetime.datetime:
    """The zoned date and time that is `time_s` elapsed seconds after the midnight of `day`."""
    midnight = datetime.datetime.combine(day, datetime.time(), zone).astimezone(datetime.UTC)
    return (midnight + datetime.timedelta(seconds=time_s)).astimezone(zone)
