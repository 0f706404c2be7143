"""Order a fixed quantity when the stock position falls to the reorder point: (R, Q), exact.

The cost of a unit of time is that of the orders and the mean stock cost of the positions between
reorder point and reorder point + quantity, at each of which the position is found as often as at
any other. What is missing is delivered later.

References
----------
Zheng, Y.-S. (1992). On properties of stochastic inventory systems. Management Science 38(1),
87-103.

Federgruen, A. & Zheng, Y.-S. (1992). An efficient algorithm for computing an optimal (r, Q) policy
in continuous review stochastic inventory systems. Operations Research 40(4), 808-813.

Snyder, L. V. & Shen, Z.-J. M. (2019). Fundamentals of Supply Chain Theory, 2nd ed., chapter 5.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from optimizer.inventory.policies.distributions import Demand, Floats, PointDemand
from optimizer.inventory.policies.newsvendor import StockCosts, newsvendor


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderPolicy:
    """A reorder point, an order quantity, and the cost expected of a unit of time."""

    reorder_point: float
    quantity: float
    cost: float


def reorder_cost(
    demand: Demand,
    costs: StockCosts,
    *,
    demand_rate: float,
    reorder_point: float,
    quantity: float,
) -> float:
    """Cost of a unit of time, where stock moves smoothly.

    Parameters
    ----------
    demand
        Over the lead time.
    demand_rate
        Mean demand of a unit of time.

    References
    ----------
    Zheng (1992); Snyder & Shen (2019), equation (5.7).
    """
    stock = _stock_cost_between(demand, costs, reorder_point, reorder_point + quantity)
    return (costs.order * demand_rate + stock) / quantity


def best_reorder_point(
    demand: Demand, costs: StockCosts, *, demand_rate: float, quantity: float
) -> ReorderPolicy:
    """Reorder point of least cost for a quantity: stock costs as much at both ends.

    References
    ----------
    Zheng (1992); Snyder & Shen (2019), equation (5.9).
    """
    lowest = newsvendor(demand, costs).level
    point = float(
        brentq(
            lambda low: float(costs.at(demand, low + quantity) - costs.at(demand, low)),
            lowest - quantity,
            lowest,
        )
    )
    cost = reorder_cost(
        demand, costs, demand_rate=demand_rate, reorder_point=point, quantity=quantity
    )
    return ReorderPolicy(reorder_point=point, quantity=quantity, cost=cost)


def best_reorder_policy(demand: Demand, costs: StockCosts, *, demand_rate: float) -> ReorderPolicy:
    """Reorder point and quantity of least cost, where stock moves smoothly.

    At the best policy stock costs at both ends what the policy costs. So the cost sought is the
    level to which the bowl of the stock cost is filled by what orders cost in a unit of time.

    References
    ----------
    Zheng (1992): conditions of the best policy.
    """
    poured = _order_cost_rate(costs, demand_rate)
    bottom = newsvendor(demand, costs)

    def shore(level: float) -> tuple[float, float]:
        low = min(demand.mean - level / costs.shortage, bottom.level)
        high = max(demand.mean + level / costs.holding, bottom.level)
        return (
            _crossing(demand, costs, level, low, bottom.level),
            _crossing(demand, costs, level, bottom.level, high),
        )

    def missing(level: float) -> float:
        low, high = shore(level)
        return level * (high - low) - _stock_cost_between(demand, costs, low, high) - poured

    above = max(bottom.cost, 1e-9)
    while missing(bottom.cost + above) < 0:
        above *= 2
    level = float(brentq(missing, bottom.cost, bottom.cost + above, rtol=1e-14))
    low, high = shore(level)
    return ReorderPolicy(reorder_point=low, quantity=high - low, cost=level)


def reorder_cost_whole(
    demand: PointDemand,
    costs: StockCosts,
    *,
    demand_rate: float,
    reorder_point: int,
    quantity: int,
) -> float:
    """Cost of a unit of time, where customers take whole units one by one.

    References
    ----------
    Federgruen & Zheng (1992); Snyder & Shen (2019), equation (5.48).
    """
    positions = np.arange(reorder_point + 1, reorder_point + quantity + 1, dtype=np.float64)
    stock = float(costs.at(demand, positions).sum())
    return (costs.order * demand_rate + stock) / quantity


def best_reorder_policy_whole(
    demand: PointDemand, costs: StockCosts, *, demand_rate: float
) -> ReorderPolicy:
    """Reorder point and quantity of least cost, where customers take whole units one by one.

    The quantity takes in the cheapest positions, one by one, while the next costs less than the
    policy does.

    References
    ----------
    Federgruen & Zheng (1992): the algorithm.
    """
    poured = _order_cost_rate(costs, demand_rate)
    bottom = round(newsvendor(demand, costs).level)
    reach = 16
    while True:
        positions = np.arange(bottom - reach, bottom + reach + 1)
        stock = costs.at(demand, positions.astype(np.float64))
        cheapest = np.argsort(stock, kind="stable")
        means = (poured + np.cumsum(stock[cheapest])) / np.arange(1, len(positions) + 1)
        quantity = int(np.argmin(means)) + 1
        if min(stock[0], stock[-1]) > means[quantity - 1]:
            break
        reach *= 2
    return ReorderPolicy(
        reorder_point=float(positions[cheapest[:quantity]].min() - 1),
        quantity=float(quantity),
        cost=float(means[quantity - 1]),
    )


def _stock_cost_between(demand: Demand, costs: StockCosts, low: float, high: float) -> float:
    """Stock cost summed over all levels between two."""
    ends: Floats = np.array([low, high])
    on_hand = np.diff((ends - demand.mean) ** 2)[0] / 2
    missing = -np.diff(demand.shortage_beyond(ends))[0]
    return float(costs.holding * on_hand + (costs.holding + costs.shortage) * missing)


def _crossing(demand: Demand, costs: StockCosts, cost: float, low: float, high: float) -> float:
    """Level between two, one of them the cheapest, at which stock costs this much."""
    over = [float(costs.at(demand, end)) - cost for end in (low, high)]
    if over[0] * over[1] >= 0:
        return low if abs(over[0]) < abs(over[1]) else high
    return float(brentq(lambda at: float(costs.at(demand, at)) - cost, low, high))


def _order_cost_rate(costs: StockCosts, demand_rate: float) -> float:
    if not (costs.order > 0 and demand_rate > 0):
        raise ValueError("The cost of an order and demand are above zero.")
    return costs.order * demand_rate
