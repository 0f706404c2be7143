"""How likely a series runs out of stock, how much is then missing, and when it happens."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.stock_problem import Flags, Floats, Whole

NEVER = -1
"""First day without stock where no future runs out."""

HALF_A_UNIT = 0.5
"""Futures are no whole numbers: from here on, demand rounds to more than there is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shortfall:
    """What may be missing of each of `n` series before a day.

    Parameters
    ----------
    chance
        Share of the futures in which stock runs out, ``(n,)``.
    units
        Units expected to be missing at the worst, ``(n,)``.
    first_day
        Middle of the days on which stock runs out in those futures, or `NEVER`; ``(n,)``.
    """

    chance: Floats
    units: Floats
    first_day: Whole


def shortfall(supplied: Floats, demand: npt.NDArray[np.float32], until: Whole) -> Shortfall:
    """What may be missing of each series before a day.

    Stock runs out in a future if what was wanted ever exceeds what was supplied by then. Its
    greatest excess is what customers wait for, or what is lost if they turn away. Futures keep the
    dependence between days; quantiles of single days would not do.

    Parameters
    ----------
    supplied
        Units there by the end of each day in all, ``(n, t)``.
    demand
        Units wanted on each day of `p` futures, ``(n, p, t)``.
    until
        Number of days looked at, ``(n,)``.
    """
    longest = min(int(until.max(initial=0)), demand.shape[2])
    if not longest or not len(demand):
        nothing = np.zeros(len(demand))
        return Shortfall(
            chance=nothing, units=nothing, first_day=np.full(len(demand), NEVER, dtype=np.int64)
        )
    excess = np.cumsum(demand[..., :longest], axis=2, dtype=np.float64)
    excess -= supplied[:, np.newaxis, :longest]
    counted = np.arange(longest) < until[:, np.newaxis]
    is_out: Flags = (excess >= HALF_A_UNIT) & counted[:, np.newaxis]
    runs_out = np.asarray(is_out.any(axis=2))
    return Shortfall(
        chance=runs_out.mean(axis=1),
        units=np.max(excess, axis=2, where=is_out, initial=0.0).mean(axis=1),
        first_day=_middle(np.argmax(is_out, axis=2), runs_out),
    )


def _middle(first: Whole, runs_out: Flags) -> Whole:
    """Middle of the first days of the futures that run out, ``(n,)``."""
    days = np.sort(np.where(runs_out, first, np.iinfo(np.int64).max), axis=1)
    count = runs_out.sum(axis=1)
    place = np.maximum(count - 1, 0) // 2
    middle = np.take_along_axis(days, place[:, np.newaxis], axis=1)[:, 0]
    return np.where(count > 0, middle, NEVER)
