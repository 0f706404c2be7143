"""How far the doors are from one warehouse, there and back: enough to rank warehouses by."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from maps.driving.conditions import RoadConditions
from maps.driving.edge_costs import EdgeCosts, Load, unpack
from maps.driving.open_hierarchy import open_hierarchy
from maps.driving.road_matrices import arc_weights
from maps.driving.stops import NO_STOP, Stops
from maps.hierarchy.hierarchy import Ports
from maps.snapping.snap import Snapped


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DepotDrives:
    """Drives from a warehouse to each of `n` places and back, without walks.

    Parameters
    ----------
    has_way
        Whether a place can be reached and left again, ``(n,)``.
    round_trip_s, round_trip_m
        Seconds and metres there and back; 0 where there is no way.
    """

    has_way: npt.NDArray[np.bool_]
    round_trip_s: npt.NDArray[np.float64]
    round_trip_m: npt.NDArray[np.float64]


def depot_drives(conditions: RoadConditions, snapped: Snapped, depot: int) -> DepotDrives:
    """Drives from a place to all places and back, in the first bucket of time.

    `conditions` must be without turns. A way along the warehouse's own street is told as one round
    the block.
    """
    stops = Stops.of(snapped, conditions)
    costs = EdgeCosts.of(conditions, 0)
    weights = arc_weights(conditions, costs, Load.LENGTH_DM)
    metric = open_hierarchy(conditions.network, conditions.graph).customise(weights)
    exits, entries = stops.ports(conditions, costs, Load.LENGTH_DM)
    near = stops.of_place != NO_STOP
    total = np.full(len(snapped), np.inf)
    start = int(stops.of_place[depot])
    if start != NO_STOP:
        there = metric.matrix(_row(exits, start), entries)[0]
        back = metric.matrix(exits, _row(entries, start))[:, 0]
        there[start] = back[start] = 0.0
        total[near] = (there + back)[stops.of_place[near]]
    has_way = np.isfinite(total)
    key_ms, length_dm = unpack(np.where(has_way, total, 0.0))
    return DepotDrives(has_way=has_way, round_trip_s=key_ms / 1000, round_trip_m=length_dm / 10)


def _row(ports: Ports, row: int) -> Ports:
    return replace(ports, node=ports.node[row : row + 1], weight=ports.weight[row : row + 1])
