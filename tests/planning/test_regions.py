"""Very many orders of one warehouse are parted into sectors, each with its vehicles."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.fleet import Vehicle
from domain.geo import Location
from domain.orders import TimeWindow
from domain.routing_problem import Shipment
from planning.regions import split_into_regions

START = Location(48.0, 8.0)


def _shipment(number: int, locked: str = "", warehouse_id: str = "W", **facts: Any) -> Shipment:
    return Shipment(
        order_id=f"O{number}",
        warehouse_id=warehouse_id,
        windows=(TimeWindow(0, 86_400),),
        volume_m3=1.0,
        locked_vehicle_id=locked,
        **facts,
    )


def _vehicle(number: int, capacity_m3: float = 10.0, warehouse_id: str = "W") -> Vehicle:
    return Vehicle(
        vehicle_id=f"V{number}",
        warehouse_id=warehouse_id,
        capacity_m3=capacity_m3,
        shift_start_s=0,
        shift_end_s=36_000,
    )


@given(
    st.lists(st.tuples(st.floats(-0.1, 0.1), st.floats(-0.1, 0.1)), min_size=1, max_size=40),
    st.lists(st.floats(1, 30), max_size=8),
    st.integers(3, 15),
)
def test_every_order_and_vehicle_is_in_one_region(
    doors: list[tuple[float, float]], capacities: list[float], most: int
) -> None:
    shipments = [_shipment(i) for i in range(len(doors))]
    vehicles = [_vehicle(i, capacity) for i, capacity in enumerate(capacities)]
    where = {f"O{i}": Location(48 + x, 8 + y) for i, (x, y) in enumerate(doors)}
    regions = split_into_regions(shipments, vehicles, [START], where, most_stops=most)
    placed = [s.order_id for orders, _ in regions for s in orders]
    assert sorted(placed) == sorted(where)
    used = [v.vehicle_id for _, fleet in regions for v in fleet]
    assert sorted(used) == sorted(v.vehicle_id for v in vehicles)
    if len(vehicles) >= -(-len(doors) // most):
        assert max(len(orders) for orders, _ in regions) <= most
        assert all(fleet for _, fleet in regions) or not vehicles


def test_a_region_is_a_sector_and_gets_its_share_of_the_room() -> None:
    doors = {
        f"O{i}": Location(48 + (0.1 if i < 10 else -0.1), 8 + 0.01 * (i % 10)) for i in range(20)
    }
    shipments = [_shipment(i) for i in range(20)]
    vehicles = [_vehicle(i, capacity) for i, capacity in enumerate((10, 6, 4, 4, 3, 3))]
    south, north = split_into_regions(shipments, vehicles, [START], doors, most_stops=10)
    assert {s.order_id for s in south[0]} == {f"O{i}" for i in range(10, 20)}
    assert {s.order_id for s in north[0]} == {f"O{i}" for i in range(10)}
    rooms = [sum(v.capacity_m3 for v in fleet) for _, fleet in (south, north)]
    assert sorted(rooms) == [14.0, 16.0]


def test_a_locked_order_goes_with_its_vehicle() -> None:
    doors = {f"O{i}": Location(48 + (0.1 if i % 2 else -0.1), 8.0) for i in range(8)}
    shipments = [_shipment(i, locked="V0") for i in range(8)]
    regions = split_into_regions(
        shipments, [_vehicle(0), _vehicle(1)], [START], doors, most_stops=4
    )
    ((orders, fleet),) = regions
    assert len(orders) == 8
    assert fleet[0].vehicle_id == "V0"


WHOLE_DAY = (TimeWindow(0, 86_400),)


def test_a_group_stays_in_one_region_with_the_vehicle_that_any_of_it_is_locked_to() -> None:
    doors = {f"O{i}": Location(48 + (0.1 if i % 2 else -0.1), 8.0) for i in range(12)}
    shipments = [
        _shipment(i, locked="V1" if i == 5 else "", same_vehicle_group="G" if i < 6 else "")
        for i in range(12)
    ]
    vehicles = [_vehicle(i) for i in range(3)]
    regions = split_into_regions(shipments, vehicles, [START], doors, most_stops=4)
    ((orders, fleet),) = (r for r in regions if any(v.vehicle_id == "V1" for v in r[1]))
    assert {s.order_id for s in orders} >= {f"O{i}" for i in range(6)}
    assert sum(len(region[0]) for region in regions) == 12
    assert fleet


def test_a_transport_counts_for_both_its_doors() -> None:
    doors = {f"O{i}": Location(48 + 0.01 * i, 8.0) for i in range(6)}
    carried: dict[str, Any] = {"kind": "transport", "pickup_windows": WHOLE_DAY}
    vehicles = [_vehicle(0), _vehicle(1)]
    few = [_shipment(i) for i in range(6)]
    many = [_shipment(i, **carried) for i in range(6)]
    assert len(split_into_regions(few, vehicles, [START], doors, most_stops=6)) == 1
    assert len(split_into_regions(many, vehicles, [START], doors, most_stops=6)) == 2


def test_no_order_is_in_a_region_where_nothing_is_loaded_at_its_warehouse() -> None:
    """One vehicle of each of two linked warehouses, whose orders lie mixed around them."""
    doors = {f"O{i}": Location(48 + (0.1 if i < 6 else -0.1), 8 + 0.01 * i) for i in range(12)}
    shipments = [_shipment(i, warehouse_id=f"W{i % 2}") for i in range(12)]
    vehicles = [_vehicle(i, warehouse_id=f"W{i}") for i in range(2)]
    starts = [START, Location(48.0, 8.1)]
    regions = split_into_regions(shipments, vehicles, starts, doors, most_stops=6)
    assert sum(len(orders) for orders, _ in regions) == 12
    for orders, fleet in regions:
        assert {s.warehouse_id for s in orders} <= {v.warehouse_id for v in fleet}
