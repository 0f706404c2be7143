"""The rules of trips that do not depend on time: each where it binds, and where it does not."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.fleet import Vehicle
from domain.plan import Route, StopKind
from domain.routing_problem import Shipment
from optimizer.routing.broken import Broken, Rule
from optimizer.routing.plan_route import time_route
from optimizer.routing.problem_view import view_of
from tests.optimizer.routing.build import case, parcel, pickup, transport, van

SPOTS = {"A": (6_000.0, 0.0), "B": (7_000.0, 0.0), "C": (8_000.0, 0.0)}
"""Where orders are, by their id; transports are fetched at the point above."""

A, B, C = "order:A", "order:B", "order:C"
FETCH_A, FETCH_B, FETCH_C = "pickup:A", "pickup:B", "pickup:C"
W1, W2 = "warehouse:W1", "warehouse:W2"

COLD, DRY = frozenset({"cold"}), frozenset({"dry"})


def timed(
    orders: Sequence[Shipment], calls: Sequence[str], vehicle: Vehicle, **facts: Any
) -> Route | Broken:
    """A vehicle that calls at places in order."""
    made = case(
        orders,
        [vehicle],
        [SPOTS[order.order_id] for order in orders],
        warehouses_at=[(0.0, 0.0), (0.0, 4_000.0)],
        fetched_at={order_id: (x, 1_000.0) for order_id, (x, _) in SPOTS.items()},
        **facts,
    )
    return time_route(view_of(made.problem, made.locations), vehicle, calls)


def route(
    orders: Sequence[Shipment], calls: Sequence[str], vehicle: Vehicle | None = None
) -> Route:
    found = timed(orders, calls, vehicle or van())
    assert isinstance(found, Route), found
    return found


def rule(
    orders: Sequence[Shipment], calls: Sequence[str], vehicle: Vehicle | None = None, **facts: Any
) -> Rule | None:
    """The rule that is broken; None where all are kept."""
    found = timed(orders, calls, vehicle or van(), **facts)
    return found.rule if isinstance(found, Broken) else None


def test_pickups_fill_a_vehicle_that_deliveries_empty() -> None:
    orders = [parcel("A", volume_m3=6.0), pickup("B", volume_m3=7.0), pickup("C", volume_m3=3.0)]
    found = route(orders, [A, FETCH_B, FETCH_C])
    assert [stop.load_m3 for stop in found.stops] == [0.0, 7.0, 10.0]
    assert found.load_m3 == 16.0
    assert rule(orders, [FETCH_B, A, FETCH_C]) is Rule.VOLUME
    assert rule(orders, [FETCH_C, A, FETCH_B]) is None


@pytest.mark.parametrize(
    ("limit", "broken"),
    [
        ({"capacity_kg": 20.0}, None),
        ({"capacity_kg": 19.9}, Rule.WEIGHT),
        ({"capacity_parcels": 2}, None),
        ({"capacity_parcels": 1}, Rule.PARCELS),
    ],
)
def test_weight_and_parcels_are_counted_on_every_leg(
    limit: dict[str, Any], broken: Rule | None
) -> None:
    orders = [parcel("A"), pickup("B"), pickup("C")]
    assert rule(orders, [A, FETCH_B, FETCH_C], van(**limit)) is broken


def test_transports_are_aboard_between_their_doors_only() -> None:
    orders = [transport("A", volume_m3=6.0), transport("B", volume_m3=6.0)]
    found = route(orders, [FETCH_A, A, FETCH_B, B])
    assert [stop.kind for stop in found.stops] == [StopKind.PICKUP, StopKind.DELIVERY] * 2
    assert [stop.order_ids for stop in found.stops] == [("A",), ("A",), ("B",), ("B",)]
    assert [stop.load_m3 for stop in found.stops] == [6.0, 0.0, 6.0, 0.0]
    assert rule(orders, [FETCH_A, FETCH_B, A, B]) is Rule.VOLUME


@pytest.mark.parametrize(
    ("calls", "broken"),
    [
        ([FETCH_A, A], None),
        ([FETCH_A, B, A], None),
        ([A, FETCH_A], Rule.PAIR),
        ([FETCH_A], Rule.PAIR),
        ([A], Rule.PAIR),
        ([FETCH_A, W1, A], Rule.PAIR),
        ([B, W1, FETCH_A, A], None),
    ],
)
def test_a_transport_is_fetched_before_it_is_delivered_on_the_same_trip(
    calls: list[str], broken: Rule | None
) -> None:
    orders = [transport("A"), parcel("B")]
    assert rule(orders, calls, van(max_trips=2)) is broken


@pytest.mark.parametrize(
    ("facts", "calls", "broken"),
    [
        ({"max_trips": 2}, [A, W1, B], None),
        ({"max_trips": 2, "reload_warehouse_ids": frozenset({"W1", "W2"})}, [A, W1, B], None),
        ({"max_trips": 2, "reload_warehouse_ids": frozenset({"W2"})}, [A, W1, B], Rule.TRIPS),
        ({"max_trips": 2, "reload_warehouse_ids": frozenset({"W2"})}, [A, W2, C], None),
        ({"max_trips": 2, "reload_warehouse_ids": frozenset({"W2"})}, [A, W2, B], Rule.TRIPS),
        ({"max_trips": 2, "reload_warehouse_ids": frozenset({"W2"})}, [A, C], Rule.TRIPS),
        ({"max_trips": 1, "reload_warehouse_ids": frozenset({"W2"})}, [A, C], Rule.FIT),
        ({"max_trips": 2}, [A, W2, C], Rule.TRIPS),
        ({"max_trips": 1}, [A, W1, B], Rule.TRIPS),
        ({"max_trips": 3}, [A, W1, W1, B], Rule.TRIPS),
        ({"max_trips": 3}, [A, B, W1], Rule.TRIPS),
        ({"max_trips": 3}, [W1, A, B], Rule.TRIPS),
    ],
)
def test_trips_are_loaded_where_they_may_be_and_serve_something(
    facts: dict[str, Any], calls: list[str], broken: Rule | None
) -> None:
    orders = [parcel("A"), parcel("B"), parcel("C", warehouse_id="W2")]
    assert rule(orders, calls, van(**facts)) is broken


def test_every_trip_has_the_whole_vehicle() -> None:
    orders = [parcel("A", volume_m3=8.0), parcel("B", volume_m3=9.0), pickup("C", volume_m3=10.0)]
    found = route(orders, [A, FETCH_C, W1, B], van(max_trips=2))
    assert [stop.load_m3 for stop in found.stops] == [0.0, 10.0, 9.0, 0.0]
    assert [stop.kind for stop in found.stops][2] is StopKind.RELOAD
    assert found.stops[2].warehouse_id == "W1"
    assert found.load_m3 == 27.0


def test_reloads_are_no_stops() -> None:
    orders = [parcel("A"), parcel("B")]
    assert rule(orders, [A, W1, B], van(max_trips=2, max_stops=2)) is None
    assert rule(orders, [A, W1, B], van(max_trips=2, max_stops=1)) is Rule.STOPS


@pytest.mark.parametrize(
    ("classes", "refused", "broken"),
    [(COLD, DRY, Rule.INCOMPATIBLE), (COLD, COLD, None), (frozenset(), DRY, Rule.INCOMPATIBLE)],
)
def test_incompatible_goods_ride_on_different_trips(
    classes: frozenset[str], refused: frozenset[str], broken: Rule | None
) -> None:
    orders = [
        parcel("A", goods_classes=classes, incompatible_with=refused),
        parcel("B", goods_classes=DRY),
    ]
    assert rule(orders, [A, B]) is broken
    assert rule(orders, [B, A]) is broken
    assert rule(orders, [A, W1, B], van(max_trips=2)) is None


def test_an_order_may_ride_with_its_own_class_though_it_refuses_it_of_others() -> None:
    assert rule([parcel("A", goods_classes=COLD, incompatible_with=COLD)], [A]) is None


@pytest.mark.parametrize(
    ("position", "calls", "broken"),
    [
        (2, [B, A], None),
        (1, [A, B], None),
        (1, [B, A], Rule.POSITION),
        (3, [B, A], Rule.POSITION),
        (2, [B, W1, A], None),
        (3, [FETCH_C, B, A], None),
        (3, [FETCH_C, C, A], None),
    ],
)
def test_a_locked_position_counts_stops_from_one_without_reloads(
    position: int, calls: list[str], broken: Rule | None
) -> None:
    third = transport("C") if C in calls else pickup("C")
    orders = [parcel("A", locked_position=position), parcel("B"), third]
    assert rule(orders, calls, van(max_trips=2)) is broken


def test_a_transport_is_locked_to_the_position_of_its_delivery() -> None:
    orders = [transport("A", locked_position=2), parcel("B")]
    assert rule(orders, [FETCH_A, A, B]) is None
    assert rule(orders, [B, FETCH_A, A]) is Rule.POSITION


@pytest.mark.parametrize(
    ("zones", "territory", "broken"),
    [
        ({"north"}, "north", None),
        ({"north", "permit"}, "north", None),
        ({"north"}, "south", Rule.FIT),
        ({"north"}, "", Rule.FIT),
        ({"permit"}, "south", None),
        (set(), "south", None),
    ],
)
def test_vehicles_with_territories_serve_those_only(
    zones: set[str], territory: str, broken: Rule | None
) -> None:
    orders = [parcel("A", territory=territory)]
    vehicle = van(zone_ids=frozenset(zones))
    assert rule(orders, [A], vehicle, territories=["north", "south"]) is broken


def test_orders_fetched_and_delivered_at_one_door_are_two_stops_set_up_once() -> None:
    orders = [parcel("A", setup_s=120, service_s=60), pickup("B", setup_s=200, service_s=30)]
    spots = [(6_000.0, 0.0), (6_000.0, 0.0)]
    made = case(orders, [van()], spots)
    found = time_route(
        view_of(made.problem, made.locations), made.problem.vehicles[0], [A, FETCH_B]
    )
    assert isinstance(found, Route)
    assert [stop.kind for stop in found.stops] == [StopKind.DELIVERY, StopKind.PICKUP]
    assert [stop.service_s for stop in found.stops] == [180, 80 + 30]
