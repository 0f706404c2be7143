"""From tables to a stock problem: series, positions, costs, limits, and what is left out."""

import datetime
import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from domain.dataset import Dataset
from domain.message import Message
from domain.products import StockLevel
from domain.settings import Settings
from domain.stock_problem import SUPPLIER
from optimizer.inventory.build_problem import BuiltProblem, build_problem
from tests.optimizer.inventory.stock_tables import (
    DAY,
    LANE,
    PRODUCT,
    STOCK,
    built,
    dataset,
    deliveries,
    inbound,
    steady,
    warehouses,
)

MOVE = replace(LANE, from_id="W2", lead_time_days=1)
YESTERDAY = DAY - datetime.timedelta(days=1)


def why(problem: BuiltProblem, warehouse_id: str, sku: str = "A") -> Message:
    """Why something is left out."""
    (found,) = [n for n in problem.left_out if (n.warehouse_id, n.sku) == (warehouse_id, sku)]
    return found.message


def test_what_has_a_forecast_and_a_lane_is_planned() -> None:
    problem = built(dataset())
    assert problem.problem.keys == (("W1", "A"),)
    assert problem.products == (PRODUCT,)
    assert problem.lanes == (LANE,)
    assert problem.forecast_rows.tolist() == [0]
    assert problem.cover_days.tolist() == [3]
    assert not problem.left_out
    assert problem.problem.points[0, 2] @ problem.problem.weights == pytest.approx(12)


def test_supply_begins_with_what_is_free_and_grows_with_what_comes() -> None:
    stock = (replace(STOCK, reserved_units=3), replace(STOCK, on_hand_units=4, lot_id="L2"))
    data = dataset(stock=stock, inbound=(inbound(5, -2), inbound(6, 2), inbound(7, 3)))
    problem = built(data, shipped={("W1", "A"): 2})
    assert problem.problem.supplied[0].tolist() == [14, 14, 20, 27, 27, 27, 27]
    assert [problem.on_hand[0], problem.reserved[0], problem.shipped[0]] == [14, 3, 2]
    assert [problem.inbound[0], problem.overdue[0]] == [11, 5]
    last = problem.cover_days[0] - 1
    assert problem.position[0] == problem.problem.supplied[0, last] == 20


def test_what_is_shipped_today_is_no_longer_wanted_today() -> None:
    problem = built(dataset(), {("W1", "A"): [4.0, 8.0]}, shipped={("W1", "A"): 6})
    assert problem.expected[0, :2].tolist() == [1, 7]


def test_expired_lots_do_not_count() -> None:
    fresh = replace(STOCK, expiry_date=DAY)
    old = replace(STOCK, on_hand_units=7, lot_id="L1", expiry_date=YESTERDAY)
    problem = built(dataset(stock=(fresh, old)))
    assert [problem.on_hand[0], problem.expired[0]] == [10, 7]
    assert problem.problem.supplied[0, 0] == 10


def test_holding_is_paid_for_capital_and_room_and_shortage_by_cycle_and_service_level() -> None:
    data = dataset(
        settings=Settings(service_level=0.9, capital_cost_share=0.365),
        warehouses=warehouses(holding_cost_per_m3_day=Decimal("0.50")),
    )
    problem = built(data).problem
    assert problem.holding_cost[0] == pytest.approx(0.3 + 0.5)  # cents a day
    # Four a day at 5.00 an order: the economic lot lasts for the root of 2 x 500 / (0.8 x 4).
    assert problem.shortage_cost[0] == pytest.approx(0.8 * math.sqrt(1_000 / 3.2) / 0.1)
    yen = Settings(currency="JPY", capital_cost_share=0.365)
    assert built(dataset(settings=yen)).problem.holding_cost[0] == pytest.approx(0.003)


def test_goods_of_no_value_still_cost_something_to_hold() -> None:
    problem = built(dataset(products=(replace(PRODUCT, unit_value=Decimal(0)),))).problem
    assert 0 < problem.holding_cost[0] < 0.01
    assert problem.shortage_cost[0] > problem.holding_cost[0]


def test_a_giver_without_forecast_is_planned_without_demand() -> None:
    stock = (STOCK, replace(STOCK, warehouse_id="W2", on_hand_units=50))
    problem = built(dataset(stock=stock, supply_lanes=(LANE, MOVE)))
    assert problem.problem.keys == (("W1", "A"), ("W2", "A"))
    assert problem.forecast_rows.tolist() == [0, -1]
    assert not problem.problem.points[1].any()
    assert problem.problem.ways.giver.tolist() == [SUPPLIER, 1]
    assert problem.main_ways.tolist() == [0, -1]
    assert problem.cover_days[1] == problem.problem.days
    assert not problem.left_out


def test_a_giver_with_a_lane_of_its_own_is_planned_with_its_ways() -> None:
    problem = built(dataset(supply_lanes=(MOVE, replace(LANE, to_id="W2"))))
    assert problem.problem.keys == (("W1", "A"), ("W2", "A"))
    assert problem.problem.ways.taker.tolist() == [0, 1]
    assert problem.problem.ways.giver.tolist() == [1, SUPPLIER]


def test_a_giver_with_forecast_and_stock_but_no_lane_keeps_its_demand() -> None:
    stock = (replace(STOCK, warehouse_id="W2", on_hand_units=50),)
    demand = {("W1", "A"): [4.0], ("W2", "A"): [3.0]}
    problem = built(dataset(stock=stock, supply_lanes=(MOVE,)), demand)
    assert problem.forecast_rows.tolist() == [0, 1]
    assert problem.expected[1, -1] == 21


def test_lanes_in_a_circle_move_goods_both_ways() -> None:
    back = replace(MOVE, from_id="W1", to_id="W2")
    demand = {("W1", "A"): [4.0], ("W2", "A"): [3.0]}
    problem = built(dataset(supply_lanes=(MOVE, back)), demand)
    assert problem.problem.ways.giver.tolist() == [1, 0]


def test_a_circle_without_any_goods_is_left_out() -> None:
    back = replace(MOVE, from_id="W1", to_id="W2")
    demand = {("W1", "A"): [4.0], ("W2", "A"): [3.0]}
    problem = built(dataset(supply_lanes=(MOVE, back), stock=()), demand)
    assert not problem.problem.keys
    assert why(problem, "W1").code == "stock.lane.giver_empty"
    assert why(problem, "W1")["from_id"] == "W2"


def test_what_cannot_come_is_left_out_with_its_reason() -> None:
    two = {("W1", "A"): [4.0], ("W2", "A"): [3.0]}
    no_lane = built(dataset(), two)
    assert why(no_lane, "W2").code == "stock.left_out.no_lane"
    assert no_lane.problem.keys == (("W1", "A"),)
    long = built(dataset(supply_lanes=(replace(LANE, lead_time_days=6.5),)))
    assert why(long, "W1") == Message(
        "stock.lane.lead_time",
        {"from_id": "SUP", "warehouse": "W1", "sku": "A", "days": 7, "horizon": 7},
    )
    limited = built(dataset(supply_lanes=(replace(LANE, max_units_per_day=5),)))
    assert why(limited, "W1").code == "stock.lane.daily_limit"
    assert (why(limited, "W1")["limit"], why(limited, "W1")["least"]) == (5, 6)
    closed = built(dataset(supply_lanes=(replace(LANE, max_units_per_day=0),)))
    assert why(closed, "W1").code == "stock.lane.daily_limit"


def test_what_lies_or_has_its_own_lane_without_forecast_is_told() -> None:
    data = dataset(
        products=(PRODUCT, replace(PRODUCT, sku="B"), replace(PRODUCT, sku="C")),
        supply_lanes=(LANE, replace(LANE, to_id="W2", sku="B")),
        stock=(STOCK, replace(STOCK, warehouse_id="W2")),
    )
    problem = built(data)
    assert why(problem, "W2", "A").code == "stock.left_out.no_forecast"
    assert why(problem, "W2", "B").code == "stock.left_out.no_forecast"
    assert len(problem.left_out) == 2  # of C nothing is known


@pytest.mark.parametrize("key", [("north", "A"), ("W1", "toys"), ("north", "toys")])
def test_a_forecast_of_a_region_or_a_category_is_no_use(key: tuple[str, str]) -> None:
    problem = built(dataset(), {("W1", "A"): [4.0], key: [9.0]})
    assert problem.problem.keys == (("W1", "A"),)
    assert why(problem, *key).code == "stock.left_out.not_by_sku"


def test_an_unusable_lane_of_what_is_planned_is_told_once() -> None:
    products = (PRODUCT, replace(PRODUCT, sku="B"))
    slow = replace(LANE, from_id="SLOW", lead_time_days=30)
    shut = replace(LANE, from_id="SHUT", max_units_per_day=0)
    data = dataset(products=products, supply_lanes=(LANE, slow, shut))
    problem = built(data, {("W1", "A"): [4.0], ("W1", "B"): [1.0]})
    told = [(n.from_id, n.sku, n.message.code) for n in problem.unusable_lanes]
    assert told == [
        ("SLOW", "*", "stock.lane.lead_time"),
        ("SHUT", "A", "stock.lane.daily_limit"),
        ("SHUT", "B", "stock.lane.daily_limit"),
    ]
    assert not problem.left_out


def test_nothing_comes_that_would_expire_unsold() -> None:
    data = dataset(products=(replace(PRODUCT, shelf_life_days=3),))
    ceiling = built(data).problem.ceiling[0]
    assert ceiling.tolist() == [16, 20, 24, 28, 32, 36, 40]
    full = replace(data, stock=(replace(STOCK, on_hand_units=30),))
    assert built(full).problem.ceiling[0, 0] == 30  # what is there is there
    assert np.isinf(built(dataset()).problem.ceiling).all()


def test_goods_that_only_pass_on_have_no_ceiling() -> None:
    data = dataset(
        products=(replace(PRODUCT, shelf_life_days=3),),
        supply_lanes=(MOVE, replace(LANE, to_id="W2")),
    )
    ceiling = built(data).problem.ceiling
    assert np.isfinite(ceiling[0]).all()
    assert np.isinf(ceiling[1]).all()


def test_limits_are_what_is_left_beside_inbound_and_orders() -> None:
    data = dataset(
        warehouses=warehouses(
            storage_capacity_m3=2.0,
            inbound_capacity_m3_per_day=0.1,
            outbound_capacity_orders_per_day=5,
        ),
        inbound=(inbound(8, -1), inbound(20, 3)),
        settings=Settings(purchase_budget=Decimal(70)),
        **deliveries(3),
    )
    shared = built(data, shipped={("W1", "A"): 3}).problem.shared
    np.testing.assert_allclose(shared.receiving_m3[0], [0.02, 0.1, 0.1, -0.1, 0.1, 0.1, 0.1])
    assert (shared.storage_m3[0] == 2).all()
    assert (shared.outbound_lines[0] == 2).all()
    assert shared.budget == 7_000
    for limit in (shared.receiving_m3, shared.storage_m3, shared.outbound_lines):
        assert np.isinf(limit[1]).all()
    assert math.isinf(built(dataset()).problem.shared.budget)
    given = built(data, orders_out={"W1": 9}).problem.shared
    assert (given.outbound_lines[0] == 0).all()


def test_what_is_not_planned_takes_room_too() -> None:
    data = dataset(
        warehouses=warehouses(storage_capacity_m3=2.0),
        products=(PRODUCT, replace(PRODUCT, sku="B", unit_volume_m3=0.1)),
        stock=(STOCK, StockLevel(warehouse_id="W1", sku="B", on_hand_units=6)),
        supply_lanes=(replace(LANE, sku="A"),),
    )
    unsold = built(data).problem.shared.storage_m3[0]
    np.testing.assert_allclose(unsold, 1.4)
    sold = built(data, {("W1", "A"): [4.0], ("W1", "B"): [2.0]}).problem.shared.storage_m3[0]
    np.testing.assert_allclose(sold, [1.6, 1.8, 2, 2, 2, 2, 2])


def test_nothing_at_all_is_a_problem_of_no_series() -> None:
    empty = dataset(supply_lanes=(), stock=None, products=())
    assert len(built(empty, {}).problem) == 0


def test_a_forecast_of_another_day_is_refused() -> None:
    late = replace(steady({("W1", "A"): [4.0]}), first_date=YESTERDAY)
    with pytest.raises(ValueError, match="its own day"):
        build_problem(dataset(), day=DAY, forecast=late, shipped_units={})


def test_the_same_tables_give_the_same_problem() -> None:
    def points(data: Dataset) -> list[float]:
        lane = replace(LANE, lead_time_sd_days=1.0)
        problem = built(replace(data, supply_lanes=(lane,)), {("W1", "A"): [1.0, 2.0, 9.0]})
        return problem.problem.points.ravel().tolist()

    assert points(dataset()) == points(dataset())
