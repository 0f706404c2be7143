"""Speeds by kind of day, hour of the clock and class of road, as they are learnt from trips.

A table of speeds has a row for each hour of each kind of day, and a column for each class; its
values are ratios to free flow.
"""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from domain.clock import local_time
from domain.day_kinds import DayKinds
from domain.demand import Holiday
from domain.traffic import WEEKDAY_GROUPS, SpeedProfile
from domain.traffic_day import traffic_day
from domain.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

HOURS = 24
SPEED_ROWS = len(WEEKDAY_GROUPS) * HOURS
"""Rows of a table of speeds: the hours of a Monday to Friday, a Saturday, a Sunday, a holiday."""

LEAST_RATIO, MOST_RATIO = 0.05, 2.0
"""Bounds of a ratio to free flow."""

RATIO_DIGITS = 3

_LAST_S = 2 * SECONDS_PER_DAY
_STEP_S = 900
_UTC = ZoneInfo("UTC")
_TYPICAL_DAYS = tuple(datetime.date(2026, 6, day) for day in (10, 13, 14, 11))
"""A Wednesday, a Saturday, a Sunday, and a Thursday that is taken as a holiday."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HoursOfDay:
    """The hours of a day and the next, in elapsed seconds since the day's midnight.

    Parameters
    ----------
    starts_s
        Start of each of the `b` spans, ascending from 0; the last has no end.
    row
        Row of a table of speeds that holds in each.
    """

    starts_s: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]


def hours_of_day(day: datetime.date, timezone: ZoneInfo, kinds: DayKinds) -> HoursOfDay:
    """The hours of a day and the next, clock changes included."""
    starts_s, rows = [0], [_row(day, 0, timezone, kinds)]
    for time_s in range(_STEP_S, _LAST_S, _STEP_S):
        row = _row(day, time_s, timezone, kinds)
        if row != rows[-1]:
            starts_s.append(time_s)
            rows.append(row)
    return HoursOfDay(
        starts_s=np.array(starts_s, dtype=np.int64), row=np.array(rows, dtype=np.int64)
    )


def _row(day: datetime.date, time_s: int, timezone: ZoneInfo, kinds: DayKinds) -> int:
    local = local_time(day, time_s, timezone)
    return WEEKDAY_GROUPS.index(kinds.kind(local.date())) * HOURS + local.hour


def speeds_in_force(
    profiles: Sequence[SpeedProfile], classes: Sequence[str]
) -> npt.NDArray[np.float64]:
    """The speeds that plans are made with: the profiles', built-in ones where they say nothing.

    Returns
    -------
    A table of speeds, ``(SPEED_ROWS, classes)``; where a profile changes within an hour, the mean.
    """
    speeds = np.empty((SPEED_ROWS, len(classes)))
    holiday = Holiday(date=_TYPICAL_DAYS[-1])
    quarters_s = np.arange(0, SECONDS_PER_DAY, _STEP_S)
    for number, day in enumerate(_TYPICAL_DAYS):
        traffic = traffic_day(day, _UTC, profiles=profiles, holidays=(holiday,))
        bucket = np.searchsorted(traffic.starts_s, quarters_s, side="right") - 1
        column = np.array([traffic.class_of(name) for name in classes])
        ratios = traffic.ratios[np.ix_(bucket, column)]
        by_hour = ratios.reshape(HOURS, -1, len(classes)).mean(axis=1)
        speeds[number * HOURS : (number + 1) * HOURS] = by_hour
    return speeds


def as_profiles(
    speeds: npt.NDArray[np.float64], classes: Sequence[str], kinds: Collection[str]
) -> tuple[SpeedProfile, ...]:
    """A table of speeds as rows of speed profiles, for some kinds of day.

    Ratios are rounded to `RATIO_DIGITS`; hours that follow each other at the same ratio are one
    row, and all hours of a day are covered.
    """
    rounded = np.clip(np.round(speeds, RATIO_DIGITS), LEAST_RATIO, MOST_RATIO)
    rows = []
    for number, kind in enumerate(WEEKDAY_GROUPS):
        if kind not in kinds:
            continue
        for column, name in enumerate(classes):
            by_hour = rounded[number * HOURS : (number + 1) * HOURS, column]
            starts = [0, *(np.flatnonzero(np.diff(by_hour)) + 1).tolist()]
            for start, end in zip(starts, [*starts[1:], HOURS], strict=True):
                rows.append(_profile(name, kind, start, end, float(by_hour[start])))
    return tuple(rows)


def _profile(road_class: str, kind: str, start: int, end: int, ratio: float) -> SpeedProfile:
    return SpeedProfile(
        road_class=road_class,
        weekdays=kind,
        start_time_s=start * SECONDS_PER_HOUR,
        end_time_s=end * SECONDS_PER_HOUR,
        speed_ratio=ratio,
    )
