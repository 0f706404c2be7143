"""A routing case as a whole day: the tables it could have come from, and a plan of its routes."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.check_plan import check_plan
from domain.dataset import Dataset
from domain.geo import Location
from domain.message import message
from domain.orders import Order, OrderLine
from domain.plan import Allocation, Origin, Plan, Route, Unassigned, Violation
from domain.products import Product
from domain.routing_problem import Shipment
from domain.settings import Settings
from domain.traffic import Zone
from domain.travel import warehouse_place
from domain.units import major_units
from domain.warehouses import Warehouse
from planning.compose_plan import compose_plan
from planning.stock_decision import StockPlan
from tests.optimizer.routing.build import Case

DAY = datetime.date(2026, 3, 2)


def as_in_tables(made: Case) -> Case:
    """The case as tables can say it: a transport has one window to be fetched in."""
    shipments = tuple(
        replace(order, pickup_windows=order.pickup_windows[:1]) for order in made.problem.shipments
    )
    return replace(made, problem=replace(made.problem, shipments=shipments))


def violations(made: Case, routes: Sequence[Route]) -> tuple[Violation, ...]:
    """What the plan checker finds wrong with some routes of a case, all else being left out."""
    dataset = dataset_of(made)
    travel = made.problem.travel
    return check_plan(dataset, plan_of(made, dataset, routes), travel).violations


def dataset_of(made: Case) -> Dataset:
    """Tables in which every order has goods of its own, of one SKU for each class."""
    problem = made.problem
    products = [product for order in problem.shipments for product in _products(order)]
    return Dataset(
        name="case",
        fingerprint="5" * 64,
        settings=Settings(currency=problem.currency),
        warehouses=tuple(
            _at(warehouse, made.locations[warehouse_place(warehouse.warehouse_id)])
            for warehouse in problem.warehouses
        ),
        products=tuple(products),
        orders=tuple(_order(made, order) for order in problem.shipments),
        order_lines=tuple(
            OrderLine(order_id=product.sku.partition("/")[0], sku=product.sku, units=1)
            for product in products
        ),
        vehicles=problem.vehicles,
        zones=tuple(_territory(name) for name in sorted(problem.territories)),
    )


def plan_of(made: Case, dataset: Dataset, routes: Sequence[Route]) -> Plan:
    """The plan in which these routes are driven and the other orders are left out."""
    served = {order_id for route in routes for order_id in route.order_ids}
    return compose_plan(
        dataset,
        DAY,
        Origin(dataset_name=dataset.name, dataset_fingerprint=dataset.fingerprint, seed=1),
        allocation=[
            Allocation(
                order_id=order.order_id,
                warehouse_id=order.warehouse_id,
                explanation=message("allocation.nearest"),
            )
            for order in made.problem.shipments
        ],
        routes=routes,
        unassigned=[
            Unassigned(
                order_id=order.order_id,
                reason=message("unassigned.no_place_found"),
                cost_minor=order.unassigned_cost_minor,
            )
            for order in made.problem.shipments
            if order.order_id not in served
        ],
        stock_plan=StockPlan(),
        outlook=None,
    )


def _products(order: Shipment) -> Iterator[Product]:
    """One for each of an order's classes, of which the first has all its volume and weight."""
    for number, goods_class in enumerate(sorted(order.goods_classes) or [""]):
        yield Product(
            sku=f"{order.order_id}/{number}",
            unit_value=Decimal(0),
            unit_volume_m3=0.0 if number else order.volume_m3,
            unit_weight_kg=0.0 if number else order.weight_kg,
            goods_class=goods_class,
        )


def _order(made: Case, order: Shipment) -> Order:
    currency = made.problem.currency
    first, *second = order.windows
    fetched = order.pickup_windows[0] if order.pickup_windows else None
    door, pickup = made.locations[order.place], made.locations[order.places[0]]
    return Order(
        order_id=order.order_id,
        kind=order.kind,
        lat=door.lat,
        lon=door.lon,
        pickup_lat=pickup.lat if fetched else None,
        pickup_lon=pickup.lon if fetched else None,
        due_date=DAY,
        window_start_s=first.start_s,
        window_end_s=first.end_s,
        window2_start_s=second[0].start_s if second else None,
        window2_end_s=second[0].end_s if second else None,
        pickup_window_start_s=fetched.start_s if fetched else None,
        pickup_window_end_s=fetched.end_s if fetched else None,
        window_kind="soft" if order.is_soft else "hard",
        late_cost_per_hour=major_units(int(order.late_cost_per_hour_minor), currency),
        setup_s=order.setup_s,
        service_s=order.service_s,
        unassigned_cost=major_units(order.unassigned_cost_minor, currency),
        requirements=order.requirements,
        zone_id=order.territory,
        same_vehicle_group=order.same_vehicle_group,
        incompatible_with=order.incompatible_with,
        locked_vehicle_id=order.locked_vehicle_id,
        locked_position=order.locked_position,
        release_time_s=order.release_s,
    )


def _territory(name: str) -> Zone:
    return Zone(zone_id=name, kind="territory", geometry="POLYGON ((0 0, 1 0, 1 1, 0 0))")


def _at(warehouse: Warehouse, location: Location) -> Warehouse:
    return replace(warehouse, lat=location.lat, lon=location.lon)
