"""How good a forecast was, as plain functions over arrays.

Every function takes what was sold ``(s, h)``, whether each day counts ``(s, h)``, and the
forecast. Several forecast dates are joined along the days first.
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


def pinball_loss(actual: FloatArray, quantiles: FloatArray) -> DoubleArray:
    """Pinball loss of every series, day and level, ``(s, h, q)``.

    References
    ----------
    Gneiting, T., Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and
    estimation. Journal of the American Statistical Association 102, section 6.1.
    """
    error = actual[..., None].astype(np.float64) - quantiles
    return np.asarray(np.maximum(LEVELS * error, (LEVELS - 1) * error))


def weighted_quantile_loss(actual: FloatArray, observed: BoolArray, quantiles: FloatArray) -> float:
    """Twice the pinball loss of the nine deciles over all that was sold; 0 is perfect."""
    loss = pinball_loss(actual, quantiles)[..., _DECILES].mean(axis=2)
    return _ratio(2 * float(loss[observed].sum()), float(np.abs(actual[observed]).sum()))


def root_mean_squared_error(actual: FloatArray, observed: BoolArray, mean: FloatArray) -> float:
    """Root of the mean squared error of the mean forecast, in units."""
    error = (actual.astype(np.float64) - mean)[observed]
    return float(np.sqrt(np.mean(error**2))) if error.size else 0.0


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
    error = np.abs(actual - quantiles[..., MEDIAN]) * observed
    days = observed.sum(axis=1)
    counted = (days > 0) & (season_error > 0)
    if not counted.any():
        return 0.0
    return float(np.mean(error[counted].sum(axis=1) / days[counted] / season_error[counted]))


def seasonal_naive_error(units: FloatArray, observed: BoolArray) -> DoubleArray:
    """Mean absolute error of repeating last week within a history ``(s, t)``, by series."""
    both = observed[:, 7:] & observed[:, :-7]
    error = np.abs(units[:, 7:] - units[:, :-7]) * both
    return np.asarray(error.sum(axis=1, dtype=np.float64) / np.maximum(both.sum(axis=1), 1))


def coverage(actual: FloatArray, observed: BoolArray, quantiles: FloatArray, share: float) -> float:
    """Share of days inside the band meant to hold `share` of them."""
    low = quantiles[..., level_index((1 - share) / 2)]
    high = quantiles[..., level_index((1 + share) / 2)]
    inside = (actual >= low - _TOUCH) & (actual <= high + _TOUCH)
    return float(inside[observed].mean()) if observed.any() else 0.0


_TOUCH = 1e-6


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
