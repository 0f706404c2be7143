"""What of a demand history may be learned from, and views of it that end at a day."""

import dataclasses

import numpy as np

from domain.demand import DemandHistory
from forecasting.distribution import DoubleArray, masked_quantiles

SPIKE_FACTOR = 20.0
"""A day above this many times the 90 % quantile of its selling days is a slip, not demand."""

SPIKE_MINIMUM_DAYS = 5
"""Selling days needed before a day can be called a slip."""


def view_until(history: DemandHistory, days: int) -> DemandHistory:
    """The history as it was known after its first `days` days.

    A model that is judged on what came later is given this, and so cannot see later.
    """
    return dataclasses.replace(
        history,
        units=history.units[:, :days],
        observed=history.observed[:, :days],
        promoted=history.promoted[:, :days],
    )


def usable_history(history: DemandHistory) -> DemandHistory:
    """The history with days that cannot be demand taken as not observed.

    Those are figures that are not finite or below zero, and slips such as a 1 typed as 1e9. They
    are treated as missing, never as zero. Units of days not observed become 0, so that nothing
    can depend on them.
    """
    with np.errstate(invalid="ignore"):
        observed = history.observed & np.isfinite(history.units) & (history.units >= 0)
    units = np.where(observed, history.units, 0).astype(np.float32)
    observed = observed & (units <= _spike_limits(units.astype(np.float64)))
    return dataclasses.replace(
        history, units=np.where(observed, units, 0).astype(np.float32), observed=observed
    )


def _spike_limits(units: DoubleArray) -> DoubleArray:
    """Largest credible units of a day for each series, ``(s, 1)``."""
    selling = units > 0
    usual = masked_quantiles(units, selling, np.array([0.9]))
    enough = selling.sum(axis=1, keepdims=True) >= SPIKE_MINIMUM_DAYS
    return np.where(enough, SPIKE_FACTOR * usual, np.inf)
