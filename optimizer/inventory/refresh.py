"""A stock plan after an edit: only what changed is planned anew, within what the rest leaves."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from domain.progress import Never
from domain.stock_problem import SUPPLIER, Floats, Shared, StockProblem, StockSolution, Whole
from optimizer.inventory.certify import certified_values
from optimizer.inventory.dual_ascent import price, raise_prices
from optimizer.inventory.finish import Case, finish
from optimizer.inventory.grid import build_grid
from optimizer.inventory.limits import cost_of_limits, limits_of, lines_out
from optimizer.inventory.moves import has_moves
from optimizer.inventory.parts import part_of
from optimizer.inventory.series_plan import by_warehouse, measure, units_taken
from optimizer.inventory.solve_stock import cost_of

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
    tied = _tied(problem, series)
    own = np.flatnonzero(np.isin(problem.ways.taker, tied))
    rest = solution.units.copy()
    rest[own] = 0
    part = replace(part_of(problem, tied), shared=_left(problem, rest, tied))
    prices = replace(solution.prices, giving=solution.prices.giving[tied])
    grid = build_grid(part)
    limits = limits_of(part, grid)
    if has_moves(part):
        best = raise_prices(part, grid, limits, prices, _ROUNDS, lambda _: False)
    else:
        best = price(part, grid, limits, prices)
    case = Case(problem=part, grid=grid, limits=limits, prices=best.prices, bound=-np.inf)
    units = rest
    units[own] = finish(case, best.plans.units, Never())
    giving = solution.prices.giving.copy()
    giving[tied] = best.prices.giving
    values = solution.values.copy()
    now = replace(solution.prices, giving=giving)
    at_old = price(part, grid, limits, replace(prices, giving=best.prices.giving))
    values[tied] = certified_values(part, grid, at_old.prices, at_old.plans)
    whole = build_grid(problem)
    return StockSolution(
        units=units,
        cost=cost_of(problem, whole, units),
        lower_bound=float(values.sum()) - cost_of_limits(limits_of(problem, whole), now),
        prices=now,
        values=values,
    )


def _tied(problem: StockProblem, series: Sequence[int]) -> Whole:
    """Series, and all that moves tie to them, ascending."""
    ways = problem.ways
    moves = ways.giver != SUPPLIER
    is_tied = np.zeros(len(problem), dtype=np.bool_)
    is_tied[list(series)] = True
    while True:
        joined = is_tied[ways.taker[moves]] | is_tied[ways.giver[moves]]
        ends = np.concatenate([ways.taker[moves][joined], ways.giver[moves][joined]])
        if is_tied[ends].all():
            return np.flatnonzero(is_tied).astype(np.int64)
        is_tied[ends] = True


def _left(problem: StockProblem, rest: Whole, tied: Whole) -> Shared:
    """What the other series leave of what is shared."""
    shared = problem.shared
    measures = measure(problem, build_grid(problem), rest, units_taken(problem, rest))
    return replace(
        shared,
        receiving_m3=shared.receiving_m3 - by_warehouse(problem, measures.received_m3),
        storage_m3=shared.storage_m3 - _stored_by_others(problem, measures.stored_m3, tied),
        outbound_lines=shared.outbound_lines - lines_out(problem, rest),
        budget=shared.budget - float((rest.sum(axis=1) * problem.ways.spending).sum()),
    )


def _stored_by_others(problem: StockProblem, stored: Floats, tied: Whole) -> Floats:
    others = stored.copy()
    others[tied] = 0.0
    return by_warehouse(problem, others)
