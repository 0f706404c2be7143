"""From which warehouse and lots each order is served, and what the roads forbid."""

from dataclasses import replace

import pytest

from domain.check_plan import check_plan
from domain.products import StockLevel
from planning.stock_steps import allocate_day
from tests.domain.fetching import fetching_dataset
from tests.domain.kept_by_lot import PAST, lot_dataset, lot_plan
from tests.domain.small_data import DAY, small_dataset, small_travel, with_order
from tests.planning.grid_roads import roads

DATASET = fetching_dataset()


def test_a_pickup_is_reached_from_the_nearer_warehouse() -> None:
    apart = with_order(DATASET, "T1", same_vehicle_group="")
    allocation, _ = allocate_day(apart, DAY, roads())
    near = {line.order_id: line.warehouse_id for line in allocation}
    why = {line.order_id: line.explanation.code for line in allocation}
    assert (near["P1"], why["P1"]) == ("W2", "allocation.pickup")
    assert (near["T1"], why["T1"]) == ("W2", "allocation.transport")


def test_what_rides_together_is_served_from_one_warehouse() -> None:
    """P2 is near W1 and T1 near W2; together they cost less from W1."""
    allocation, _ = allocate_day(DATASET, DAY, roads())
    served = {line.order_id: line for line in allocation}
    assert served["T1"].warehouse_id == served["P2"].warehouse_id == "W1"
    assert served["T1"].explanation.code == "allocation.with_group"


@pytest.mark.parametrize(
    ("off", "order_id", "named"),
    [
        ("order:T1", "T1", "T1"),
        ("pickup:T1", "T1", "T1 (pickup_lat, pickup_lon)"),
        ("pickup:P1", "P1", "P1"),
        ("order:O1", "O1", "O1"),
    ],
)
def test_an_order_with_a_door_off_the_roads_is_left_out_and_the_door_named(
    off: str, order_id: str, named: str
) -> None:
    _, unassigned = allocate_day(DATASET, DAY, roads(off))
    (order,) = unassigned
    assert (order.order_id, order.reason.code) == (order_id, "roads.place_too_far")
    assert order.reason["place"] == named


def test_each_delivery_names_the_lots_it_takes_and_none_has_expired() -> None:
    """O3 and O5 want 3 of C: OLD has expired, SOON has 2 free, LATE has 2."""
    dataset = lot_dataset()
    allocation, _ = allocate_day(dataset, DAY, roads(dataset=dataset))
    served = {line.order_id: line for line in allocation}
    lots = [
        (use.lot_id, use.units) for i in ("O3", "O5") for use in served[i].lots if use.sku == "C"
    ]
    assert lots == [("SOON", 1), ("SOON", 1), ("LATE", 1)]
    plan = replace(lot_plan(), allocation=allocation)
    broken = check_plan(dataset, plan, small_travel()).violations
    assert {violation.rule for violation in broken}.isdisjoint({"numbers", "lots", "lot_stock"})


def test_goods_that_have_expired_serve_no_order() -> None:
    dataset = lot_dataset()
    spoilt = tuple(replace(row, expiry_date=PAST) for row in dataset.stock or () if row.sku == "C")
    kept = tuple(row for row in dataset.stock or () if row.sku != "C")
    stale = replace(dataset, stock=kept + spoilt)
    _, unassigned = allocate_day(stale, DAY, roads(dataset=stale))
    reasons = {order.order_id: order.reason for order in unassigned}
    assert reasons["O3"].code == "unassigned.not_in_stock"
    assert reasons["O3"]["available"] == 0


def test_an_order_that_two_warehouses_have_together_says_so() -> None:
    """O5 wants 2 of C and 3 of A; W1 alone has C, and A lies in both warehouses."""
    rows = {("W1", "C"): 5, ("W2", "C"): 0, ("W1", "A"): 1, ("W2", "A"): 2, ("W1", "B"): 20}
    base = small_dataset()
    stock = tuple(
        StockLevel(warehouse_id=w, sku=sku, on_hand_units=units) for (w, sku), units in rows.items()
    )
    only = tuple(order for order in base.orders if order.order_id == "O5")
    dataset = replace(base, stock=stock, orders=only, order_lines=base.lines_by_order()["O5"])
    (left_out,) = allocate_day(dataset, DAY, roads(dataset=dataset))[1]
    assert left_out.reason.code == "unassigned.only_together"
    assert left_out.reason["parts"] == "W1: 1 × A, 2 × C; W2: 2 × A"
    assert left_out.relaxation is not None
    assert left_out.relaxation.code == "relax.in_parts"
