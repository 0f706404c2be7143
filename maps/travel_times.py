"""Exact driving times and distances between places on the roads.

Rounding: times add up in whole milliseconds, walks included, and each pair is rounded up to whole
seconds at the end; so no way is ever shorter than the roads take, and going by a third place is
never faster. Metres are those driven on the fastest path (the shortest of several), rounded to the
nearest; the walk is not driven and not in them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from domain.errors import Interrupted
from domain.geo import Location
from domain.message import Message, message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from domain.travel import UNREACHABLE_M, UNREACHABLE_S, MatrixTravel, static_travel
from maps.road_network import RoadNetwork
from maps.snap import DEFAULT_LIMIT_M, Snapped, snap
from maps.stop_graph import NO_STOP, Passes, StopGraph, unpack

WALK_M_PER_S = 1.25
"""Speed of walking from the road to the door and back."""

_NEVER = Never()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreachablePlace:
    """A place that no vehicle can serve, and why."""

    place: str
    distance_m: float
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadTravel:
    """Travel between places, and where they meet the roads.

    Parameters
    ----------
    travel
        Times (with the walk from road to door at both ends) and distances, at free flow. The
        walk falls away between places at the very same point.
    snapped
        Where each place meets the roads, in the order of the places.
    unreachable
        The places without a way to any other.
    """

    travel: MatrixTravel
    snapped: Snapped
    unreachable: tuple[UnreachablePlace, ...]


def road_travel(
    network: RoadNetwork,
    places: Sequence[tuple[str, Location]],
    *,
    limit_m: float = DEFAULT_LIMIT_M,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> RoadTravel:
    """Time and distance of the fastest path from every place to every other.

    Parameters
    ----------
    places
        Name and location of each place.
    limit_m
        Places farther than this from every road are unreachable.

    Raises
    ------
    RoadDataError
        If the network is so wide that a path takes most of a day.
    Interrupted
        If `stop` says so.
    """
    on_progress(Progress(step="roads.snapping"))
    snapped = snap(network, [location for _, location in places], limit_m=limit_m)
    graph = StopGraph.build(network, snapped)
    weight = _weights(graph, on_progress, stop)
    drive_s, drive_m = _matrices(weight, graph.stop_of_place, snapped)
    names = [name for name, _ in places]
    return RoadTravel(
        travel=static_travel(names, drive_s, drive_m),
        snapped=snapped,
        unreachable=_unreachable(names, snapped),
    )


def _weights(
    graph: StopGraph, on_progress: OnProgress, stop: StopCriterion
) -> npt.NDArray[np.float64]:
    """Packed weights of the fastest paths between all stops."""
    count, size = graph.stop_count, graph.chunk_size()
    weight = np.empty((count, count))
    for first in range(0, count, size):
        if stop.should_stop():
            raise Interrupted(message("roads.travel_interrupted"))
        on_progress(Progress(step="roads.travel", fraction=first / count))
        origins = np.arange(first, min(first + size, count))
        weight[origins] = graph.weights(origins)
    _shorten_within_streets(weight, graph.passes)
    np.fill_diagonal(weight, 0.0)
    on_progress(Progress(step="roads.travel", fraction=1.0))
    return weight


def _shorten_within_streets(weight: npt.NDArray[np.float64], passes: Passes) -> None:
    """Let stops on one street be reached straight along it, which the graph cannot know."""
    starts = np.flatnonzero(np.diff(passes.edge, prepend=-1))
    for start, end in pairwise([*starts.tolist(), len(passes.edge)]):
        stop, along = passes.stop[start:end], passes.weight[start:end]
        if len(stop) > 1:
            straight = along[np.newaxis, :] - along[:, np.newaxis]
            straight[straight < 0] = np.inf
            pairs = np.ix_(stop, stop)
            weight[pairs] = np.minimum(weight[pairs], straight)


def _matrices(
    weight: npt.NDArray[np.float64], stop_of_place: npt.NDArray[np.int64], snapped: Snapped
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Seconds and metres between places from weights between stops."""
    count = len(snapped)
    near = np.flatnonzero(stop_of_place != NO_STOP)
    drive_s = np.full((count, count), UNREACHABLE_S, dtype=np.int32)
    drive_m = np.full((count, count), UNREACHABLE_M, dtype=np.int32)
    way = weight[np.ix_(stop_of_place[near], stop_of_place[near])]
    has_way = np.isfinite(way)
    time_ms, length_dm = unpack(np.where(has_way, way, 0.0))
    walk_ms = np.ceil(snapped.distance_m[near] / WALK_M_PER_S * 1000).astype(np.int64)
    same_door = np.equal.outer(snapped.lat[near], snapped.lat[near])
    same_door &= np.equal.outer(snapped.lon[near], snapped.lon[near])
    time_ms += np.where(same_door, 0, np.add.outer(walk_ms, walk_ms))
    pairs = np.ix_(near, near)
    drive_s[pairs] = np.where(has_way, -(-time_ms // 1000), UNREACHABLE_S)
    drive_m[pairs] = np.where(has_way, (length_dm + 5) // 10, UNREACHABLE_M)
    np.fill_diagonal(drive_s, 0)
    np.fill_diagonal(drive_m, 0)
    return drive_s, drive_m


def _unreachable(names: Sequence[str], snapped: Snapped) -> tuple[UnreachablePlace, ...]:
    """The places that no road is near enough to, with the reason."""
    places = []
    for i in np.flatnonzero(~snapped.is_near).tolist():
        distance_m, limit_m = float(snapped.distance_m[i]), snapped.limit_m
        if np.isfinite(distance_m):
            reason = message(
                "roads.place_too_far",
                place=names[i],
                distance_m=round(distance_m),
                limit_m=round(limit_m),
            )
        else:
            reason = message("roads.place_without_road", place=names[i])
        places.append(UnreachablePlace(place=names[i], distance_m=distance_m, message=reason))
    return tuple(places)
