"""Driving times, distances and tolls between places on the roads, at every hour of a day.

Rounding: times add up in whole milliseconds, walks included, and each pair is rounded up to whole
seconds at the end; so no way is ever shorter than the roads take, and going by a third place is
never faster at free flow. Metres are those driven on the best path (the shortest of several),
rounded to the nearest; the walk is not driven and not in them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.geo import Location
from domain.message import Message, message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from domain.travel import UNREACHABLE_M, UNREACHABLE_S, MatrixTravel
from maps.driving.conditions import RoadConditions
from maps.driving.open_hierarchy import open_hierarchy
from maps.driving.road_matrices import StopMatrices, stop_matrices
from maps.driving.stops import NO_STOP, Stops
from maps.driving.told_weights import NO_WAY
from maps.snapping.snap import DEFAULT_LIMIT_M, Snapped, snap
from maps.snapping.walks import walks_ms

_NEVER = Never()
_MS_PER_S = 1000


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
        Times (with the walk from road to door at both ends), distances and tolls. The walk falls
        away between places at the very same point.
    snapped
        Where each place meets the roads, in the order of the places.
    unreachable
        The places without a way to any other.
    """

    travel: MatrixTravel
    snapped: Snapped
    unreachable: tuple[UnreachablePlace, ...]


def road_travel(
    conditions: RoadConditions,
    places: Sequence[tuple[str, Location]],
    *,
    limit_m: float = DEFAULT_LIMIT_M,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> RoadTravel:
    """Travel on the best path from every place to every other, at every hour.

    Parameters
    ----------
    places
        Name and location of each place.
    limit_m
        Places farther than this from every road that the vehicle can drive are unreachable.

    Raises
    ------
    RoadDataError
        If the network is so wide that a path takes most of a day.
    Interrupted
        If `stop` says so.
    """
    on_progress(Progress(step="roads.snapping"))
    network, names = conditions.network, [name for name, _ in places]
    snapped = snap_places(conditions, places, limit_m=limit_m)
    hierarchy = open_hierarchy(network, conditions.graph)
    stops = Stops.of(snapped, conditions)
    matrices = stop_matrices(conditions, hierarchy, stops, on_progress=on_progress, stop=stop)
    return RoadTravel(
        travel=_travel(names, conditions, stops, matrices, snapped),
        snapped=snapped,
        unreachable=unreachable_places(names, snapped),
    )


def snap_places(
    conditions: RoadConditions,
    places: Sequence[tuple[str, Location]],
    *,
    limit_m: float = DEFAULT_LIMIT_M,
) -> Snapped:
    """Where places meet the roads that a vehicle can drive all over."""
    locations = [location for _, location in places]
    return snap(conditions.network, locations, limit_m=limit_m, allowed=conditions.is_core)


def unreachable_places(names: Sequence[str], snapped: Snapped) -> tuple[UnreachablePlace, ...]:
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


def _travel(
    names: Sequence[str],
    conditions: RoadConditions,
    stops: Stops,
    matrices: StopMatrices,
    snapped: Snapped,
) -> MatrixTravel:
    """Seconds and metres between places from milliseconds and decimetres between stops."""
    near = np.flatnonzero(stops.of_place != NO_STOP)
    of_place = stops.of_place[near]
    on_foot_ms = _on_foot_ms(snapped, near)
    shape = (len(matrices.drive_ms), len(snapped), len(snapped))
    drive_s = np.full(shape, UNREACHABLE_S, dtype=np.int32)
    drive_m = np.full(shape, UNREACHABLE_M, dtype=np.int32)
    tolls_minor = None if matrices.toll_minor is None else np.zeros(shape, dtype=np.int32)
    stop_pairs, place_pairs = np.ix_(of_place, of_place), np.ix_(near, near)
    for k in range(shape[0]):
        ms, dm = matrices.drive_ms[k][stop_pairs], matrices.length_dm[k][stop_pairs]
        has_way = ms != NO_WAY
        seconds = -(-(ms + on_foot_ms) // _MS_PER_S)
        drive_s[k][place_pairs] = np.where(has_way, seconds, UNREACHABLE_S)
        drive_m[k][place_pairs] = np.where(has_way, (dm + 5) // 10, UNREACHABLE_M)
        np.fill_diagonal(drive_s[k], 0)
        np.fill_diagonal(drive_m[k], 0)
        if tolls_minor is not None and matrices.toll_minor is not None:
            tolls_minor[k][place_pairs] = matrices.toll_minor[k][stop_pairs]
    return MatrixTravel(
        places=tuple(names),
        bucket_starts_s=conditions.bucket_starts_s,
        drive_s=drive_s,
        drive_m=drive_m,
        bucket_matrix=matrices.bucket_matrix,
        tolls_minor=tolls_minor,
    )


def _on_foot_ms(snapped: Snapped, near: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Walks at both ends of each pair; none between places at the very same point."""
    walk_ms = walks_ms(snapped)[near].astype(np.int32)
    same_door = np.equal.outer(snapped.lat[near], snapped.lat[near])
    same_door &= np.equal.outer(snapped.lon[near], snapped.lon[near])
    return np.where(same_door, np.int32(0), np.add.outer(walk_ms, walk_ms))
