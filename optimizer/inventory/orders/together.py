"""What would serve an order that no warehouse can ship whole: parts, or stock moved first.

Parts are two stops or more for the customer; moved stock comes some days later. Neither is done by
itself: both are named, so that a planner can decide.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from domain.message import Message, message
from domain.products import ANY_SKU, Product, SupplyLane
from domain.units import minor_units
from optimizer.inventory.lot_size import lot_size
from optimizer.inventory.orders.whole_orders import Assignment

MOST_PARTS = 3
"""Warehouses that an order may be taken from together; more stops than that no customer wants."""

Shares = Mapping[int, Mapping[int, int]]
"""Units of each SKU, by number, that each warehouse, by number, gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLanes:
    """Lanes between warehouses, and what a move by them costs.

    Parameters
    ----------
    lanes
        By giver, taker and SKU, or `ANY_SKU`.
    products
        By SKU.
    """

    lanes: Mapping[tuple[str, str, str], SupplyLane]
    products: Mapping[str, Product]
    currency: str

    def lane(self, from_id: str, to_id: str, sku: str) -> SupplyLane | None:
        """The lane of a SKU between two warehouses; one that names it comes first."""
        return self.lanes.get((from_id, to_id, sku)) or self.lanes.get((from_id, to_id, ANY_SKU))

    def units(self, lane: SupplyLane, sku: str, needed: int) -> int | None:
        """Least units of whole lots that bring what is needed; None if a day's move is less."""
        units = lot_size(needed, lane, self.products[sku])
        return units if units >= needed else None

    def cost_minor(self, lane: SupplyLane, units: int) -> int:
        """What a move costs."""
        amount = units * (lane.unit_cost or 0) + lane.fixed_cost_per_order
        return minor_units(amount, self.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Warehouses that have all of an order among them, and what could be done.

    Parameters
    ----------
    parts
        Who would give what: ``W1: 3 × A; W2: 2 × B, 1 × C``.
    cost_minor
        What that costs: the stops of the parts, or the moves and one stop.
    relaxation
        What to do, in a sentence.
    """

    parts: str
    cost_minor: int
    relaxation: Message


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Togetherness:
    """Looks for warehouses that have an order together, in what other orders left there.

    Parameters
    ----------
    cost_minor
        What the stop of each order adds to the routes of each warehouse, ``(n, w)``.
    """

    assignment: Assignment
    cost_minor: npt.NDArray[np.int64]
    warehouse_ids: Sequence[str]
    skus: Sequence[str]
    moves: MoveLanes | None

    def cheapest(self, order: int) -> Together | None:
        """The cheapest of all ways to serve an order from several warehouses, if there is any."""
        if not self.assignment.needs[order]:
            return None
        found = [*self._in_parts(order), *self._by_moving(order)]
        return min(found, key=lambda together: together.cost_minor, default=None)

    def _words(self, shares: Shares) -> str:
        """Who gives what, in words of no language."""
        return "; ".join(
            f"{self.warehouse_ids[warehouse]}: "
            + ", ".join(f"{units} × {self.skus[sku]}" for sku, units in sorted(given.items()))
            for warehouse, given in sorted(shares.items())
            if given
        )

    def _in_parts(self, order: int) -> Iterator[Together]:
        """The cheapest of the fewest warehouses that ship an order between them."""
        open_ = [w for w in range(len(self.warehouse_ids)) if self.assignment.is_open(order, w)]
        for count in range(2, MOST_PARTS + 1):
            groups = [group for group in combinations(open_, count) if self._has_all(order, group)]
            if groups:
                best = min(groups, key=lambda group: self.cost_minor[order, list(group)].sum())
                parts = self._words(self._shares(order, best))
                yield Together(
                    parts=parts,
                    cost_minor=int(self.cost_minor[order, list(best)].sum()),
                    relaxation=message("relax.in_parts", parts=parts),
                )
                return

    def _has_all(self, order: int, group: Sequence[int]) -> bool:
        left = self.assignment.left[list(group)].sum(axis=0)
        return all(left[sku] >= units for sku, units in self.assignment.needs[order].items())

    def _shares(self, order: int, group: Iterable[int]) -> Shares:
        """What each warehouse of a group gives: the cheapest to ship from all that it has."""
        missing = dict(self.assignment.needs[order])
        shares: dict[int, dict[int, int]] = {}
        for warehouse in sorted(group, key=lambda w: self.cost_minor[order, w]):
            left = self.assignment.left[warehouse]
            given = {sku: min(units, int(left[sku])) for sku, units in missing.items()}
            shares[warehouse] = {sku: units for sku, units in given.items() if units}
            missing = {sku: units - given[sku] for sku, units in missing.items()}
        return shares

    def _by_moving(self, order: int) -> Iterator[Together]:
        """For each warehouse that may ship an order, what to move there first."""
        for taker in range(len(self.warehouse_ids)):
            if self.moves is not None and self.assignment.is_open(order, taker):
                together = self._moved_to(order, taker, self.moves)
                if together is not None:
                    yield together

    def _moved_to(self, order: int, taker: int, lanes: MoveLanes) -> Together | None:
        """How a warehouse gets all it lacks of an order, each SKU from the cheapest giver."""
        shares: dict[int, dict[int, int]] = {taker: {}}
        cost_minor, days, words = int(self.cost_minor[order, taker]), 0, []
        for sku, units in self.assignment.needs[order].items():
            own = min(units, int(self.assignment.left[taker, sku]))
            if own:
                shares[taker][sku] = own
            if own == units:
                continue
            found = min(self._moves(taker, sku, units - own, lanes), default=None)
            if found is None:
                return None
            price, lead_days, giver, moved = found
            shares.setdefault(giver, {})[sku] = units - own
            cost_minor, days = cost_minor + price, max(days, lead_days)
            ends = f"{self.warehouse_ids[giver]} → {self.warehouse_ids[taker]}"
            words.append(f"{moved} × {self.skus[sku]} {ends}")
        moves, to_id = ", ".join(words), self.warehouse_ids[taker]
        return Together(
            parts=self._words(shares),
            cost_minor=cost_minor,
            relaxation=message("relax.move_stock", moves=moves, days=days, warehouse=to_id),
        )

    def _moves(
        self, taker: int, sku: int, needed: int, lanes: MoveLanes
    ) -> Iterator[tuple[int, int, int, int]]:
        """Cost, days, giver and units of each move that brings what is needed of a SKU."""
        for giver in range(len(self.warehouse_ids)):
            ends = self.warehouse_ids[giver], self.warehouse_ids[taker]
            lane = lanes.lane(*ends, self.skus[sku])
            if giver == taker or lane is None:
                continue
            units = lanes.units(lane, self.skus[sku], needed)
            if units is not None and self.assignment.left[giver, sku] >= units:
                days = math.ceil(lane.lead_time_days)
                yield lanes.cost_minor(lane, units), days, giver, units
