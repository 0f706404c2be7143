"""Moves between warehouses: whom they tie together, and what of the wishes can leave at all."""

import numpy as np

from domain.stock_problem import NO_LIMIT, SUPPLIER, Floats, StockProblem, Whole
from optimizer.inventory.limits import Limits


def has_moves(problem: StockProblem) -> bool:
    """Whether any series can be supplied from another warehouse."""
    return bool((problem.ways.giver != SUPPLIER).any())


def group_of_series(problem: StockProblem) -> Whole:
    """A number for each series, the same for those that moves tie together; ``(m,)``."""
    ways = problem.ways
    moves = ways.giver != SUPPLIER
    group = np.arange(len(problem))
    while True:
        least = np.minimum(group[ways.taker[moves]], group[ways.giver[moves]])
        joined = group.copy()
        np.minimum.at(joined, ways.taker[moves], least)
        np.minimum.at(joined, ways.giver[moves], least)
        joined = joined[joined]
        if np.array_equal(joined, group):
            return group
        group = joined


def tied_groups(problem: StockProblem) -> list[Whole]:
    """Series that moves tie together, a group each; a series alone is one, too."""
    group = group_of_series(problem)
    ranked = np.argsort(group, kind="stable")
    cuts = np.flatnonzero(np.diff(group[ranked])) + 1
    return [part.astype(np.int64) for part in np.split(ranked, cuts)]


def without_impossible_moves(problem: StockProblem, limits: Limits, wished: Whole) -> Whole:
    """Wished orders and moves, less the moves that stock and outbound capacity do not allow.

    Parameters
    ----------
    wished
        Units of each way and day, ``(n, t)``.
    """
    ways, units = problem.ways, wished.copy()
    free = np.maximum(problem.supplied[:, 0], 0)
    lines = np.floor(limits.outbound + 1e-9)
    there = _there(problem, wished)
    moves = np.flatnonzero(ways.giver != SUPPLIER)
    for day, row in np.argwhere(units[moves].T > 0):
        way = moves[row]
        giver, wanted = ways.giver[way], units[way, day]
        sender = problem.warehouse[giver]
        is_free = day > 0 or wanted <= free[giver]
        if lines[sender, day] < 1 or not is_free or wanted > there[giver, day:].min():
            units[way, day] = 0
            arrival = day + ways.lead_days[way]
            there[ways.taker[way], arrival:] -= wanted
            continue
        lines[sender, day] -= 1
        there[giver, day:] -= wanted
        free[giver] -= wanted if day == 0 else 0
    return units


def _there(problem: StockProblem, wished: Whole) -> Floats:
    """Units that each series can have by each day beside what it gives away, ``(m, t)``.

    From the day on which a supplier's goods can come they have no end.
    """
    ways, days = problem.ways, problem.days
    change = np.zeros((len(problem), days))
    moves = np.flatnonzero(ways.giver != SUPPLIER)
    row, day = np.nonzero(wished[moves])
    way = moves[row]
    arrival = day + ways.lead_days[way]
    np.add.at(change, (ways.taker[way], arrival), wished[way, day])
    bought, on = np.nonzero(ways.allowed & (ways.giver == SUPPLIER)[:, None])
    np.add.at(change, (ways.taker[bought], on + ways.lead_days[bought]), NO_LIMIT)
    return np.asarray(np.maximum(problem.supplied, 0) + np.cumsum(change, axis=1))
