"""What is known beside the history, also for days to come: calendar, holidays, promotions."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from domain.demand import DemandHistory, Holiday, Promotion, SeriesKey
from forecasting.distribution import FloatArray, IntArray

EVENT_REACH_DAYS = 3
"""Days before and after a named day whose demand it moves."""

_EMBEDDED_REACH_DAYS = 1
_YEARLY_WAVES = 3
_REPEAT_DAYS = 28
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFacts:
    """What is known beside the demand history.

    Parameters
    ----------
    item_groups
        Item -> category; an item left out is a category of its own.
    place_regions
        Place -> region, for holidays of a region; a place left out is a region of its own.
    promotions
        Promotions past and planned; the scope is an item, a category, a place or ``*``.
    holidays
        Days unlike their weekday, past and to come, and make-up working days.
    year_seen
        Whether the history covers a year, so that its season may be carried on.
    """

    item_groups: Mapping[str, str] = field(default_factory=dict)
    place_regions: Mapping[str, str] = field(default_factory=dict)
    promotions: Sequence[Promotion] = ()
    holidays: Sequence[Holiday] = ()
    year_seen: bool = True

    def group_of(self, item_id: str) -> str:
        """Category of an item."""
        return self.item_groups.get(item_id) or item_id

    def region_of(self, place_id: str) -> str:
        """Region of a place."""
        return self.place_regions.get(place_id) or place_id

    def fingerprint(self) -> str:
        """SHA-256 of all of it."""
        parts = (
            sorted(self.item_groups.items()),
            sorted(self.place_regions.items()),
            self.year_seen,
            [repr(promotion) for promotion in self.promotions],
            [repr(holiday) for holiday in self.holidays],
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownDays:
    """The facts as arrays over the days of a history and the horizon after it.

    Parameters
    ----------
    calendar
        Weekday, time of year, place in the month; the same for all series, ``(t + h, c)``.
    holiday
        Holiday, make-up working day, eve of a holiday; by place, ``(p, t + h, 3)``.
    event
        0, or a number for a named day, its eve or its morrow; by place, ``(p, t + h)``.
    event_count
        One more than the largest number in `event`.
    analogue
        The like day of the past: the last time of the same named day, else the same date a year
        before; -1 where there is none; by place, ``(p, t + h)``.
    promotion
        Whether there is a promotion, and its discount as a share; ``(s, t + h, 2)``.
    """

    calendar: FloatArray
    holiday: FloatArray
    event: IntArray
    event_count: int
    analogue: IntArray
    promotion: FloatArray


def known_days(
    history: DemandHistory, facts: KnownFacts, places: Sequence[str], horizon_days: int
) -> KnownDays:
    """The facts of every day of a history and of the horizon after it.

    Parameters
    ----------
    history
        The history as known at the forecast date.
    facts
        What is known beside it.
    places
        Places in the order wanted.
    horizon_days
        Days after the history.
    """
    dates = [
        history.first_date + datetime.timedelta(days=day)
        for day in range(history.days + horizon_days)
    ]
    names = sorted({holiday.name for holiday in facts.holidays if holiday.name})
    regions = {holiday.region_id for holiday in facts.holidays}
    marked = [frozenset({"", place, facts.region_of(place)} & regions) for place in places]
    days = {here: _days_at(here, facts, dates, names) for here in set(marked)}
    shape = (len(places), len(dates))
    return KnownDays(
        calendar=_calendar(dates, facts.year_seen),
        holiday=np.array([days[here][0] for here in marked], np.float32).reshape(*shape, 3),
        event=np.array([days[here][1] for here in marked], np.int64).reshape(shape),
        event_count=1 + len(names) * (2 * _EMBEDDED_REACH_DAYS + 1),
        analogue=np.array([days[here][2] for here in marked], np.int64).reshape(shape),
        promotion=_promotion(history, facts, len(dates)),
    )


def _days_at(
    regions: frozenset[str],
    facts: KnownFacts,
    dates: Sequence[datetime.date],
    names: Sequence[str],
) -> tuple[FloatArray, IntArray, IntArray]:
    """Flags, event numbers and analogues where the holidays of these regions hold."""
    holidays = {holiday.date: holiday for holiday in facts.holidays if holiday.region_id in regions}
    return (
        _holiday_flags(holidays, dates),
        _event_numbers(holidays, dates, names),
        _analogues(holidays, dates),
    )


def _calendar(dates: Sequence[datetime.date], year_seen: bool) -> FloatArray:
    """Weekday (7), waves of the year, and first, last and share of the month."""
    weekday = np.eye(7)[[date.weekday() for date in dates]] if dates else np.zeros((0, 7))
    day = np.array([date.day for date in dates], np.float64)
    year_share = np.array([date.timetuple().tm_yday for date in dates]) / 365.25
    angles = 2 * np.pi * np.outer(year_share, np.arange(1, _YEARLY_WAVES + 1))
    # Seen for less than a year, a season would be carried on blindly.
    waves = np.concatenate([np.sin(angles), np.cos(angles)], axis=1) * year_seen
    columns = (weekday, waves, np.stack([day <= 3, day >= 28, day / 31], axis=1))
    return np.concatenate(columns, axis=1).astype(np.float32)


def _holiday_flags(
    holidays: Mapping[datetime.date, Holiday], dates: Sequence[datetime.date]
) -> FloatArray:
    flags = np.zeros((len(dates), 3), np.float32)
    for day, date in enumerate(dates):
        today, tomorrow = holidays.get(date), holidays.get(date + datetime.timedelta(days=1))
        if today is not None:
            flags[day, 1 if today.working else 0] = 1
        if tomorrow is not None and not tomorrow.working:
            flags[day, 2] = 1
    return flags


def _nearest_named(
    holidays: Mapping[datetime.date, Holiday], date: datetime.date, reach: int
) -> tuple[datetime.date, int] | None:
    """The named day nearest to a date, and how many days after it the date lies."""
    for distance in range(reach + 1):
        for offset in (-distance, distance):
            named = date - datetime.timedelta(days=offset)
            if named in holidays and holidays[named].name:
                return named, offset
    return None


def _event_numbers(
    holidays: Mapping[datetime.date, Holiday], dates: Sequence[datetime.date], names: Sequence[str]
) -> IntArray:
    numbers = np.zeros(len(dates), np.int64)
    order = {name: index for index, name in enumerate(names)}
    width = 2 * _EMBEDDED_REACH_DAYS + 1
    for day, date in enumerate(dates) if holidays else ():
        nearest = _nearest_named(holidays, date, _EMBEDDED_REACH_DAYS)
        if nearest is not None:
            name = order[holidays[nearest[0]].name]
            numbers[day] = 1 + name * width + nearest[1] + _EMBEDDED_REACH_DAYS
    return numbers


def _analogues(
    holidays: Mapping[datetime.date, Holiday], dates: Sequence[datetime.date]
) -> IntArray:
    """For each date the position of its like day of the past, -1 where there is none."""
    position = {date: day for day, date in enumerate(dates)}
    last_times = _last_times(holidays)
    found = np.full(len(dates), -1, np.int64)
    for day, date in enumerate(dates):
        like = _year_before(date)
        nearest = _nearest_named(holidays, date, EVENT_REACH_DAYS) if holidays else None
        if nearest is not None and nearest[0] in last_times:
            like = last_times[nearest[0]] + datetime.timedelta(days=nearest[1])
        found[day] = position.get(like, -1)
    return found


def _last_times(holidays: Mapping[datetime.date, Holiday]) -> dict[datetime.date, datetime.date]:
    """For each named day the last time it came before, the k-th day of a feast for the k-th."""
    earlier: dict[tuple[str, int], list[datetime.date]] = defaultdict(list)
    last: dict[datetime.date, datetime.date] = {}
    ordinal, before = 0, datetime.date.min
    for date in sorted(date for date in holidays if holidays[date].name):
        follows = (date - before).days == 1 and holidays[before].name == holidays[date].name
        ordinal = ordinal + 1 if follows else 0
        times = earlier[holidays[date].name, ordinal]
        if times and (date - times[-1]).days >= _REPEAT_DAYS:
            last[date] = times[-1]
        times.append(date)
        before = date
    return last


def _year_before(date: datetime.date) -> datetime.date:
    if (date.month, date.day) == (2, 29):
        return datetime.date(date.year - 1, 2, 28)
    return date.replace(year=date.year - 1)


def _promotion(history: DemandHistory, facts: KnownFacts, days: int) -> FloatArray:
    promotion = np.zeros((len(history.keys), days, 2), np.float32)
    promotion[:, : history.days, 0] = history.promoted
    rows = _rows_by_scope(history.keys, facts)
    for planned in facts.promotions:
        first = max((planned.start_date - history.first_date).days, 0)
        behind = min((planned.end_date - history.first_date).days + 1, days)
        if first < behind and planned.scope in rows:
            span = promotion[rows[planned.scope], first:behind]
            strength = np.array([1.0, planned.discount_pct / 100], np.float32)
            promotion[rows[planned.scope], first:behind] = np.maximum(span, strength)
    return promotion


def _rows_by_scope(keys: Sequence[SeriesKey], facts: KnownFacts) -> dict[str, IntArray]:
    """Rows of the series that each possible scope of a promotion means."""
    rows: dict[str, set[int]] = defaultdict(set)
    for row, key in enumerate(keys):
        group = facts.group_of(key.item_id)
        for scope in (key.item_id, group, key.place_id, EVERYWHERE):
            rows[scope].add(row)
    return {scope: np.array(sorted(found)) for scope, found in rows.items()}


def codes_of(names: Sequence[str]) -> tuple[IntArray, tuple[str, ...]]:
    """Numbers for names, in alphabetical order, and the names behind the numbers."""
    known = tuple(sorted(set(names)))
    number = {name: code for code, name in enumerate(known)}
    return np.array([number[name] for name in names], np.int64), known
