"""Distributions of daily demand as quantiles at fixed levels."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

# Nineteen levels from 5 to 95 %, and two more in each tail, where stock decisions live.
LEVELS: DoubleArray = np.array(
    [0.01, 0.025, *(step / 20 for step in range(1, 20)), 0.975, 0.99], dtype=np.float64
)
MEDIAN = len(LEVELS) // 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distribution:
    """Demand expected for each series and day, on its own, day by day.

    Parameters
    ----------
    mean
        Expected units, ``(s, h)``.
    quantiles
        Units at `LEVELS`, ``(s, h, len(LEVELS))``.
    """

    mean: FloatArray
    quantiles: FloatArray

    def first_days(self, days: int) -> "Distribution":
        """The same for the first `days` days only."""
        return Distribution(mean=self.mean[:, :days], quantiles=self.quantiles[:, :days])


def lawful(mean: npt.ArrayLike, quantiles: npt.ArrayLike) -> Distribution:
    """A distribution that is finite, never negative and never crosses, from figures that may be.

    Parameters
    ----------
    mean, quantiles
        As in `Distribution`, of any float type.
    """
    ceiling = float(np.finfo(np.float32).max) / 1e6
    means = np.nan_to_num(np.asarray(mean, np.float64), posinf=ceiling)
    values = np.nan_to_num(np.asarray(quantiles, np.float64), posinf=ceiling)
    rising = np.maximum.accumulate(np.clip(values, 0.0, ceiling), axis=2)
    return Distribution(
        mean=np.clip(means, 0.0, ceiling).astype(np.float32), quantiles=rising.astype(np.float32)
    )


def zero_distribution(series: int, days: int) -> Distribution:
    """No demand at all, certainly."""
    return Distribution(
        mean=np.zeros((series, days), np.float32),
        quantiles=np.zeros((series, days, len(LEVELS)), np.float32),
    )


def level_index(level: float) -> int:
    """Position of a level in `LEVELS`.

    Raises
    ------
    KeyError
        If the level is none of them.
    """
    found = np.flatnonzero(np.isclose(LEVELS, level))
    if not len(found):
        raise KeyError(level)
    return int(found[0])


def masked_quantiles(values: DoubleArray, mask: BoolArray, levels: DoubleArray) -> DoubleArray:
    """Quantiles along the last axis of the values that a mask admits, interpolated linearly.

    Parameters
    ----------
    values, mask
        Values and whether they count, both ``(..., n)``.
    levels
        Quantile levels, ``(q,)``.

    Returns
    -------
    array
        Quantiles ``(..., q)``; 0 where nothing counts.
    """
    if not values.shape[-1]:
        return np.zeros((*values.shape[:-1], len(levels)))
    ordered = np.sort(np.where(mask, values, np.inf), axis=-1)
    last = np.maximum(mask.sum(axis=-1, keepdims=True) - 1, 0)
    place = levels * last
    below = np.floor(place).astype(np.int64)
    low = np.take_along_axis(ordered, below, axis=-1)
    high = np.take_along_axis(ordered, np.minimum(below + 1, last), axis=-1)
    with np.errstate(invalid="ignore"):
        quantiles = low + (place - below) * (high - low)
    return np.where(mask.any(axis=-1, keepdims=True), quantiles, 0.0)
