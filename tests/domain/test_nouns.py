"""Nouns whose facts depend on one another."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.column import ValueProblem
from domain.dataset import unassigned_cost
from domain.fleet import OPEN_ROUTE, Vehicle
from domain.geo import Location
from domain.orders import Order, OrderLine, TimeWindow
from domain.plan import CostSummary, RouteCost
from domain.products import Product
from domain.routing_problem import RoutingProblem, Shipment
from domain.settings import Settings
from domain.travel import fleet_subset
from tests.domain.small_data import DAY, NEXT_DAY, at, small_dataset, small_travel
from tests.domain.small_plan import small_plan


def order(**facts: Any) -> Order:
    usual: dict[str, Any] = {"order_id": "O1", "lat": 49.0, "lon": 8.0, "due_date": DAY}
    return Order(**(usual | facts))


def vehicle(**facts: Any) -> Vehicle:
    usual: dict[str, Any] = {
        "vehicle_id": "V1",
        "warehouse_id": "W1",
        "capacity_m3": 1.0,
        "shift_start_s": at(8),
        "shift_end_s": at(16),
    }
    return Vehicle(**(usual | facts))


@pytest.mark.parametrize(
    ("facts", "field", "code"),
    [
        ({"window_start_s": at(9), "window_end_s": at(8)}, "window_end_s", "window.reversed"),
        ({"window2_start_s": at(9)}, "window2_end_s", "window.half_given"),
        ({"window2_end_s": at(9)}, "window2_end_s", "window.half_given"),
    ],
)
def test_an_order_refuses_windows_that_are_none(
    facts: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(ValueProblem) as caught:
        order(**facts)
    assert (caught.value.field, caught.value.reason.code) == (field, code)


def test_windows_stand_in_the_order_of_the_day() -> None:
    windows = order(
        window_start_s=at(14), window_end_s=at(16), window2_start_s=at(8), window2_end_s=at(9)
    ).windows
    assert windows == (TimeWindow(at(8), at(9)), TimeWindow(at(14), at(16)))


def test_an_order_without_windows_may_come_all_day() -> None:
    assert order().windows == (TimeWindow(0, at(24)),)


TRANSPORT: dict[str, Any] = {
    "order_id": "T", "due_date": DAY, "lat": 49, "lon": 8, "kind": "transport", "pickup_lat": 49.1,
    "pickup_lon": 8.1,
}  # fmt: skip


def test_a_transport_is_fetched_at_another_door_in_a_window_of_its_own() -> None:
    transport = Order(**TRANSPORT)
    assert transport.location == Location(49, 8)
    assert transport.pickup_location == Location(49.1, 8.1)
    assert transport.pickup_windows == (TimeWindow(0, at(24)),)
    from_nine = replace(transport, pickup_window_start_s=at(9), pickup_window_end_s=at(10))
    assert from_nine.pickup_windows == (TimeWindow(at(9), at(10)),)


@pytest.mark.parametrize("kind", ["delivery", "pickup"])
def test_any_other_order_has_one_door(kind: str) -> None:
    order = Order(**TRANSPORT | {"kind": kind})
    assert order.pickup_location == order.location
    assert order.pickup_windows == ()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"pickup_lat": None}, "pickup_lat", "order.transport_from_nowhere"),
        ({"pickup_lon": None}, "pickup_lon", "order.transport_from_nowhere"),
        ({"pickup_window_start_s": 0}, "pickup_window_end_s", "window.half_given"),
        (
            {"pickup_window_start_s": at(9), "pickup_window_end_s": at(8)},
            "pickup_window_end_s", "window.reversed",
        ),
    ],
)  # fmt: skip
def test_a_transport_refuses_to_come_from_nowhere_or_at_no_time(
    change: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(ValueProblem) as refused:
        Order(**TRANSPORT | change)
    assert (refused.value.field, refused.value.reason.code) == (field, code)


@pytest.mark.parametrize(
    ("trips", "named", "reloads_at", "loaded_at"),
    [
        (1, {"W2"}, set(), {"W1"}),
        (2, set(), {"W1"}, {"W1"}),
        (2, {"W2"}, {"W2"}, {"W1", "W2"}),
    ],
)
def test_a_vehicle_of_several_trips_is_loaded_again_where_it_says_or_at_home(
    trips: int, named: set[str], reloads_at: set[str], loaded_at: set[str]
) -> None:
    vehicle = replace(
        small_dataset().vehicles[0], max_trips=trips, reload_warehouse_ids=frozenset(named)
    )
    assert set(vehicle.reloads_at) == reloads_at
    assert set(vehicle.loaded_at) == loaded_at


def test_a_time_window_does_not_end_before_it_starts() -> None:
    TimeWindow(5, 5)
    with pytest.raises(ValueError, match="before it starts"):
        TimeWindow(5, 4)


@pytest.mark.parametrize(
    ("facts", "field", "code"),
    [
        ({"shift_end_s": at(8)}, "shift_end_s", "shift.reversed"),
        (
            {"break_earliest_s": at(12), "break_latest_s": at(11)},
            "break_latest_s",
            "window.reversed",
        ),
    ],
)
def test_a_vehicle_refuses_hours_that_are_none(
    facts: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(ValueProblem) as caught:
        vehicle(**facts)
    assert (caught.value.field, caught.value.reason.code) == (field, code)


@pytest.mark.parametrize(("end", "ends_at"), [("", "W1"), ("W2", "W2"), (OPEN_ROUTE, None)])
def test_a_route_ends_at_home_elsewhere_or_open(end: str, ends_at: str | None) -> None:
    assert vehicle(end_warehouse_id=end).ends_at == ends_at


@pytest.mark.parametrize(
    ("carries", "goods_class", "may"),
    [
        (frozenset(), "frozen", True),
        (frozenset({"frozen"}), "frozen", True),
        (frozenset({"frozen"}), "", True),
        (frozenset({"frozen"}), "chemicals", False),
    ],
)
def test_a_vehicle_takes_the_goods_it_names_or_all(
    carries: frozenset[str], goods_class: str, may: bool
) -> None:
    assert vehicle(carries=carries).may_carry(goods_class) is may


def product(sku: str, value: str) -> Product:
    return Product(sku=sku, unit_value=Decimal(value), unit_volume_m3=0.1)


@pytest.mark.parametrize(
    ("own", "share", "least", "cost"),
    [
        (None, 1.0, "20", "50"),
        (None, 0.5, "20", "25"),
        (None, 0.1, "20", "20"),
        (Decimal(3), 1.0, "20", "3"),
        (Decimal(0), 1.0, "20", "0"),
    ],
)
def test_leaving_an_order_out_costs_its_figure_or_its_goods(
    own: Decimal | None, share: float, least: str, cost: str
) -> None:
    lines = (
        OrderLine(order_id="O1", sku="A", units=4),
        OrderLine(order_id="O1", sku="B", units=1),
    )
    products = {"A": product("A", "10"), "B": product("B", "10")}
    settings = Settings(shortage_cost_share=share, unassigned_cost=Decimal(least))
    assert unassigned_cost(order(unassigned_cost=own), lines, products, settings) == Decimal(cost)


def test_a_dataset_finds_lines_orders_vehicles_and_free_stock() -> None:
    dataset = small_dataset()
    lines = dataset.lines_by_order()
    assert [line.sku for line in lines["O5"]] == ["C", "A"]
    assert set(lines) == {order.order_id for order in dataset.orders}
    assert dataset.available_units(DAY)["W1", "A"] == 80
    assert [order.order_id for order in dataset.orders_due(NEXT_DAY)] == ["O10"]
    assert [v.vehicle_id for v in dataset.vehicles_on(NEXT_DAY)] == ["V1", "V2", "V4"]
    assert dataset.timezone == "Europe/Berlin"


def test_lots_add_up_and_never_below_zero() -> None:
    dataset = small_dataset()
    level = (dataset.stock or ())[0]
    lots = (level, replace(level, lot_id="2", on_hand_units=5, reserved_units=0))
    reserved = replace(level, sku="B", on_hand_units=1, reserved_units=4)
    available = replace(dataset, stock=(*lots, reserved)).available_units(DAY)
    assert available == {("W1", "A"): 85, ("W1", "B"): 0}


def test_a_dataset_without_a_time_zone_lives_by_utc() -> None:
    dataset = small_dataset()
    warehouses = tuple(replace(w, timezone="") for w in dataset.warehouses)
    assert replace(dataset, warehouses=warehouses).timezone == "UTC"


def test_totals_are_the_sum_of_their_parts() -> None:
    route = RouteCost(
        fixed_minor=1,
        distance_minor=20,
        toll_minor=100_000,
        time_minor=300,
        overtime_minor=4_000,
        late_minor=50_000,
    )
    assert route.total_minor == 154_321
    plan = CostSummary(
        fixed=1,
        distance=20,
        time=300,
        overtime=4_000,
        late=50_000,
        toll=1_000_000_000,
        handling=600_000,
        shortage=7_000_000,
        holding=80_000_000,
        purchase=900_000_000,
    )
    assert (plan.transport, plan.operating, plan.total) == (
        1_000_054_321,
        1_087_654_321,
        1_987_654_321,
    )


def test_fill_rate_is_by_unit_and_whole_where_nothing_was_ordered() -> None:
    figures = small_plan().summary
    assert figures.fill_rate_units == 54 / 58
    assert replace(figures, units_ordered=0, units_served=0).fill_rate_units == 1


def shipment(**facts: Any) -> Shipment:
    usual: dict[str, Any] = {
        "order_id": "O1",
        "warehouse_id": "W1",
        "windows": (TimeWindow(0, at(24)),),
    }
    return Shipment(**(usual | facts))


def problem(**facts: Any) -> RoutingProblem:
    dataset = small_dataset()
    usual: dict[str, Any] = {
        "shipments": (shipment(),),
        "vehicles": dataset.vehicles,
        "warehouses": dataset.warehouses,
        "travel": small_travel(),
        "currency": "EUR",
    }
    return RoutingProblem(**(usual | facts))


def test_a_shipment_knows_its_door_and_needs_a_window() -> None:
    assert problem().shipments[0].place == "order:O1"
    with pytest.raises(ValueError, match="window"):
        shipment(windows=())


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"shipments": (shipment(), shipment())}, "same id"),
        ({"shipments": (shipment(order_id="O99"),)}, "unknown place"),
        ({"shipments": (shipment(warehouse_id="W9"),)}, "unknown place"),
        ({"vehicles": (vehicle(), vehicle())}, "same id"),
        ({"vehicles": (vehicle(end_warehouse_id="W9"),)}, "unknown warehouse"),
        ({"travel": fleet_subset(small_travel(), ["order:O1", "warehouse:W1"])}, "no place"),
        ({"travel": replace(small_travel(), of_vehicle={"V1": 0})}, "no travel"),
    ],
)
def test_a_routing_problem_refuses_what_it_does_not_know(
    facts: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        problem(**facts)
