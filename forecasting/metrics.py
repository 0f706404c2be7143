"""How good a forecast was, as plain functions over arrays.

Every function takes what was sold ``(s, h)``, whether each day counts ``(s, h)``, and the
forecast. Several forecast dates are joined along the days first. Figures of a week, a series or a
class come from the same functions, over a part of the arrays.
"""

import numpy as np

from forecasting.distribution import (
    LEVELS,
    MEDIAN,
    BoolArray,
    DoubleArray,
    FloatArray,
    level_index,
)

_DECILES = [level_index(step / 10) for step in range(1, 10)]
_TOUCH = 1e-6
"""How far outside a band, in units, still counts as inside: rounding."""


def pinball_loss(actual: FloatArray, quantiles: FloatArray) -> DoubleArray:
    """Pinball loss of every series, day and level, ``(s, h, q)``.

    References
    ----------
    Gneiting, T., Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and
    estimation. Journal of the American Statistical Association 102, section 6.1.
    """
    error = actual[..., None].astype(np.float64) - quantiles
    return np.asarray(np.maximum(LEVELS * error, (LEVELS - 1) * error))


def quantile_loss(actual: FloatArray, observed: BoolArray, quantiles: FloatArray) -> DoubleArray:
    """Twice the pinball loss of the nine deciles, by series and day, 0 where none counts; units."""
    deciles, levels = quantiles[..., _DECILES], LEVELS[_DECILES]
    error = actual[..., None].astype(np.float64) - deciles
    loss = 2 * np.maximum(levels * error, (levels - 1) * error).mean(axis=2)
    return np.asarray(np.where(observed, loss, 0.0))


def weighted_quantile_loss(
    actual: FloatArray,
    observed: BoolArray,
    quantiles: FloatArray,
    weights: DoubleArray | None = None,
) -> float:
    """Twice the pinball loss of the nine deciles over all that was sold; 0 is perfect.

    Parameters
    ----------
    weights
        What a unit of each series counts, such as its value in money, ``(s,)``; all alike where
        there are none.
    """
    loss = quantile_loss(actual, observed, quantiles).sum(axis=1)
    sold = np.where(observed, np.abs(actual), 0).sum(axis=1, dtype=np.float64)
    counts = np.ones(len(loss)) if weights is None else weights
    return _ratio(float(loss @ counts), float(sold @ counts))


def mean_absolute_error(actual: FloatArray, observed: BoolArray, quantiles: FloatArray) -> float:
    """Mean absolute error of the median, in units."""
    error = np.abs(actual.astype(np.float64) - quantiles[..., MEDIAN])[observed]
    return float(error.mean()) if error.size else 0.0


def mean_squared_error(actual: FloatArray, observed: BoolArray, mean: FloatArray) -> float:
    """Mean squared error of the mean forecast, in squared units."""
    error = (actual.astype(np.float64) - mean)[observed]
    return float(np.mean(error**2)) if error.size else 0.0


def root_mean_squared_error(actual: FloatArray, observed: BoolArray, mean: FloatArray) -> float:
    """Root of the mean squared error of the mean forecast, in units."""
    return float(np.sqrt(mean_squared_error(actual, observed, mean)))


def bias(actual: FloatArray, observed: BoolArray, mean: FloatArray) -> float:
    """How much more was forecast than was sold, as a share of what was sold."""
    error = (mean.astype(np.float64) - actual)[observed]
    return _ratio(float(error.sum()), float(np.abs(actual[observed]).sum(dtype=np.float64)))


def mean_absolute_scaled_error(
    actual: FloatArray, observed: BoolArray, quantiles: FloatArray, season_error: DoubleArray
) -> float:
    """Absolute error of the median over that of repeating last week, mean over the series.

    Parameters
    ----------
    season_error
        From `seasonal_naive_error`, ``(s,)``; series where it is 0 do not count.

    References
    ----------
    Hyndman, R. J., Koehler, A. B. (2006). Another look at measures of forecast accuracy.
    International Journal of Forecasting 22.
    """
    error = np.abs(actual - quantiles[..., MEDIAN])
    of_series = _scaled(np.asarray(error, np.float64), observed, season_error)
    return float(of_series.mean()) if len(of_series) else 0.0


def root_mean_squared_scaled_error(
    actual: FloatArray, observed: BoolArray, mean: FloatArray, step_error: DoubleArray
) -> float:
    """Root of the squared error of the mean over that of repeating yesterday, mean over the series.

    Parameters
    ----------
    step_error
        From `naive_squared_error`, ``(s,)``; series where it is 0 do not count.

    References
    ----------
    Makridakis, S., Spiliotis, E., Assimakopoulos, V. (2022). M5 accuracy competition: results,
    findings, and conclusions. International Journal of Forecasting 38, section 2.3.
    """
    error = (actual.astype(np.float64) - mean) ** 2
    of_series = _scaled(error, observed, step_error)
    return float(np.sqrt(of_series).mean()) if len(of_series) else 0.0


def seasonal_naive_error(units: FloatArray, observed: BoolArray) -> DoubleArray:
    """Mean absolute error of repeating last week within a history ``(s, t)``, by series."""
    both = observed[:, 7:] & observed[:, :-7]
    error = np.abs(units[:, 7:] - units[:, :-7]) * both
    return np.asarray(error.sum(axis=1, dtype=np.float64) / np.maximum(both.sum(axis=1), 1))


def naive_squared_error(units: FloatArray, observed: BoolArray) -> DoubleArray:
    """Mean squared error of repeating yesterday within a history ``(s, t)``, by series."""
    both = observed[:, 1:] & observed[:, :-1]
    error = np.where(both, np.diff(units.astype(np.float64), axis=1), 0.0) ** 2
    return np.asarray(error.sum(axis=1) / np.maximum(both.sum(axis=1), 1))


def coverage(actual: FloatArray, observed: BoolArray, quantiles: FloatArray, share: float) -> float:
    """Share of days inside the band meant to hold `share` of them."""
    low = quantiles[..., level_index((1 - share) / 2)]
    high = quantiles[..., level_index((1 + share) / 2)]
    inside = (actual >= low - _TOUCH) & (actual <= high + _TOUCH)
    return float(inside[observed].mean()) if observed.any() else 0.0


def share_below(
    actual: FloatArray, observed: BoolArray, quantiles: FloatArray, level: float
) -> float:
    """Share of days on which no more was sold than the quantile of a level says."""
    below = actual <= quantiles[..., level_index(level)] + _TOUCH
    return float(below[observed].mean()) if observed.any() else 0.0


def _scaled(error: DoubleArray, observed: BoolArray, scale: DoubleArray) -> DoubleArray:
    """Mean error of each series over its scale, of the series that have days and a scale."""
    days = observed.sum(axis=1)
    counted = (days > 0) & (scale > 0)
    total = np.where(observed, error, 0.0)[counted].sum(axis=1)
    return np.asarray(total / days[counted] / scale[counted])


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
