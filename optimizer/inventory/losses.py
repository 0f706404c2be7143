"""What a warehouse loses by what others take, read off its own best plans without it."""

from dataclasses import replace

import numpy as np

from domain.stock_problem import SUPPLIER, Floats, Prices, Whole
from optimizer.inventory.books import Books
from optimizer.inventory.grid import build_grid
from optimizer.inventory.parts import part_of, some_ways
from optimizer.inventory.series_plan import WayCosts, plan_all, way_costs

_DAYS_OF_DEMAND = 7
"""A loss is measured with as many units as those who take want for so many days."""


def giving_losses(books: Books, capacity: Prices) -> Floats:
    """What each series loses for each unit taken on each day, ``(m, t)``; 0 where none takes.

    Prices alone make those who take and those who give agree on the whole, but not on whole lots;
    these losses are of whole lots, taken from the plans as they are.

    Parameters
    ----------
    capacity
        Prices of docks, rooms and budget at which the plans without the units are judged.
    """
    problem = books.problem
    costs = way_costs(problem, replace(capacity, giving=np.zeros_like(capacity.giving)))
    losses = np.zeros((len(problem), problem.days))
    ways = problem.ways
    moves = ways.giver != SUPPLIER
    for giver in np.unique(ways.giver[moves]).tolist():
        takers = ways.taker[ways.giver == giver]
        wanted = float(problem.points[takers, -1].mean()) * _DAYS_OF_DEMAND / problem.days
        lot = int(ways.lot_units[ways.giver == giver].max())
        taken = max(lot, round(wanted / lot) * lot)
        losses[giver] = _losses(books, giver, taken, costs, capacity)
    return losses


def _losses(books: Books, giver: int, taken: int, costs: WayCosts, capacity: Prices) -> Floats:
    """Loss of one giver by units taken on each day, for each unit."""
    problem, days = books.problem, books.problem.days
    own = books.ways_of(giver)
    bought = np.arange(own.start, own.stop)[problem.ways.giver[own] == SUPPLIER].astype(np.int64)
    supply = books.supply_of(giver) + _received_by_moves(books, own)
    without = np.tile(supply, (days + 1, 1))
    for day in range(days):
        without[day + 1, day:] -= taken
    one = part_of(problem, np.array([giver]))
    count = days + 1
    many = replace(
        one,
        keys=one.keys * count,
        warehouse=np.repeat(one.warehouse, count),
        points=np.repeat(one.points, count, axis=0),
        supplied=without,
        ceiling=np.repeat(one.ceiling, count, axis=0),
        holding_cost=np.repeat(one.holding_cost, count),
        shortage_cost=np.repeat(one.shortage_cost, count),
        volume_m3=np.repeat(one.volume_m3, count),
        ways=replace(
            some_ways(problem.ways, np.tile(bought, count).astype(np.int64)),
            taker=np.repeat(np.arange(count), len(bought)),
        ),
    )
    values = plan_all(
        many,
        build_grid(many),
        replace(capacity, giving=np.zeros(without.shape)),
        costs=WayCosts(
            price=np.tile(costs.price[bought], (count, 1)),
            fixed=np.tile(costs.fixed[bought], (count, 1)),
        ),
    ).values
    return np.asarray((values[1:] - values[0]) / taken)


def _received_by_moves(books: Books, own: slice) -> Floats:
    """Units that a series has by each day by moves to it, ``(t,)``."""
    ways, days = books.problem.ways, books.problem.days
    change: Whole = np.zeros(days, dtype=np.int64)
    for way in range(own.start, own.stop):
        if ways.giver[way] != SUPPLIER:
            lead = int(ways.lead_days[way])
            change[lead:] += books.units[way, : days - lead]
    return np.asarray(np.cumsum(change), dtype=np.float64)
