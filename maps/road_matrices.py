"""Matrices of times, distances and tolls between stops, one for each different hour of a day."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.errors import Interrupted, RoadDataError
from domain.message import message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from maps.conditions import RoadConditions
from maps.edge_costs import KEY_LIMIT_MS, LOAD_LIMIT, EdgeCosts, Load, unpack
from maps.hierarchy import Hierarchy
from maps.same_street import SharedStreets, go_round, shorten_straight
from maps.stops import Stops

_NEVER = Never()
_MS_PER_HOUR = 3_600_000

NO_WAY = -1
"""Time and distance of a pair of stops without a way between."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StopMatrices:
    """What driving between `s` stops takes, in the roads' own whole units.

    Parameters
    ----------
    drive_ms
        Milliseconds, `NO_WAY` where there is none; ``(k, s, s)`` int32.
    length_dm
        Decimetres of the same ways.
    toll_minor
        Charges on them in minor units; None where nothing is charged anywhere.
    bucket_matrix
        Number of the matrix that holds in each bucket of time.
    """

    drive_ms: npt.NDArray[np.int32]
    length_dm: npt.NDArray[np.int32]
    toll_minor: npt.NDArray[np.int32] | None
    bucket_matrix: npt.NDArray[np.int64]


def stop_matrices(
    conditions: RoadConditions,
    hierarchy: Hierarchy,
    stops: Stops,
    *,
    on_progress: OnProgress = ignore_progress,
    stop: StopCriterion = _NEVER,
) -> StopMatrices:
    """Matrices between all stops, one for each bucket that is not like an earlier one.

    Raises
    ------
    RoadDataError
        If the roads are so wide that a path takes days.
    Interrupted
        If `stop` says so.
    """
    first_alike = conditions.first_alike()
    buckets, bucket_matrix = np.unique(first_alike, return_inverse=True)
    shape = (len(buckets), len(stops), len(stops))
    drive_ms, length_dm = np.empty(shape, np.int32), np.empty(shape, np.int32)
    toll_minor = np.empty(shape, np.int32) if conditions.has_tolls else None
    shared = SharedStreets.of(stops)
    for number, bucket in enumerate(buckets.tolist()):
        on_progress(Progress(step="roads.travel", fraction=number / len(buckets)))
        if stop.should_stop():
            raise Interrupted(message("roads.travel_interrupted"))
        search = BucketSearch.of(conditions, hierarchy, stops, bucket, shared)
        key_ms, length_dm[number] = search.told(Load.LENGTH_DM)
        if conditions.has_detours:
            _, detour_ms = search.told(Load.DETOUR_MS)
            key_ms = np.where(key_ms == NO_WAY, NO_WAY, key_ms - detour_ms)
        drive_ms[number] = key_ms
        if toll_minor is not None:
            toll_minor[number] = np.maximum(0, search.told(Load.TOLL_MINOR)[1])
    on_progress(Progress(step="roads.travel", fraction=1.0))
    return StopMatrices(
        drive_ms=drive_ms,
        length_dm=length_dm,
        toll_minor=toll_minor,
        bucket_matrix=np.asarray(bucket_matrix, dtype=np.int64),
    )


@dataclass(frozen=True, slots=True, eq=False)
class BucketSearch:
    """A bucket of time, ready to be searched for any load."""

    conditions: RoadConditions
    hierarchy: Hierarchy
    stops: Stops
    shared: SharedStreets
    costs: EdgeCosts

    @classmethod
    def of(
        cls,
        conditions: RoadConditions,
        hierarchy: Hierarchy,
        stops: Stops,
        bucket: int,
        shared: SharedStreets | None = None,
    ) -> "BucketSearch":
        """Searches between stops in a bucket of time."""
        shared = shared or SharedStreets.of(stops)
        return cls(conditions, hierarchy, stops, shared, EdgeCosts.of(conditions, bucket))

    def told(self, load: Load) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Keys in milliseconds and loads of the best ways between all stops."""
        return _unpacked(self.weights(load), self.conditions)

    def weights(self, load: Load) -> npt.NDArray[np.float64]:
        """Packed keys and loads of the best ways between all stops."""
        graph = self.conditions.graph
        arc_weight = arc_weights(self.conditions, self.costs, load)
        metric = self.hierarchy.customise(arc_weight)
        ports = self.stops.ports(self.conditions, self.costs, load)
        weight = metric.matrix(*ports)
        if graph.with_turns:
            go_round(weight, self.shared, graph, metric, arc_weight, ports)
        shorten_straight(weight, self.shared, self.stops, self.costs, load)
        np.fill_diagonal(weight, 0.0)
        return weight


def arc_weights(
    conditions: RoadConditions, costs: EdgeCosts, load: Load
) -> npt.NDArray[np.float64]:
    """Packed weight of each arc of the state graph; infinite where it is closed."""
    graph = conditions.graph
    weight = costs.whole(load)[graph.edge] + graph.turn_ms * float(LOAD_LIMIT)
    is_usable = conditions.is_open[graph.edge] & graph.is_open_to(conditions.driving.profile)
    weight[~is_usable] = np.inf
    return weight


def _unpacked(
    weight: npt.NDArray[np.float64], conditions: RoadConditions
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Keys and loads of a matrix of weights, `NO_WAY` where they are infinite."""
    key_ms = np.full(weight.shape, NO_WAY, dtype=np.int32)
    loads = np.full(weight.shape, NO_WAY, dtype=np.int32)
    for rows in _row_blocks(weight.shape):
        has_way = np.isfinite(weight[rows])
        keys, load = unpack(np.where(has_way, weight[rows], 0.0))
        _check_range(int(keys.max(initial=0)), conditions)
        key_ms[rows] = np.where(has_way, keys, NO_WAY)
        loads[rows] = np.where(has_way, load, NO_WAY)
    return key_ms, loads


def _row_blocks(shape: tuple[int, ...]) -> Iterator[slice]:
    """Rows of a matrix in blocks of some million cells."""
    size = max(1, 4_000_000 // max(1, shape[1]))
    return (slice(first, first + size) for first in range(0, shape[0], size))


def _check_range(longest_ms: int, conditions: RoadConditions) -> None:
    """Raise RoadDataError if some path may weigh more than the weights can tell."""
    most_dm_per_ms = float((conditions.length_dm / conditions.free_ms).max(initial=0.0))
    most_dm_per_ms *= float(conditions.ratios.max())
    load_per_ms = max(most_dm_per_ms, 1.0 if conditions.has_detours else 0.0)
    if conditions.has_tolls:
        load_per_ms = max(load_per_ms, 1.0 / conditions.ms_per_minor)
    if longest_ms >= KEY_LIMIT_MS or longest_ms * load_per_ms >= LOAD_LIMIT:
        hours = round(longest_ms / _MS_PER_HOUR, 1)
        raise RoadDataError(message("roads.too_wide", hours=hours))
