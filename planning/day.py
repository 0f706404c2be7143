"""The day to plan: which one it is, what is due, and the routing problems it poses."""

import datetime
import math
from collections import defaultdict
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
from domain.orders import PICKUP, TRANSPORT, Order, OrderLine, TimeWindow
from domain.plan import Allocation
from domain.products import Product
from domain.routing_problem import RoutingProblem, Shipment
from domain.travel import (
    FleetTravel,
    MatrixTravel,
    order_place,
    pickup_place,
    warehouse_place,
)
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
    """Every place a vehicle may have to reach on a day: warehouses first, then doors of orders."""
    warehouses = [(warehouse_place(w.warehouse_id), w.location) for w in dataset.warehouses]
    return (*warehouses, *(door for o in dataset.orders_due(day) for door in doors_of(o)))


def doors_of(order: Order) -> tuple[tuple[str, Location], ...]:
    """Places that an order has to be called at, its own door last."""
    fetched = (pickup_place(order.order_id), order.pickup_location)
    delivered = (order_place(order.order_id), order.location)
    return {PICKUP: (fetched,), TRANSPORT: (fetched, delivered)}.get(order.kind, (delivered,))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPart:
    """Orders that some warehouses serve in one region, and the vehicles that serve them.

    Vehicles carry only what is loaded where their trips begin, so parts never meet: warehouses are
    in one part where a vehicle may be loaded at both, or a group of orders ships from both. Clock
    times are elapsed seconds after the plan's midnight.

    Attributes
    ----------
    warehouses
        Where the vehicles may be loaded and where their routes end, and what ships the orders.
    territories
        Zones that bind vehicles.
    """

    shipments: tuple[Shipment, ...]
    vehicles: tuple[Vehicle, ...]
    warehouses: tuple[Warehouse, ...]
    territories: frozenset[str] = frozenset()

    @property
    def warehouse_id(self) -> str:
        """The warehouse that serves the first order, to call the part by."""
        return self.shipments[0].warehouse_id

    @property
    def places(self) -> tuple[str, ...]:
        """Names of all places that the vehicles may have to reach."""
        warehouses = (warehouse_place(w.warehouse_id) for w in self.warehouses)
        return (*warehouses, *(place for s in self.shipments for place in s.places))

    @property
    def hours_s(self) -> tuple[int, int]:
        """First and last time at which any of the vehicles may drive."""
        starts = (vehicle.shift_start_s for vehicle in self.vehicles)
        ends = (v.shift_end_s + math.ceil(v.max_overtime_s) for v in self.vehicles)
        return min(starts, default=0), max(ends, default=0)

    def problem(self, travel: FleetTravel[MatrixTravel], currency: str) -> RoutingProblem:
        """The problem of serving the orders."""
        return RoutingProblem(
            shipments=self.shipments,
            vehicles=self.vehicles,
            warehouses=self.warehouses,
            travel=travel,
            currency=currency,
            territories=self.territories,
        )


def day_parts(
    dataset: Dataset, day: datetime.date, allocation: Iterable[Allocation]
) -> tuple[DayPart, ...]:
    """The allocated orders of a day by linked warehouses, and by region where there are many."""
    zone = ZoneInfo(dataset.timezone)
    orders = {order.order_id: order for order in dataset.orders_due(day)}
    products = {product.sku: product for product in dataset.products}
    lines = dataset.lines_by_order()
    shipments = [
        _shipment(orders[a.order_id], a.warehouse_id, lines[a.order_id], products, dataset, zone)
        for a in allocation
    ]
    vehicles = [_elapsed_vehicle(v, day, zone) for v in dataset.vehicles_on(day)]
    warehouses = [_elapsed_warehouse(w, day, zone) for w in dataset.warehouses]
    doors = {order.order_id: order.location for order in orders.values()}
    parts = []
    for linked in _linked_warehouses(shipments, vehicles):
        regions = split_into_regions(
            [s for s in shipments if s.warehouse_id in linked],
            [v for v in vehicles if v.warehouse_id in linked],
            [w.location for w in warehouses if w.warehouse_id in linked],
            doors,
        )
        for own_shipments, own_vehicles in regions:
            used = {s.warehouse_id for s in own_shipments}.union(*map(_called_at, own_vehicles))
            part = DayPart(
                shipments=own_shipments,
                vehicles=own_vehicles,
                warehouses=tuple(w for w in warehouses if w.warehouse_id in used),
                territories=dataset.territories,
            )
            parts.append(part)
    return tuple(parts)


def _linked_warehouses(
    shipments: Iterable[Shipment], vehicles: Iterable[Vehicle]
) -> list[frozenset[str]]:
    """Sets of warehouses that serve orders and are planned together.

    A vehicle links those where its trips may begin, the first at home, and orders of one group all
    that ship them.
    """
    serving: dict[str, set[str]] = defaultdict(set)
    for shipment in shipments:
        serving[shipment.warehouse_id].add(shipment.same_vehicle_group)
    links = [v.loaded_at & serving.keys() for v in vehicles if v.warehouse_id in serving]
    groups = set[str]().union(*serving.values()) - {""}
    links += [frozenset(w for w in serving if group in serving[w]) for group in groups]
    linked = [frozenset({warehouse_id}) for warehouse_id in serving]
    for link in links:
        joined = link.union(*(some for some in linked if some & link))
        linked = [*(some for some in linked if not some & link), joined]
    return sorted(linked, key=min)


def _called_at(vehicle: Vehicle) -> frozenset[str]:
    """Warehouses that a vehicle may have to reach."""
    return vehicle.loaded_at | ({vehicle.ends_at} if vehicle.ends_at is not None else set())


def _shipment(
    order: Order,
    warehouse_id: str,
    lines: tuple[OrderLine, ...],
    products: Mapping[str, Product],
    dataset: Dataset,
    zone: ZoneInfo,
) -> Shipment:
    def elapsed(windows: Iterable[TimeWindow]) -> tuple[TimeWindow, ...]:
        spans = ((w.start_s, w.end_s) for w in windows)
        return tuple(
            TimeWindow(*(elapsed_s(order.due_date, clock_s, zone) for clock_s in span))
            for span in spans
        )

    goods = [(products[line.sku], line.units) for line in lines]
    currency = dataset.settings.currency
    cost = unassigned_cost(order, lines, products, dataset.settings)
    return Shipment(
        order_id=order.order_id,
        warehouse_id=warehouse_id,
        windows=elapsed(order.windows),
        kind=order.kind,
        pickup_windows=elapsed(order.pickup_windows),
        is_soft=order.is_soft,
        late_cost_per_hour_minor=order.late_cost_per_hour.scaleb(MINOR_DIGITS.get(currency, 2)),
        release_s=elapsed_s(order.due_date, order.release_time_s, zone),
        setup_s=order.setup_s,
        service_s=order.service_s,
        volume_m3=sum(product.unit_volume_m3 * units for product, units in goods),
        weight_kg=sum(product.unit_weight_kg * units for product, units in goods),
        goods_classes=frozenset(p.goods_class for p, _ in goods if p.goods_class),
        requirements=order.requirements,
        territory=order.zone_id if order.zone_id in dataset.territories else "",
        same_vehicle_group=order.same_vehicle_group,
        incompatible_with=order.incompatible_with,
        locked_vehicle_id=order.locked_vehicle_id,
        locked_position=order.locked_position,
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
