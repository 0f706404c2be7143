"""Where the units of each SKU should come from, orders split freely: a min-cost flow per SKU.

It is a relaxation of shipping whole orders: what it sends from one warehouse is the best there is,
and what it splits must be decided anew.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow

COST_SCALE = 1_000
"""Costs per unit are whole thousandths of a minor unit, for the flow takes integers."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Units of one SKU in one order."""

    order: int
    units: int


def flow_shares(
    demands: Mapping[str, Sequence[Demand]],
    available: Mapping[str, npt.NDArray[np.int64]],
    cost_minor: npt.NDArray[np.int64],
    shortage_minor: npt.NDArray[np.int64],
    allowed: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float64]:
    """Share of each order's units that the cheapest flow takes from each warehouse.

    Parameters
    ----------
    demands
        Order lines by SKU.
    available
        Units of each SKU at each of `w` warehouses, ``(w,)``.
    cost_minor
        Cost of bringing each of `n` orders from each warehouse, ``(n, w)``.
    shortage_minor
        Cost of leaving each order out, ``(n,)``.
    allowed
        Whether a warehouse can reach an order, ``(n, w)``.

    Returns
    -------
    shares
        ``(n, w)``, each row adding up to at most one.
    """
    sent = np.zeros(cost_minor.shape)
    units = np.zeros(len(cost_minor))
    for lines in demands.values():
        for line in lines:
            units[line.order] += line.units
    per_unit = np.maximum(units, 1)
    unit_cost = np.rint(cost_minor / per_unit[:, np.newaxis] * COST_SCALE).astype(np.int64)
    unit_shortage = np.rint(shortage_minor / per_unit * COST_SCALE).astype(np.int64)
    for sku, lines in demands.items():
        for order, warehouse, moved in _flow(
            lines, available[sku], unit_cost, unit_shortage, allowed
        ):
            sent[order, warehouse] += moved
    return sent / per_unit[:, np.newaxis]


def _flow(
    lines: Sequence[Demand],
    available: npt.NDArray[np.int64],
    unit_cost: npt.NDArray[np.int64],
    unit_shortage: npt.NDArray[np.int64],
    allowed: npt.NDArray[np.bool_],
) -> list[tuple[int, int, int]]:
    """Order, warehouse and units of the cheapest flow of one SKU."""
    flow = min_cost_flow.SimpleMinCostFlow()
    warehouses, total = len(available), sum(line.units for line in lines)
    source, first_line = warehouses, warehouses + 1
    ends: dict[int, tuple[int, int]] = {}
    for warehouse in range(warehouses):
        units = int(min(available[warehouse], total))
        flow.add_arc_with_capacity_and_unit_cost(source, warehouse, units, 0)
    for number, line in enumerate(lines):
        node = first_line + number
        flow.set_node_supply(node, -line.units)
        dear = int(unit_shortage[line.order])
        flow.add_arc_with_capacity_and_unit_cost(source, node, line.units, dear)
        for giver in map(int, np.flatnonzero(allowed[line.order])):
            cost = int(unit_cost[line.order, giver])
            arc = flow.add_arc_with_capacity_and_unit_cost(giver, node, line.units, cost)
            ends[arc] = (line.order, giver)
    flow.set_node_supply(source, total)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("A flow with an arc for every shortage always has an optimum.")
    moved: dict[tuple[int, int], int] = defaultdict(int)
    for arc, end in ends.items():
        moved[end] += int(flow.flow(arc))
    return [(order, warehouse, units) for (order, warehouse), units in moved.items() if units]
