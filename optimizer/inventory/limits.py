"""How much there is of what series share, and how much plans use of it."""

from dataclasses import dataclass

import numpy as np

from domain.stock_problem import SUPPLIER, Floats, Prices, StockProblem, Whole
from optimizer.inventory.grid import Grid
from optimizer.inventory.series_plan import Measures, by_warehouse, measure


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Limits:
    """What plans may use; never less than what is used without any order.

    Parameters
    ----------
    receiving, storage, outbound
        By warehouse and day, ``(w, t)``.
    """

    receiving: Floats
    storage: Floats
    outbound: Floats
    budget: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Use:
    """What plans use of each limit; in the shapes of `Limits`."""

    receiving: Floats
    storage: Floats
    outbound: Floats
    budget: float


def limits_of(problem: StockProblem, grid: Grid) -> Limits:
    """The limits of a problem, widened to what is used without any order."""
    shared = problem.shared
    nothing = np.zeros(problem.ways.allowed.shape, dtype=np.int64)
    kept = np.zeros((len(problem), problem.days), dtype=np.int64)
    stored = by_warehouse(problem, measure(problem, grid, nothing, kept).stored_m3)
    return Limits(
        receiving=np.maximum(shared.receiving_m3, 0.0),
        storage=np.maximum(shared.storage_m3, stored),
        outbound=np.maximum(shared.outbound_lines, 0.0),
        budget=shared.budget,
    )


def use_of_plans(problem: StockProblem, units: Whole, measures: Measures) -> Use:
    """What plans use of what is shared."""
    return Use(
        receiving=by_warehouse(problem, measures.received_m3),
        storage=by_warehouse(problem, measures.stored_m3),
        outbound=lines_out(problem, units),
        budget=float((units.sum(axis=1) * problem.ways.spending).sum()),
    )


def lines_out(problem: StockProblem, units: Whole) -> Floats:
    """Moves that leave each warehouse on each day, ``(w, t)``."""
    moves = np.flatnonzero(problem.ways.giver != SUPPLIER)
    lines = np.zeros((len(problem.warehouse_ids), problem.days))
    np.add.at(lines, problem.warehouse[problem.ways.giver[moves]], units[moves] > 0)
    return lines


def cost_of_limits(limits: Limits, prices: Prices) -> float:
    """What all that there is would cost at the prices."""
    pairs = (
        (limits.receiving, prices.receiving),
        (limits.storage, prices.storage),
        (limits.outbound, prices.outbound),
    )
    total = sum(float((limit[price > 0] * price[price > 0]).sum()) for limit, price in pairs)
    return total + (limits.budget * prices.budget if prices.budget > 0 else 0.0)
