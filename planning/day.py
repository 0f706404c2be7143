"""The day to plan: which one it is, what is due, and the routing problems it poses."""

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.clock import elapsed_s
from domain.dataset import Dataset, unassigned_cost
from domain.errors import InputError
from domain.fleet import Vehicle
from domain.geo import Location
from domain.message import Problem, message
from domain.orders import Order, OrderLine, TimeWindow
from domain.plan import Allocation
from domain.products import Product
from domain.routing_problem import RoutingProblem, Shipment
from domain.travel import FleetTravel, MatrixTravel, order_place, warehouse_place
from domain.units import MINOR_DIGITS, minor_units
from domain.warehouses import Warehouse
from planning.regions import split_into_regions


def choose_day(dataset: Dataset, asked: datetime.date | None) -> datetime.date:
    """The day asked for, else the settings' day, else the only day on which orders are due.

    Raises
    ------
    InputError
        If no day is named and orders are due on several, or none is due on the day named.
    """
    due = {order.due_date for order in dataset.orders}
    day = asked or dataset.settings.plan_date or (next(iter(due)) if len(due) == 1 else None)
    if day is None:
        days = ", ".join(str(d) for d in sorted(due)[:5])
        raise InputError([Problem(message=message("day.unclear", days=days, count=len(due)))])
    if day not in due:
        first, last = str(min(due)), str(max(due))
        reason = message("day.nothing_due", day=str(day), first=first, last=last)
        raise InputError([Problem(message=reason)])
    return day


def places_of(dataset: Dataset, day: datetime.date) -> tuple[tuple[str, Location], ...]:
    """Every place a vehicle may have to reach on a day: warehouses first, then orders."""
    warehouses = [(warehouse_place(w.warehouse_id), w.location) for w in dataset.warehouses]
    orders = [(order_place(o.order_id), o.location) for o in dataset.orders_due(day)]
    return (*warehouses, *orders)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPart:
    """Orders that one warehouse ships in one region, and the vehicles that bring them.

    Vehicles carry only what their own warehouse ships, so parts never meet. Clock times are
    elapsed seconds after the plan's midnight.
    """

    warehouse_id: str
    shipments: tuple[Shipment, ...]
    vehicles: tuple[Vehicle, ...]
    warehouses: tuple[Warehouse, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """Names of all places that the vehicles may have to reach."""
        warehouses = (warehouse_place(w.warehouse_id) for w in self.warehouses)
        return (*warehouses, *(shipment.place for shipment in self.shipments))

    @property
    def hours_s(self) -> tuple[int, int]:
        """First and last time at which any of the vehicles may drive."""
        starts = (vehicle.shift_start_s for vehicle in self.vehicles)
        ends = (v.shift_end_s + math.ceil(v.max_overtime_s) for v in self.vehicles)
        return min(starts, default=0), max(ends, default=0)

    def problem(self, travel: FleetTravel[MatrixTravel], currency: str) -> RoutingProblem:
        """The problem of bringing the orders to their doors."""
        return RoutingProblem(
            shipments=self.shipments,
            vehicles=self.vehicles,
            warehouses=self.warehouses,
            travel=travel,
            currency=currency,
        )


def day_parts(
    dataset: Dataset, day: datetime.date, allocation: Iterable[Allocation]
) -> tuple[DayPart, ...]:
    """The allocated orders of a day by warehouse, and by region where there are very many."""
    zone = ZoneInfo(dataset.timezone)
    orders = {order.order_id: order for order in dataset.orders_due(day)}
    products = {product.sku: product for product in dataset.products}
    lines = dataset.lines_by_order()
    shipments = [
        _shipment(orders[a.order_id], a.warehouse_id, lines[a.order_id], products, dataset, zone)
        for a in allocation
    ]
    vehicles = [_elapsed_vehicle(v, day, zone) for v in dataset.vehicles_on(day)]
    warehouses = {w.warehouse_id: _elapsed_warehouse(w, day, zone) for w in dataset.warehouses}
    doors = {order.order_id: order.location for order in orders.values()}
    parts = []
    for start in sorted({shipment.warehouse_id for shipment in shipments}):
        regions = split_into_regions(
            [s for s in shipments if s.warehouse_id == start],
            [v for v in vehicles if v.warehouse_id == start],
            warehouses[start].location,
            doors,
        )
        for own_shipments, own_vehicles in regions:
            ids = {start} | {v.ends_at for v in own_vehicles if v.ends_at is not None}
            used = tuple(w for w in warehouses.values() if w.warehouse_id in ids)
            parts.append(
                DayPart(
                    warehouse_id=start,
                    shipments=own_shipments,
                    vehicles=own_vehicles,
                    warehouses=used,
                )
            )
    return tuple(parts)


def _shipment(
    order: Order,
    warehouse_id: str,
    lines: tuple[OrderLine, ...],
    products: Mapping[str, Product],
    dataset: Dataset,
    zone: ZoneInfo,
) -> Shipment:
    goods = [(products[line.sku], line.units) for line in lines]
    currency = dataset.settings.currency
    cost = unassigned_cost(order, lines, products, dataset.settings)
    return Shipment(
        order_id=order.order_id,
        warehouse_id=warehouse_id,
        windows=tuple(
            TimeWindow(
                elapsed_s(order.due_date, window.start_s, zone),
                elapsed_s(order.due_date, window.end_s, zone),
            )
            for window in order.windows
        ),
        is_soft=order.is_soft,
        late_cost_per_hour_minor=order.late_cost_per_hour.scaleb(MINOR_DIGITS.get(currency, 2)),
        release_s=elapsed_s(order.due_date, order.release_time_s, zone),
        setup_s=order.setup_s,
        service_s=order.service_s,
        volume_m3=sum(product.unit_volume_m3 * units for product, units in goods),
        weight_kg=sum(product.unit_weight_kg * units for product, units in goods),
        goods_classes=frozenset(p.goods_class for p, _ in goods if p.goods_class),
        requirements=order.requirements,
        locked_vehicle_id=order.locked_vehicle_id,
        unassigned_cost_minor=minor_units(Decimal(cost), currency),
    )


def _elapsed_vehicle(vehicle: Vehicle, day: datetime.date, zone: ZoneInfo) -> Vehicle:
    def at(clock_s: int | None) -> int | None:
        return None if clock_s is None else elapsed_s(day, clock_s, zone)

    return replace(
        vehicle,
        shift_start_s=elapsed_s(day, vehicle.shift_start_s, zone),
        shift_end_s=elapsed_s(day, vehicle.shift_end_s, zone),
        break_earliest_s=at(vehicle.break_earliest_s),
        break_latest_s=at(vehicle.break_latest_s),
    )


def _elapsed_warehouse(warehouse: Warehouse, day: datetime.date, zone: ZoneInfo) -> Warehouse:
    return replace(
        warehouse,
        open_time_s=elapsed_s(day, warehouse.open_time_s, zone),
        close_time_s=elapsed_s(day, warehouse.close_time_s, zone),
    )
