"""Which warehouse serves which order, on the stock that is really there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from domain.orders import DELIVERY, Order, OrderLine
from domain.plan import Allocation, Unassigned
from domain.transport_price import TransportPrice
from domain.warehouses import Warehouse
from optimizer.inventory.orders.reasons import Reasons
from optimizer.inventory.orders.stock_flow import Demand, flow_shares
from optimizer.inventory.orders.together import MoveLanes
from optimizer.inventory.orders.whole_orders import (
    NOWHERE,
    Assignment,
    assign_whole_orders,
    bring_together,
)

_PLENTY = 2**40


def allocate_orders(
    orders: Sequence[Order],
    lines_by_order: Mapping[str, Sequence[OrderLine]],
    *,
    available_units: Mapping[tuple[str, str], int] | None,
    warehouses: Sequence[Warehouse],
    price: TransportPrice,
    unassigned_cost_minor: Mapping[str, int],
    moves: MoveLanes | None = None,
) -> tuple[tuple[Allocation, ...], tuple[Unassigned, ...]]:
    """Give each order the warehouse that serves it whole, at the least cost that stock allows.

    An order is one parcel, so it ships whole; where only several warehouses together have it, that
    is said. Only deliveries take stock, and what a warehouse can send out in a day; a pickup or a
    transport goes to the warehouse that is cheapest to drive from. Orders that must ride on one
    vehicle come from one warehouse where any can serve them all.

    Parameters
    ----------
    available_units
        Units free to ship by warehouse and SKU; None where stock is unknown, and then taken for
        plenty.
    price
        Cost of serving each order from each warehouse.
    unassigned_cost_minor
        Cost of leaving each order out.
    moves
        Lanes by which stock could be moved for an order that no warehouse has whole; None where
        there are none.

    Returns
    -------
    allocation, unassigned
        Every order is in exactly one of the two, in the order given.
    """
    skus = sorted({line.sku for order in orders for line in lines_by_order[order.order_id]})
    number = {sku: i for i, sku in enumerate(skus)}
    ships = np.array([order.kind == DELIVERY for order in orders], dtype=np.bool_)
    needs = [
        _needs(lines_by_order[order.order_id] if order.kind == DELIVERY else (), number)
        for order in orders
    ]
    left = _stock(available_units, warehouses, skus)
    room = [w.outbound_capacity_orders_per_day for w in warehouses]
    assignment = Assignment(
        needs=needs,
        left=left.copy(),
        room=np.array([_PLENTY if n is None else n for n in room], dtype=np.int64),
        takes_room=ships,
        allowed=price.is_possible,
    )
    cost_minor = price.ranking_minor
    shortage = np.array([unassigned_cost_minor[o.order_id] for o in orders], dtype=np.int64)
    demands = _demands(needs, skus)
    available = {sku: left[:, i] for i, sku in enumerate(skus)}
    shares = flow_shares(demands, available, cost_minor, shortage, assignment.allowed)
    assign_whole_orders(assignment, shares, cost_minor, shortage)
    for members in _groups(orders):
        bring_together(assignment, members, cost_minor)
    reasons = Reasons(
        orders=orders,
        stock=left,
        warehouse_ids=[warehouse.warehouse_id for warehouse in warehouses],
        skus=skus,
        assignment=assignment,
        price=price,
        moves=moves,
    )
    served = [i for i in range(len(orders)) if assignment.warehouse_of[i] != NOWHERE]
    left_out = [i for i in range(len(orders)) if assignment.warehouse_of[i] == NOWHERE]
    return (
        tuple(reasons.allocation(i) for i in served),
        tuple(reasons.unassigned(i, int(shortage[i])) for i in left_out),
    )


def _groups(orders: Sequence[Order]) -> list[list[int]]:
    """Numbers of the orders of each same-vehicle group."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, order in enumerate(orders):
        if order.same_vehicle_group:
            groups[order.same_vehicle_group].append(number)
    return list(groups.values())


def _needs(lines: Sequence[OrderLine], number: Mapping[str, int]) -> dict[int, int]:
    needs: dict[int, int] = defaultdict(int)
    for line in lines:
        needs[number[line.sku]] += line.units
    return dict(needs)


def _stock(
    available_units: Mapping[tuple[str, str], int] | None,
    warehouses: Sequence[Warehouse],
    skus: Sequence[str],
) -> npt.NDArray[np.int64]:
    """Units free to ship, ``(warehouses, skus)``."""
    if available_units is None:
        return np.full((len(warehouses), len(skus)), _PLENTY, dtype=np.int64)
    rows = [[available_units.get((w.warehouse_id, sku), 0) for sku in skus] for w in warehouses]
    return np.array(rows, dtype=np.int64).reshape(len(warehouses), len(skus))


def _demands(needs: Sequence[Mapping[int, int]], skus: Sequence[str]) -> dict[str, list[Demand]]:
    demands: dict[str, list[Demand]] = defaultdict(list)
    for order, units_of in enumerate(needs):
        for sku, units in units_of.items():
            demands[skus[sku]].append(Demand(order, units))
    return demands
