"""What each series has, needs and is short of: the figures that a planner would reckon with."""

from dataclasses import dataclass

import numpy as np

from domain.stock_problem import Floats, Whole
from optimizer.inventory.build_problem import BuiltProblem
from optimizer.inventory.explain.demand_ahead import TINY, demand_quantiles


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Needs:
    """Figures of each series over the days that an order of today must last; ``(m,)`` each.

    Parameters
    ----------
    position
        Units free on hand after the day's shipments, or arriving in time.
    usual, target
        Demand that is as often less as more, and demand that is more only seldom.
    level
        How often demand should stay within the target, by what missing and idle units cost.
    """

    position: Whole
    usual: Floats
    target: Whole
    level: Floats

    @property
    def short(self) -> Whole:
        """Units short of the target; 0 where there is enough."""
        return np.asarray(np.maximum(self.target - self.position, 0))

    @property
    def spare(self) -> Whole:
        """Units beyond the target; 0 where there are too few."""
        return np.asarray(np.maximum(self.position - self.target, 0))


def stock_needs(built: BuiltProblem) -> Needs:
    """The figures of every series of a problem."""
    problem = built.problem
    level = np.full(len(problem), built.service_level)
    usual = demand_quantiles(problem, built.cover_days, np.full(len(problem), 0.5))
    high = demand_quantiles(problem, built.cover_days, level)
    return Needs(
        position=built.position,
        usual=usual,
        target=np.ceil(high - TINY).astype(np.int64),
        level=level,
    )
