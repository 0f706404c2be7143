"""The stock plan: prices of what is scarce, plans at these prices, one plan that keeps all limits.

1. Every series is planned for itself at prices of what all share; the prices are raised and lowered
   until they clear (`dual_ascent`). That gives a bound no plan can beat.
2. Moves between warehouses are agreed on; what is left is orders to suppliers (`moves`).
3. Series that use too much are planned anew within what the others leave (`finish`, `repair`), and
   where series are few, groups of them (`local_search`).
"""

from collections import deque
from enum import StrEnum

import numpy as np

from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from domain.stock_problem import NO_TRUCK, Prices, StockProblem, StockSolution, Whole
from optimizer.inventory.certify import certified_values
from optimizer.inventory.dual_ascent import Priced, raise_prices
from optimizer.inventory.finish import Case, best_of, finish, search_around
from optimizer.inventory.grid import Grid, build_grid
from optimizer.inventory.limits import Limits, cost_of_limits, limits_of
from optimizer.inventory.moves import has_moves
from optimizer.inventory.series_plan import measure, units_taken


class Effort(StrEnum):
    """How long to look for a better plan."""

    QUICK = "quick"
    USUAL = "usual"
    THOROUGH = "thorough"


_ROUNDS = {Effort.QUICK: 30, Effort.USUAL: 80, Effort.THOROUGH: 300}
_TRIES = {Effort.QUICK: 0, Effort.USUAL: 1_500, Effort.THOROUGH: 20_000}
_FEW_SERIES = 1_000
"""Beyond so many the plan is as good as its bound after the repair, and searching is a waste."""

_SLOWER_WITH_MOVES, _SLOWER_WITH_MOVES_OF_FEW = 3, 5
"""Prices of single SKUs come to rest later than those of whole warehouses."""

_STARTS = 6
"""Of few series so many late rounds are tried as beginnings."""


def solve_stock(
    problem: StockProblem,
    *,
    seed: int = 0,
    effort: Effort = Effort.USUAL,
    start: Prices | None = None,
    stop: StopCriterion = Never(),  # noqa: B008 -- it has no state
    on_progress: OnProgress = ignore_progress,
) -> StockSolution:
    """The best plan found, with what it costs and what no plan can cost less than.

    The same problem, seed and effort give the same plan, unless it is stopped.

    Parameters
    ----------
    start
        Prices to begin with, such as those of a similar problem.
    """
    grid = build_grid(problem)
    limits = limits_of(problem, grid)
    few, moves = len(problem) <= _FEW_SERIES, has_moves(problem)
    rounds = _ROUNDS[effort] if _is_coupled(problem, limits) else 1
    if moves:
        rounds *= _SLOWER_WITH_MOVES_OF_FEW if few else _SLOWER_WITH_MOVES
    late: deque[Priced] = deque(maxlen=_STARTS if few and rounds > 1 else 0)
    apart = rounds // (2 * _STARTS) if moves else 1
    seen = 0

    def look(priced: Priced) -> bool:
        nonlocal seen
        seen += 1
        if seen % max(1, apart) == 0:
            late.append(priced)
        on_progress(Progress(step="step.stock", fraction=0.8 * seen / rounds))
        return stop.should_stop()

    best = raise_prices(problem, grid, limits, start or Prices.free(problem), rounds, look)
    values = certified_values(problem, grid, best.prices, best.plans)
    bound = float(values.sum()) - cost_of_limits(limits, best.prices)
    case = Case(problem=problem, grid=grid, limits=limits, prices=best.prices, bound=bound)
    plans = [finish(case, begun.plans.units, stop) for begun in (best, *late)]
    units = best_of(case, plans)
    if few and rounds > 1 and _TRIES[effort]:
        random = np.random.default_rng(seed)
        units = search_around(case, units, _TRIES[effort], random, stop)
    on_progress(Progress(step="step.stock", fraction=1.0))
    return StockSolution(
        units=units,
        cost=cost_of(problem, grid, units),
        lower_bound=bound,
        prices=best.prices,
        values=values,
    )


def _is_coupled(problem: StockProblem, limits: Limits) -> bool:
    """Whether series share anything that may be scarce."""
    shared = (limits.receiving, limits.storage, limits.outbound)
    return (
        has_moves(problem)
        or np.isfinite(limits.budget)
        or any(bool(np.isfinite(limit).any()) for limit in shared)
    )


def cost_of(problem: StockProblem, grid: Grid, units: Whole) -> float:
    """What a plan is expected to cost, whole trucks counted."""
    measures = measure(problem, grid, units, units_taken(problem, units))
    return float(measures.costs.sum()) + empty_truck_cost(problem, units)


def empty_truck_cost(problem: StockProblem, units: Whole) -> float:
    """What the unused part of trucks costs."""
    shared, riding = problem.shared, np.flatnonzero(problem.ways.truck != NO_TRUCK)
    if not len(riding):
        return 0.0
    loads = np.zeros((len(shared.truck_m3), problem.days))
    volume = problem.volume_m3[problem.ways.taker[riding]]
    np.add.at(loads, problem.ways.truck[riding], units[riding] * volume[:, None])
    share = loads / shared.truck_m3[:, None]
    return float(((np.ceil(share - 1e-6) - share) * shared.truck_cost[:, None]).sum())
