"""What a series has to give, day by day, beside what it has promised."""

import numpy as np

from domain.stock_problem import Floats, StockProblem, Whole

FULL = 1e-6


def net_supply(problem: StockProblem, units: Whole, series: int, taken: Whole) -> Floats:
    """Units of a series there by each day beyond what it lacks anyway, ``(t,)``.

    Parameters
    ----------
    units
        Orders and moves, ``(n, t)``.
    taken
        Units that others take from the series on each day, ``(t,)``.
    """
    first, last = np.searchsorted(problem.ways.taker, [series, series + 1])
    change = -taken.astype(np.float64)
    for way in range(int(first), int(last)):
        if units[way].any():
            lead = int(problem.ways.lead_days[way])
            change[lead:] += units[way, : len(change) - lead]
    supplied = problem.supplied[series]
    return np.asarray(supplied - np.minimum(supplied, 0) + np.cumsum(change))


def there_for(problem: StockProblem, units: Whole, way: int, taken: Whole) -> Whole:
    """Units that a move may take on each day beside all others, ``(t,)``."""
    giver = int(problem.ways.giver[way])
    others = taken - units[way]
    net = net_supply(problem, units, giver, others)
    least = np.minimum.accumulate(net[::-1])[::-1]
    free = max(0.0, float(problem.supplied[giver, 0])) - float(others[0])
    least[0] = min(least[0], free)
    return np.asarray(np.maximum(least + FULL, 0), dtype=np.int64)


def outgrows(problem: StockProblem, units: Whole, series: int, taken: Whole) -> bool:
    """Whether a series has more after a receipt than it can sell before it expires."""
    ceiling = problem.ceiling[series]
    if np.isinf(ceiling).all():
        return False
    first, last = np.searchsorted(problem.ways.taker, [series, series + 1])
    came = np.zeros(len(taken), dtype=np.bool_)
    for way in range(int(first), int(last)):
        lead = int(problem.ways.lead_days[way])
        came[lead:] |= units[way, : len(came) - lead] > 0
    there = net_supply(problem, units, series, taken) + np.minimum(problem.supplied[series], 0)
    return bool((there[came] > ceiling[came] + FULL).any())
