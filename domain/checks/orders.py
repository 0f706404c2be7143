"""Every order due is served once or left out with a reason, and ships from its warehouse."""

from collections.abc import Iterator

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, found
from domain.checks.tour import Shipped
from domain.orders import Order
from domain.plan import Allocation, Unassigned
from domain.warehouses import Warehouse

DELIVERY = "delivery"


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


def order_kind(_: Facts, shipped: Shipped) -> Iterator[Finding]:
    """Only deliveries are served: a route cannot yet fetch goods."""
    order = shipped.order
    if order.kind != DELIVERY:
        yield found(shipped.where, 1, order_id=order.order_id, kind=order.kind)


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
    """An order ships from the warehouse that the allocation names for it.

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
    """A warehouse sends out no more orders a day than it can."""
    most = warehouse.outbound_capacity_orders_per_day
    if most is None:
        return
    sent = sum(s.warehouse_id == warehouse.warehouse_id for s in facts.shipped())
    if sent > most:
        name = warehouse.warehouse_id
        over = sent - most
        yield found(at(warehouse=name), over, warehouse_id=name, sent=sent, most=most, over=over)
