"""The last days of a history beside what was forecast for them, and the same for days before.

A forecast is always asked of a view that ends before the days it is for.
"""

from dataclasses import dataclass

import numpy as np

from domain.demand import DemandHistory
from forecasting.distribution import (
    BoolArray,
    Distribution,
    DoubleArray,
    FloatArray,
    level_index,
)
from forecasting.known_facts import KnownFacts, codes_of, known_days
from forecasting.model import Predictor
from forecasting.usable_history import usable_history, view_until

PAST_WINDOWS = 13
"""Spans before the watched one, a year of four weeks each, that say what comes by chance."""

_LEAST_HISTORY_DAYS = 56
_WEEK = 7
_LOW, _HIGH = level_index(0.025), level_index(0.975)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """A span of days beside the forecast made on the day before it.

    Parameters
    ----------
    actual, expected
        Units sold and the mean forecast, ``(s, d)``.
    judged
        Whether the day is judged: recorded, and no named day, closed day or promotion; ``(s, d)``.
    """

    actual: FloatArray
    expected: FloatArray
    judged: BoolArray

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.actual.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WatchedDays:
    """All that alerts are drawn from.

    Parameters
    ----------
    history
        As recorded, up to the last day on which anything was.
    first
        Column of the first watched day.
    now
        The watched days, forecast from before them.
    latest
        The same days, each forecast at most a week ahead.
    low, high
        The 95 % band, as wide as the wider of both forecasts has it; ``(s, d)``.
    past
        Spans of the same length before them, the latest first.
    """

    history: DemandHistory
    first: int
    now: Window
    latest: Window
    low: FloatArray
    high: FloatArray
    past: tuple[Window, ...]


def watched_days(
    history: DemandHistory, predictor: Predictor, days: int, facts: KnownFacts | None
) -> WatchedDays | None:
    """Ask for all the forecasts that alerts need; None where the history is too short.

    With `PAST_WINDOWS` these are some 17 forecasts of all series.

    Parameters
    ----------
    history
        As recorded, up to the last day on which anything was.
    predictor
        Forecasts `days` days or more.
    days
        Days to watch.
    facts
        Names the holidays, closed days and promotions, which are not judged.
    """
    first = history.days - days
    if first < _LEAST_HISTORY_DAYS or not len(history.keys):
        return None
    recorded = usable_history(history)
    judged = recorded.observed & ~_special_days(history, facts)

    def asked(origin: int) -> Distribution:
        known = usable_history(view_until(history, origin))
        return predictor(known, np.arange(len(history.keys))).first_days(days)

    def window(origin: int, expected: FloatArray) -> Window:
        span = slice(origin, origin + days)
        # Of a series that has just begun nobody knows what is usual.
        is_known = recorded.observed[:, :origin].sum(axis=1) >= _LEAST_HISTORY_DAYS
        counted = judged[:, span] & is_known[:, None]
        return Window(actual=recorded.units[:, span], expected=expected, judged=counted)

    origins = [first - days * back for back in range(1, PAST_WINDOWS + 1)]
    now = asked(first)
    latest = _latest(
        [now, *(asked(day) for day in range(first + _WEEK, history.days, _WEEK))], days
    )
    return WatchedDays(
        history=history,
        first=first,
        now=window(first, now.mean),
        latest=window(first, latest.mean),
        low=np.minimum(now.quantiles[..., _LOW], latest.quantiles[..., _LOW]),
        high=np.maximum(now.quantiles[..., _HIGH], latest.quantiles[..., _HIGH]),
        past=tuple(
            window(origin, asked(origin).mean)
            for origin in origins
            if origin >= _LEAST_HISTORY_DAYS
        ),
    )


def _latest(weekly: list[Distribution], days: int) -> Distribution:
    """The first week of each forecast, one after the other."""
    return Distribution(
        mean=np.concatenate([one.mean[:, :_WEEK] for one in weekly], axis=1)[:, :days],
        quantiles=np.concatenate([one.quantiles[:, :_WEEK] for one in weekly], axis=1)[:, :days],
    )


def _special_days(history: DemandHistory, facts: KnownFacts | None) -> BoolArray:
    """Named days, those in their reach, closed ones and promotions, ``(s, t)``."""
    if facts is None:
        return history.promoted
    place, names = codes_of([key.place_id for key in history.keys])
    known = known_days(history, facts, names, 0)
    named = (known.event > 0) | known.holiday.any(axis=2) | (known.open == 0)
    promoted = known.promotion[..., 0] > 0
    return np.asarray(named[place] | promoted)


def recorded_share(history: DemandHistory, behind: int) -> DoubleArray:
    """Share of days with a record on each weekday of the year before a column, ``(s, 7)``.

    The weekday of column 0 is 0. Half a record is added, so that no share is nothing or all.
    """
    first = max(behind - 364, 0)
    weekday = np.arange(first, behind) % _WEEK
    recorded = history.observed[:, first:behind]
    return np.stack(
        [
            (recorded[:, weekday == day].sum(axis=1) + 0.5) / ((weekday == day).sum() + 1.0)
            for day in range(_WEEK)
        ],
        axis=1,
    )
