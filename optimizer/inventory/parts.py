"""A part of a stock problem: some of its series, with what they share."""

from dataclasses import replace

import numpy as np

from domain.stock_problem import SUPPLIER, Prices, StockProblem, SupplyWays, Whole


def part_of(problem: StockProblem, series: Whole) -> StockProblem:
    """Some series of a problem, ascending; what comes from others comes as if from suppliers.

    What is shared stays whole: it is for the caller to say how much of it is left.
    """
    ways = problem.ways
    is_inside = np.zeros(len(problem) + 1, dtype=np.bool_)
    is_inside[series] = True
    kept = np.flatnonzero(is_inside[ways.taker]).astype(np.int64)
    number = np.full(len(problem) + 1, SUPPLIER, dtype=np.int64)
    number[series] = np.arange(len(series))
    return replace(
        problem,
        keys=tuple(problem.keys[i] for i in series.tolist()),
        warehouse=problem.warehouse[series],
        points=problem.points[series],
        supplied=problem.supplied[series],
        ceiling=problem.ceiling[series],
        holding_cost=problem.holding_cost[series],
        shortage_cost=problem.shortage_cost[series],
        volume_m3=problem.volume_m3[series],
        ways=replace(
            some_ways(ways, kept),
            taker=number[ways.taker[kept]],
            # The last entry of `number` answers for suppliers.
            giver=number[ways.giver[kept]],
        ),
    )


def some_ways(ways: SupplyWays, rows: Whole) -> SupplyWays:
    """Some of the ways, ascending."""
    return SupplyWays(
        taker=ways.taker[rows],
        giver=ways.giver[rows],
        lead_days=ways.lead_days[rows],
        lot_units=ways.lot_units[rows],
        least_units=ways.least_units[rows],
        most_units=ways.most_units[rows],
        fixed_cost=ways.fixed_cost[rows],
        extra_cost=ways.extra_cost[rows],
        spending=ways.spending[rows],
        allowed=ways.allowed[rows],
        truck=ways.truck[rows],
    )


def prices_of(prices: Prices, series: Whole) -> Prices:
    """The prices that concern some series."""
    return replace(prices, giving=prices.giving[series])
