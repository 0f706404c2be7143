"""Ways of supply: which lanes, their lots and days, what they cost, their trucks."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.products import SupplyLane
from domain.stock_problem import NO_LIMIT, NO_TRUCK, SUPPLIER, SupplyWays
from tests.optimizer.inventory.stock_tables import LANE, PRODUCT, STOCK, built, dataset

MOVE = replace(LANE, from_id="W2", lead_time_days=1)
STOCKS = (STOCK, replace(STOCK, warehouse_id="W2"))


def ways_of(*lanes: SupplyLane, days: int = 7) -> SupplyWays:
    return built(dataset(supply_lanes=lanes, stock=STOCKS), days=days).problem.ways


def test_suppliers_go_before_moves_and_the_cheap_before_the_dear() -> None:
    dear = replace(LANE, from_id="DEAR", unit_cost=Decimal("3.25"))
    cheap = replace(LANE, from_id="CHEAP", unit_cost=Decimal(1))
    move = replace(MOVE, unit_cost=Decimal("0.10"))
    problem = built(dataset(supply_lanes=(move, dear, LANE, cheap), stock=STOCKS))
    assert [lane.from_id for lane in problem.lanes] == ["CHEAP", "SUP", "DEAR", "W2"]
    ways = problem.problem.ways
    assert ways.extra_cost.tolist() == [0, 200, 225, 10]
    assert ways.spending.tolist() == [100, 300, 325, 0]
    assert ways.giver.tolist() == [SUPPLIER, SUPPLIER, SUPPLIER, 1]
    assert ways.fixed_cost.tolist() == [500] * 4
    assert problem.main_ways.tolist() == [0, -1]


def test_a_move_without_price_costs_nothing_more() -> None:
    assert ways_of(MOVE).extra_cost.tolist() == [0]


def test_the_lane_of_the_sku_takes_the_place_of_the_common_one() -> None:
    own = replace(LANE, from_id="OWN", sku="A", unit_cost=Decimal(9))
    own_move = replace(MOVE, sku="A", lead_time_days=3)
    problem = built(dataset(supply_lanes=(LANE, MOVE, own, own_move), stock=STOCKS))
    assert problem.lanes == (own, own_move)


def test_an_own_move_leaves_the_common_supplier() -> None:
    own_move = replace(MOVE, sku="A")
    problem = built(dataset(supply_lanes=(LANE, own_move), stock=STOCKS))
    assert problem.lanes == (LANE, own_move)


def test_a_lane_of_one_sku_brings_only_that() -> None:
    products = (PRODUCT, replace(PRODUCT, sku="B"))
    data = dataset(products=products, supply_lanes=(LANE, replace(LANE, from_id="OWN", sku="B")))
    problem = built(data, {("W1", "A"): [4.0], ("W1", "B"): [4.0]})
    assert [lane.from_id for lane in problem.lanes] == ["SUP", "OWN"]
    assert problem.problem.ways.taker.tolist() == [0, 1]


def test_orders_are_placed_at_reviews_and_only_while_they_come_in_time() -> None:
    ways = ways_of(replace(LANE, review_days=2, lead_time_days=1.5), days=8)
    assert ways.lead_days.tolist() == [2]
    assert np.flatnonzero(ways.allowed[0]).tolist() == [0, 2, 4]
    same_day = ways_of(replace(LANE, lead_time_days=0), days=3)
    assert same_day.allowed.tolist() == [[True, True, True]]


def test_lanes_by_truck_share_the_truck_of_their_ends() -> None:
    by_truck = replace(LANE, truck_capacity_m3=30.0, fixed_cost_per_truck=Decimal(120))
    products = (PRODUCT, replace(PRODUCT, sku="B"))
    free = replace(LANE, from_id="FREE", truck_capacity_m3=30.0)
    data = dataset(
        products=products, supply_lanes=(replace(by_truck, sku="A"), replace(by_truck, sku="B"))
    )
    problem = built(data, {("W1", "A"): [4.0], ("W1", "B"): [4.0]}).problem
    assert problem.ways.truck.tolist() == [0, 0]
    assert problem.shared.truck_m3.tolist() == [30]
    assert problem.shared.truck_cost.tolist() == [12_000]
    assert ways_of(free).truck.tolist() == [NO_TRUCK]


@given(
    moq=st.integers(0, 100),
    multiple=st.integers(1, 12),
    pack=st.integers(1, 12),
    most=st.none() | st.integers(0, 400),
)
def test_order_sizes_keep_every_rule_or_the_lane_is_named(
    moq: int, multiple: int, pack: int, most: int | None
) -> None:
    lane = replace(LANE, moq_units=moq, order_multiple_units=multiple, max_units_per_day=most)
    data = dataset(products=(replace(PRODUCT, case_pack_units=pack),), supply_lanes=(lane,))
    problem = built(data)
    ways = problem.problem.ways
    lot = int(np.lcm(multiple, pack))
    least = max(lot, -(-moq // lot) * lot)
    if most is not None and most // lot * lot < least:
        assert problem.left_out[0].message.code == "stock.lane.daily_limit"
        assert not len(ways)
        return
    assert (ways.lot_units[0], ways.least_units[0]) == (lot, least)
    assert ways.most_units[0] == (NO_LIMIT // lot if most is None else most // lot) * lot
