"""The stock decisions of a day: which warehouse serves which order, what to reorder and move."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import fmean

import numpy as np
import numpy.typing as npt

from domain.dataset import Dataset, unassigned_cost
from domain.demand import Forecast
from domain.errors import RoadDataError
from domain.message import Message
from domain.orders import DELIVERY, Order
from domain.plan import Allocation, Route, Unassigned
from domain.travel import warehouse_place
from domain.units import METRES_PER_KM, SECONDS_PER_HOUR, minor_units
from optimizer.inventory.allocate_orders import NOT_DELIVERABLE_MINOR, allocate_orders
from optimizer.inventory.replenish import plan_replenishment
from planning.compose_plan import StockPlan, shipped_units
from planning.day import doors_of
from planning.day_roads import DayRoads


def allocate_day(
    dataset: Dataset, day: datetime.date, roads: DayRoads
) -> tuple[tuple[Allocation, ...], tuple[Unassigned, ...]]:
    """Which warehouse serves each order due on a day, and which orders none can serve.

    Raises
    ------
    RoadDataError
        If a warehouse is off the roads.
    """
    off_road = {place.place: place.message for place in roads.unreachable}
    for warehouse in dataset.warehouses:
        if warehouse_place(warehouse.warehouse_id) in off_road:
            place = warehouse_place(warehouse.warehouse_id)
            raise RoadDataError(_named(off_road[place], warehouse.warehouse_id))
    orders = dataset.orders_due(day)
    lines = dataset.lines_by_order()
    products = {product.sku: product for product in dataset.products}
    currency = dataset.settings.currency
    allocation, unassigned = allocate_orders(
        orders,
        lines,
        available_units=None if dataset.stock is None else dataset.available_units(),
        warehouses=dataset.warehouses,
        delivery_cost_minor=delivery_cost_minor(dataset, day, roads),
        unassigned_cost_minor={
            order.order_id: minor_units(
                unassigned_cost(order, lines[order.order_id], products, dataset.settings), currency
            )
            for order in orders
        },
    )
    by_id = {order.order_id: order for order in orders}
    return allocation, tuple(_off_road(by_id[u.order_id], u, off_road) for u in unassigned)


def _off_road(order: Order, left_out: Unassigned, off_road: Mapping[str, Message]) -> Unassigned:
    """An order left out, for the reason that the roads give where one of its doors is off them."""
    for door, _ in doors_of(order):
        if door in off_road:
            is_own = door == doors_of(order)[-1][0]
            name = order.order_id if is_own else f"{order.order_id} (pickup_lat, pickup_lon)"
            return replace(left_out, reason=_named(off_road[door], name))
    return left_out


def _named(reason: Message, name: str) -> Message:
    """A message about a place, with the place called as the person calls it."""
    return Message(reason.code, {**reason.parameters, "place": name})


def plan_stock(
    dataset: Dataset,
    day: datetime.date,
    allocation: Sequence[Allocation],
    routes: Sequence[Route],
    forecast: Forecast | None,
) -> StockPlan:
    """What to order and move after a day's shipments; nothing where there is no forecast."""
    if forecast is None or dataset.stock is None:
        return StockPlan()
    served = {order_id for route in routes for order_id in route.order_ids}
    lines = plan_replenishment(
        dataset,
        day=day,
        forecast=forecast,
        shipped_units=shipped_units(dataset, allocation, served),
    )
    return StockPlan(replenishment=lines.replenishment, transfers=lines.transfers)


def delivery_cost_minor(
    dataset: Dataset, day: datetime.date, roads: DayRoads
) -> npt.NDArray[np.int64]:
    """About what serving each order from each warehouse costs, there and back alone.

    Shape ``(orders, warehouses)``; `NOT_DELIVERABLE_MINOR` where there is no way by road, or where
    no vehicle that may take a pickup or a transport is loaded. Of a transport it is the mean of
    both doors: how far these lie apart is the same from everywhere. It only ranks the warehouses
    for an order: what a stop really costs is known once routes are planned.
    """
    orders, currency = dataset.orders_due(day), dataset.settings.currency
    cost = np.full((len(orders), len(dataset.warehouses)), NOT_DELIVERABLE_MINOR, dtype=np.int64)
    number = {place: i for i, (place, _) in enumerate(roads.places)}
    doors = [[number[place] for place, _ in doors_of(order)] for order in orders]
    for column, warehouse in enumerate(dataset.warehouses):
        per_km, per_hour = _mean_rates(dataset, day, warehouse.warehouse_id)
        handling = minor_units(warehouse.handling_cost_per_order, currency)
        for drives in roads.depot_drives(warehouse.warehouse_id):
            for row, at in enumerate(doors):
                if drives.has_way[at].all():
                    way = per_km * Decimal(float(drives.round_trip_m[at].mean())) / METRES_PER_KM
                    hours = Decimal(float(drives.round_trip_s[at].mean())) / SECONDS_PER_HOUR
                    way += per_hour * hours
                    cost[row, column] = min(
                        cost[row, column], handling + minor_units(way, currency)
                    )
    cost[~_may_start(dataset, day)] = NOT_DELIVERABLE_MINOR
    return cost


def _may_start(dataset: Dataset, day: datetime.date) -> npt.NDArray[np.bool_]:
    """Whether a trip that serves an order may begin at a warehouse, ``(orders, warehouses)``.

    Goods for a delivery lie where they lie, but a pickup or a transport is better left to a
    warehouse that loads its vehicle, if there is any.
    """
    warehouse_ids = [warehouse.warehouse_id for warehouse in dataset.warehouses]
    vehicles = dataset.vehicles_on(day)
    loaded_at = {vehicle.vehicle_id: vehicle.loaded_at for vehicle in vehicles}
    anywhere = frozenset[str]().union(*loaded_at.values())
    starts = [
        frozenset(warehouse_ids)
        if order.kind == DELIVERY
        else loaded_at.get(order.locked_vehicle_id, anywhere)
        for order in dataset.orders_due(day)
    ]
    return np.array(
        [[not some or warehouse in some for warehouse in warehouse_ids] for some in starts],
        dtype=np.bool_,
    ).reshape(len(starts), len(warehouse_ids))


def _mean_rates(dataset: Dataset, day: datetime.date, warehouse_id: str) -> tuple[Decimal, Decimal]:
    """Mean cost per km and per hour of a warehouse's vehicles, or of all where it has none."""
    vehicles = dataset.vehicles_on(day)
    own = [v for v in vehicles if v.warehouse_id == warehouse_id] or vehicles
    if not own:
        return Decimal(1), Decimal(1)
    per_km = fmean(float(vehicle.cost_per_km) for vehicle in own)
    per_hour = fmean(float(vehicle.cost_per_hour) for vehicle in own)
    return Decimal(str(per_km)), Decimal(str(per_hour))
