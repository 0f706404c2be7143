"""At a review, order up to the maximum where stock is no more than the minimum: (s, S).

References
----------
Zheng, Y.-S. & Federgruen, A. (1991). Finding optimal (s, S) policies is about as simple as
evaluating a single policy. Operations Research 39(4), 654-665.

Ehrhardt, R. & Mosier, C. (1984). A revision of the power approximation for computing (s, S)
policies. Management Science 30(5), 618-622.

Snyder, L. V. & Shen, Z.-J. M. (2019). Fundamentals of Supply Chain Theory, 2nd ed., section 4.4.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from optimizer.inventory.policies.distributions import (
    Demand,
    Floats,
    NormalDemand,
    PointDemand,
    round_demand,
)
from optimizer.inventory.policies.newsvendor import StockCosts, newsvendor


@dataclass(frozen=True, slots=True, kw_only=True)
class MinMaxPolicy:
    """Where to order, up to where, and the cost expected of a period."""

    minimum: float
    maximum: float
    cost: float


def min_max_cost(
    demand: Demand,
    costs: StockCosts,
    *,
    minimum: int,
    maximum: int,
    cover: Demand | None = None,
) -> float:
    """Cost of a period, in whole units; what is missing is delivered later.

    Parameters
    ----------
    demand
        Between two reviews.
    cover
        Over lead time and review; the same where an order comes at once.

    Raises
    ------
    ValueError
        If the maximum is not above the minimum.

    References
    ----------
    Zheng & Federgruen (1991); Snyder & Shen (2019), equations (4.71) to (4.75).
    """
    if not maximum > minimum:
        raise ValueError("The maximum is above the minimum.")
    levels = np.arange(minimum, maximum + 1)
    stock = costs.at(cover or demand, levels.astype(np.float64))
    return _Evaluation(stock, _visits(round_demand(demand), len(levels)), costs.order).cost(
        0, maximum - minimum
    )


def best_min_max(demand: Demand, costs: StockCosts, *, cover: Demand | None = None) -> MinMaxPolicy:
    """Minimum and maximum of least cost, in whole units.

    Parameters
    ----------
    demand
        Between two reviews.
    cover
        Over lead time and review; the same where an order comes at once.

    References
    ----------
    Zheng & Federgruen (1991): the algorithm; Snyder & Shen (2019), algorithm 4.2.
    """
    over = cover or demand
    between = round_demand(demand)
    bottom = math.floor(newsvendor(over, costs).level)
    bottom = min((bottom, bottom + 1), key=lambda at: float(costs.at(over, at)))
    # What ordering at every review costs bounds the levels that the best policy visits.
    enough = costs.order * (1 - between.weights[0]) + float(costs.at(over, bottom))
    lowest = min(math.floor(over.mean - enough / costs.shortage), bottom) - 1
    highest = max(math.ceil(over.mean + enough / costs.holding), bottom) + 1
    stock = costs.at(over, np.arange(lowest, highest + 1, dtype=np.float64))
    evaluation = _Evaluation(stock, _visits(between, len(stock)), costs.order)
    minimum, maximum = _search(evaluation, bottom - lowest)
    return MinMaxPolicy(
        minimum=float(lowest + minimum),
        maximum=float(lowest + maximum),
        cost=evaluation.cost(minimum, maximum),
    )


def power_min_max(demand: NormalDemand, costs: StockCosts) -> MinMaxPolicy:
    """Minimum and maximum by a formula fitted to many best policies; not whole.

    The cost given is that of the policy rounded to whole units.

    References
    ----------
    Ehrhardt & Mosier (1984); Snyder & Shen (2019), equations (4.77) to (4.80).
    """
    spread = 1 + (demand.sd / demand.mean) ** 2
    quantity = 1.3 * demand.mean**0.494 * (costs.order / costs.holding) ** 0.506 * spread**0.116
    z = math.sqrt(quantity / demand.sd * costs.holding / costs.shortage)
    minimum = 0.973 * demand.mean + demand.sd * (0.183 / z + 1.063 - 2.192 * z)
    low, high = round(minimum), round(minimum + quantity)
    return MinMaxPolicy(
        minimum=minimum,
        maximum=minimum + quantity,
        cost=min_max_cost(demand, costs, minimum=low, maximum=max(high, low + 1)),
    )


class _Evaluation:
    """Cost of any minimum and maximum, given by rows of a range of levels."""

    def __init__(self, stock: Floats, visits: Floats, order_cost: float) -> None:
        self.stock = stock
        self._visits = visits
        self._periods = np.cumsum(visits)
        self._order_cost = order_cost

    def cost(self, minimum: int, maximum: int) -> float:
        """Cost of the periods from one order to the next, over how many they are."""
        steps = maximum - minimum
        stock = self._visits[:steps] @ self.stock[minimum + 1 : maximum + 1][::-1]
        return float((self._order_cost + stock) / self._periods[steps - 1])


def _visits(demand: PointDemand, levels: int) -> Floats:
    """Periods that the position is expected to spend 0, 1, 2, ... units below the maximum."""
    stays = demand.weights[0]
    if not stays < 1:
        raise ValueError("There is no demand.")
    impulse = np.zeros(levels)
    impulse[0] = 1.0
    return np.asarray(lfilter([1.0], np.concatenate([[1 - stays], -demand.weights[1:]]), impulse))


def _search(evaluation: _Evaluation, bottom: int) -> tuple[int, int]:
    """Rows of the best minimum and maximum, from the row where stock costs least."""
    stock = evaluation.stock
    minimum, maximum = bottom - 1, bottom
    while evaluation.cost(minimum, maximum) > stock[minimum]:
        minimum -= 1
    least = evaluation.cost(minimum, maximum)
    row = bottom + 1
    while row < len(stock) and stock[row] <= least:
        if evaluation.cost(minimum, row) < least:
            maximum = row
            while evaluation.cost(minimum, maximum) <= stock[minimum + 1]:
                minimum += 1
            least = evaluation.cost(minimum, maximum)
        row += 1
    return minimum, maximum
