"""Order quantities and schedules, against every other quantity and every set of order days."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.inventory.policies.distributions import Floats
from optimizer.inventory.policies.joint_orders import joint_orders
from optimizer.inventory.policies.lot_schedule import silver_meal, wagner_whitin
from optimizer.inventory.policies.lot_sizing import (
    PriceBreak,
    economic_order,
    economic_order_all_units,
    economic_order_incremental,
    economic_order_with_backorders,
    economic_production,
)

periods = st.integers(1, 7)


def cost_of_days(
    days: tuple[bool, ...], demand: list[int], order: list[int], price: list[int], holding: int
) -> float:
    """Cost of ordering on some days, each time until the next; infinity if demand comes first."""
    cost, bought, last = 0.0, -1, -1
    for day, wanted in enumerate(demand):
        if days[day]:
            cost, last = cost + order[day], day
        if wanted and last < 0:
            return np.inf
        if wanted:
            cost, bought = cost + wanted * (price[last] + holding * (day - last)), last
    return cost if bought >= 0 or not any(demand) else np.inf


@given(data=st.data(), count=periods)
def test_no_set_of_order_days_is_cheaper(data: st.DataObject, count: int) -> None:
    def numbers(most: int) -> list[int]:
        return data.draw(st.lists(st.integers(0, most), min_size=count, max_size=count))

    demand, order, price, holding = numbers(9), numbers(30), numbers(9), 2
    found = wagner_whitin(demand, order_cost=order, holding_cost=holding, purchase_price=price)
    least = min(
        cost_of_days(days, demand, order, price, holding)
        for days in product((False, True), repeat=count)
    )
    assert found.cost == pytest.approx(least)
    stock = np.cumsum(found.units) - np.cumsum(demand)
    paid = np.where(found.units > 0, order, 0) + found.units * price + holding * stock
    assert stock.min() >= 0
    assert paid.sum() == pytest.approx(least)


@given(demand=st.lists(st.integers(0, 30), min_size=1, max_size=9), order=st.integers(1, 90))
def test_the_quick_schedule_covers_demand_and_costs_no_less(demand: list[int], order: int) -> None:
    quick = silver_meal(demand, order_cost=order, holding_cost=1)
    stock = np.cumsum(quick.units) - np.cumsum(demand)
    assert stock.min() >= 0
    assert stock[-1] == 0
    assert quick.cost == pytest.approx(stock.sum() + order * np.count_nonzero(quick.units))
    assert quick.cost >= wagner_whitin(demand, order_cost=order, holding_cost=1).cost - 1e-9


@given(
    order=st.floats(1, 500),
    rate=st.floats(10, 5000),
    share=st.floats(0.05, 0.5),
    cuts=st.lists(st.floats(0.5, 1), min_size=1, max_size=3),
)
def test_no_other_quantity_is_cheaper_at_price_breaks(
    order: float, rate: float, share: float, cuts: list[float]
) -> None:
    prices = 10 * np.cumprod([1.0, *cuts])
    starts = 40.0 * np.arange(len(prices)) ** 2
    breaks = [
        PriceBreak(from_quantity=start, price=price)
        for start, price in zip(starts.tolist(), prices.tolist(), strict=True)
    ]
    first = np.concatenate([[0.0], np.cumsum(prices[:-1] * np.diff(starts))])

    def cost(quantity: float | Floats, *, all_units: bool) -> Floats:
        row = np.searchsorted(starts, quantity, side="right") - 1
        beyond = first[row] + prices[row] * (quantity - starts[row])
        paid = prices[row] * quantity if all_units else beyond
        return np.asarray(rate * (order + paid) / quantity + share * paid / 2)

    others = np.linspace(1, 4000, 2001)
    for all_units, choose in (
        (True, economic_order_all_units),
        (False, economic_order_incremental),
    ):
        found = choose(breaks, order_cost=order, holding_share=share, demand_rate=rate)
        assert found.cost == pytest.approx(cost(found.quantity, all_units=all_units))
        assert found.cost <= cost(others, all_units=all_units).min() * (1 + 1e-9)


def test_published_quantities() -> None:
    """Snyder & Shen (2019): examples 3.1 and 3.8; stockpyl's documentation: production, discounts.

    Discounts: 200 a lot, 20 % a year, 1,000 units at 500, 475 from 200 and 450 from 500 on.
    """
    steady = {"order_cost": 8, "holding_cost": 0.225, "demand_rate": 1300}
    assert economic_order(**steady).quantity == pytest.approx(304.05, abs=0.01)
    assert economic_order(**steady).cost == pytest.approx(68.41, abs=0.01)
    waiting = economic_order_with_backorders(**steady, shortage_cost=5)
    assert waiting.quantity == pytest.approx(310.81, abs=0.01)
    assert waiting.cost == pytest.approx(66.92, abs=0.01)
    assert waiting.missing_share == pytest.approx(0.0431, abs=0.0001)
    made = economic_production(**steady, production_rate=1700)
    assert made.quantity == pytest.approx(626.81, abs=0.01)
    steps = ((0, 500), (200, 475), (500, 450))
    found = economic_order_all_units(
        [PriceBreak(from_quantity=start, price=price) for start, price in steps],
        order_cost=200,
        holding_share=0.2,
        demand_rate=1000,
    )
    assert found.quantity == 500
    assert found.cost == pytest.approx(472_900)


def test_published_schedules() -> None:
    """Snyder & Shen (2019): example 3.9, problems 3.27 and 3.29."""
    example = wagner_whitin([90, 120, 80, 70], order_cost=500, holding_cost=2)
    assert example.cost == 1380
    assert example.units.tolist() == [210, 0, 150, 0]
    assert wagner_whitin([150, 100, 80, 200], order_cost=120, holding_cost=0.8).cost == 424
    flat = wagner_whitin([730, 580, 445, 650, 880], order_cost=100, holding_cost=0.1)
    assert flat.cost == pytest.approx(423)


def test_published_joint_orders() -> None:
    """Silver (1976), and stockpyl's example of three products."""
    found = joint_orders(
        order_cost=600,
        line_costs=[120, 840, 300],
        holding_costs=[160, 20, 50],
        demand_rates=[1, 1, 1],
    )
    assert found.multiples == (1, 3, 1)
    assert found.cycle_time == pytest.approx(3.1032, abs=0.0001)
    assert found.cost == pytest.approx(837.854, abs=0.001)


def test_one_sku_alone_is_ordered_as_ever() -> None:
    joint = joint_orders(order_cost=5, line_costs=[3], holding_costs=[0.225], demand_rates=[1300])
    alone = economic_order(order_cost=8, holding_cost=0.225, demand_rate=1300)
    assert joint.quantities[0] == pytest.approx(alone.quantity)
    assert joint.cost == pytest.approx(alone.cost)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        economic_order(order_cost=0, holding_cost=1, demand_rate=1)
    with pytest.raises(ValueError, match="faster"):
        economic_production(order_cost=1, holding_cost=1, demand_rate=2, production_rate=2)
    with pytest.raises(ValueError, match="rise"):
        economic_order_all_units([], order_cost=1, holding_share=1, demand_rate=1)
    with pytest.raises(ValueError, match="not negative"):
        wagner_whitin([3, -1], order_cost=1, holding_cost=1)
    with pytest.raises(ValueError, match="above zero"):
        joint_orders(order_cost=1, line_costs=[1], holding_costs=[0], demand_rates=[1])
