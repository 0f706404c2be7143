"""A plan in which every text that people type is a hostile one."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from domain.dataset import Dataset
from domain.fleet import Driver, Vehicle
from domain.geo import Location
from domain.message import message
from domain.orders import Order, OrderLine
from domain.plan import CostSummary as Costs
from domain.plan import Origin, Plan, Route, RouteCost, Stop, Summary, Unassigned
from domain.products import Product
from domain.settings import Settings
from domain.warehouses import Warehouse
from tests.hostile_texts import HOSTILE

DAY = datetime.date(2026, 11, 20)
TEXTS = tuple(HOSTILE.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class HostileDay:
    """A plan and its data."""

    plan: Plan
    dataset: Dataset


def hostile_day() -> HostileDay:
    """One warehouse, vehicle, SKU, served and unserved order for each hostile text."""
    spots = [Location(49.40 + 0.001 * i, 8.68 + 0.0007 * (i % 9)) for i in range(len(TEXTS))]
    dataset = Dataset(
        name="".join(TEXTS[:13]),
        fingerprint="ab" * 32,
        settings=Settings(),
        warehouses=tuple(map(_warehouse, TEXTS, spots)),
        products=tuple(
            Product(sku=t, name=t, unit_value=Decimal(1), unit_volume_m3=0.1) for t in TEXTS
        ),
        orders=tuple(_order(t, at) for t, at in zip(TEXTS, spots, strict=True))
        + tuple(_order(f"left out {t}"[:100], spots[0]) for t in TEXTS),
        order_lines=tuple(OrderLine(order_id=t, sku=t, units=2) for t in TEXTS),
        vehicles=tuple(map(_vehicle, TEXTS)),
        drivers=tuple(Driver(driver_id=t, name=t) for t in TEXTS),
    )
    plan = Plan(
        day=DAY,
        timezone="Asia/Shanghai",
        currency="CNY",
        origin=Origin(dataset_name=dataset.name, dataset_fingerprint=dataset.fingerprint, seed=0),
        summary=_SUMMARY,
        routes=tuple(map(_route, TEXTS, spots)),
        unassigned=tuple(
            Unassigned(
                order_id=f"left out {t}"[:100],
                reason=message("test.reason", text=t),
                relaxation=message("test.relaxation", text=t),
                cost_minor=1,
            )
            for t in TEXTS
        ),
    )
    return HostileDay(plan=plan, dataset=dataset)


def _warehouse(text: str, at: Location) -> Warehouse:
    return Warehouse(warehouse_id=text, name=text, lat=at.lat, lon=at.lon, timezone="Asia/Shanghai")


def _order(text: str, at: Location) -> Order:
    return Order(
        order_id=text,
        customer_name=text,
        address=text,
        phone=text,
        note=text,
        lat=at.lat,
        lon=at.lon,
        due_date=DAY,
    )


def _vehicle(text: str) -> Vehicle:
    return Vehicle(
        vehicle_id=text,
        name=text[:50] + " van",
        warehouse_id=text,
        capacity_m3=1.0,
        shift_start_s=0,
        shift_end_s=80_000,
        driver_id=text,
    )


def _route(text: str, at: Location) -> Route:
    stop = Stop(
        order_ids=(text,),
        location=at,
        drive_s=60,
        distance_m=500,
        arrival_s=30_000,
        wait_s=0,
        service_s=60,
        departure_s=30_060,
        late_s=90,
    )
    return Route(
        vehicle_id=text,
        warehouse_id=text,
        end_warehouse_id=text,
        start_s=29_940,
        end_s=30_120,
        stops=(stop,),
        return_drive_s=60,
        return_distance_m=500,
        drive_s=120,
        distance_m=1_000,
        load_m3=0.2,
        load_kg=1.0,
        cost=RouteCost(
            fixed_minor=0, distance_minor=0, time_minor=0, overtime_minor=0, late_minor=0
        ),
    )


_SUMMARY = Summary(
    cost_minor=Costs(),
    distance_m=1,
    drive_s=1,
    wait_s=0,
    late_s=0,
    co2_g=0,
    orders_served=len(TEXTS),
    orders_unassigned=len(TEXTS),
    units_ordered=1,
    units_served=1,
    vehicles_used=len(TEXTS),
)
