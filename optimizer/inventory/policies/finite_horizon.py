"""When and how much to order over a few periods that end.

References
----------
Scarf, H. (1960). The optimality of (S, s) policies in the dynamic inventory problem. Mathematical
Methods in the Social Sciences, 196-202.

Snyder, L. V. & Shen, Z.-J. M. (2019). Fundamentals of Supply Chain Theory, 2nd ed., sections 4.3.3
and 4.4.3, algorithm 4.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.inventory.policies.distributions import Demand, Floats, PointDemand, round_demand
from optimizer.inventory.policies.newsvendor import StockCosts

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HorizonPolicy:
    """In each period, order up to a level where stock is no more than the reorder point.

    Both are the same where an order costs nothing. Where none pays, both are the least stock there
    can be.

    Parameters
    ----------
    reorder_points, order_up_to
        Units, ``(t,)``.
    cost
        Expected over the horizon, discounted to its start.
    """

    reorder_points: Whole
    order_up_to: Whole
    cost: float


def plan_horizon(
    demands: Sequence[Demand],
    costs: StockCosts,
    *,
    purchase_price: float = 0.0,
    discount: float = 1.0,
    opening_stock: int = 0,
    closing_holding: float = 0.0,
    closing_shortage: float = 0.0,
) -> HorizonPolicy:
    """Policy of least expected cost over periods of independent demand; what is missing waits.

    Exact in whole units: no stock that can be reached is left out. What demand leaves for the next
    period is rounded to whole units.

    Parameters
    ----------
    demands
        Of each period.
    discount
        What money a period later is worth.
    closing_holding, closing_shortage
        Of a unit on hand, and of a unit missing, after the last period.

    Raises
    ------
    ValueError
        If there is no period.

    References
    ----------
    Snyder & Shen (2019), sections 4.3.3 and 4.4.3, equation (4.66).
    """
    if not demands:
        raise ValueError("The horizon has a period.")
    leaving = [round_demand(demand) for demand in demands]
    most = sum(len(demand) - 1 for demand in leaving)
    # No order brings more than can still be wanted, and no more than that is ever missing.
    stock = np.arange(min(opening_stock, 0) - most, max(opening_stock, most) + 1)
    value = closing_holding * np.maximum(stock, 0) + closing_shortage * np.maximum(-stock, 0)
    points: list[int] = []
    levels: list[int] = []
    for demand, whole in zip(reversed(demands), reversed(leaving), strict=True):
        kept = costs.at(demand, stock.astype(np.float64)) + discount * _next(value, whole)
        value, chosen = _order(stock, kept, purchase_price, costs.order)
        levels.append(int(stock[chosen[0]]))
        points.append(int(stock[np.argmax(chosen != chosen[0]) - 1]))
    return HorizonPolicy(
        reorder_points=np.array(points[::-1]),
        order_up_to=np.array(levels[::-1]),
        cost=float(value[np.searchsorted(stock, opening_stock)]),
    )


def _next(value: Floats, demand: PointDemand) -> Floats:
    """Expected value of the stock that a period's demand leaves of each stock.

    Stock below the range is never reached from the opening stock; its value goes on in a line.
    """
    reach = len(demand) - 1
    slope = value[0] - value[1]
    below = value[0] + slope * np.arange(reach, 0, -1)
    return np.convolve(np.concatenate([below, value]), demand.weights, mode="valid")


def _order(
    stock: Whole, kept: Floats, purchase_price: float, order_cost: float
) -> tuple[Floats, Whole]:
    """Value of each stock after the best order, and the row that it is brought to."""
    reached = kept + purchase_price * stock
    rows = np.arange(len(stock))
    # Going down, the best level so far; of equal ones the lowest.
    best = np.minimum.accumulate(reached[::-1])[::-1]
    row_of_best = np.minimum.accumulate(np.where(reached == best, rows, len(rows))[::-1])[::-1]
    ordered = order_cost + best - purchase_price * stock
    orders = ordered < kept
    return np.where(orders, ordered, kept), np.where(orders, row_of_best, rows)
