"""What turning costs: bends, U-turns and traffic signals, and which turns are forbidden.

The costs are those of a delivery vehicle in a town. They are added where one street leads into
another at a junction of three streets or more, and depend on the side of the road that people
drive on, which roundabouts give away.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maps.network.road_network import EdgeFlag, RoadNetwork

_BEND_DEG = 40.0
"""From this angle on a way on is a turn."""

_EDGES_ASKED = 200
"""Edges of roundabouts that are asked which way they go round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCosts:
    """Seconds added where a vehicle turns.

    Parameters
    ----------
    near_s, far_s
        Turning to the near side of the road, and to the far side, across the oncoming traffic.
    u_turn_s
        Turning back at a junction.
    dead_end_s
        Turning back where the street ends.
    signal_s
        Mean wait at a traffic signal.
    """

    near_s: float = 2.0
    far_s: float = 6.0
    u_turn_s: float = 60.0
    dead_end_s: float = 12.0
    signal_s: float = 8.0


def drives_on_left(network: RoadNetwork) -> bool:
    """Whether roundabouts go round clockwise, as they do where people drive on the left."""
    edges = np.flatnonzero(network.has(EdgeFlag.ROUNDABOUT) & network.has(EdgeFlag.ONE_WAY))
    turning = 0.0
    for edge in edges[:_EDGES_ASKED].tolist():
        lat, lon = network.edge_shape(edge).T
        east, north = np.diff(lon) * np.cos(np.deg2rad(lat[:-1])), np.diff(lat)
        turning += float(np.sum(east[:-1] * north[1:] - north[:-1] * east[1:]))
    return turning < 0


def turn_ms(
    network: RoadNetwork,
    first: npt.NDArray[np.int64],
    second: npt.NDArray[np.int64],
    costs: TurnCosts,
) -> npt.NDArray[np.int32]:
    """Milliseconds to go from each edge into another that begins where it ends.

    Signals that an edge passes are waited for at its end.
    """
    angle = _angles_deg(network, first, second)
    if drives_on_left(network):
        angle = -angle
    streets = _streets_at_nodes(network)[network.head[first]]
    is_back = network.twin[first] == second
    seconds = np.zeros(len(first))
    is_junction = streets > 2
    seconds[is_junction & (angle > _BEND_DEG)] = costs.far_s
    seconds[is_junction & (angle < -_BEND_DEG)] = costs.near_s
    seconds[is_back] = np.where(streets[is_back] > 1, costs.u_turn_s, costs.dead_end_s)
    seconds += network.signals[first] * costs.signal_s
    return np.rint(seconds * 1000).astype(np.int32)


def _streets_at_nodes(network: RoadNetwork) -> npt.NDArray[np.int64]:
    """How many streets meet at each node, one-way or not."""
    is_first = (network.twin < 0) | (network.twin > np.arange(network.edge_count))
    ends = np.append(network.tail[is_first], network.head[is_first])
    return np.bincount(ends, minlength=network.node_count)


def _angles_deg(
    network: RoadNetwork, first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Angle by which the way on turns, to the left above 0, -180 to 180."""
    start, end = network.shape_offset[:-1], network.shape_offset[1:]
    east_in, north_in = _direction(network, end[first] - 2)
    east_out, north_out = _direction(network, start[second])
    cross = east_in * north_out - north_in * east_out
    along = east_in * east_out + north_in * north_out
    return np.asarray(np.rad2deg(np.arctan2(cross, along)))


def _direction(
    network: RoadNetwork, point: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """East and north of the step from a point of a shape to the next."""
    lat, lon = network.shape_lat, network.shape_lon
    east = (lon[point + 1] - lon[point]) * np.cos(np.deg2rad(lat[point]))
    return east, lat[point + 1] - lat[point]
