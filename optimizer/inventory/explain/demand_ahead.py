"""Demand ahead of one series: what is usual, what is high, when stock runs out."""

import numpy as np

from domain.stock_problem import Floats, StockProblem, Whole
from optimizer.inventory.policies.base_stock import order_up_to_levels

TINY = 1e-3
"""Share of a unit that is no unit, for points are single-precision numbers."""


def demand_quantiles(problem: StockProblem, days: Whole, levels: Floats) -> Floats:
    """Units that the demand of each series over its first days stays within at a chance; ``(m,)``.

    Parameters
    ----------
    days, levels
        Days and chance of each series, ``(m,)``.
    """
    ahead = problem.points[np.arange(len(problem)), days - 1]
    return order_up_to_levels(ahead, problem.weights, service_share=levels)


def stock_out_chance(
    problem: StockProblem, series: int, supplied: Floats, first: int, end: int
) -> float:
    """Chance that demand outruns what is supplied on a day from `first` to before `end`, 0 to 1."""
    demand = problem.points[series, first:end]
    runs_out = np.any(demand > supplied[first:end, None] + TINY, axis=0)
    return float(problem.weights[runs_out].sum())


def days_covered(problem: StockProblem, series: int, supplied: Floats, arrival: int) -> int:
    """Days until stock is expected to run out; what arrives by `arrival` counts from the start."""
    expected = problem.points[series] @ problem.weights
    there = supplied[np.maximum(np.arange(problem.days), min(arrival, problem.days - 1))]
    outrun = expected > there + TINY
    return int(np.argmax(outrun)) if outrun.any() else problem.days


def next_receipt_day(problem: StockProblem, first: int, end: int) -> int:
    """Day on which the first order after today could come, by ways `first` to before `end`."""
    days = problem.days
    earliest = days
    for way in range(first, end):
        later = np.flatnonzero(problem.ways.allowed[way, 1:])
        if len(later):
            earliest = min(earliest, int(later[0]) + 1 + int(problem.ways.lead_days[way]))
    return min(earliest, days)
