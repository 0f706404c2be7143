"""How much to order at a time where demand is steady and known.

References
----------
Harris, F. W. (1913). How many parts to make at once. Factory, The Magazine of Management 10(2),
135-136, 152.

Hadley, G. & Whitin, T. M. (1963). Analysis of Inventory Systems. Prentice-Hall.

Snyder, L. V. & Shen, Z.-J. M. (2019). Fundamentals of Supply Chain Theory, 2nd ed., chapter 3.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class EconomicOrder:
    """An order quantity, and what ordering and holding cost in a unit of time.

    Where prices depend on the quantity, the cost includes the purchase. `missing_share` is the
    share of an order that is already waited for when it comes.
    """

    quantity: float
    cost: float
    missing_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBreak:
    """The price of a unit from a quantity on."""

    from_quantity: float
    price: float


def economic_order(*, order_cost: float, holding_cost: float, demand_rate: float) -> EconomicOrder:
    """Economic order quantity.

    References
    ----------
    Harris (1913); Snyder & Shen (2019), equations (3.4) and (3.5).
    """
    _require_positive(order_cost, holding_cost, demand_rate)
    return EconomicOrder(
        quantity=math.sqrt(2 * order_cost * demand_rate / holding_cost),
        cost=math.sqrt(2 * order_cost * demand_rate * holding_cost),
    )


def economic_order_with_backorders(
    *, order_cost: float, holding_cost: float, shortage_cost: float, demand_rate: float
) -> EconomicOrder:
    """Economic order quantity where customers wait at a cost for each unit and time.

    References
    ----------
    Snyder & Shen (2019), equations (3.27) to (3.29).
    """
    _require_positive(shortage_cost)
    both = holding_cost + shortage_cost
    plain = economic_order(
        order_cost=order_cost,
        holding_cost=holding_cost * shortage_cost / both,
        demand_rate=demand_rate,
    )
    return EconomicOrder(
        quantity=plain.quantity, cost=plain.cost, missing_share=holding_cost / both
    )


def economic_production(
    *, order_cost: float, holding_cost: float, demand_rate: float, production_rate: float
) -> EconomicOrder:
    """Economic quantity where an order comes in steadily, faster than it is sold.

    Raises
    ------
    ValueError
        Where it comes in no faster than it is sold.

    References
    ----------
    Taft, E. W. (1918). The most economical production lot. Iron Age 101, 1410-1412; Snyder & Shen
    (2019), equations (3.31) and (3.32).
    """
    if not production_rate > demand_rate:
        raise ValueError("An order comes in faster than it is sold.")
    return economic_order(
        order_cost=order_cost,
        holding_cost=holding_cost * (1 - demand_rate / production_rate),
        demand_rate=demand_rate,
    )


def economic_order_all_units(
    breaks: Sequence[PriceBreak], *, order_cost: float, holding_share: float, demand_rate: float
) -> EconomicOrder:
    """Economic order quantity where a larger order makes every unit of it cheaper.

    Parameters
    ----------
    breaks
        By rising quantity, the first from 0.
    holding_share
        Holding cost of a unit and time as a share of its price.

    References
    ----------
    Hadley & Whitin (1963), section 2-11; Snyder & Shen (2019), equations (3.18) and (3.19).
    """
    candidates = []
    for step, until in _steps(breaks):
        plain = economic_order(
            order_cost=order_cost,
            holding_cost=holding_share * step.price,
            demand_rate=demand_rate,
        )
        quantity = max(plain.quantity, step.from_quantity)
        if quantity < until:
            cost = step.price * demand_rate + order_cost * demand_rate / quantity
            cost += holding_share * step.price * quantity / 2
            candidates.append(EconomicOrder(quantity=quantity, cost=cost))
    return min(candidates, key=lambda order: order.cost)


def economic_order_incremental(
    breaks: Sequence[PriceBreak], *, order_cost: float, holding_share: float, demand_rate: float
) -> EconomicOrder:
    """Economic order quantity where only the units beyond each break are cheaper.

    Parameters are those of `economic_order_all_units`; prices fall from break to break.

    References
    ----------
    Hadley & Whitin (1963), section 2-12; Snyder & Shen (2019), equations (3.20) to (3.22).
    """
    _require_positive(holding_share)
    candidates = []
    # What an order costs more than all its units at the last price.
    extra = 0.0
    price = breaks[0].price if breaks else 0.0
    for step, until in _steps(breaks):
        if step.price > price:
            raise ValueError("Prices fall from break to break.")
        extra += (price - step.price) * step.from_quantity
        price = step.price
        plain = economic_order(
            order_cost=order_cost + extra,
            holding_cost=holding_share * price,
            demand_rate=demand_rate,
        )
        if step.from_quantity <= plain.quantity < until:
            cost = price * demand_rate + plain.cost + holding_share * extra / 2
            candidates.append(EconomicOrder(quantity=plain.quantity, cost=cost))
    return min(candidates, key=lambda order: order.cost)


def _steps(breaks: Sequence[PriceBreak]) -> Iterator[tuple[PriceBreak, float]]:
    """Each price with the quantity at which the next begins."""
    starts = [step.from_quantity for step in breaks]
    if not starts or starts[0] != 0 or any(b <= a for a, b in pairwise(starts)):
        raise ValueError("Price breaks rise from a quantity of 0.")
    yield from zip(breaks, [*starts[1:], math.inf], strict=True)


def _require_positive(*numbers: float) -> None:
    if not all(number > 0 for number in numbers):
        raise ValueError("Costs and demand are above zero.")
