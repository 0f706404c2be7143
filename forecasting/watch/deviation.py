"""How far what was sold is from what was expected, and how often it is so far by chance.

Distances are between square roots: so counts of any size, a few a week or thousands a day, vary
by much the same. Each is measured by what the same series usually deviates, and what is usual
among such figures is counted on the year before.

References
----------
Bartlett, M. S. (1936). The square root transformation in analysis of variance. Supplement to the
Journal of the Royal Statistical Society 3.
"""

from dataclasses import dataclass

import numpy as np

from forecasting.distribution import BoolArray, DoubleArray, FloatArray, IntArray
from forecasting.watch.chance import chance_of
from forecasting.watch.watched_days import WatchedDays, Window

UP, DOWN = 1, -1
"""Directions: more than expected, or less."""

SHIFT_DAYS = (10, 14, 21)
"""Lengths of the spans over which a level is compared with the one expected."""

_LEAST_WINDOWS = 3
_COMMON_DAYS = 5.0
_COMMON_WINDOWS = 2.0
_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sign:
    """The most unusual span of days of each series.

    Parameters
    ----------
    first, behind
        Its first day and the day behind it, among the watched days, ``(s,)``.
    chance
        How often as much comes by chance, ``(s,)``; 1 where there is nothing.
    """

    first: IntArray
    behind: IntArray
    chance: DoubleArray


def day_chances(watched: WatchedDays, direction: int) -> DoubleArray:
    """Chance of days so far above (`UP`) or below (`DOWN`) expectation, ``(s, d)``.

    It is 1 on days not judged.

    A day is as unusual as the kinder of two forecasts says, one from before all the watched days
    and one from at most a week before: the first knows no new level yet, the second has taken any
    oddity of the weeks before for usual. It must be outside the 95 % band of both, and further
    off than any day of the year before.
    """
    scale = _day_scale(watched)
    off = [direction * _deviation(one) / scale for one in (watched.now, watched.latest)]
    past = [direction * _deviation(window) / scale for window in watched.past]
    figure = np.minimum(*off)
    actual = watched.now.actual
    outside = actual > watched.high if direction == UP else actual < watched.low
    for window in past:
        outside &= figure > window.max(axis=1, keepdims=True)
    judged = [figures[window.judged] for figures, window in zip(past, watched.past, strict=True)]
    return np.where(watched.now.judged & outside, chance_of(figure, judged), 1.0)


def no_sales(watched: WatchedDays) -> Sign:
    """Recorded days on end without a sale.

    Each adds half the square of its distance, as it would to the logarithm of its chance.
    """
    half_square = 0.5 / _day_scale(watched) ** 2

    def silence(window: Window) -> tuple[DoubleArray, IntArray, IntArray]:
        nothing = window.judged & (window.actual <= 0)
        gain = np.where(nothing, np.maximum(window.expected, 0) * half_square, 0.0)
        return _largest_run(gain, window.judged & ~nothing)

    figure, first, behind = silence(watched.now)
    chance = chance_of(figure, [silence(window)[0] for window in watched.past])
    return Sign(first=first, behind=behind, chance=np.where(behind - first > 1, chance, 1.0))


def level_shifts(watched: WatchedDays, direction: int) -> Sign:
    """The span of `SHIFT_DAYS` most above (`UP`) or below (`DOWN`) what was forecast before it.

    The moving sums of the residuals of a forecast, as in Chu, Hornik and Kuan (1995), MOSUM tests
    for parameter constancy, Biometrika 82; but their limits are counted, as forecast errors last.
    """
    figure, first, behind = _shift(watched.now, direction)
    nothing = Sign(first=first, behind=behind, chance=np.ones(len(figure)))
    if len(watched.past) < _LEAST_WINDOWS:
        return nothing
    up, down = (np.stack([_shift(window, way)[0] for window in watched.past]) for way in (UP, DOWN))
    square = np.maximum(up, down) ** 2
    common, windows = _COMMON_WINDOWS * square.mean(), len(square)
    scale = np.sqrt((square.sum(axis=0) + common) / (windows + _COMMON_WINDOWS)) + _SMALLEST
    # A past span is measured by the others, as the watched one is.
    others = square.sum(axis=0) - square
    past_scale = np.sqrt((others + common) / (windows - 1 + _COMMON_WINDOWS)) + _SMALLEST
    past = (up if direction == UP else down) / past_scale
    chance = chance_of(figure / scale, list(past))
    return Sign(first=first, behind=behind, chance=np.where(figure > 0, chance, 1.0))


def _deviation(window: Window) -> DoubleArray:
    """Square root of what was sold less that of what was expected, 0 where not judged."""
    apart = _root(window.actual) - _root(window.expected)
    return np.where(window.judged, apart, 0.0)


def _root(units: FloatArray | DoubleArray) -> DoubleArray:
    return np.sqrt(np.maximum(units.astype(np.float64), 0.0))


def _day_scale(watched: WatchedDays) -> DoubleArray:
    """Usual deviation of a day of each series, ``(s, 1)``."""
    square = np.zeros(len(watched.now.actual))
    days = np.zeros_like(square)
    for window in watched.past:
        square += (_deviation(window) ** 2).sum(axis=1)
        days += window.judged.sum(axis=1)
    common = square.sum() / max(days.sum(), 1)
    scale = np.sqrt((square + _COMMON_DAYS * common) / (days + _COMMON_DAYS)) + _SMALLEST
    return np.asarray(scale[:, None])


def _shift(window: Window, direction: int) -> tuple[DoubleArray, IntArray, IntArray]:
    """Largest distance of a span in a direction, its first day and the day behind it, ``(s,)``."""
    sold = _sums(np.where(window.judged, window.actual, 0.0))
    usual = _sums(np.where(window.judged, window.expected, 0.0))
    figure = np.zeros(len(sold))
    first = np.zeros(len(sold), np.int64)
    behind = np.zeros_like(first)
    for days in SHIFT_DAYS:
        if days > window.days:
            continue
        apart = direction * (
            _root(sold[:, days:] - sold[:, :-days]) - _root(usual[:, days:] - usual[:, :-days])
        )
        start = np.argmax(apart, axis=1)
        best = np.take_along_axis(apart, start[:, None], axis=1)[:, 0]
        better = best > figure
        figure = np.where(better, best, figure)
        first = np.where(better, start, first)
        behind = np.where(better, start + days, behind)
    return figure, first, behind


def _sums(values: DoubleArray) -> DoubleArray:
    return np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))


def _largest_run(gain: DoubleArray, ends: BoolArray) -> tuple[DoubleArray, IntArray, IntArray]:
    """The run of days whose gains add up to most, its first day and the day behind it, ``(s,)``."""
    series, days = gain.shape
    total, start = np.zeros(series), np.zeros(series, np.int64)
    figure, first, behind = np.zeros(series), np.zeros(series, np.int64), np.zeros(series, np.int64)
    for day in range(days):
        start = np.where(total <= 0, day, start)
        total = np.where(ends[:, day], 0.0, total + gain[:, day])
        better = total > figure
        figure = np.where(better, total, figure)
        first = np.where(better, start, first)
        behind = np.where(better, day + 1, behind)
    return figure, first, behind
