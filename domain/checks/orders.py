"""Every order due is served once as it asks, or left out with a reason, from its warehouse."""

from collections.abc import Iterator

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, found
from domain.checks.tour import Call, Carried, Shipped, trips_of
from domain.orders import DELIVERY, PICKUP, Order
from domain.plan import Allocation, StopKind, Unassigned
from domain.warehouses import Warehouse

STOP_OF_KIND = {DELIVERY: StopKind.DELIVERY, PICKUP: StopKind.PICKUP}
"""Where an order of one door is served; a transport is at a stop of each kind."""


def order_missing(facts: Facts, order: Order) -> Iterator[Finding]:
    """An order due is served or listed as unassigned."""
    if not facts.served[order.order_id] and not facts.listed[order.order_id]:
        yield found(at(order=order.order_id), 1, order_id=order.order_id)


def order_repeated(facts: Facts, order_id: str) -> Iterator[Finding]:
    """No order is served twice, listed twice, or both served and listed."""
    served, listed = facts.served[order_id], facts.listed[order_id]
    if served + listed > 1:
        extra = served + listed - 1
        where = at(order=order_id)
        yield found(where, extra, order_id=order_id, served=served, listed=listed)


def order_unknown(facts: Facts, order_id: str) -> Iterator[Finding]:
    """Nothing is brought, listed or allocated that is not due on the plan's day."""
    if order_id in facts.due:
        return
    order = facts.all_orders.get(order_id)
    if order is None:
        yield found(at(order=order_id), 1, order_id=order_id)
    else:
        due_date, day = str(order.due_date), str(facts.plan.day)
        where = at(order=order_id)
        yield found(where, 1, "other_day", order_id=order_id, due_date=due_date, day=day)


def stop_kind(_: Facts, call: Call) -> Iterator[Finding]:
    """Deliveries are brought and pickups are fetched, never the other way round."""
    order = call.order
    asked = STOP_OF_KIND.get(order.kind, call.visit.stop.kind)
    if call.visit.stop.kind != asked:
        order_id, stop = order.order_id, call.visit.number
        vehicle_id = call.vehicle.vehicle_id
        yield found(call.where, 1, order.kind, order_id=order_id, vehicle_id=vehicle_id, stop=stop)


def transport_order(_: Facts, carried: Carried) -> Iterator[Finding]:
    """A transport is fetched, and delivered later on the same trip of the same vehicle."""
    order_id, route = carried.order.order_id, carried.tour.route
    calls = [
        (trip.number, stop.kind)
        for trip in trips_of(route)
        for stop in trip.stops
        if order_id in stop.order_ids
    ]
    fetched = [(n, trip) for n, (trip, kind) in enumerate(calls) if kind == StopKind.PICKUP]
    brought = [(n, trip) for n, (trip, kind) in enumerate(calls) if kind == StopKind.DELIVERY]
    variant = ""
    if not fetched or not brought:
        variant = "not_delivered" if fetched else "not_fetched"
    elif fetched[0][1] != brought[0][1]:
        variant = "trips"
    elif fetched[0][0] < brought[0][0]:
        return
    yield found(carried.where, 1, variant, order_id=order_id, vehicle_id=route.vehicle_id)


def unassigned_reason(_: Facts, order: Unassigned) -> Iterator[Finding]:
    """Every order left out says why."""
    if not order.reason.code:
        yield found(at(order=order.order_id), 1, order_id=order.order_id)


def allocation_line(facts: Facts, line: Allocation) -> Iterator[Finding]:
    """The allocation names a warehouse that there is."""
    if line.warehouse_id not in facts.all_warehouses:
        order_id, warehouse_id = line.order_id, line.warehouse_id
        yield found(at(order=order_id), 1, order_id=order_id, warehouse_id=warehouse_id)


def allocation_repeated(facts: Facts, order_id: str) -> Iterator[Finding]:
    """The allocation names an order once."""
    times = len(facts.allocated[order_id])
    if times > 1:
        yield found(at(order=order_id), times - 1, order_id=order_id, times=times)


def allocation(facts: Facts, shipped: Shipped) -> Iterator[Finding]:
    """The trip that serves an order begins at the warehouse that the allocation names for it.

    That is the warehouse where the vehicle is loaded for the trip: where its route starts, or
    where it was last reloaded.
    """
    order_id, ships = shipped.order.order_id, shipped.warehouse_id
    named = facts.allocated.get(order_id, [])
    if not named:
        yield found(shipped.where, 1, "none", order_id=order_id, warehouse_id=ships)
    elif ships not in named:
        named_id = named[0]
        yield found(shipped.where, 1, order_id=order_id, warehouse_id=ships, named_id=named_id)


def outbound_capacity(facts: Facts, warehouse: Warehouse) -> Iterator[Finding]:
    """A warehouse sends out no more deliveries a day than it can."""
    most = warehouse.outbound_capacity_orders_per_day
    if most is None:
        return
    sent = sum(s.warehouse_id == warehouse.warehouse_id for s in facts.sent_out())
    if sent > most:
        name = warehouse.warehouse_id
        over = sent - most
        yield found(at(warehouse=name), over, warehouse_id=name, sent=sent, most=most, over=over)
