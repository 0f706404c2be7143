"""Better plans where limits are tight and series few: some are taken out and planned anew together.

References
----------
Shaw, P. (1998). Using constraint programming and local search methods to solve vehicle routing
problems. CP 1998: what is taken out together competes for the same.
"""

import numpy as np

from domain.progress import StopCriterion
from domain.stock_problem import Prices, Whole
from optimizer.inventory.books import Books

_MOST_TOGETHER = 6
_GOOD_ENOUGH = 1e-5


def search(
    books: Books,
    prices: Prices,
    *,
    tries: int,
    bound: float,
    stop: StopCriterion,
    random: np.random.Generator,
) -> None:
    """Try to plan a few series anew that compete for what is scarce; keep what is cheaper.

    Parameters
    ----------
    prices
        Tell where to look: the dearer something is, the more often.
    bound
        No plan can cost less; the search ends close to it.
    """
    scarce = prices.receiving + prices.storage
    if not scarce.any():
        return
    chances = scarce.ravel() / scarce.sum()
    rows = random.choice(len(chances), size=tries, p=chances)
    for row in rows.tolist():
        if stop.should_stop() or books.cost <= bound + _GOOD_ENOUGH * abs(bound):
            return
        warehouse, day = divmod(row, books.problem.days)
        _try(books, _rivals(books, warehouse, day, random), random)


def _rivals(books: Books, warehouse: int, day: int, random: np.random.Generator) -> Whole:
    """A few series of a warehouse, most of them such as use what is scarce on a day."""
    # Who gives to others now is left alone: what is taken must be there.
    there = np.flatnonzero((books.problem.warehouse == warehouse) & ~books.gives)
    if len(there) < 2:
        return there
    used = books.received[there, day] + 0.05 * books.stored[there, day]
    weights = used + used.mean() * 0.1 + 1e-12
    count = min(len(there), int(random.integers(2, _MOST_TOGETHER + 1)))
    chosen = random.choice(there, size=count, replace=False, p=weights / weights.sum())
    return np.asarray(chosen, dtype=np.int64)


def _try(books: Books, series: Whole, random: np.random.Generator) -> None:
    """Plan series anew in a random order; take it back where that is no better."""
    before, was_spent = books.cost, books.spent
    kept = [(one, books.units[books.ways_of(one)].copy()) for one in series.tolist()]
    books.clear(series.tolist())
    for one in random.permutation(series).tolist():
        books.replan(one)
    worth = books.cost + books.prices.budget * books.spent
    is_better = worth < before + books.prices.budget * was_spent - 1e-9 * abs(before)
    if not is_better or books.spent > books.limits.budget:
        for one, units in kept:
            books.put(one, units)
