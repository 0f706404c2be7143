"""The lower bound of a whole problem, also for series whose lots the grid makes larger.

A fine plan, each day's supply rounded down to a coarse level, is a plan on the coarse grid whose
days cost no less than the cheapest supply within the level's step. The part of an order's price
that rounding takes away is put back by parts: with r units above the level at the end of each day
and p the price at receipt, ``sum p_t (r_t - r_(t-1)) = sum r_t (p_t - p_(t+1))``. So a programme
over relaxed costs bounds all plans in true lots from below. Of a series that is given away from,
what comes and what leaves are rounded each for itself, so that a day's supply may lie a step to
either side.
"""

from dataclasses import replace

import numpy as np

from domain.stock_problem import Flags, Floats, Prices, StockProblem, Whole
from optimizer.inventory.grid import Grid, build_grid
from optimizer.inventory.parts import part_of, prices_of
from optimizer.inventory.series_plan import PricedPlans, WayCosts, own_ways, plan_all, way_costs

_LEVELS = 8_192
_CHUNK = 2_000


def certified_values(
    problem: StockProblem, grid: Grid, prices: Prices, plans: PricedPlans
) -> Floats:
    """What each series costs at least at the prices, ``(m,)``.

    Their sum, less what all that is shared would cost, is what no plan can cost less than.

    Parameters
    ----------
    plans
        The best plans at the prices on the grid.
    """
    values = plans.values.copy()
    coarse = np.flatnonzero(grid.is_coarse).astype(np.int64)
    costs = way_costs(problem, prices)
    for first in range(0, len(coarse), _CHUNK):
        series = coarse[first : first + _CHUNK]
        values[series] = _values(problem, series, prices, costs, grid.gives[series])
    return values


def _values(
    problem: StockProblem, series: Whole, prices: Prices, costs: WayCosts, gives: Flags
) -> Floats:
    """Certified costs of some series, on levels as fine as they need be."""
    part, own = part_of(problem, series), prices_of(prices, series)
    rows = np.concatenate([own_ways(problem, one) for one in series.tolist()])
    costs = WayCosts(price=costs.price[rows], fixed=costs.fixed[rows])
    fine = replace(build_grid(part, _LEVELS), gives=gives)
    free = np.floor(np.maximum(part.supplied[:, 0], 0) / fine.step).astype(np.int64)
    base = np.where(gives, free, 0)
    fine = replace(fine, levels=fine.levels + base - fine.base, base=base)
    values = plan_all(part, fine, own, costs=costs).values
    if fine.is_coarse.any():
        relaxed = _relaxed_values(part, fine, own, costs)
        values = np.where(fine.is_coarse, relaxed, values)
    return values


def _relaxed_values(problem: StockProblem, grid: Grid, prices: Prices, costs: WayCosts) -> Floats:
    """What no plan of a coarse series can cost less than at the prices, ``(m,)``."""
    ways = problem.ways
    costs, slopes = _one_price_a_day(problem, costs)
    step = grid.step[:, None]
    giving = prices.giving - _next_day(prices.giving)
    either_side = step * (np.minimum(slopes, 0) + np.minimum(-giving, 0))
    size = grid.step[ways.taker]
    relaxed = replace(
        grid,
        lot=np.ones_like(grid.lot),
        least=np.maximum(1, ways.least_units // size),
        most=-(-ways.most_units // size),
    )
    slopes = np.ascontiguousarray(np.where(grid.gives[:, None], either_side, slopes))
    return plan_all(problem, relaxed, prices, costs=costs, slopes=slopes).values


def _next_day(prices: Floats) -> Floats:
    """Prices of the day after, 0 at the end."""
    return np.concatenate([prices[:, 1:], np.zeros((len(prices), 1))], axis=1)


def _one_price_a_day(problem: StockProblem, costs: WayCosts) -> tuple[WayCosts, Floats]:
    """The least price at which each series' units can come on each day, and what it falls by.

    On a day without receipts the supply above the level stays, so any price will do there: the one
    before, or the first.
    """
    ways, days = problem.ways, problem.days
    cheapest = np.full((len(problem), days), np.inf)
    arrival = np.arange(days)[None, :] + ways.lead_days[:, None]
    way, day = np.nonzero(ways.allowed & (arrival < days))
    np.minimum.at(cheapest, (ways.taker[way], arrival[way, day]), costs.price[way, day])
    known = np.isfinite(cheapest)
    latest = np.maximum.accumulate(np.where(known, np.arange(days), -1), axis=1)
    first = np.where(known.any(axis=1), known.argmax(axis=1), 0)
    source = np.where(latest < 0, first[:, None], latest)
    filled = np.take_along_axis(cheapest, source, axis=1)
    filled = np.where(np.isfinite(filled), filled, 0.0)
    slopes = filled - _next_day(filled)
    price = costs.price.copy()
    price[way, day] = filled[ways.taker[way], arrival[way, day]]
    return WayCosts(price=price, fixed=costs.fixed), np.ascontiguousarray(slopes)
