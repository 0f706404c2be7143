"""What a forecast of a set is, whoever made it."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from forecasting.distribution import DoubleArray, FloatArray
from tests.benchmarks.forecasting.sets import DemandSet

LEVELS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975)
"""Levels that peers are asked for."""

BANDS = (20, 40, 60, 80, 90, 95)
"""The same as bands about the median, in per cent."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """Forecasts from all dates of a set.

    Parameters
    ----------
    arrays
        ``levels``, ``quantiles`` ``(o, s, h, q)``, ``mean`` ``(o, s, h)``, and what else there is.
    row
        Seconds of the processor, steps and the like.
    """

    arrays: dict[str, FloatArray]
    row: dict[str, Any] = field(default_factory=dict)


def answer_of(
    demand: DemandSet, quantiles: DoubleArray, mean: DoubleArray | None, **row: Any
) -> Answer:
    """A peer's forecast, sorted, not negative, and nothing on days without trading.

    Parameters
    ----------
    demand
        What was forecast.
    quantiles
        At `LEVELS`, ``(o, s, h, q)``.
    mean
        ``(o, s, h)``; the median where the peer has none.
    """
    rising = np.maximum(np.sort(quantiles, axis=-1), 0)
    means = rising[..., len(LEVELS) // 2] if mean is None else np.maximum(mean, 0)
    return Answer(
        arrays={
            "levels": np.array(LEVELS, np.float32),
            "quantiles": demand.closed_as_zero(rising).astype(np.float32),
            "mean": demand.closed_as_zero(means).astype(np.float32),
        },
        row={name: round(one, 3) if isinstance(one, float) else one for name, one in row.items()},
    )
