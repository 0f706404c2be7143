"""Problem and routes as compiled functions take them.

A compiled function is called with every array that it may touch as several numbers, so that there
are few arrays: records for nodes, types of vehicles and routes. It is compiled anew for each kind
of number that it is given, so that all whole numbers but the matrices have 64 bits.
"""

from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from optimizer.routing.search_problem import NOWHERE, Float64, Int8, Int32, Int64, SearchProblem

LONGEST_SEQUENCE = 2_000
"""Most calls of one route; memory of the state grows with it."""

SPARE = 3
"""Places of a sequence beyond the most calls, so that two more can always be tried."""

CARRIED, REST_BEFORE, REST_AFTER = 0, 1, 2
"""How a vehicle comes to have had its break: before, or at the node before or after service."""

NODE = np.dtype(
    [
        ("kind", np.int64),
        ("partner", np.int64),
        ("door", np.int64),
        ("hours", np.int64),
        ("windows", np.int64),
        ("group", np.int64),
        ("position", np.int64),
        ("depot", np.int64),
        ("is_soft", np.int64),
        ("service", np.int64),
        ("setup", np.int64),
        ("release", np.int64),
        ("classes", np.int64),
        ("forbids", np.int64),
        ("late_rate", np.float64),
        ("absent", np.float64),
    ],
    align=True,
)
"""A node, as in `search_problem.Nodes`, but for its place."""

TYPE = np.dtype(
    [
        ("way", np.int64),
        ("start", np.int64),
        ("end", np.int64),
        ("trips", np.int64),
        ("leaves", np.int64),
        ("ends", np.int64),
        ("fixed", np.float64),
        ("per_m", np.float64),
        ("per_time", np.float64),
        ("overtime_rate", np.float64),
        ("overtime_from", np.int64),
        ("most_m", np.int64),
        ("most_stops", np.int64),
        ("most_time", np.int64),
        ("rest", np.int64),
        ("rest_from", np.int64),
        ("rest_to", np.int64),
    ],
    align=True,
)
"""A type of vehicle, as in `search_problem.Fleet`."""

WAY = np.dtype([("slot_from", np.int64), ("slots_per_time", np.float64)], align=True)
"""Where the buckets of a way of driving are looked up, as in `search_problem.Drives`."""

SPOT = np.dtype(
    [("route", np.int64), ("index", np.int64), ("before", np.float64), ("after", np.float64)],
    align=True,
)
"""Where a node is called at. An insertion looks up those of thirty tasks: so they lie together.

route, index
    The vehicle, -1 where it is on none, and its place in the sequence.
before, after
    Price of the distance from the call before, and to the one behind; infinite where there is none.
    The search keeps them, and the judge needs none.
"""

CALL = np.dtype(
    [
        ("head", np.int64),
        ("trip", np.int64),
        ("rests", np.int64),
        ("ready", np.int64),
        ("rested", np.int64),
        ("rested_before", np.int64),
        ("latest", np.int64),
        ("latest_due", np.int64),
        ("leave_by", np.int64),
        ("leave_by_due", np.int64),
        ("set_up", np.int64),
        ("arrive", np.int64),
        ("begin", np.int64),
        ("leave", np.int64),
        ("ahead", np.int64),
        ("slack", np.int64),
    ],
    align=True,
)
"""What follows from where a node is called at.

head
    First of the nodes that are served in one go with it: where the vehicle stands.
trip
    The reload that begins its trip; `NOWHERE` on the first.
ready, rested
    Earliest times to leave the node, without a break taken and with it.
rested_before, rests
    The latter where the break is taken before its service or earlier; and how `rested` comes about.
latest, latest_due
    Latest arrivals that keep all that follows: with no break due any more, and with the break still
    to be taken or avoided.
leave_by, leave_by_due
    Latest times to leave it, of the same two kinds.
set_up
    Set-up that its door has had when the vehicle leaves.
arrive, begin, leave
    The node in the route's schedule.
ahead
    Waiting in the schedule from the node to the end: the delay that it can take up.
slack
    How much later the route may start without missing a window up to here, if none waits before.
"""

ROUTE = np.dtype(
    [
        ("length", np.int64),
        ("start", np.int64),
        ("end", np.int64),
        ("stops", np.int64),
        ("trips", np.int64),
        ("metres", np.int64),
        ("misplaced", np.int64),
        ("has_soft", np.int64),
        ("rest_at", np.int64),
        ("rest_is_before", np.int64),
        ("rest_begin", np.int64),
        ("toll", np.float64),
        ("late", np.float64),
        ("cost", np.float64),
    ],
    align=True,
)
"""A route: how many calls it has, its schedule, and what it costs.

misplaced
    By how many stops its locked nodes are away from where they should be, in all.
has_soft
    Whether any of its nodes may be late.
rest_at, rest_is_before, rest_begin
    Place in the sequence of the break, -1 for none, and when it begins.
"""

TRAIT = np.dtype(
    [
        (name, np.int64)
        for name in (
            "has_times", "has_time_price", "is_timed_by_hour", "has_tolls", "has_pickups",
            "has_pairs", "has_reloads", "has_breaks", "has_soft", "has_groups", "has_classes",
            "has_positions", "has_releases", "has_shared_doors",
        )
    ]
)  # fmt: skip
"""`search_problem.Traits`, and nothing else."""

Records = npt.NDArray[np.void]


class Problem(NamedTuple):
    """A `SearchProblem`; what the arrays mean is said there.

    Attributes
    ----------
    node, kind, way, trait
        Records of type `NODE`, `TYPE`, `WAY` and one of `TRAIT`.
    place
        Of each node; apart, because an insertion looks up so many; ``(nodes,)``.
    window
        Begin and end of each node's windows; ``(nodes, most, 2)``.
    span
        Begin and end of the spans in which types start (0) and end (1); ``(types, 2, most, 2)``.
    least_time_to, usual_m_to
        The same by destination and origin: what leads to one place lies together in memory, which
        makes a search among 1,000 tasks half as fast again.
    """

    node: Records
    place: Int64
    window: Int64
    load: Float64
    kind: Records
    span: Int64
    type_of: Int64
    capacity: Float64
    reload: Int64
    may: Int8
    time: Int32
    metres: Int32
    toll: Int32
    matrix: Int64
    bucket_from: Int64
    slot_bucket: Int32
    way: Records
    least_time: Int32
    usual_m: Int32
    usual_toll: Float64
    least_time_to: Int32
    usual_m_to: Int32
    trait: Records


class State(NamedTuple):
    """Routes, one for each vehicle.

    Attributes
    ----------
    sequence
        Nodes of each route; ``(vehicles, most)``.
    spot, call, route
        Records of type `SPOT` and `CALL`, one of each node, and `ROUTE`.
    leg
        For each node and dimension the load on the drive to it, the most on any drive of its trip
        up to there, and the most from there on; ``(nodes, 3, dimensions)``. Only kept where goods
        are fetched or vehicles reloaded.
    last_leg
        The same of the drive to the end; ``(vehicles, 3, dimensions)``.
    load
        All that a route's deliveries take up; ``(vehicles, dimensions)``.
    """

    sequence: Int64
    spot: Records
    call: Records
    route: Records
    leg: Float64
    last_leg: Float64
    load: Float64


_TILE = 256
"""Rows and columns of a matrix that are turned at a time: as many as stay in the cache."""

_Array = TypeVar("_Array", bound=npt.NDArray[Any])

_packed: "WeakKeyDictionary[SearchProblem, Problem]" = WeakKeyDictionary()


def kernel_problem(problem: SearchProblem) -> Problem:
    """A problem in the form that compiled functions take, made once."""
    if problem not in _packed:
        _packed[problem] = _pack(problem)
    return _packed[problem]


def empty_state(
    problem: SearchProblem, vehicles: int | None = None, *, holds_anything: bool = False
) -> State:
    """A state without any call.

    Parameters
    ----------
    vehicles
        How many routes; all vehicles' unless a number is given.
    holds_anything
        Whether a route may hold all tasks, more than any vehicle can carry.
    """
    count = problem.vehicles if vehicles is None else vehicles
    nodes, dimensions = problem.nodes.load.shape
    most = problem.tasks + problem.fleet.reloads.shape[1]
    most = min(most if holds_anything else _most_calls(problem), LONGEST_SEQUENCE) + SPARE
    state = State(
        sequence=np.full((count, most), NOWHERE, dtype=np.int64),
        spot=np.zeros(nodes, dtype=SPOT),
        call=np.zeros(nodes, dtype=CALL),
        route=np.zeros(count, dtype=ROUTE),
        leg=np.zeros((nodes, 3, dimensions)),
        last_leg=np.zeros((count, 3, dimensions)),
        load=np.zeros((count, dimensions)),
    )
    state.call["head"] = np.arange(nodes)
    state.call["trip"] = state.spot["route"] = NOWHERE
    state.route["rest_at"] = -1
    return state


def _most_calls(problem: SearchProblem) -> int:
    """Most calls that a route can have.

    Short rows lie close together in memory: with room for all tasks in each row, a search among
    1,000 tasks is slower.
    """
    nodes, fleet, traits = problem.nodes, problem.fleet, problem.traits
    reloads, tasks = fleet.reloads.shape[1], problem.tasks
    most = tasks
    if not (traits.has_pickups or traits.has_pairs) and len(fleet.way):
        for loads, room in zip(nodes.load[:tasks].T, fleet.capacity.max(axis=0), strict=True):
            most = min(most, int(np.searchsorted(np.cumsum(np.sort(loads)), room, side="right")))
        most *= int(fleet.trips.max())
    return int(min(tasks, most) + reloads)


def _pack(problem: SearchProblem) -> Problem:
    nodes, fleet, drives = problem.nodes, problem.fleet, problem.drives
    way = np.zeros(len(drives.slot_from), dtype=WAY)
    way["slot_from"], way["slots_per_time"] = drives.slot_from, drives.slots_per_time
    spans = max(fleet.leave_from.shape[1], fleet.end_from.shape[1])
    span = np.zeros((len(fleet.way), 2, spans, 2), dtype=np.int64)
    for side, (begin, end) in enumerate(
        ((fleet.leave_from, fleet.leave_to), (fleet.end_from, fleet.end_to))
    ):
        span[:, side, : begin.shape[1], 0], span[:, side, : end.shape[1], 1] = begin, end
    return Problem(
        node=_records(NODE, nodes, len(nodes.place)),
        place=_read_only(nodes.place.astype(np.int64)),
        window=_read_only(np.stack([nodes.window_from, nodes.window_to], axis=2)),
        load=nodes.load,
        kind=_records(TYPE, fleet, len(fleet.way)),
        span=_read_only(span),
        type_of=_read_only(fleet.type_of.astype(np.int64)),
        capacity=fleet.capacity,
        reload=_read_only(fleet.reloads.astype(np.int64)),
        may=fleet.may,
        time=drives.time,
        metres=drives.metres,
        toll=drives.toll,
        matrix=drives.matrix,
        bucket_from=drives.bucket_from,
        slot_bucket=drives.slot_bucket,
        way=_read_only(way),
        least_time=drives.least_time,
        usual_m=drives.usual_m,
        usual_toll=drives.usual_toll,
        least_time_to=_turned(drives.least_time),
        usual_m_to=_turned(drives.usual_m),
        trait=_records(TRAIT, problem.traits, 1),
    )


def _turned(matrices: Int32) -> Int32:
    """Matrices by destination and origin; the same where it is as far there as back."""
    tiles = [slice(at, at + _TILE) for at in range(0, matrices.shape[1], _TILE)]
    if all(
        np.array_equal(matrices[:, here, there], matrices[:, there, here].transpose(0, 2, 1))
        for number, here in enumerate(tiles)
        for there in tiles[number:]
    ):
        return matrices
    turned = np.empty_like(matrices)
    for here in tiles:
        for there in tiles:
            turned[:, there, here] = matrices[:, here, there].transpose(0, 2, 1)
    return _read_only(turned)


def _records(dtype: "np.dtype[np.void]", fields: NamedTuple, count: int) -> Records:
    """Records whose fields are arrays, or numbers, of those names."""
    records = np.zeros(count, dtype=dtype)
    for name in dtype.names or ():
        records[name] = getattr(fields, name)
    return _read_only(records)


def _read_only(array: _Array) -> _Array:
    array.flags.writeable = False
    return array
