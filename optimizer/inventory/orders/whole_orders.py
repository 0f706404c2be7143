"""From shares to whole orders: each ships from one warehouse, and never more than is there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

NOWHERE = -1
MAX_PASSES = 10


@dataclass(slots=True)
class Assignment:
    """A warehouse for each order, and the stock and room that are left.

    Attributes
    ----------
    needs
        Units of each SKU, by number, that each order needs.
    left
        Units of each SKU left at each warehouse, ``(w, k)``.
    room
        Orders that each warehouse may still ship, ``(w,)``.
    takes_room
        Whether each order counts against that, ``(n,)``.
    warehouse_of
        Warehouse of each order, or `NOWHERE`.
    """

    needs: Sequence[Mapping[int, int]]
    left: npt.NDArray[np.int64]
    room: npt.NDArray[np.int64]
    takes_room: npt.NDArray[np.bool_]
    allowed: npt.NDArray[np.bool_]
    warehouse_of: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self.warehouse_of = np.full(len(self.needs), NOWHERE, dtype=np.int64)

    def fits(self, order: int, warehouse: int) -> bool:
        """Whether a warehouse can ship an order whole with what is left."""
        return self.is_open(order, warehouse) and not self.missing(order, warehouse)

    def is_open(self, order: int, warehouse: int) -> bool:
        """Whether a warehouse reaches an order and may ship another, whatever it has in stock."""
        is_full = self.takes_room[order] and self.room[warehouse] < 1
        return bool(self.allowed[order, warehouse] and not is_full)

    def put(self, order: int, warehouse: int) -> None:
        """Ship an order from a warehouse."""
        self._move(order, warehouse, -1)
        self.warehouse_of[order] = warehouse

    def take(self, order: int) -> int:
        """Ship an order from nowhere for now; return the warehouse it had."""
        warehouse = int(self.warehouse_of[order])
        self._move(order, warehouse, +1)
        self.warehouse_of[order] = NOWHERE
        return warehouse

    def missing(self, order: int, warehouse: int) -> set[int]:
        """SKUs of an order that a warehouse has too few of."""
        return {sku for sku, n in self.needs[order].items() if self.left[warehouse, sku] < n}

    def _move(self, order: int, warehouse: int, sign: int) -> None:
        self.room[warehouse] += sign * int(self.takes_room[order])
        for sku, units in self.needs[order].items():
            self.left[warehouse, sku] += sign * units


def assign_whole_orders(
    assignment: Assignment,
    shares: npt.NDArray[np.float64],
    cost_minor: npt.NDArray[np.int64],
    shortage_minor: npt.NDArray[np.int64],
) -> None:
    """Give each order a warehouse, the dearest to leave out first, and mend what that blocks.

    Orders that the flow sends whole from one warehouse keep it; the rest choose by share, then by
    cost. An order that finds no stock may push one other order to another warehouse. In the end
    every order moves to a cheaper warehouse wherever stock allows.
    """
    ranked = np.lexsort((np.arange(len(shares)), -shortage_minor))
    whole = shares.max(axis=1, initial=0.0) > 1 - 1e-9
    for order in (*ranked[whole[ranked]], *ranked[~whole[ranked]]):
        preferred = np.lexsort((cost_minor[order], -np.round(shares[order], 9)))
        _put_first_fit(assignment, int(order), preferred)
    for order in ranked:
        if assignment.warehouse_of[order] == NOWHERE:
            _put_by_pushing(assignment, int(order), cost_minor)
    _move_to_cheaper(assignment, cost_minor)


def bring_together(
    assignment: Assignment, members: Sequence[int], cost_minor: npt.NDArray[np.int64]
) -> bool:
    """Serve the orders of a group from one warehouse, the cheapest that can; False if none can.

    Orders that have no warehouse are left alone.
    """
    homes = {i: w for i in members if (w := int(assignment.warehouse_of[i])) != NOWHERE}
    if len(set(homes.values())) < 2:
        return False
    for order in homes:
        assignment.take(order)
    for warehouse in map(int, np.argsort(cost_minor[list(homes)].sum(axis=0), kind="stable")):
        if _put_all(assignment, list(homes), warehouse):
            return True
    for order, home in homes.items():
        assignment.put(order, home)
    return False


def _put_all(assignment: Assignment, orders: Sequence[int], warehouse: int) -> bool:
    """Serve some orders from one warehouse; none of them where it cannot serve all."""
    for count, order in enumerate(orders):
        if not assignment.fits(order, warehouse):
            for other in orders[:count]:
                assignment.take(other)
            return False
        assignment.put(order, warehouse)
    return True


def _put_first_fit(assignment: Assignment, order: int, warehouses: npt.NDArray[np.int64]) -> bool:
    for warehouse in warehouses:
        if assignment.fits(order, int(warehouse)):
            assignment.put(order, int(warehouse))
            return True
    return False


def _put_by_pushing(assignment: Assignment, order: int, cost_minor: npt.NDArray[np.int64]) -> bool:
    """Ship an order by moving one other order away; False if no single move makes room."""
    for warehouse in map(int, np.argsort(cost_minor[order], kind="stable")):
        if not assignment.allowed[order, warehouse]:
            continue
        for other in _in_the_way(assignment, order, warehouse):
            home = assignment.take(other)
            if assignment.fits(order, warehouse):
                assignment.put(order, warehouse)
                elsewhere = np.argsort(cost_minor[other], kind="stable")
                if _put_first_fit(assignment, other, elsewhere):
                    return True
                assignment.take(order)
            assignment.put(other, home)
    return False


def _in_the_way(assignment: Assignment, order: int, warehouse: int) -> Iterator[int]:
    """Orders of a warehouse that hold what another order lacks there."""
    missing = assignment.missing(order, warehouse)
    for other in map(int, np.flatnonzero(assignment.warehouse_of == warehouse)):
        if not missing or missing & set(assignment.needs[other]):
            yield other


def _move_to_cheaper(assignment: Assignment, cost_minor: npt.NDArray[np.int64]) -> None:
    for _ in range(MAX_PASSES):
        moved = False
        for order in map(int, np.flatnonzero(assignment.warehouse_of != NOWHERE)):
            home = assignment.take(order)
            cheaper = np.argsort(cost_minor[order], kind="stable")
            cheaper = cheaper[cost_minor[order, cheaper] < cost_minor[order, home]]
            if _put_first_fit(assignment, order, cheaper):
                moved = True
            else:
                assignment.put(order, home)
        if not moved:
            return
