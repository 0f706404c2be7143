"""How good an answer is, by the measures of the program itself."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from forecasting.bootstrap import Draws
from forecasting.distribution import LEVELS, MEDIAN, BoolArray, DoubleArray, FloatArray, level_index
from forecasting.metrics import (
    coverage,
    mean_absolute_scaled_error,
    pinball_loss,
    root_mean_squared_error,
    seasonal_naive_error,
    weighted_quantile_loss,
)
from tests.benchmarks.forecasting.sets import JUDGED, DemandSet

_T = TypeVar("_T", bound=np.generic)
_TOUCH = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """What was sold and what was forecast on the days that are judged.

    Parameters
    ----------
    actual, counted
        Units and whether the day counts, ``(s, o, h)``.
    quantiles
        At the levels of the program, ``(s, o, h, q)``.
    mean
        ``(s, o, h)``.
    """

    actual: FloatArray
    counted: BoolArray
    quantiles: FloatArray
    mean: FloatArray


def judged(
    demand: DemandSet, levels: FloatArray, quantiles: FloatArray, mean: FloatArray
) -> Judged:
    """The dates that are judged of an answer, at the levels of the program.

    Levels that were not asked of a peer are interpolated; no measure here reads one.

    Parameters
    ----------
    demand
        What was forecast.
    levels, quantiles, mean
        As in an answer: ``(q,)``, ``(o, s, h, q)``, ``(o, s, h)``.
    """
    days = demand.history.units.shape
    counted = np.broadcast_to(demand.open_days, days)
    return Judged(
        actual=_by_series(demand.ahead(demand.history.units)),
        counted=_by_series(demand.ahead(np.ascontiguousarray(counted))),
        quantiles=_by_series(at_levels(levels, quantiles)),
        mean=_by_series(mean),
    )


def _by_series(array: npt.NDArray[_T]) -> npt.NDArray[_T]:
    return np.ascontiguousarray(np.swapaxes(array[JUDGED], 0, 1))


def at_levels(levels: FloatArray, quantiles: FloatArray) -> FloatArray:
    """Quantiles at the levels of the program, linear between those given, flat outside them."""
    if len(levels) == len(LEVELS):
        return quantiles
    above = np.clip(np.searchsorted(levels, LEVELS - 1e-6), 1, len(levels) - 1)
    low, high = levels[above - 1], levels[above]
    share = np.clip((LEVELS - low) / (high - low), 0, 1).astype(np.float32)
    return quantiles[..., above - 1] * (1 - share) + quantiles[..., above] * share


def scores(demand: DemandSet, found: Judged) -> dict[str, float]:
    """The measures of a forecast over all days judged."""
    actual, counted, mean = _flat(found.actual), _flat(found.counted), _flat(found.mean)
    quantiles = found.quantiles.reshape(*actual.shape, -1)
    before = demand.origins[0]
    history = demand.history
    # Days without trading count as zero here, as in the published numbers.
    season_error = seasonal_naive_error(
        history.units[:, :before], np.ones((len(history.units), before), bool)
    )
    error = np.abs(actual - quantiles[..., MEDIAN])[counted]
    return {
        "wql": weighted_quantile_loss(actual, counted, quantiles),
        "mae": float(error.mean()),
        "rmse": root_mean_squared_error(actual, counted, mean),
        "mase": mean_absolute_scaled_error(actual, counted, quantiles, season_error),
        "bias": float((mean - actual)[counted].sum() / actual[counted].sum()),
        "coverage_80": coverage(actual, counted, quantiles, 0.8),
        "coverage_95": coverage(actual, counted, quantiles, 0.95),
        "below_q90": below(found, 0.9),
        "crossings": float((np.diff(quantiles, axis=-1) < 0).sum()),
    }


def below(found: Judged, level: float) -> float:
    """Share of days on which demand was within a quantile."""
    limit = found.quantiles[..., level_index(level)]
    return float((found.actual <= limit + _TOUCH)[found.counted].mean())


def losses(found: Judged) -> tuple[DoubleArray, DoubleArray]:
    """Loss and units sold, ``(s, o)``; the ratio of their sums is the error."""
    deciles = [level_index(step / 10) for step in range(1, 10)]
    loss = 2 * pinball_loss(found.actual, found.quantiles)[..., deciles].mean(axis=-1)
    sold = (found.actual * found.counted).sum(axis=2, dtype=np.float64)
    return (loss * found.counted).sum(axis=2), sold


def error_of(found: Judged) -> float:
    """Weighted quantile loss over all days judged."""
    loss, sold = losses(found)
    return float(loss.sum() / sold.sum())


def ratio_interval(ours: Judged, theirs: Judged) -> tuple[float, float]:
    """Range that the ratio of two errors is in, 95 times of 100, by drawing series and dates."""
    our_loss, their_loss = losses(ours)[0], losses(theirs)[0]
    draws = Draws(series=len(our_loss), dates=our_loss.shape[1], seed=0)
    return draws.interval(our_loss, their_loss)


def _flat(array: npt.NDArray[_T]) -> npt.NDArray[_T]:
    return array.reshape(len(array), -1)
