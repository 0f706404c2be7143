"""Tests of whether a series keeps to a level, and how its days go with earlier days.

References
----------
Kwiatkowski, Phillips, Schmidt and Shin (1992), Testing the null hypothesis of stationarity.
Said and Dickey (1984), Testing for unit roots; critical values of MacKinnon (2010), Critical
values for cointegration tests, table 2.
"""

from collections.abc import Sequence

import numpy as np

from forecasting.distribution import DoubleArray

KPSS_LIMIT = 0.463
"""Above this the level moves, at 5 %."""

_ADF_5_PERCENT = (-2.86154, -2.8903, -4.234, -40.040)
_LEAST_DAYS = 20


def kpss_statistic(values: DoubleArray) -> float:
    """How far the running sum of deviations from the mean wanders; 0 for too few or equal days.

    Autocorrelation up to 12 (n / 100) ** 0.25 days is allowed for (Bartlett weights).
    """
    count = len(values)
    if count < _LEAST_DAYS:
        return 0.0
    deviation = values - values.mean()
    variance = float(deviation @ deviation) / count
    lags = _most_lags(count)
    for lag in range(1, lags + 1):
        weight = 1 - lag / (lags + 1)
        variance += 2 * weight * float(deviation[lag:] @ deviation[:-lag]) / count
    if variance <= 0 or np.ptp(values) <= 0:
        return 0.0
    wander = np.cumsum(deviation)
    return float(wander @ wander) / (count**2 * variance)


def adf_statistic(values: DoubleArray) -> tuple[float, float]:
    """The augmented Dickey-Fuller statistic with a constant, and its 5 % limit.

    Below the limit the series returns to a level. The number of lags is that of the least AIC.
    Both are 0 for too few or equal days.
    """
    most = min(_most_lags(len(values)), len(values) // 2 - 2)
    if len(values) < _LEAST_DAYS or np.ptp(values) <= 0:
        return 0.0, 0.0
    lags = min(range(most + 1), key=lambda number: _regression(values, number, most)[1])
    statistic, _, count = _regression(values, lags, lags)
    return statistic, sum(part / count**power for power, part in enumerate(_ADF_5_PERCENT))


def autocorrelation(values: DoubleArray, lags: Sequence[int]) -> tuple[float, ...]:
    """Correlation of days with those `lags` days earlier; 0 where there are too few."""
    known = np.isfinite(values)
    mean = values[known].mean() if known.any() else 0.0
    deviation = np.where(known, values - mean, 0.0)
    variance = float(deviation @ deviation) / max(int(known.sum()), 1)
    found = []
    for lag in lags:
        pairs = int((known[lag:] & known[:-lag]).sum()) if lag < len(values) else 0
        if not pairs or variance <= 0:
            found.append(0.0)
            continue
        # Divided by all days, not by the pairs, as is usual: at long lags it leans towards 0.
        product = float(deviation[lag:] @ deviation[:-lag]) * (len(values) - lag) / pairs
        found.append(float(np.clip(product / len(values) / variance, -1, 1)))
    return tuple(found)


def _most_lags(count: int) -> int:
    return int(np.ceil(12 * (count / 100) ** 0.25))


def _regression(values: DoubleArray, lags: int, left_out: int) -> tuple[float, float, int]:
    """Regression of each day's change on the day before and earlier changes: t, AIC, days used.

    The first `left_out` changes are not used, so that regressions of fewer lags see the same days.
    """
    change = np.diff(values)
    changed = change[left_out:]
    columns = [values[left_out:-1], np.ones(len(changed))]
    columns += [change[left_out - lag : len(change) - lag] for lag in range(1, lags + 1)]
    matrix = np.stack(columns, axis=1)
    found, *_ = np.linalg.lstsq(matrix, changed, rcond=None)
    error = changed - matrix @ found
    count, terms = matrix.shape
    squares = max(float(error @ error), 1e-300)
    spread = squares / max(count - terms, 1) * np.linalg.pinv(matrix.T @ matrix)[0, 0]
    statistic = float(found[0] / np.sqrt(max(spread, 1e-300)))
    return statistic, count * np.log(squares / count) + 2 * terms, count
