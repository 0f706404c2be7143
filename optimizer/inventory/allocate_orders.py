"""Which warehouse serves which order, on the stock that is really there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from domain.message import Message, message
from domain.orders import DELIVERY, PICKUP, TRANSPORT, Order, OrderLine
from domain.plan import Allocation, Unassigned
from domain.warehouses import Warehouse
from optimizer.inventory.stock_flow import Demand, flow_shares
from optimizer.inventory.whole_orders import (
    NOWHERE,
    Assignment,
    assign_whole_orders,
    bring_together,
)

NOT_DELIVERABLE_MINOR = 2**50
"""Delivery cost of an order that a warehouse cannot reach."""

_PLENTY = 2**40

_NEAREST = {
    DELIVERY: "allocation.nearest",
    PICKUP: "allocation.pickup",
    TRANSPORT: "allocation.transport",
}
"""Why an order is served from the warehouse that is cheapest for it."""


def allocate_orders(
    orders: Sequence[Order],
    lines_by_order: Mapping[str, Sequence[OrderLine]],
    *,
    available_units: Mapping[tuple[str, str], int] | None,
    warehouses: Sequence[Warehouse],
    delivery_cost_minor: npt.NDArray[np.int64],
    unassigned_cost_minor: Mapping[str, int],
) -> tuple[tuple[Allocation, ...], tuple[Unassigned, ...]]:
    """Give each order the warehouse that serves it whole, at the least cost that stock allows.

    Only deliveries take stock, and what a warehouse can send out in a day; a pickup or a transport
    goes to the warehouse that is cheapest to drive from. Orders that must ride on one vehicle come
    from one warehouse where any can serve them all.

    Parameters
    ----------
    available_units
        Units free to ship by warehouse and SKU; None where stock is unknown, and then taken for
        plenty.
    delivery_cost_minor
        Cost of serving each order from each warehouse, ``(orders, warehouses)``;
        `NOT_DELIVERABLE_MINOR` where there is no way.
    unassigned_cost_minor
        Cost of leaving each order out.

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
        allowed=delivery_cost_minor < NOT_DELIVERABLE_MINOR,
    )
    shortage = np.array([unassigned_cost_minor[o.order_id] for o in orders], dtype=np.int64)
    demands = _demands(needs, skus)
    available = {sku: left[:, i] for i, sku in enumerate(skus)}
    shares = flow_shares(demands, available, delivery_cost_minor, shortage, assignment.allowed)
    assign_whole_orders(assignment, shares, delivery_cost_minor, shortage)
    for members in _groups(orders):
        bring_together(assignment, members, delivery_cost_minor)
    teller = _Teller(orders, warehouses, skus, left, assignment, delivery_cost_minor)
    served = [i for i in range(len(orders)) if assignment.warehouse_of[i] != NOWHERE]
    left_out = [i for i in range(len(orders)) if assignment.warehouse_of[i] == NOWHERE]
    return (
        tuple(teller.allocation(i) for i in served),
        tuple(teller.unassigned(i, int(shortage[i])) for i in left_out),
    )


class _Teller:
    """Says why an order is served from where it is, or from nowhere."""

    def __init__(
        self,
        orders: Sequence[Order],
        warehouses: Sequence[Warehouse],
        skus: Sequence[str],
        stock: npt.NDArray[np.int64],
        assignment: Assignment,
        cost_minor: npt.NDArray[np.int64],
    ) -> None:
        self._orders = orders
        self._warehouse_ids = [warehouse.warehouse_id for warehouse in warehouses]
        self._skus = skus
        self._stock = stock
        self._assignment = assignment
        self._cost = cost_minor

    def allocation(self, order: int) -> Allocation:
        """The allocation of an order that is served."""
        warehouse = int(self._assignment.warehouse_of[order])
        return Allocation(
            order_id=self._orders[order].order_id,
            warehouse_id=self._warehouse_ids[warehouse],
            explanation=self._why_here(order, warehouse),
        )

    def unassigned(self, order: int, cost_minor: int) -> Unassigned:
        """The reason of an order that no warehouse serves."""
        return Unassigned(
            order_id=self._orders[order].order_id,
            reason=self._why_nowhere(order),
            cost_minor=cost_minor,
        )

    def _why_here(self, order: int, warehouse: int) -> Message:
        cheapest = int(np.argmin(self._cost[order]))
        chosen, nearest = self._warehouse_ids[warehouse], self._warehouse_ids[cheapest]
        if self._cost[order, warehouse] == self._cost[order, cheapest]:
            return message(_NEAREST[self._orders[order].kind], warehouse=chosen)
        group = self._orders[order].same_vehicle_group
        if group and self._assignment.fits(order, cheapest):
            return message("allocation.with_group", warehouse=chosen, nearest=nearest, group=group)
        missing = self._assignment.missing(order, cheapest)
        if not missing:
            return message("allocation.nearest_full", warehouse=chosen, nearest=nearest)
        sku = min(missing)
        return message(
            "allocation.nearest_lacks",
            warehouse=chosen,
            nearest=nearest,
            sku=self._skus[sku],
            units=self._assignment.needs[order][sku],
            left=int(self._assignment.left[cheapest, sku]),
        )

    def _why_nowhere(self, order: int) -> Message:
        reachable = np.flatnonzero(self._assignment.allowed[order])
        if not len(reachable):
            return message("unassigned.no_way_by_road")
        stock = self._stock[reachable]
        needs = self._assignment.needs[order]
        for sku, units in needs.items():
            most = int(stock[:, sku].max())
            if most < units:
                return message(
                    "unassigned.not_in_stock", sku=self._skus[sku], units=units, available=most
                )
        if not any(all(row[sku] >= n for sku, n in needs.items()) for row in stock):
            return message("unassigned.no_warehouse_has_all", lines=len(needs))
        if not (self._assignment.room[reachable] > 0).any():
            return message("unassigned.warehouses_full")
        left = self._assignment.left[reachable]
        sku = next((s for s, n in needs.items() if left[:, s].max() < n), min(needs))
        return message(
            "unassigned.stock_for_others",
            sku=self._skus[sku],
            units=needs[sku],
            left=int(left[:, sku].max()),
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
