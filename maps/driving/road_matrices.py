"""Matrices of times, distances and tolls between stops, one for each different hour of a day."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

import numpy as np
import numpy.typing as npt

from domain.compiled import thread_count
from domain.errors import Interrupted, RoadDataError
from domain.message import message
from domain.progress import Never, OnProgress, Progress, StopCriterion, ignore_progress
from maps.driving.conditions import RoadConditions
from maps.driving.edge_costs import KEY_LIMIT_MS, LOAD_LIMIT, EdgeCosts, Load
from maps.driving.same_street import SharedStreets, go_round, shorten_straight
from maps.driving.stops import Stops
from maps.driving.told_weights import NO_WAY, tell_apart
from maps.hierarchy.hierarchy import Hierarchy

_NEVER = Never()
_MS_PER_HOUR = 3_600_000

_MOST_STOPS_SIDE_BY_SIDE = 2_000


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
    made = StopMatrices(
        drive_ms=np.empty(shape, np.int32),
        length_dm=np.empty(shape, np.int32),
        toll_minor=np.empty(shape, np.int32) if conditions.has_tolls else None,
        bucket_matrix=np.asarray(bucket_matrix, dtype=np.int64),
    )
    shared = SharedStreets.of(stops)
    # Small matrices are quicker made side by side; large ones would take too much room.
    side_by_side = len(buckets) > 1 and len(stops) <= _MOST_STOPS_SIDE_BY_SIDE
    workers = thread_count() if side_by_side else 1
    rooms: SimpleQueue[npt.NDArray[np.float64]] = SimpleQueue()
    for _ in range(workers):
        rooms.put(np.empty(shape[1:]))

    def measure(number: int) -> None:
        if stop.should_stop():
            raise Interrupted(message("roads.travel_interrupted"))
        costs, room = EdgeCosts.of(conditions, int(buckets[number])), rooms.get()
        threads = 1 if side_by_side else None
        search = BucketSearch(conditions, hierarchy, stops, shared, costs, room, threads)
        _fill(made, number, search)
        rooms.put(room)

    with ThreadPoolExecutor(workers) as pool:
        for number, _ in enumerate(pool.map(measure, range(len(buckets)))):
            on_progress(Progress(step="roads.travel", fraction=number / len(buckets)))
    on_progress(Progress(step="roads.travel", fraction=1.0))
    return made


def _fill(made: StopMatrices, number: int, search: "BucketSearch") -> None:
    """Fill in the matrices of one bucket."""
    drive_ms = made.drive_ms[number]
    search.tell(Load.LENGTH_DM, drive_ms, made.length_dm[number])
    if search.conditions.has_detours:
        detour_ms = search.told(Load.DETOUR_MS)[1]
        drive_ms[drive_ms != NO_WAY] -= detour_ms[drive_ms != NO_WAY]
    if made.toll_minor is not None:
        made.toll_minor[number] = np.maximum(0, search.told(Load.TOLL_MINOR)[1])


@dataclass(frozen=True, slots=True, eq=False)
class BucketSearch:
    """A bucket of time, ready to be searched for any load."""

    conditions: RoadConditions
    hierarchy: Hierarchy
    stops: Stops
    shared: SharedStreets
    costs: EdgeCosts
    room: npt.NDArray[np.float64]
    threads: int | None = None

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
        costs, room = EdgeCosts.of(conditions, bucket), np.empty((len(stops), len(stops)))
        return cls(conditions, hierarchy, stops, shared, costs, room)

    def told(self, load: Load) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Keys in milliseconds and loads of the best ways between all stops."""
        key_ms, loads = np.empty((2, *self.room.shape), np.int32)
        self.tell(load, key_ms, loads)
        return key_ms, loads

    def tell(self, load: Load, key_ms: npt.NDArray[np.int32], loads: npt.NDArray[np.int32]) -> None:
        """Fill in keys and loads of the best ways between all stops."""
        weight = self.weights(load)
        longest_ms = tell_apart(weight, LOAD_LIMIT, key_ms, loads, threads=self.threads)
        _check_range(longest_ms, self.conditions)

    def weights(self, load: Load) -> npt.NDArray[np.float64]:
        """Packed keys and loads of the best ways between all stops, until it is asked again."""
        graph = self.conditions.graph
        arc_weight = arc_weights(self.conditions, self.costs, load)
        metric = self.hierarchy.customise(arc_weight)
        ports = self.stops.ports(self.conditions, self.costs, load)
        weight = metric.matrix(*ports, out=self.room, threads=self.threads)
        if graph.with_turns:
            go_round(weight, self.shared, graph, metric, arc_weight, ports, threads=self.threads)
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
