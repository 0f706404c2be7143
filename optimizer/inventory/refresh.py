"""A stock plan after an edit: only what changed is planned anew, within what the rest leaves."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from domain.progress import Never
from domain.stock_problem import Shared, StockProblem, StockSolution, Whole
from optimizer.inventory.certify import certified_values
from optimizer.inventory.dual_ascent import price, raise_prices
from optimizer.inventory.finish import Case, finish
from optimizer.inventory.grid import build_grid
from optimizer.inventory.limits import cost_of_limits, limits_of, lines_out
from optimizer.inventory.moves import group_of_series, has_moves
from optimizer.inventory.parts import part_of
from optimizer.inventory.series_plan import Measures, by_warehouse, measure, units_taken
from optimizer.inventory.solve_stock import cost_of, empty_truck_cost

_ROUNDS = 15


def refresh_series(
    problem: StockProblem, solution: StockSolution, series: Sequence[int]
) -> StockSolution:
    """Plan some series anew, where they have changed, and all that moves tie to them.

    Parameters
    ----------
    problem
        The problem as it is now.
    solution
        A plan from before the change.
    """
    group = group_of_series(problem)
    tied = np.flatnonzero(np.isin(group, group[list(series)])).astype(np.int64)
    own = np.flatnonzero(np.isin(problem.ways.taker, tied))
    whole, units = build_grid(problem), solution.units.copy()
    units[own] = 0
    others = _without(measure(problem, whole, units, units_taken(problem, units)), tied)
    part = replace(part_of(problem, tied), shared=_left(problem, units, others))
    prices = replace(solution.prices, giving=solution.prices.giving[tied])
    grid = build_grid(part)
    limits = limits_of(part, grid)
    if has_moves(part):
        best = raise_prices(part, grid, limits, prices, _ROUNDS, lambda _: False)
    else:
        best = price(part, grid, limits, prices)
    case = Case(problem=part, grid=grid, limits=limits, prices=best.prices, bound=-np.inf)
    planned = finish(case, best.plans.units, Never())
    units[own] = planned
    # The prices of what all share stay: at others the rest would have to be planned anew.
    giving = solution.prices.giving.copy()
    giving[tied] = best.prices.giving
    now = replace(solution.prices, giving=giving)
    at_old = price(part, grid, limits, replace(prices, giving=best.prices.giving))
    values = solution.values.copy()
    values[tied] = certified_values(part, grid, at_old.prices, at_old.plans)
    cost = float(others.costs.sum()) + cost_of(part, grid, planned)
    cost += empty_truck_cost(problem, units) - empty_truck_cost(part, planned)
    return StockSolution(
        units=units,
        cost=cost,
        lower_bound=float(values.sum()) - cost_of_limits(limits_of(problem, whole), now),
        prices=now,
        values=values,
    )


def _without(measures: Measures, series: Whole) -> Measures:
    """Measures with those of some series left out."""
    costs, received = measures.costs.copy(), measures.received_m3.copy()
    stored = measures.stored_m3.copy()
    costs[series], received[series], stored[series] = 0.0, 0.0, 0.0
    return Measures(costs=costs, received_m3=received, stored_m3=stored)


def _left(problem: StockProblem, rest: Whole, others: Measures) -> Shared:
    """What the other series leave of what is shared."""
    shared = problem.shared
    return replace(
        shared,
        receiving_m3=shared.receiving_m3 - by_warehouse(problem, others.received_m3),
        storage_m3=shared.storage_m3 - by_warehouse(problem, others.stored_m3),
        outbound_lines=shared.outbound_lines - lines_out(problem, rest),
        budget=shared.budget - float((rest.sum(axis=1) * problem.ways.spending).sum()),
    )
