"""Width of the distributions, put right by how often past forecasts held."""

from dataclasses import dataclass

import numpy as np

from forecasting.distribution import (
    MEDIAN,
    BoolArray,
    Distribution,
    FloatArray,
    lawful,
    level_index,
)

STRENGTH = 0.5
"""Share of the correction that is applied: the past few weeks are only part of the truth."""

_NARROWEST, _WIDEST = 0.6, 1.7
_MINIMUM_DAYS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """Factors on the distance of quantiles from the median, which itself never moves."""

    below: float = 1.0
    above: float = 1.0


def fit_widths(actual: FloatArray, observed: BoolArray, quantiles: FloatArray) -> Widths:
    """Widths at which 80 % of past days would have been inside the 80 % band, at half strength.

    Parameters
    ----------
    actual, observed
        What was sold after past forecast dates and whether it counts, ``(s, h)``.
    quantiles
        What was forecast, ``(s, h, q)``.
    """
    median = quantiles[..., MEDIAN]
    error = (actual - median)[observed]
    high = (quantiles[..., level_index(0.9)] - median)[observed]
    low = (median - quantiles[..., level_index(0.1)])[observed]
    return Widths(below=_factor(-error, low), above=_factor(error, high))


def _factor(error: FloatArray, distance: FloatArray) -> float:
    """What the distance of the outer decile must be multiplied by, at part strength."""
    counted = distance > 1e-6
    if counted.sum() < _MINIMUM_DAYS:
        return 1.0
    needed = float(np.quantile(error[counted] / distance[counted], 0.9))
    return 1.0 + STRENGTH * (min(max(needed, _NARROWEST), _WIDEST) - 1.0)


def with_widths(distribution: Distribution, widths: Widths) -> Distribution:
    """The distribution with its quantiles moved from or to the median."""
    median = distribution.quantiles[..., MEDIAN, None]
    distance = distribution.quantiles - median
    factor = np.where(distance < 0, widths.below, widths.above)
    return lawful(distribution.mean, median + factor * distance)
