"""The stock level for one period: what a unit too many costs against a unit too few.

References
----------
Arrow, K. J., Harris, T. & Marschak, J. (1951). Optimal inventory policy. Econometrica 19(3),
250-272.

Snyder, L. V. & Shen, Z.-J. M. (2019). Fundamentals of Supply Chain Theory, 2nd ed., section 4.3.
"""

from dataclasses import dataclass

import numpy as np

from optimizer.inventory.policies.distributions import Demand, Floats, Levels


@dataclass(frozen=True, slots=True, kw_only=True)
class StockCosts:
    """What stock costs.

    Parameters
    ----------
    holding, shortage
        Of a unit on hand, and of a unit missing, at the end of a period or for a unit of time.
    order
        Of each order, however large.
    """

    holding: float
    shortage: float
    order: float = 0.0

    def __post_init__(self) -> None:
        if not (self.holding > 0 and self.shortage > 0):
            raise ValueError("Holding and shortage cost are above zero.")
        if not self.order >= 0:
            raise ValueError("The cost of an order is not negative.")

    @property
    def service_share(self) -> float:
        """Chance of covering demand at which one unit more costs what it saves."""
        return self.shortage / (self.holding + self.shortage)

    def at(self, demand: Demand, level: Levels) -> Floats:
        """Holding and shortage cost expected at a stock level.

        References
        ----------
        Snyder & Shen (2019), section 4.3, equation (4.24).
        """
        on_hand = np.asarray(level) - demand.mean
        return np.asarray(
            self.holding * on_hand + (self.holding + self.shortage) * demand.shortage(level)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BestLevel:
    """A stock level, and what it is expected to cost a period."""

    level: float
    cost: float


def newsvendor(demand: Demand, costs: StockCosts) -> BestLevel:
    """Stock level of least expected holding and shortage cost.

    It is the quantile of demand at the service share; of the points of demand, the least that
    reaches it.

    References
    ----------
    Arrow, Harris & Marschak (1951); Snyder & Shen (2019), section 4.3, equation (4.27).
    """
    level = demand.quantile(costs.service_share)
    return BestLevel(level=level, cost=float(costs.at(demand, level)))


@dataclass(frozen=True, slots=True, kw_only=True)
class BestPurchase:
    """A quantity to buy, and the profit expected of it."""

    quantity: float
    profit: float


def newsvendor_profit(
    demand: Demand, *, sales_price: float, purchase_price: float, salvage_price: float
) -> BestPurchase:
    """Quantity of most expected profit, where what is left over is sold at a lower price.

    Raises
    ------
    ValueError
        Where a sale earns nothing, or a unit left over loses nothing.

    References
    ----------
    Snyder & Shen (2019), section 4.3, example 4.2: explicit formulation.
    """
    if not sales_price > purchase_price > salvage_price:
        raise ValueError("The purchase price lies between salvage and sales price.")
    margin = sales_price - purchase_price
    best = newsvendor(demand, StockCosts(holding=purchase_price - salvage_price, shortage=margin))
    return BestPurchase(quantity=best.level, profit=margin * demand.mean - best.cost)
