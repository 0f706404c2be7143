"""What serving each order from each warehouse costs, and what the roads forbid."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pytest

from domain.message import message
from maps.driving.depot_drives import DepotDrives
from maps.driving.travel_times import UnreachablePlace
from optimizer.inventory.allocate_orders import NOT_DELIVERABLE_MINOR
from planning.day import places_of
from planning.day_roads import DayRoads
from planning.stock_steps import allocate_day, delivery_cost_minor
from tests.domain.fetching import fetching_dataset, fetching_travel
from tests.domain.small_data import DAY, with_order, with_vehicle

DATASET = fetching_dataset()
ROW = {order.order_id: row for row, order in enumerate(DATASET.orders_due(DAY))}


@dataclass(frozen=True, kw_only=True)
class GridRoads:
    """The grid of the small day as roads, some of its doors off them."""

    off: frozenset[str] = frozenset()

    @property
    def places(self) -> tuple[tuple[str, object], ...]:
        """The day's places."""
        return places_of(DATASET, DAY)

    @property
    def unreachable(self) -> tuple[UnreachablePlace, ...]:
        """The doors off the roads."""
        why = message("roads.place_too_far", place="", distance_m=900, limit_m=300)
        return tuple(
            UnreachablePlace(place=place, distance_m=900.0, message=why) for place in self.off
        )

    def depot_drives(self, warehouse_id: str) -> Iterator[DepotDrives]:
        """There and back along the grid."""
        names = [name for name, _ in self.places]
        travel = fetching_travel().travels[0].subset(names)
        depot = names.index(f"warehouse:{warehouse_id}")
        yield DepotDrives(
            has_way=np.array([name not in self.off for name in names]),
            round_trip_s=2.0 * travel.drive_s[0, depot],
            round_trip_m=2.0 * travel.drive_m[0, depot],
        )


def roads(*off: str) -> DayRoads:
    return cast("DayRoads", GridRoads(off=frozenset(off)))


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


def test_a_transport_costs_the_mean_of_its_doors() -> None:
    """9 + 2 km and 8 + 3 km from W1, there and back, at 0.45 a km, 90 s a km, 21.50 an hour."""
    cost = delivery_cost_minor(DATASET, DAY, roads())
    assert cost[ROW["T1"], 0] == 55 + round(22 * 45 + 22 * 90 * 2_150 / 3_600)
    assert cost[ROW["P2"], 0] == 55 + round(6 * 45 + 6 * 90 * 2_150 / 3_600)


def test_a_pickup_locked_to_a_vehicle_goes_where_that_is_loaded() -> None:
    dataset = with_vehicle(DATASET, "V5", max_trips=1)
    locked = with_order(dataset, "P2", locked_vehicle_id="V5")
    cost = delivery_cost_minor(locked, DAY, roads())
    assert cost[ROW["P2"], 0] == NOT_DELIVERABLE_MINOR
    assert cost[ROW["P2"], 1] < NOT_DELIVERABLE_MINOR
    assert (delivery_cost_minor(DATASET, DAY, roads())[ROW["P2"]] < NOT_DELIVERABLE_MINOR).all()


def test_a_warehouse_without_vehicles_fetches_nothing_unless_none_has_any() -> None:
    at_w2 = tuple(v for v in DATASET.vehicles if v.vehicle_id == "V3")
    cost = delivery_cost_minor(replace(DATASET, vehicles=at_w2), DAY, roads())
    assert cost[ROW["P2"], 0] == NOT_DELIVERABLE_MINOR
    assert cost[ROW["O1"], 0] < NOT_DELIVERABLE_MINOR
    nobody = delivery_cost_minor(replace(DATASET, vehicles=()), DAY, roads())
    assert (nobody < NOT_DELIVERABLE_MINOR).all()


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
