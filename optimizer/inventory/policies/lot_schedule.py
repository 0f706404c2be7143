"""When to order how much where demand is known but changes from period to period.

References
----------
Wagner, H. M. & Whitin, T. M. (1958). Dynamic version of the economic lot size model. Management
Science 5(1), 89-96.

Silver, E. A. & Meal, H. C. (1973). A heuristic for selecting lot size requirements for the case of
a deterministic time-varying demand rate and discrete opportunities for replenishment. Production
and Inventory Management 14(2), 64-74.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.inventory.policies.distributions import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LotSchedule:
    """Units ordered in each period, ``(t,)``, and what orders, units and holding cost in all."""

    units: Floats
    cost: float


def wagner_whitin(
    demand: Sequence[float],
    *,
    order_cost: float | Sequence[float],
    holding_cost: float | Sequence[float],
    purchase_price: float | Sequence[float] = 0.0,
) -> LotSchedule:
    """Orders of least cost that cover all demand in time.

    Parameters
    ----------
    demand
        Of each period, ``(t,)``.
    order_cost, purchase_price
        Of an order, and of a unit, in each period; or one for all.
    holding_cost
        Of a unit kept from one period to the next.

    References
    ----------
    Wagner & Whitin (1958); Snyder & Shen (2019), Fundamentals of Supply Chain Theory, 2nd ed.,
    equation (3.39),
    algorithm 3.1.
    """
    wanted = _demand(demand)
    days = len(wanted)
    fixed, kept, price = (
        np.broadcast_to(np.asarray(each, dtype=np.float64), days)
        for each in (order_cost, holding_cost, purchase_price)
    )
    least = np.zeros(days + 1)
    until = np.zeros(days, dtype=np.int64)
    for day in range(days - 1, -1, -1):
        # Of a unit ordered now: its price, and being kept until each later period.
        unit_cost = price[day] + np.concatenate([[0.0], np.cumsum(kept[day:-1])])
        units = np.cumsum(wanted[day:])
        orders = np.where(units > 0, fixed[day], 0.0)
        costs = orders + np.cumsum(unit_cost * wanted[day:]) + least[day + 1 :]
        best = int(np.argmin(costs))
        least[day], until[day] = costs[best], day + 1 + best
    ordered = np.zeros(days)
    day = 0
    while day < days:
        ordered[day] = wanted[day : until[day]].sum()
        day = int(until[day])
    return LotSchedule(units=ordered, cost=float(least[0]))


def silver_meal(demand: Sequence[float], *, order_cost: float, holding_cost: float) -> LotSchedule:
    """Orders that each cover periods for as long as that lowers the cost of a period.

    Quick and close to the least cost where demand does not jump.

    References
    ----------
    Silver & Meal (1973); Silver, Pyke & Thomas (2017), Inventory and Production Management in
    Supply Chains, 4th ed., chapter 5.
    """
    wanted = _demand(demand)
    ordered = np.zeros(len(wanted))
    cost = 0.0
    day = 0
    while day < len(wanted):
        if wanted[day] == 0:
            day += 1
            continue
        ahead = np.arange(len(wanted) - day)
        costs = order_cost + holding_cost * np.cumsum(ahead * wanted[day:])
        rises = np.flatnonzero(np.diff(costs / (ahead + 1)) > 0)
        last = int(rises[0]) if len(rises) else len(ahead) - 1
        ordered[day] = wanted[day : day + last + 1].sum()
        cost += float(costs[last])
        day += last + 1
    return LotSchedule(units=ordered, cost=cost)


def _demand(demand: Sequence[float]) -> Floats:
    wanted = np.asarray(demand, dtype=np.float64)
    if wanted.ndim != 1 or not len(wanted) or np.any(wanted < 0):
        raise ValueError("Demand of each period is not negative.")
    return wanted
