"""Demand as a distribution: its quantiles, and what is expected to be missing at a stock level.

References
----------
Snyder, L. V. & Shen, Z.-J. M. (2019). Fundamentals of Supply Chain Theory, 2nd ed., appendix C:
loss functions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri
from scipy.stats import poisson

Floats = npt.NDArray[np.float64]
Levels = float | Floats

_TAIL = 1e-15
_ROUNDING = 1e-12


class Demand(Protocol):
    """Demand over some time. Each method takes one stock level or an array of them."""

    @property
    def mean(self) -> float:
        """Expected demand."""

    def cdf(self, level: Levels) -> Floats:
        """Chance that no more than a level is wanted."""

    def quantile(self, share: float) -> float:
        """Least level that covers demand with at least this chance."""

    def shortage(self, level: Levels) -> Floats:
        """Units expected to be missing, ``E[(D - level)+]``."""

    def shortage_beyond(self, level: Levels) -> Floats:
        """Sum of `shortage` over all higher levels, ``E[((D - level)+)^2] / 2``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PointDemand:
    """Demand that takes one of a few values.

    Parameters
    ----------
    values
        Ascending, ``(j,)``.
    weights
        Chance of each value, adding up to 1; ``(j,)``.
    """

    values: Floats
    weights: Floats

    def __post_init__(self) -> None:
        if self.values.ndim != 1 or self.values.shape != self.weights.shape or not len(self.values):
            raise ValueError("Every value of demand needs its chance.")
        if np.any(np.diff(self.values) < 0):
            raise ValueError("Values of demand rise.")
        if np.any(self.weights < 0) or abs(float(self.weights.sum()) - 1) > 1e-6:
            raise ValueError("Chances are not negative and add up to 1.")

    @property
    def mean(self) -> float:
        """Expected demand."""
        return float(self.values @ self.weights)

    def cdf(self, level: Levels) -> Floats:
        """Chance that no more than a level is wanted."""
        return 1 - self._above(level, np.ones_like(self.values))

    def quantile(self, share: float) -> float:
        """Least value that covers demand with at least this chance."""
        reached = np.searchsorted(np.cumsum(self.weights), share - _ROUNDING)
        return float(self.values[min(int(reached), len(self.values) - 1)])

    def shortage(self, level: Levels) -> Floats:
        """Units expected to be missing, ``E[(D - level)+]``."""
        # Far out of the values, differences of large sums would leave noise below zero.
        missing = self._above(level, self.values) - level * self._above(level, np.ones(len(self)))
        return np.maximum(missing, 0.0)

    def shortage_beyond(self, level: Levels) -> Floats:
        """Sum of `shortage` over all higher levels, ``E[((D - level)+)^2] / 2``."""
        square, plain, one = (self._above(level, self.values**power) for power in (2, 1, 0))
        return np.maximum(square - 2 * level * plain + np.square(level) * one, 0.0) / 2

    def __len__(self) -> int:
        return len(self.values)

    def _above(self, level: Levels, of: Floats) -> Floats:
        """Expectation of what belongs to the values that exceed a level."""
        tails = np.append(np.cumsum((of * self.weights)[::-1])[::-1], 0.0)
        return np.asarray(tails[np.searchsorted(self.values, level, side="right")])


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalDemand:
    """Normally distributed demand."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        if not self.sd > 0:
            raise ValueError("The standard deviation is above zero.")

    def cdf(self, level: Levels) -> Floats:
        """Chance that no more than a level is wanted."""
        return np.asarray(ndtr(self._z(level)))

    def quantile(self, share: float) -> float:
        """Level that covers demand with this chance."""
        return float(self.mean + self.sd * ndtri(share))

    def shortage(self, level: Levels) -> Floats:
        """Units expected to be missing, ``E[(D - level)+]``."""
        z = self._z(level)
        return np.asarray(self.sd * (_density(z) - z * ndtr(-z)))

    def shortage_beyond(self, level: Levels) -> Floats:
        """Sum of `shortage` over all higher levels, ``E[((D - level)+)^2] / 2``."""
        z = self._z(level)
        return np.asarray(self.sd**2 / 2 * ((z**2 + 1) * ndtr(-z) - z * _density(z)))

    def _z(self, level: Levels) -> Floats:
        return (np.asarray(level) - self.mean) / self.sd


@dataclass(frozen=True, slots=True, kw_only=True)
class LognormalDemand:
    """Demand whose logarithm is normally distributed."""

    log_mean: float
    log_sd: float

    def __post_init__(self) -> None:
        if not self.log_sd > 0:
            raise ValueError("The standard deviation is above zero.")

    @property
    def mean(self) -> float:
        """Expected demand."""
        return self._moment(1)

    def cdf(self, level: Levels) -> Floats:
        """Chance that no more than a level is wanted."""
        return 1 - self._share_above(level, 0)

    def quantile(self, share: float) -> float:
        """Level that covers demand with this chance."""
        return math.exp(self.log_mean + self.log_sd * float(ndtri(share)))

    def shortage(self, level: Levels) -> Floats:
        """Units expected to be missing, ``E[(D - level)+]``."""
        return self._moment(1) * self._share_above(level, 1) - level * self._share_above(level, 0)

    def shortage_beyond(self, level: Levels) -> Floats:
        """Sum of `shortage` over all higher levels, ``E[((D - level)+)^2] / 2``."""
        square, plain, one = (self._moment(k) * self._share_above(level, k) for k in (2, 1, 0))
        return np.asarray(square - 2 * level * plain + np.square(level) * one) / 2

    def _moment(self, power: int) -> float:
        return math.exp(power * self.log_mean + (power * self.log_sd) ** 2 / 2)

    def _share_above(self, level: Levels, power: int) -> Floats:
        """Share of the moment that comes from demand above a level."""
        log_level = np.log(np.maximum(level, np.finfo(np.float64).tiny))
        z = (self.log_mean + power * self.log_sd**2 - log_level) / self.log_sd
        return np.asarray(ndtr(z))


def points_demand(points: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> PointDemand:
    """Demand at points of a forecast or of history, in any order; alike where unweighted."""
    values = np.asarray(points, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    chances = (
        np.full(len(values), 1 / max(len(values), 1))
        if weights is None
        else np.asarray(weights, dtype=np.float64)
    )
    if chances.shape != values.shape:
        raise ValueError("Every value of demand needs its chance.")
    return PointDemand(values=values[order], weights=chances[order])


def whole_demand(chances: Sequence[float] | Floats) -> PointDemand:
    """Demand of 0, 1, 2, ... units with the chances given."""
    weights = np.asarray(chances, dtype=np.float64)
    return PointDemand(values=np.arange(len(weights), dtype=np.float64), weights=weights)


def poisson_demand(mean: float) -> PointDemand:
    """Poisson demand, as whole units up to where hardly any chance is left."""
    if not mean > 0:
        raise ValueError("Mean demand is above zero.")
    units = np.arange(int(poisson.isf(_TAIL, mean)) + 2)
    weights = poisson.pmf(units, mean)
    return whole_demand(weights / weights.sum())


def round_demand(demand: Demand) -> PointDemand:
    """Demand rounded to whole units; what is below zero counts as none."""
    top = max(math.ceil(demand.quantile(1 - _ROUNDING)), 0)
    reached = demand.cdf(np.arange(top, dtype=np.float64) + 0.5)
    return whole_demand(np.diff(reached, prepend=0.0, append=1.0))


def _density(z: Floats) -> Floats:
    return np.asarray(np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi))
