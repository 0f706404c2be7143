"""What is known beside the history, also for days to come: calendar, events, promotions, prices."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from domain.demand import DemandHistory, Holiday, Promotion, SeriesKey
from domain.geo import Location
from forecasting.distribution import DoubleArray, FloatArray, IntArray
from forecasting.recent_level import price_ratio

EVENT_REACH_DAYS = 3
"""Days before and after a named day for which the same named day of the past is the like day."""

_YEARLY_WAVES = 3
_REPEAT_DAYS = 28
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReach:
    """How many days before and after a named day its demand is unlike any other day's.

    A sale such as Double 11 is bought ahead of and missed afterwards: it may be given a week on
    either side. A plain holiday moves its eve and its morrow.
    """

    days_before: int = 1
    days_after: int = 1

    def __post_init__(self) -> None:
        if min(self.days_before, self.days_after) < 0:
            raise ValueError("An event cannot reach a negative number of days.")


_USUAL_REACH = EventReach()


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
    event_reaches
        Name of a holiday -> how far it reaches; one day before and after where left out.
    closed_days
        Place (or ``*``) and date of days on which nothing can be sold, past and to come.
    place_locations
        Place -> where it is; places near each other are neighbours.
    planned_prices
        Prices by series and date, past and to come; what a model may know of the days ahead.
    """

    item_groups: Mapping[str, str] = field(default_factory=dict)
    place_regions: Mapping[str, str] = field(default_factory=dict)
    promotions: Sequence[Promotion] = ()
    holidays: Sequence[Holiday] = ()
    year_seen: bool = True
    event_reaches: Mapping[str, EventReach] = field(default_factory=dict)
    closed_days: frozenset[tuple[str, datetime.date]] = frozenset()
    place_locations: Mapping[str, Location] = field(default_factory=dict)
    planned_prices: Mapping[SeriesKey, Mapping[datetime.date, float]] = field(default_factory=dict)

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
            sorted((name, repr(reach)) for name, reach in self.event_reaches.items()),
            sorted(self.closed_days),
            sorted(self.place_locations.items()),
            sorted((repr(key), sorted(days.items())) for key, days in self.planned_prices.items()),
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
    open
        1 where a place can sell, 0 on its closed days; ``(p, t + h)``.
    event
        0, or a number for a named day or one within its reach; by place, ``(p, t + h)``.
    event_count
        One more than the largest number in `event`.
    analogue
        The like day of the past: the last time of the same named day, else the same date a year
        before; -1 where there is none; by place, ``(p, t + h)``.
    promotion
        Whether there is a promotion, and its discount as a share; ``(s, t + h, 2)``.
    price
        Logarithm of the planned price over its usual one; ``(s, t + h)``, None without any.
    """

    calendar: FloatArray
    holiday: FloatArray
    open: FloatArray
    event: IntArray
    event_count: int
    analogue: IntArray
    promotion: FloatArray
    price: FloatArray | None


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
    regions = {holiday.region_id for holiday in facts.holidays}
    marked = [frozenset({"", place, facts.region_of(place)} & regions) for place in places]
    numbers, event_count = _event_offsets(facts)
    days = {here: _days_at(here, facts, dates, numbers) for here in set(marked)}
    shape = (len(places), len(dates))
    return KnownDays(
        calendar=_calendar(dates, facts.year_seen),
        holiday=np.array([days[here][0] for here in marked], np.float32).reshape(*shape, 3),
        open=open_days(facts, places, dates[0], len(dates))
        if dates
        else np.ones(shape, np.float32),
        event=np.array([days[here][1] for here in marked], np.int64).reshape(shape),
        event_count=event_count,
        analogue=np.array([days[here][2] for here in marked], np.int64).reshape(shape),
        promotion=_promotion(history, facts, len(dates)),
        price=_planned_price(history, facts, len(dates)),
    )


def open_days(
    facts: KnownFacts, places: Sequence[str], first_date: datetime.date, days: int
) -> FloatArray:
    """1 where a place can sell, 0 on its closed days; ``(places, days)``.

    Parameters
    ----------
    facts
        What is known.
    places
        Places in the order wanted.
    first_date
        Date of the first column.
    days
        Number of columns.
    """
    found = np.ones((len(places), days), np.float32)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, place in enumerate(places):
        rows[place].append(row)
    rows[EVERYWHERE] = list(range(len(places)))
    for place, date in facts.closed_days:
        day = (date - first_date).days
        if 0 <= day < days:
            found[rows.get(place, []), day] = 0
    return found


def _event_offsets(facts: KnownFacts) -> tuple[dict[str, int], int]:
    """The number of the first day that each event reaches, and one more than the largest."""
    first: dict[str, int] = {}
    behind = 1
    for name in sorted({holiday.name for holiday in facts.holidays if holiday.name}):
        reach = _reach_of(facts, name)
        first[name] = behind
        behind += reach.days_before + 1 + reach.days_after
    return first, behind


def _reach_of(facts: KnownFacts, name: str) -> EventReach:
    return facts.event_reaches.get(name, _USUAL_REACH)


def _days_at(
    regions: frozenset[str],
    facts: KnownFacts,
    dates: Sequence[datetime.date],
    numbers: Mapping[str, int],
) -> tuple[FloatArray, IntArray, IntArray]:
    """Flags, event numbers and analogues where the holidays of these regions hold."""
    holidays = {holiday.date: holiday for holiday in facts.holidays if holiday.region_id in regions}
    return (
        _holiday_flags(holidays, dates),
        _event_numbers(holidays, dates, numbers, facts),
        _analogues(holidays, dates, facts),
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
    holidays: Mapping[datetime.date, Holiday],
    date: datetime.date,
    reaches: Mapping[str, EventReach],
) -> tuple[datetime.date, int] | None:
    """The nearest named day that reaches a date, and how many days after it the date lies."""
    farthest = max(max(reach.days_before, reach.days_after) for reach in reaches.values())
    for distance in range(farthest + 1):
        for offset in (-distance, distance):
            named = date - datetime.timedelta(days=offset)
            if named in holidays and holidays[named].name:
                reach = reaches[holidays[named].name]
                if -reach.days_before <= offset <= reach.days_after:
                    return named, offset
    return None


def _event_numbers(
    holidays: Mapping[datetime.date, Holiday],
    dates: Sequence[datetime.date],
    numbers: Mapping[str, int],
    facts: KnownFacts,
) -> IntArray:
    found = np.zeros(len(dates), np.int64)
    reaches = {name: _reach_of(facts, name) for name in numbers}
    for day, date in enumerate(dates) if numbers else ():
        nearest = _nearest_named(holidays, date, reaches)
        if nearest is not None:
            name = holidays[nearest[0]].name
            found[day] = numbers[name] + nearest[1] + reaches[name].days_before
    return found


def _analogues(
    holidays: Mapping[datetime.date, Holiday], dates: Sequence[datetime.date], facts: KnownFacts
) -> IntArray:
    """For each date the position of its like day of the past, -1 where there is none."""
    position = {date: day for day, date in enumerate(dates)}
    last_times = _last_times(holidays)
    reaches = {}
    for name in {holiday.name for holiday in holidays.values() if holiday.name}:
        reach = _reach_of(facts, name)
        reaches[name] = EventReach(
            days_before=max(reach.days_before, EVENT_REACH_DAYS),
            days_after=max(reach.days_after, EVENT_REACH_DAYS),
        )
    found = np.full(len(dates), -1, np.int64)
    for day, date in enumerate(dates):
        like = _year_before(date)
        nearest = _nearest_named(holidays, date, reaches) if reaches else None
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


def _planned_price(history: DemandHistory, facts: KnownFacts, days: int) -> FloatArray | None:
    """Planned prices over their own usual one; the plan alone, so that no sale is read."""
    if not facts.planned_prices:
        return None
    prices: DoubleArray = np.full((len(history.keys), days), np.nan)
    for row, key in enumerate(history.keys):
        for date, price in facts.planned_prices.get(key, {}).items():
            day = (date - history.first_date).days
            if 0 <= day < days:
                prices[row, day] = price
    return price_ratio(prices)


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
