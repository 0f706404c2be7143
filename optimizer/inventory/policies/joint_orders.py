"""Several SKUs from one supplier, whose orders share a cost.

References
----------
Silver, E. A. (1976). A simple method of determining order quantities in joint replenishments under
deterministic demand. Management Science 22(12), 1351-1361.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.inventory.policies.distributions import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointOrders:
    """An order every `cycle_time`; SKU `i` is part of every ``multiples[i]``-th.

    `quantities` are those of each SKU in an order that it is part of, ``(n,)``; `cost` that of a
    unit of time.
    """

    cycle_time: float
    multiples: tuple[int, ...]
    quantities: Floats
    cost: float


def joint_orders(
    *,
    order_cost: float,
    line_costs: Sequence[float],
    holding_costs: Sequence[float],
    demand_rates: Sequence[float],
) -> JointOrders:
    """How often to order, and which SKUs each time, by Silver's rule.

    Parameters
    ----------
    order_cost
        Of an order, whatever it holds.
    line_costs, holding_costs, demand_rates
        Of each SKU: being part of an order; a unit and time; units in a unit of time; ``(n,)``.

    References
    ----------
    Silver (1976); Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply
    Chains, 4th ed., chapter 10.
    """
    lines = np.asarray(line_costs, dtype=np.float64)
    holding = np.asarray(holding_costs, dtype=np.float64) * np.asarray(demand_rates)
    if not (len(lines) and np.all(holding > 0) and np.all(lines >= 0) and order_cost >= 0):
        raise ValueError("Costs are not negative, demand and holding cost above zero.")
    ratios = lines / holding
    busiest = int(np.argmin(ratios))
    scale = holding[busiest] / (order_cost + lines[busiest])
    multiples = np.maximum(np.rint(np.sqrt(ratios * scale)), 1)
    multiples[busiest] = 1
    paid = order_cost + float((lines / multiples).sum())
    held = float((multiples * holding).sum())
    cycle_time = math.sqrt(2 * paid / held)
    return JointOrders(
        cycle_time=cycle_time,
        multiples=tuple(int(multiple) for multiple in multiples),
        quantities=cycle_time * multiples * np.asarray(demand_rates, dtype=np.float64),
        cost=math.sqrt(2 * paid * held),
    )
