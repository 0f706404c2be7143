"""Which warehouse serves each order of a day."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.dataset import Dataset, unassigned_cost
from domain.errors import RoadDataError
from domain.message import Message
from domain.orders import DELIVERY, Order, OrderLine
from domain.plan import Allocation, Unassigned
from domain.travel import warehouse_place
from domain.units import minor_units
from optimizer.inventory.orders.allocate_orders import allocate_orders
from optimizer.inventory.orders.together import MoveLanes
from optimizer.inventory.orders.use_lots import use_lots
from planning.day import doors_of
from planning.day_roads import DayRoads
from planning.transport_price import estimate_transport_price


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
    allocation, unassigned = allocate_orders(
        orders,
        lines,
        available_units=None if dataset.stock is None else dataset.available_units(day),
        warehouses=dataset.warehouses,
        price=estimate_transport_price(dataset, day, roads),
        unassigned_cost_minor=_unassigned_minor(dataset, orders, lines),
        moves=_moves(dataset),
    )
    allocation = use_lots(
        allocation,
        {order.order_id: lines[order.order_id] for order in orders if order.kind == DELIVERY},
        dataset.free_lots(day),
        dataset.kept_by_lot,
    )
    by_id = {order.order_id: order for order in orders}
    return allocation, tuple(_off_road(by_id[u.order_id], u, off_road) for u in unassigned)


def _unassigned_minor(
    dataset: Dataset, orders: Sequence[Order], lines: Mapping[str, tuple[OrderLine, ...]]
) -> dict[str, int]:
    """What leaving each order out costs."""
    products, settings = {product.sku: product for product in dataset.products}, dataset.settings
    return {
        order.order_id: minor_units(
            unassigned_cost(order, lines[order.order_id], products, settings), settings.currency
        )
        for order in orders
    }


def _moves(dataset: Dataset) -> MoveLanes:
    """The lanes between warehouses."""
    warehouse_ids = {warehouse.warehouse_id for warehouse in dataset.warehouses}
    return MoveLanes(
        lanes={
            (lane.from_id, lane.to_id, lane.sku): lane
            for lane in dataset.supply_lanes
            if lane.from_id in warehouse_ids
        },
        products={product.sku: product for product in dataset.products},
        currency=dataset.settings.currency,
    )


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
