"""Why an order is served from where it is, or from nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.message import Message, message
from domain.orders import DELIVERY, PICKUP, TRANSPORT, Order
from domain.plan import Allocation, Unassigned
from domain.transport_price import TransportPrice
from optimizer.inventory.orders.together import MoveLanes, Together, Togetherness
from optimizer.inventory.orders.whole_orders import Assignment

_NEAREST = {
    DELIVERY: "allocation.nearest",
    PICKUP: "allocation.pickup",
    TRANSPORT: "allocation.transport",
}
"""Why an order is served from the warehouse that is cheapest for it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reasons:
    """Says why an order is served from where it is, or from nowhere.

    Parameters
    ----------
    stock
        Units of each SKU, by number, before any order took some, ``(w, k)``.
    assignment
        The warehouses chosen, and what is left there.
    price
        Cost of serving each order from each warehouse.
    """

    orders: Sequence[Order]
    stock: npt.NDArray[np.int64]
    warehouse_ids: Sequence[str]
    skus: Sequence[str]
    assignment: Assignment
    price: TransportPrice
    moves: MoveLanes | None = None

    def allocation(self, order: int) -> Allocation:
        """The allocation of an order that is served."""
        warehouse = int(self.assignment.warehouse_of[order])
        return Allocation(
            order_id=self.orders[order].order_id,
            warehouse_id=self.warehouse_ids[warehouse],
            explanation=self._why_here(order, warehouse),
        )

    def unassigned(self, order: int, cost_minor: int) -> Unassigned:
        """The reason of an order that no warehouse serves, and what would serve it."""
        together = Togetherness(
            assignment=self.assignment,
            cost_minor=self.price.stop_minor,
            warehouse_ids=self.warehouse_ids,
            skus=self.skus,
            moves=self.moves,
        ).cheapest(order)
        return Unassigned(
            order_id=self.orders[order].order_id,
            reason=self._why_nowhere(order, together),
            cost_minor=cost_minor,
            relaxation=None if together is None else together.relaxation,
        )

    def _why_here(self, order: int, warehouse: int) -> Message:
        cost_minor = self.price.ranking_minor[order]
        cheapest = int(np.argmin(cost_minor))
        chosen, nearest = self.warehouse_ids[warehouse], self.warehouse_ids[cheapest]
        if cost_minor[warehouse] == cost_minor[cheapest]:
            return message(_NEAREST[self.orders[order].kind], warehouse=chosen)
        group = self.orders[order].same_vehicle_group
        if group and self.assignment.fits(order, cheapest):
            return message("allocation.with_group", warehouse=chosen, nearest=nearest, group=group)
        missing = self.assignment.missing(order, cheapest)
        if not missing:
            return message("allocation.nearest_full", warehouse=chosen, nearest=nearest)
        sku = min(missing)
        return message(
            "allocation.nearest_lacks",
            warehouse=chosen,
            nearest=nearest,
            sku=self.skus[sku],
            units=self.assignment.needs[order][sku],
            left=int(self.assignment.left[cheapest, sku]),
        )

    def _why_nowhere(self, order: int, together: Together | None) -> Message:
        reachable = np.flatnonzero(self.assignment.allowed[order])
        if not len(reachable):
            return message("unassigned.no_way_by_road")
        stock, needs = self.stock[reachable], self.assignment.needs[order]
        if not any(all(row[sku] >= n for sku, n in needs.items()) for row in stock):
            return self._why_not_whole(order, stock, together)
        if not (self.assignment.room[reachable] > 0).any():
            return message("unassigned.warehouses_full")
        left = self.assignment.left[reachable]
        sku = next((s for s, n in needs.items() if left[:, s].max() < n), min(needs))
        return message(
            "unassigned.stock_for_others",
            sku=self.skus[sku],
            units=needs[sku],
            left=int(left[:, sku].max()),
        )

    def _why_not_whole(
        self, order: int, stock: npt.NDArray[np.int64], together: Together | None
    ) -> Message:
        """Why an order is nowhere whole, by what the warehouses that reach it have at first."""
        if together is not None:
            return message("unassigned.only_together", parts=together.parts)
        needs = self.assignment.needs[order]
        for sku, units in needs.items():
            most = int(stock[:, sku].max())
            if most < units:
                return message(
                    "unassigned.not_in_stock", sku=self.skus[sku], units=units, available=most
                )
        return message("unassigned.no_warehouse_has_all", lines=len(needs))
