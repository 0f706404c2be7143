"""A small day to check plans on: two warehouses on a street grid, three vehicles, ten orders.

Every place has grid coordinates in kilometres; a drive goes along the grid at 90 s per km, and at
135 s per km between 08:00 and 09:00.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from domain.dataset import Dataset
from domain.fleet import Vehicle
from domain.orders import Order, OrderLine
from domain.products import Product, StockLevel, SupplyLane
from domain.settings import Settings
from domain.travel import FleetTravel, MatrixTravel, order_place, warehouse_place
from domain.warehouses import Warehouse

DAY = datetime.date(2026, 3, 2)
NEXT_DAY = datetime.date(2026, 3, 3)

WAREHOUSES_AT = {"W1": (0, 0), "W2": (10, 0)}
ORDERS_AT = {
    "O1": (2, 1),
    "O2": (2, 1),
    "O3": (4, 0),
    "O4": (1, 3),
    "O5": (3, 3),
    "O6": (9, 1),
    "O7": (12, 0),
    "O8": (7, 7),
    "O9": (8, 8),
    "O10": (5, 5),
}

VEHICLE_IDS = ("V1", "V2", "V3", "V4")

LINES = (
    ("O1", "A", 10),
    ("O2", "B", 2),
    ("O3", "C", 1),
    ("O4", "A", 30),
    ("O5", "C", 2),
    ("O5", "A", 3),
    ("O6", "A", 5),
    ("O7", "C", 1),
    ("O8", "A", 1),
    ("O9", "B", 3),
    ("O10", "A", 1),
)


def at(hour: int, minute: int = 0, second: int = 0) -> int:
    """Seconds after midnight of a clock time."""
    return 3_600 * hour + 60 * minute + second


def small_dataset() -> Dataset:
    return Dataset(
        name="small",
        fingerprint="5" * 64,
        settings=Settings(unassigned_cost=Decimal(20)),
        warehouses=_warehouses(),
        products=_products(),
        orders=_orders(),
        order_lines=tuple(OrderLine(order_id=o, sku=s, units=u) for o, s, u in LINES),
        vehicles=_vehicles(),
        supply_lanes=_supply_lanes(),
        stock=_stock(),
    )


def small_travel() -> FleetTravel[MatrixTravel]:
    """All vehicles drive alike."""
    return all_driving(small_matrices())


def all_driving(travel: MatrixTravel) -> FleetTravel[MatrixTravel]:
    """The small day's vehicles, all with the same travel."""
    return FleetTravel(travels=(travel,), of_vehicle=dict.fromkeys(VEHICLE_IDS, 0))


def small_matrices(more: Mapping[str, tuple[int, int]] | None = None) -> MatrixTravel:
    """Streets of a grid, half as slow again from 8 to 9 o'clock; with more places if asked."""
    places = {warehouse_place(name): xy for name, xy in WAREHOUSES_AT.items()}
    places |= {order_place(name): xy for name, xy in ORDERS_AT.items()} | dict(more or {})
    x, y = np.array(list(places.values())).T
    km = np.abs(x[:, None] - x) + np.abs(y[:, None] - y)
    usual_s, metres = 90 * km, 1_000 * km
    return MatrixTravel(
        places=tuple(places),
        bucket_starts_s=np.array([0, at(8), at(9)]),
        drive_s=np.stack([usual_s, 135 * km, usual_s]).astype(np.int32),
        drive_m=np.stack([metres] * 3).astype(np.int32),
    )


def with_toll(origin: str, destination: str, minor: int) -> MatrixTravel:
    """The small day's travel, where a drive is charged for from 8 to 9 o'clock."""
    travel = small_matrices()
    tolls = np.zeros_like(travel.drive_s)
    tolls[1, travel.index(origin), travel.index(destination)] = minor
    return replace(travel, tolls_minor=tolls)


def with_vehicle(dataset: Dataset, vehicle_id: str, **changes: Any) -> Dataset:
    """The dataset with some facts of a vehicle changed."""
    vehicles = tuple(
        replace(v, **changes) if v.vehicle_id == vehicle_id else v for v in dataset.vehicles
    )
    return replace(dataset, vehicles=vehicles)


def with_order(dataset: Dataset, order_id: str, **changes: Any) -> Dataset:
    """The dataset with some facts of an order changed."""
    orders = tuple(replace(o, **changes) if o.order_id == order_id else o for o in dataset.orders)
    return replace(dataset, orders=orders)


def with_warehouse(dataset: Dataset, warehouse_id: str, **changes: Any) -> Dataset:
    """The dataset with some facts of a warehouse changed."""
    warehouses = tuple(
        replace(w, **changes) if w.warehouse_id == warehouse_id else w for w in dataset.warehouses
    )
    return replace(dataset, warehouses=warehouses)


def with_lane(dataset: Dataset, from_id: str, **changes: Any) -> Dataset:
    """The dataset with some facts of the lanes from a supplier or warehouse changed."""
    lanes = tuple(
        replace(lane, **changes) if lane.from_id == from_id else lane
        for lane in dataset.supply_lanes
    )
    return replace(dataset, supply_lanes=lanes)


def degrees(xy: tuple[int, int]) -> dict[str, Any]:
    """Latitude and longitude of grid coordinates."""
    return {"lat": 49 + xy[1] / 100, "lon": 8 + xy[0] / 100}


def _warehouses() -> tuple[Warehouse, ...]:
    hours: dict[str, Any] = {"open_time_s": at(6), "close_time_s": at(20)}
    w1, w2 = (degrees(xy) for xy in WAREHOUSES_AT.values())
    return (
        Warehouse(
            warehouse_id="W1",
            **w1,
            **hours,
            timezone="Europe/Berlin",
            handling_cost_per_order=Decimal("0.55"),
            holding_cost_per_m3_day=Decimal("1.25"),
            outbound_capacity_orders_per_day=5,
        ),
        Warehouse(
            warehouse_id="W2",
            **w2,
            **hours,
            timezone="Europe/Berlin",
            handling_cost_per_order=Decimal("0.40"),
            holding_cost_per_m3_day=Decimal(2),
        ),
    )


def _products() -> tuple[Product, ...]:
    return (
        Product(
            sku="A",
            unit_value=Decimal(10),
            unit_volume_m3=0.01,
            unit_weight_kg=2.0,
            case_pack_units=6,
        ),
        Product(
            sku="B",
            unit_value=Decimal("30.55"),
            unit_volume_m3=0.05,
            unit_weight_kg=8.0,
            goods_class="frozen",
        ),
        Product(sku="C", unit_value=Decimal(80), unit_volume_m3=0.2, unit_weight_kg=15.0),
    )


def _orders() -> tuple[Order, ...]:
    facts: dict[str, dict[str, Any]] = {
        "O1": {"window_start_s": at(8), "window_end_s": at(12), "setup_s": 180, "service_s": 300},
        "O2": {"window_start_s": at(8), "window_end_s": at(12), "setup_s": 120, "service_s": 240},
        "O3": {
            "window_start_s": at(7),
            "window_end_s": at(8),
            "window2_start_s": at(10),
            "window2_end_s": at(11),
            "service_s": 600,
            "requirements": frozenset({"tail_lift"}),
            "locked_vehicle_id": "V1",
            "locked_position": 2,
        },
        "O4": {
            "window_start_s": at(7, 30),
            "window_end_s": at(7, 40),
            "window_kind": "soft",
            "late_cost_per_hour": Decimal(20),
            "service_s": 360,
            "release_time_s": at(7, 30),
        },
        "O5": {"window_start_s": at(8), "window_end_s": at(18), "service_s": 420},
        "O6": {"service_s": 300},
        "O7": {"service_s": 300},
        "O8": {"unassigned_cost": Decimal("35.50")},
        "O10": {"due_date": NEXT_DAY},
    }
    return tuple(
        Order(order_id=name, **degrees(xy), **({"due_date": DAY} | facts.get(name, {})))
        for name, xy in ORDERS_AT.items()
    )


def _vehicles() -> tuple[Vehicle, ...]:
    costs: dict[str, Any] = {
        "fixed_cost": Decimal(40),
        "cost_per_km": Decimal("0.45"),
        "cost_per_hour": Decimal("21.50"),
        "overtime_cost_per_hour": Decimal(12),
        "co2_g_per_km": 210.5,
        "shift_start_s": at(7),
    }
    return (
        Vehicle(
            vehicle_id="V1",
            warehouse_id="W1",
            **costs,
            shift_end_s=at(15),
            capacity_m3=3.0,
            capacity_kg=200.0,
            capacity_parcels=5,
            carries=frozenset({"frozen"}),
            equipment=frozenset({"tail_lift", "trolley"}),
            max_distance_m=60_000.0,
            max_stops=4,
            break_s=1_800,
            break_earliest_s=at(10),
            break_latest_s=at(10, 30),
        ),
        Vehicle(
            vehicle_id="V2",
            warehouse_id="W1",
            **costs,
            shift_end_s=at(15),
            capacity_m3=0.5,
            max_trips=2,
            reload_s=900,
        ),
        Vehicle(
            vehicle_id="V3",
            warehouse_id="W2",
            end_warehouse_id="none",
            start_date=DAY,
            **costs,
            shift_end_s=at(8, 10),
            max_overtime_s=1_800,
            capacity_m3=3.0,
        ),
        Vehicle(
            vehicle_id="V4",
            warehouse_id="W1",
            start_date=NEXT_DAY,
            **costs,
            shift_end_s=at(15),
            capacity_m3=3.0,
        ),
    )


def _stock() -> tuple[StockLevel, ...]:
    rows = (
        ("W1", "A", 100, 20),
        ("W1", "B", 20, 0),
        ("W1", "C", 5, 0),
        ("W2", "A", 20, 2),
        ("W2", "C", 4, 0),
    )
    return tuple(
        StockLevel(warehouse_id=w, sku=s, on_hand_units=on_hand, reserved_units=reserved)
        for w, s, on_hand, reserved in rows
    )


def _supply_lanes() -> tuple[SupplyLane, ...]:
    return (
        SupplyLane(
            from_id="S1",
            to_id="W1",
            lead_time_days=1.5,
            moq_units=12,
            order_multiple_units=4,
            max_units_per_day=48,
            fixed_cost_per_order=Decimal(25),
        ),
        SupplyLane(
            from_id="W1",
            to_id="W2",
            sku="A",
            lead_time_days=1,
            fixed_cost_per_order=Decimal("7.50"),
        ),
    )
