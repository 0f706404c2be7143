"""The small day with a vehicle more, which brings, fetches and carries from door to door.

V5 delivers D1, fetches the transport T1 and the pickup P1, delivers T1, late, is reloaded at the
other warehouse and fetches P2. Both trips take it to the edge of what some rule allows: what it
serves on its first trip would not fit in together, P2 may not ride with goods like those of T1, and
all its orders are of its territory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from domain.dataset import Dataset
from domain.fleet import Vehicle
from domain.orders import Order, OrderLine
from domain.plan import Plan
from domain.traffic import Zone
from domain.travel import FleetTravel, MatrixTravel, order_place, pickup_place
from tests.domain.small_data import (
    DAY,
    VEHICLE_IDS,
    at,
    degrees,
    small_dataset,
    small_matrices,
)
from tests.domain.small_plan import Halt, plan_of, small_plan, timed_route

DOORS = {"D1": (11, 1), "T1": (8, 3), "P1": (8, 2), "P2": (1, 2)}
T1_FETCHED_AT = (9, 2)

PLACES = {
    order_place("D1"): DOORS["D1"],
    order_place("T1"): DOORS["T1"],
    pickup_place("T1"): T1_FETCHED_AT,
    pickup_place("P1"): DOORS["P1"],
    pickup_place("P2"): DOORS["P2"],
}

HALTS = (
    Halt(orders=("D1",), service_s=300),
    Halt(orders=("T1",), fetches=True, service_s=180),
    Halt(orders=("P1",), fetches=True, service_s=240),
    Halt(orders=("T1",), service_s=180, late_s=60),
    Halt(reload_at="W1", service_s=600),
    Halt(orders=("P2",), fetches=True, service_s=300),
)


def fetching_dataset() -> Dataset:
    small = small_dataset()
    lines = (("D1", "C", 2), ("T1", "B", 2), ("P1", "A", 5), ("P2", "C", 1))
    return replace(
        small,
        orders=(*small.orders, *_orders()),
        order_lines=(
            *small.order_lines,
            *(OrderLine(order_id=o, sku=s, units=u) for o, s, u in lines),
        ),
        vehicles=(*small.vehicles, _v5()),
        zones=tuple(Zone(zone_id=z, geometry="POLYGON EMPTY") for z in ("Z1", "Z2")),
    )


def fetching_travel(
    places: Mapping[str, tuple[int, int]] | None = None,
) -> FleetTravel[MatrixTravel]:
    """All vehicles drive alike; V5's places may lie elsewhere."""
    vehicle_ids = (*VEHICLE_IDS, "V5")
    return FleetTravel(
        travels=(small_matrices(PLACES | dict(places or {})),),
        of_vehicle=dict.fromkeys(vehicle_ids, 0),
    )


def fetching_plan(dataset: Dataset | None = None, halts: Sequence[Halt] = HALTS) -> Plan:
    """The small day's plan with the route of V5."""
    dataset = dataset or fetching_dataset()
    v5 = timed_route(dataset, fetching_travel(), "V5", at(8), halts)
    return plan_of(dataset, (*small_plan().routes, v5))


def _orders() -> tuple[Order, ...]:
    group = {"same_vehicle_group": "G1"}
    facts: dict[str, dict[str, Any]] = {
        "D1": {"service_s": 300},
        "T1": {
            "kind": "transport",
            "pickup_lat": degrees(T1_FETCHED_AT)["lat"],
            "pickup_lon": degrees(T1_FETCHED_AT)["lon"],
            "pickup_window_start_s": at(8),
            "pickup_window_end_s": at(8, 16, 15),
            "window_start_s": at(8),
            "window_end_s": at(8, 26, 45),
            "window_kind": "soft",
            "late_cost_per_hour": Decimal(18),
            "setup_s": 60,
            "service_s": 120,
            "locked_vehicle_id": "V5",
            "locked_position": 4,
            **group,
        },
        "P1": {"kind": "pickup", "service_s": 240, "window_end_s": at(9)},
        "P2": {
            "kind": "pickup",
            "service_s": 300,
            "locked_position": 5,
            "incompatible_with": frozenset({"frozen"}),
            "release_time_s": at(9),
            **group,
        },
    }
    return tuple(
        Order(order_id=name, due_date=DAY, zone_id="Z1", **degrees(xy), **facts[name])
        for name, xy in DOORS.items()
    )


def _v5() -> Vehicle:
    return Vehicle(
        vehicle_id="V5",
        warehouse_id="W2",
        fixed_cost=Decimal(40),
        cost_per_km=Decimal("0.45"),
        cost_per_hour=Decimal("21.50"),
        co2_g_per_km=210.5,
        shift_start_s=at(7),
        shift_end_s=at(15),
        capacity_m3=0.4,
        capacity_kg=30.0,
        capacity_parcels=2,
        max_stops=5,
        max_trips=2,
        reload_warehouse_ids=frozenset({"W1"}),
        reload_s=600,
        zone_ids=frozenset({"Z1"}),
    )
