"""Width of the distributions, put right by how often past forecasts held.

The correction is one factor on the distance of the quantiles from the median, above and below, for
each week ahead and class of volume; the median itself never moves. It is applied in part: at full
strength the noise of a few past weeks does more harm than good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from forecasting.backtest import Trial
from forecasting.distribution import (
    MEDIAN,
    BoolArray,
    Distribution,
    DoubleArray,
    FloatArray,
    IntArray,
    lawful,
    level_index,
)

STRENGTH = 0.5
"""Share of the correction that is applied: the past few weeks are only part of the truth."""

NARROWING_STRENGTH = 0.25
"""The same where bands become narrower: a band too narrow costs more than one too wide."""

CLASSES = 3
"""Classes of volume: the least, the middle and the best selling third of the series."""

_NARROWEST, _WIDEST = 0.6, 1.7
_MINIMUM_DAYS = 200
_PRIOR_DAYS = 400.0
_WEEKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """Factors on the distance of quantiles from the median, which itself never moves.

    Parameters
    ----------
    edges
        Daily units that divide the classes of volume, ascending.
    below, above
        A factor for each class of volume and week ahead; the last week stands for all later ones.
    """

    edges: tuple[float, ...] = ()
    below: tuple[tuple[float, ...], ...] = ((1.0,),)
    above: tuple[tuple[float, ...], ...] = ((1.0,),)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Self:
        """Widths from their JSON form.

        Raises
        ------
        ValueError
            If the figures do not fit together.
        """
        below, above = (tuple(tuple(map(float, row)) for row in found[s]) for s in _SIDES)
        widths = cls(edges=tuple(map(float, found["edges"])), below=below, above=above)
        rows = {len(widths.below), len(widths.above), len(widths.edges) + 1}
        if len(rows) != 1 or len({len(row) for row in below + above}) != 1 or not below[0]:
            raise ValueError("One factor is needed for each class and week.")
        return widths


_SIDES = ("below", "above")


def fit_widths(trials: Sequence[Trial]) -> Widths:
    """Widths at which 80 % of past days would have been inside the 80 % band, applied in part.

    Parameters
    ----------
    trials
        Forecasts from past dates and what came, all of the same series.
    """
    if not trials or not trials[0].actual.size:
        return Widths()
    volume = _volume(np.concatenate([trial.forecast.mean for trial in trials], axis=1))
    edges = np.quantile(volume, np.arange(1, CLASSES) / CLASSES)
    group = np.searchsorted(edges, volume, side="right")
    sold = np.stack([trial.actual for trial in trials])
    counted = np.stack([trial.observed for trial in trials])
    forecast = np.stack([trial.forecast.quantiles for trial in trials])
    median = forecast[..., MEDIAN]
    above = (sold - median, forecast[..., level_index(0.9)] - median)
    below = (median - sold, median - forecast[..., level_index(0.1)])
    return Widths(
        edges=tuple(float(edge) for edge in edges),
        below=_factors(*below, counted, group),
        above=_factors(*above, counted, group),
    )


def _volume(mean: FloatArray) -> DoubleArray:
    """Expected daily units of each series, ``(s,)``."""
    return np.asarray(mean.mean(axis=1, dtype=np.float64))


def _factors(
    error: FloatArray, distance: FloatArray, observed: BoolArray, group: IntArray
) -> tuple[tuple[float, ...], ...]:
    """A factor per class and week, ``(o, s, h)`` each; few days lean on all together."""
    counted = observed & (distance > 1e-6)
    ratio = np.divide(error, distance, out=np.zeros_like(error), where=counted)
    pooled = _needed(ratio[counted], 1.0, prior_days=0.0)
    week = np.minimum(np.arange(error.shape[2]) // 7, _WEEKS - 1)
    return tuple(
        tuple(
            _in_part(_needed(_of(ratio, counted, group == g, week == w), pooled))
            for w in range(int(week[-1]) + 1)
        )
        for g in range(CLASSES)
    )


def _in_part(needed: float) -> float:
    return 1.0 + (STRENGTH if needed > 1 else NARROWING_STRENGTH) * (needed - 1.0)


def _of(ratio: FloatArray, counted: BoolArray, rows: BoolArray, days: BoolArray) -> FloatArray:
    part = np.ix_(np.ones(len(ratio), np.bool_), rows, days)
    return np.asarray(ratio[part][counted[part]])


def _needed(ratio: FloatArray, prior: float, prior_days: float = _PRIOR_DAYS) -> float:
    """What the distance of the outer decile should be multiplied by; `prior` where days are few."""
    if len(ratio) < _MINIMUM_DAYS:
        return prior
    found = min(max(float(np.quantile(ratio, 0.9)), _NARROWEST), _WIDEST)
    return (len(ratio) * found + prior_days * prior) / (len(ratio) + prior_days)


def with_widths(distribution: Distribution, widths: Widths) -> Distribution:
    """The distribution with its quantiles moved from or to the median."""
    median = distribution.quantiles[..., MEDIAN, None]
    distance = distribution.quantiles - median
    group = np.searchsorted(widths.edges, _volume(distribution.mean), side="right")
    week = np.minimum(np.arange(median.shape[1]) // 7, len(widths.below[0]) - 1)
    below, above = (np.array(f, np.float32)[group][:, week] for f in (widths.below, widths.above))
    factor: DoubleArray = np.where(distance < 0, below[..., None], above[..., None])
    return lawful(distribution.mean, median + factor * distance)
