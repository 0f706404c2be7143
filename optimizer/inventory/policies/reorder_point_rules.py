"""Reorder points and order quantities by the usual rules of thumb, for normal demand and others.

References
----------
Hadley, G. & Whitin, T. M. (1963). Analysis of Inventory Systems. Prentice-Hall.

Snyder, L. V. & Shen, Z.-J. M. (2019). Fundamentals of Supply Chain Theory, 2nd ed., chapter 5.
"""

import math

from scipy.optimize import brentq

from optimizer.inventory.policies.distributions import Demand
from optimizer.inventory.policies.lot_sizing import economic_order, economic_order_with_backorders
from optimizer.inventory.policies.newsvendor import StockCosts, newsvendor
from optimizer.inventory.policies.reorder_point import (
    ReorderPolicy,
    best_reorder_point,
    reorder_cost,
)

_TOLERANCE = 1e-9
_MOST_ROUNDS = 1000


def reorder_by_backorder_quantity(
    demand: Demand, costs: StockCosts, *, demand_rate: float
) -> ReorderPolicy:
    """Economic order quantity with backorders, and the best reorder point for it.

    References
    ----------
    Zheng, Y.-S. (1992). On properties of stochastic inventory systems. Management Science 38(1),
    87-103; Snyder & Shen (2019), equations (3.27) and (5.9).
    """
    quantity = economic_order_with_backorders(
        order_cost=costs.order,
        holding_cost=costs.holding,
        shortage_cost=costs.shortage,
        demand_rate=demand_rate,
    ).quantity
    return best_reorder_point(demand, costs, demand_rate=demand_rate, quantity=quantity)


def reorder_by_safety_stock(
    demand: Demand, costs: StockCosts, *, demand_rate: float
) -> ReorderPolicy:
    """Economic order quantity, and the quantile of demand over the lead time.

    References
    ----------
    Snyder & Shen (2019), equations (3.4) and (5.21).
    """
    quantity = economic_order(
        order_cost=costs.order, holding_cost=costs.holding, demand_rate=demand_rate
    ).quantity
    point = newsvendor(demand, costs).level
    cost = reorder_cost(
        demand, costs, demand_rate=demand_rate, reorder_point=point, quantity=quantity
    )
    return ReorderPolicy(reorder_point=point, quantity=quantity, cost=cost)


def reorder_by_shortage(demand: Demand, costs: StockCosts, *, demand_rate: float) -> ReorderPolicy:
    """Quantity and reorder point in turn, as if nothing were missing when an order has come.

    References
    ----------
    Hadley & Whitin (1963), chapter 4; Snyder & Shen (2019), equations (5.28) and (5.29).
    """
    both = costs.holding + costs.shortage
    quantity = economic_order(
        order_cost=costs.order, holding_cost=costs.holding, demand_rate=demand_rate
    ).quantity
    for _ in range(_MOST_ROUNDS):
        point = _level_of_shortage(demand, costs.holding * quantity / both)
        paid = costs.order * demand_rate + both * float(demand.shortage_beyond(point))
        last, quantity = quantity, math.sqrt(2 * paid / costs.holding)
        if abs(quantity - last) <= _TOLERANCE * quantity:
            break
    cost = reorder_cost(
        demand, costs, demand_rate=demand_rate, reorder_point=point, quantity=quantity
    )
    return ReorderPolicy(reorder_point=point, quantity=quantity, cost=cost)


def reorder_by_expected_stock(
    demand: Demand,
    *,
    order_cost: float,
    holding_cost: float,
    unit_shortage_cost: float,
    demand_rate: float,
    lost_sales: bool = False,
) -> ReorderPolicy:
    """Quantity and reorder point in turn, where a unit missing costs the same however long.

    The cost is approximate: the stock on hand is taken to fall evenly, and with lost sales no more
    than one order to be on its way.

    Parameters
    ----------
    demand
        Over the lead time.
    unit_shortage_cost
        Of a unit missing: what a late delivery costs, or with `lost_sales` the sale.
    demand_rate
        Mean demand of a unit of time.

    Raises
    ------
    ValueError
        Where being short costs less than holding, so that no reorder point is best.

    References
    ----------
    Hadley & Whitin (1963), sections 4-2 (backorders) and 4-3 (lost sales); Snyder & Shen (2019),
    equations (5.16) to (5.18), algorithm 5.1.
    """
    saved = unit_shortage_cost * demand_rate
    quantity = economic_order(
        order_cost=order_cost, holding_cost=holding_cost, demand_rate=demand_rate
    ).quantity
    for _ in range(_MOST_ROUNDS):
        held = quantity * holding_cost
        short_share = held / (held + saved) if lost_sales else held / saved
        if not short_share < 1:
            raise ValueError("Being short costs less than holding: no reorder point is best.")
        point = demand.quantile(1 - short_share)
        missing = float(demand.shortage(point))
        paid = order_cost + unit_shortage_cost * missing
        last, quantity = quantity, math.sqrt(2 * demand_rate * paid / holding_cost)
        if abs(quantity - last) <= _TOLERANCE * quantity:
            break
    on_hand = point - demand.mean + quantity / 2 + (missing if lost_sales else 0.0)
    cost = holding_cost * on_hand + paid * demand_rate / quantity
    return ReorderPolicy(reorder_point=point, quantity=quantity, cost=cost)


def _level_of_shortage(demand: Demand, units: float) -> float:
    """Stock level at which so many units are expected to be missing."""
    # At any level no less is missing than the mean is above it.
    low, high = demand.mean - units - 1.0, demand.mean + 1.0
    while float(demand.shortage(high)) > units:
        high += 2 * (high - low)
    return float(brentq(lambda at: float(demand.shortage(at)) - units, low, high))
