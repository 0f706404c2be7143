"""Days on which a whole place was closed: nothing was recorded there."""

import datetime

import numpy as np

from domain.demand import DemandHistory
from forecasting.distribution import BoolArray, DoubleArray, IntArray
from forecasting.known_facts import codes_of

_WEEK_DAYS = 7
_MOSTLY = 0.5
_MOST_SHARE = 0.98
"""However often a series has records, the lack of one is no proof alone."""

_MOST_CHANCE = 0.01
"""A day without a record is one of closure where it would be less likely than this if open."""


def recorded_days(history: DemandHistory) -> BoolArray:
    """Days with a record, one of a stock-out too; ``(s, t)``."""
    return history.observed if history.stockout is None else history.observed | history.stockout


def closed_place_days(history: DemandHistory) -> frozenset[tuple[str, datetime.date]]:
    """Place and date of the days on which a place was closed."""
    place, names = codes_of([key.place_id for key in history.keys])
    closed = np.argwhere(closed_days(recorded_days(history), place)).tolist()
    first = history.first_date
    return frozenset((names[row], first + datetime.timedelta(days=day)) for row, day in closed)


def closed_days(recorded: BoolArray, place: IntArray) -> BoolArray:
    """Days on which each place was closed though it is mostly open on that weekday.

    Each series on sale would have had a record with the share of its days of that weekday that
    have one. A place without any record was closed where it is hardly possible that all series
    have none by chance: series that sell rarely, or one series alone, prove nothing.

    Parameters
    ----------
    recorded
        Days with a record, ``(s, t)``.
    place
        Place of each series as a number from 0, none left out; ``(s,)``.

    Returns
    -------
    array
        ``(p, t)``.
    """
    if not recorded.size:
        return np.zeros((int(place.max(initial=-1)) + 1, recorded.shape[1]), np.bool_)
    order, starts = _groups(place)
    chance = np.add.reduceat(_log_chances_of_none(recorded)[order], starts, axis=0)
    return np.asarray(_idle_days(recorded, place) & (chance < np.log(_MOST_CHANCE)))


def shut_days(recorded: BoolArray, place: IntArray) -> BoolArray:
    """Closed days, and idle days of weekdays on which a place hardly ever records; ``(p, t)``."""
    shut = closed_days(recorded, place)
    if not recorded.size:
        return shut
    idle = _idle_days(recorded, place)
    for weekday in range(min(_WEEK_DAYS, recorded.shape[1])):
        days = slice(weekday, None, _WEEK_DAYS)
        rarely_open = idle[:, days].mean(axis=1, keepdims=True) > _MOSTLY
        shut[:, days] |= idle[:, days] & rarely_open
    return shut


def days_on_sale(recorded: BoolArray) -> BoolArray:
    """Days from the first to the last record of each series, ``(s, t)``."""
    begun = np.maximum.accumulate(recorded, axis=1)
    goes_on = np.maximum.accumulate(recorded[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(begun & goes_on)


def _groups(place: IntArray) -> tuple[IntArray, IntArray]:
    """Series in the order of their places, and where in it each place begins."""
    order = np.argsort(place, kind="stable")
    return order, np.searchsorted(place[order], np.arange(int(place.max()) + 1))


def _idle_days(recorded: BoolArray, place: IntArray) -> BoolArray:
    """Days on which no series of a place has a record, for whatever reason; ``(p, t)``."""
    order, starts = _groups(place)
    return np.asarray(~np.logical_or.reduceat(recorded[order], starts, axis=0))


def _log_chances_of_none(recorded: BoolArray) -> DoubleArray:
    """Logarithm of the chance that a series has no record on each day, 0 when not on sale."""
    on_sale = days_on_sale(recorded)
    chances = np.zeros(recorded.shape)
    for weekday in range(min(_WEEK_DAYS, recorded.shape[1])):
        days = slice(weekday, None, _WEEK_DAYS)
        count = on_sale[:, days].sum(axis=1, keepdims=True)
        # The idle day itself is left out of the days that its share is taken from.
        share = (recorded[:, days].sum(axis=1, keepdims=True) + 0.5) / np.maximum(count, 1)
        chance = np.log(1 - np.minimum(share, _MOST_SHARE))
        chances[:, days] = np.where(on_sale[:, days], chance, 0)
    return chances
