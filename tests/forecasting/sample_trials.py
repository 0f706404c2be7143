"""Past forecasts made by hand, and a history that the planner's habit cannot follow."""

import math

import numpy as np
import numpy.typing as npt

from forecasting.backtest import Trial
from forecasting.distribution import LEVELS, Distribution, lawful
from forecasting.question import Effort
from forecasting.sample_paths import normal_quantile
from tests.forecasting.sample_histories import weekly_sales

SIMPLE_ONLY = Effort(training_s=math.inf, max_steps=0, threads=1, device="cpu")
QUICK = Effort(training_s=math.inf, max_steps=32, threads=1, device="cpu")
"""Some steps beside the looks at the error: enough to be trained, not to be good."""


def fortnightly(series: int = 6, days: int = 160) -> npt.NDArray[np.float32]:
    """A rhythm of two weeks, which the mean of four weeks cannot follow."""
    units = weekly_sales(series, days)
    units[:, np.arange(days) % 14 < 7] *= 3
    return units


def certain(units: npt.ArrayLike) -> Distribution:
    """A forecast that leaves no doubt, of units ``(s, h)``."""
    values = np.asarray(units, np.float32)
    return lawful(values, np.repeat(values[..., None], len(LEVELS), axis=2))


def normal(mean: npt.ArrayLike, spread: npt.ArrayLike) -> Distribution:
    """A normal forecast with means and standard deviations ``(s, h)``."""
    centre, width = np.broadcast_arrays(np.asarray(mean, float), np.asarray(spread, float))
    return lawful(centre, centre[..., None] + width[..., None] * normal_quantile(LEVELS))


def trial_of(
    actual: npt.ArrayLike,
    forecast: Distribution,
    observed: npt.ArrayLike | None = None,
    origin: int = 0,
) -> Trial:
    """What was sold ``(s, h)`` beside what was forecast."""
    sold = np.asarray(actual, np.float32)
    seen = np.ones(sold.shape, np.bool_) if observed is None else np.asarray(observed, np.bool_)
    return Trial(origin=origin, actual=sold, observed=seen, forecast=forecast)
