"""From futures of demand to the points of cumulative demand that a stock problem holds.

The futures of a day are sorted and cut into cells of given probability; the mean of a cell stands
for it, so that the points have the mean of the futures. Cells are narrower towards both ends,
where shortage and overstock are decided.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from domain.stock_problem import Floats, Whole

Futures = npt.NDArray[np.float32]
_Real = TypeVar("_Real", np.float32, np.float64)

CELL_EDGES = (
    np.array([0, 1, 3, 6, 10, 15, 22, 30, 38, 46, 54, 62, 70, 78, 85, 90, 94, 97, 99, 100]) / 100.0
)
WEIGHTS: Floats = np.diff(CELL_EDGES)
"""Probability of each point; the same for all series."""

RATE_DAYS = 7
"""Last days of the horizon whose mean daily demand goes on after it."""

_CHUNK_ENTRIES = 4_000_000
_SEED = 11


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CumulativeDemand:
    """Demand of each series from day 0 to the end of each day.

    Parameters
    ----------
    points
        Rising along the last axis and never falling over the days, ``(m, t, j)``.
    mean
        Expected units without what uncertain lead times add, ``(m, t)``.
    """

    points: Futures
    mean: Floats


def cumulative_demand(
    paths: Futures, rows: Whole, *, shipped: Whole, lead_days: Whole, lead_sd_days: Floats
) -> CumulativeDemand:
    """Cumulative demand of every series that is planned.

    What is shipped on day 0 is taken off that day's demand, down to nothing. Goods that come a day
    late must last a day longer: from the first day on which goods ordered now can come, each future
    is read later, or earlier, by a delay drawn for it.

    Parameters
    ----------
    paths
        Futures of each series forecast, ``(s, p, t)``.
    rows
        Row of `paths` of each series planned, or -1 where it has no demand; ``(m,)``.
    shipped
        Units shipped on day 0, ``(m,)``.
    lead_days, lead_sd_days
        Days until what is ordered on day 0 comes, and their standard deviation; ``(m,)``.
    """
    _, count, days = paths.shape
    points = np.zeros((len(rows), days, len(WEIGHTS)), dtype=np.float32)
    mean = np.zeros((len(rows), days))
    cells, delay_scores = _cells(count), _delay_scores(count)
    for series in _chunks(np.flatnonzero(rows >= 0), count * days):
        cumulated = _cumulated(paths[rows[series]], shipped[series])
        mean[series] = cumulated.mean(axis=2)
        for lead, sd in _uncertain_leads(lead_days[series], lead_sd_days[series]):
            alike = (lead_days[series] == lead) & (lead_sd_days[series] == sd)
            delays = np.rint(sd * delay_scores).astype(np.int64)
            cumulated[alike] = _delayed(cumulated[alike], lead, delays)
        cumulated.sort(axis=2)
        # Futures read early may fall, and rounding may turn equal neighbours round.
        reduced = np.maximum.accumulate(cumulated @ cells, axis=2)
        points[series] = np.maximum.accumulate(reduced, axis=1)
    return CumulativeDemand(points=points, mean=mean)


def extended_mean(mean: Floats, more_days: int) -> Floats:
    """Cumulative demand over some days more, at the mean rate of the last; ``(m, t + more)``."""
    rate = _last_rate(mean)[:, None]
    beyond = mean[:, -1:] + rate * np.arange(1, more_days + 1)
    return np.concatenate([mean, beyond], axis=1)


def _last_rate(cumulated: npt.NDArray[_Real]) -> npt.NDArray[_Real]:
    """Mean daily units of the last days, where days are the second axis."""
    days = cumulated.shape[1]
    span = min(RATE_DAYS, days)
    units = cumulated[:, -1].copy()
    if days > span:
        units -= cumulated[:, -1 - span]
    units /= span
    return units


def _cumulated(paths: Futures, shipped: Whole) -> Futures:
    """Demand to the end of each day, ``(c, t, p)``, less what is shipped on day 0."""
    # In the order of memory in which futures of a day stand together, to be sorted later.
    daily: Futures = np.maximum(paths.transpose(0, 2, 1), 0, order="C")
    daily[:, 0] = np.maximum(daily[:, 0] - shipped[:, None].astype(np.float32), 0)
    np.cumsum(daily, axis=1, out=daily)
    return daily


def _uncertain_leads(lead_days: Whole, lead_sd_days: Floats) -> set[tuple[int, float]]:
    """Every lead time with its standard deviation, where it has one."""
    pairs = zip(lead_days.tolist(), lead_sd_days.tolist(), strict=True)
    return {(lead, sd) for lead, sd in pairs if sd > 0}


def _delayed(cumulated: Futures, lead_days: int, delays: Whole) -> Futures:
    """Futures of some series, ``(c, t, p)``, each read later by its delay from the lead time on."""
    _, days, count = cumulated.shape
    day = np.arange(days)[:, None]
    read = np.where(day < lead_days, day, np.maximum(day + delays, 0))
    within = np.minimum(read, days - 1)
    flat = (within * count + np.arange(count)).ravel()
    delayed = np.empty_like(cumulated)
    rows = len(cumulated)
    np.take(cumulated.reshape(rows, -1), flat, axis=1, out=delayed.reshape(rows, -1))
    later = np.flatnonzero((read > within).any(axis=1))
    beyond = (read - within)[later].astype(np.float32)
    delayed[:, later] += beyond * _last_rate(cumulated)[:, None]
    return delayed


def _delay_scores(count: int) -> Floats:
    """Evenly likely standard normal values, in an order that has nothing to do with demand."""
    inverse = NormalDist().inv_cdf
    scores = np.array([inverse((i + 0.5) / count) for i in range(count)])
    return np.random.default_rng(_SEED).permutation(scores)


def _cells(count: int) -> Futures:
    """Share of each of `count` sorted futures in the mean of each cell, ``(p, j)``."""
    edges = np.arange(count + 1)[:, None] / count
    low, high = np.maximum(edges[:-1], CELL_EDGES[:-1]), np.minimum(edges[1:], CELL_EDGES[1:])
    shares: Floats = np.maximum(high - low, 0) / WEIGHTS
    return shares.astype(np.float32)


def _chunks(series: Whole, entries_each: int) -> Iterator[Whole]:
    """Series in groups that together need little memory."""
    size = max(1, _CHUNK_ENTRIES // max(1, entries_each))
    for start in range(0, len(series), size):
        yield series[start : start + size]
