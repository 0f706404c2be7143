"""How much of what expires may lie somewhere."""

from collections.abc import Sequence

import numpy as np

from domain.stock_problem import SUPPLIER, Floats, SupplyWays
from optimizer.inventory.demand_points import extended_mean


def shelf_life_ceiling(
    shelf_life_days: Sequence[int | None], supplied: Floats, expected: Floats, ways: SupplyWays
) -> Floats:
    """Most units supplied in all that may be there after a receipt so that none expires.

    What is there on a day is sold within its shelf life: after the horizon at the mean rate of its
    last days. There is no bound where nothing expires, and where goods only pass on to other
    warehouses; and none is below what is there without new orders.

    Parameters
    ----------
    shelf_life_days
        Of each of `m` series; None where it does not expire.
    supplied, expected
        Units supplied without new orders and mean demand by the end of each day, ``(m, t)``.

    Returns
    -------
    ceiling
        ``(m, t)``; infinity where there is no bound.
    """
    lasting = np.array([-1 if d is None else d for d in shelf_life_days], dtype=np.int64)
    passes_on = np.zeros(len(lasting), dtype=np.bool_)
    passes_on[ways.giver[ways.giver != SUPPLIER]] = True
    passes_on &= expected[:, -1] == 0
    ceiling = np.full(supplied.shape, np.inf)
    for days in np.unique(lasting[lasting >= 0]).tolist():
        rows = np.flatnonzero((lasting == days) & ~passes_on)
        sold = extended_mean(expected[rows], days)[:, days:]
        ceiling[rows] = np.maximum(sold, supplied[rows])
    return ceiling
