"""A day's plan as large as a planner's, on made-up streets, for what draws and writes plans."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from domain.dataset import Dataset
from domain.fleet import Driver, Vehicle
from domain.geo import Location
from domain.message import message
from domain.orders import Order, OrderLine
from domain.plan import (
    Allocation,
    Break,
    CheckReport,
    CostSummary,
    ForecastLine,
    Origin,
    Plan,
    Route,
    RouteCost,
    RuleResult,
    Stop,
    StopKind,
    Summary,
    Unassigned,
    Violation,
)
from domain.products import Product
from domain.settings import Settings
from domain.supply import ReplenishmentLine
from domain.warehouses import Warehouse
from maps.network.road_network import RoadNetwork
from maps.picture.polyline import encode_polyline
from tests.maps.made_up_streets import Ways, build_streets

DAY = datetime.date(2026, 11, 20)
STREETS = ("Lindenweg", "Am Markt", "建国路", "Hafenstraße", "Rosengasse", "Rue de l'Église")
NAMES = ("Weber", "Müller & Söhne", "李娜", "O'Brien", "García", "北京市朝阳区百货店", "Okonkwo")
NOTES = (
    "",
    "",
    "Ring twice, the bell is weak",
    "放在门卫处",
    "",
    "Lift is out of order, 3rd floor",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDay:
    """A plan with the data and the roads it was made from."""

    plan: Plan
    dataset: Dataset
    roads: RoadNetwork


def plan_day(*, routes: int = 20, stops: int = 18, side: int = 90, seed: int = 5) -> PlannedDay:
    """A plan of `routes` x `stops` orders, a few of them late, and four more left out."""
    rng = np.random.default_rng(seed)
    roads = build_streets(side)
    ways = Ways(roads)
    dataset = _dataset(roads, routes, stops, rng)
    hours = {w.warehouse_id: ways.nearest(w.lat, w.lon) for w in dataset.warehouses}
    groups = _by_direction(dataset, routes, stops)
    driven = tuple(
        _route(vehicle, group, hours[vehicle.warehouse_id], ways)
        for vehicle, group in zip(dataset.vehicles, groups, strict=True)
    )
    return PlannedDay(plan=_plan(dataset, driven), dataset=dataset, roads=roads)


def _dataset(roads: RoadNetwork, routes: int, stops: int, rng: np.random.Generator) -> Dataset:
    low, high = roads.south_west, roads.north_east
    places = ((0.72, 0.3), (0.3, 0.42), (0.55, 0.78))
    warehouses = tuple(
        Warehouse(
            warehouse_id=f"W{i + 1}",
            name=f"Depot {i + 1}",
            timezone="Europe/Berlin",
            lat=low.lat + (high.lat - low.lat) * up,
            lon=low.lon + (high.lon - low.lon) * right,
        )
        for i, (up, right) in enumerate(places)
    )
    orders = tuple(_order(i, roads, rng) for i in range(routes * stops + 4))
    vehicles = tuple(
        Vehicle(
            vehicle_id=f"VAN-{i + 1:02d}",
            name="Sprinter" if i % 3 else "",
            warehouse_id=f"W{i % 3 + 1}",
            capacity_m3=9.0,
            shift_start_s=7 * 3600,
            shift_end_s=17 * 3600,
            driver_id=f"D{i + 1}" if i % 2 else "",
        )
        for i in range(routes)
    )
    return Dataset(
        name="Sample day",
        fingerprint="5f1c" * 16,
        settings=Settings(),
        warehouses=warehouses,
        products=tuple(
            Product(
                sku=f"SKU{i:03d}", name=f"Kettle {i}", unit_value=Decimal(20), unit_volume_m3=0.02
            )
            for i in range(30)
        ),
        orders=orders,
        order_lines=tuple(
            OrderLine(order_id=order.order_id, sku=f"SKU{(i + j) % 30:03d}", units=1 + (i + j) % 4)
            for i, order in enumerate(orders)
            for j in range(1 + i % 3)
        ),
        vehicles=vehicles,
        drivers=tuple(Driver(driver_id=f"D{i + 1}", name=f"Driver {i + 1}") for i in range(routes)),
    )


def _order(i: int, roads: RoadNetwork, rng: np.random.Generator) -> Order:
    node = int(rng.integers(roads.node_count))
    opens = 8 + i % 5
    return Order(
        order_id=f"O{i:05d}",
        customer_name=NAMES[i % len(NAMES)],
        address=f"{STREETS[i % len(STREETS)]} {1 + i % 120}",
        phone=f"+49 6221 {100000 + 37 * i}",
        note=NOTES[i % len(NOTES)],
        lat=round(float(roads.node_lat[node]), 6),
        lon=round(float(roads.node_lon[node]), 6),
        due_date=DAY,
        window_start_s=opens * 3600 if i % 4 else 0,
        window_end_s=(opens + 3) * 3600 if i % 4 else 24 * 3600,
        window_kind="soft",
        service_s=240,
    )


def _by_direction(dataset: Dataset, routes: int, stops: int) -> list[list[Order]]:
    """Orders in sectors around the middle, so that routes look like routes."""
    orders = dataset.orders[: routes * stops]
    middle = np.mean([(o.lat, o.lon) for o in orders], axis=0)

    def turn(order: Order) -> float:
        return float(np.arctan2(order.lat - middle[0], (order.lon - middle[1]) * 0.65))

    ring = sorted(orders, key=turn)
    return [ring[i * stops : (i + 1) * stops] for i in range(routes)]


def _route(vehicle: Vehicle, orders: Sequence[Order], home: int, ways: Ways) -> Route:
    now_s, here, left = 8 * 3600, home, list(orders)
    stops: list[Stop] = []
    legs: list[str] = []
    while left:
        order = min(left, key=lambda o: _span(ways, here, o))
        left.remove(order)
        node = ways.nearest(order.lat, order.lon)
        points, drive_s, distance_m = ways.between(here, node)
        legs.append(encode_polyline(points))
        stop = _stop(order, now_s + drive_s, drive_s, distance_m, 6.0 - 0.3 * len(stops))
        stops.append(stop)
        now_s, here = stop.departure_s, node
    points, drive_s, distance_m = ways.between(here, home)
    legs.append(encode_polyline(points))
    total_m = distance_m + sum(s.distance_m for s in stops)
    driven_s = drive_s + sum(s.drive_s for s in stops)
    return Route(
        vehicle_id=vehicle.vehicle_id,
        warehouse_id=vehicle.warehouse_id,
        end_warehouse_id=vehicle.warehouse_id,
        start_s=8 * 3600,
        end_s=now_s + drive_s,
        stops=tuple(stops),
        breaks=(Break(start_s=12 * 3600, end_s=12 * 3600 + 1800),),
        return_drive_s=drive_s,
        return_distance_m=distance_m,
        drive_s=driven_s,
        distance_m=total_m,
        load_m3=6.3,
        load_kg=410.0,
        cost=RouteCost(
            fixed_minor=5000,
            distance_minor=total_m // 20,
            time_minor=(now_s + drive_s - 8 * 3600) // 2,
            overtime_minor=0,
            late_minor=sum(s.late_s for s in stops) // 10,
        ),
        geometry=tuple(legs),
    )


def _span(ways: Ways, here: int, order: Order) -> float:
    lat, lon = float(ways._streets.node_lat[here]), float(ways._streets.node_lon[here])
    return (order.lat - lat) ** 2 + ((order.lon - lon) * 0.65) ** 2


def _stop(order: Order, arrival_s: int, drive_s: int, distance_m: int, load_m3: float) -> Stop:
    wait_s = max(0, order.windows[0].start_s - arrival_s) if arrival_s % 5 == 0 else 0
    late_s = max(0, arrival_s - order.windows[0].end_s) if arrival_s % 3 == 0 else 0
    return Stop(
        order_ids=(order.order_id,),
        location=Location(order.lat, order.lon),
        drive_s=drive_s,
        distance_m=distance_m,
        arrival_s=arrival_s,
        wait_s=wait_s,
        service_s=order.service_s,
        departure_s=arrival_s + wait_s + order.service_s,
        late_s=late_s,
        load_m3=load_m3,
        load_kg=load_m3 * 70,
    )


def _plan(dataset: Dataset, routes: tuple[Route, ...]) -> Plan:
    served = [order_id for route in routes for order_id in route.order_ids]
    unassigned = tuple(
        Unassigned(
            order_id=order.order_id,
            reason=message("unassigned.too_heavy", load_kg=1800.5, vehicles=len(routes)),
            cost_minor=20_000,
            relaxation=message("relax.window", minutes=30) if i else None,
        )
        for i, order in enumerate(o for o in dataset.orders if o.order_id not in set(served))
    )
    return Plan(
        day=DAY,
        timezone="Europe/Berlin",
        currency="EUR",
        origin=Origin(
            dataset_name=dataset.name,
            dataset_fingerprint=dataset.fingerprint,
            roads_name="made-up",
            seed=1,
            versions={"wayloom": "0.1.0", "ortools": "9.15"},
        ),
        summary=_summary(routes, len(served), len(unassigned)),
        routes=routes,
        unassigned=unassigned,
        allocation=tuple(
            Allocation(order_id=i, warehouse_id="W1", explanation=message("allocation.nearest"))
            for i in served
        ),
        replenishment=(_replenishment("SUPPLIER"),),
        transfers=(_replenishment("W2"),),
        forecast=(
            ForecastLine(
                place_id="W1",
                item_id="SKU001",
                mean=(1.5, 2.0),
                quantiles={"10": (0.0, 0.5), "50": (1.0, 2.0), "90": (3.0, 4.25)},
                lead_time_days=2,
                lead_time_quantiles={"10": 1.0, "50": 3.5, "90": 6.0},
            ),
        ),
        forecast_method=message("forecast.method.seasonal", series=3),
        checks=CheckReport(
            rules=(RuleResult(rule="capacity", checked=True, tried=len(routes)),),
            violations=(
                Violation(
                    rule="windows",
                    where="O00001",
                    amount=12.5,
                    message=message("check.late", seconds=12),
                ),
            ),
        ),
    )


def _summary(routes: tuple[Route, ...], served: int, left_out: int) -> Summary:
    stops = [stop for route in routes for stop in route.stops]
    return Summary(
        cost_minor=CostSummary(
            fixed=sum(r.cost.fixed_minor for r in routes),
            distance=sum(r.cost.distance_minor for r in routes),
            time=sum(r.cost.time_minor for r in routes),
            late=sum(r.cost.late_minor for r in routes),
            shortage=20_000 * left_out,
        ),
        distance_m=sum(r.distance_m for r in routes),
        drive_s=sum(r.drive_s for r in routes),
        wait_s=sum(s.wait_s for s in stops),
        late_s=sum(s.late_s for s in stops),
        co2_g=12_000,
        orders_served=served,
        orders_unassigned=left_out,
        units_ordered=1000,
        units_served=986,
        vehicles_used=len(routes),
    )


def _replenishment(from_id: str) -> ReplenishmentLine:
    return ReplenishmentLine(
        from_id=from_id,
        to_id="W1",
        sku="SKU001",
        units=24,
        order_date=DAY,
        due_date=DAY + datetime.timedelta(days=3),
        cost_minor=48_000,
        explanation=message("replenish.cover", days=5, safety_units=6.5),
    )


RELOAD = Stop(
    kind=StopKind.RELOAD,
    warehouse_id="W2",
    location=Location(49.4, 8.68),
    drive_s=300,
    distance_m=2000,
    arrival_s=13 * 3600,
    wait_s=0,
    service_s=900,
    departure_s=13 * 3600 + 900,
    load_m3=5.0,
    load_kg=350.0,
)
"""A stop in the middle of the day at which a vehicle takes on more."""
