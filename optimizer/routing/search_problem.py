"""A routing problem in arrays: what the judge and every engine work on.

A planner's day and a published instance both become one. Nodes 0 to ``tasks - 1`` are the tasks:
doors to call at. Behind them come the warehouses, and behind those the reloads: calls of one
vehicle at one warehouse between two trips. Times are whole numbers of any unit (seconds; for
instances, fractions of theirs), costs are numbers of any unit (minor units of money).
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

FAR = 2**60
"""Stands for a time, distance or count without bound."""

NOWHERE = -1
"""Node where an open route ends; partner of a task that has none."""

Routes = tuple[tuple[int, ...], ...]
"""Nodes called at, one sequence per vehicle, without where it starts and ends.

A reload is told by the node of its warehouse. Tasks that are in none are left out.
"""

Int8 = npt.NDArray[np.int8]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


class NodeKind(IntEnum):
    """What happens at a node."""

    DELIVER = 0
    """Goods loaded at the warehouse leave the vehicle."""
    PICK_UP = 1
    """Goods come aboard that go to the warehouse where the trip ends."""
    COLLECT = 2
    """Goods come aboard that its partner node receives on the same trip."""
    DROP = 3
    """Goods leave the vehicle that its partner node has put aboard."""
    RELOAD = 4
    WAREHOUSE = 5


class Nodes(NamedTuple):
    """What there is to know of each node; arrays of shape ``(nodes,)`` unless said.

    Attributes
    ----------
    place
        Row and column in the matrices.
    kind
        A `NodeKind`.
    partner
        The other node of a transport, else `NOWHERE`.
    service, setup
        Time for the order, and time for the door: of neighbours on a route at one door, only what
        the longest needs.
    door
        Nodes at one door have the same number; each warehouse and reload has its own.
    hours
        Nodes with the same windows, softness and side of the counter (fetched or delivered) have
        the same number: neighbours on a route that also share their door are served in one go,
        from one begin, and are one stop.
    windows, window_from, window_to
        How many windows a node has, and when service may begin in each, ascending and apart;
        ``(nodes, most)``. For warehouses and reloads: when they are open.
    is_soft, late_rate
        Whether the last window may be overrun, and what each unit of time costs.
    release
        No trip with the task leaves its warehouse earlier.
    load
        What it takes up in each dimension; ``(nodes, dimensions)``; of both nodes of a transport.
    absent
        Cost of leaving it out; of a transport, at the node where it is collected.
    classes, forbids
        Classes of goods it holds, and classes that may not be on its trip, one per bit.
    group
        Tasks with the same number ride on one vehicle; -1 for none.
    position
        Number of the stop, from 1, at which it must be served; 0 for any.
    depot
        Node of the warehouse that loads the trip it rides on; `NOWHERE` for any.
    """

    place: Int32
    kind: Int8
    partner: Int32
    service: Int64
    setup: Int64
    door: Int32
    hours: Int32
    windows: Int32
    window_from: Int64
    window_to: Int64
    is_soft: Int8
    late_rate: Float64
    release: Int64
    load: Float64
    absent: Float64
    classes: Int64
    forbids: Int64
    group: Int32
    position: Int32
    depot: Int32


class Fleet(NamedTuple):
    """The vehicles, and their types; arrays of shape ``(types,)`` unless said.

    Attributes
    ----------
    type_of
        Type of each vehicle; ``(vehicles,)``. Vehicles of one type may stand for each other.
    way
        Number of its way of driving.
    start, end
        Nodes of its warehouses; `NOWHERE` ends an open route.
    fixed, per_m, per_time, overtime_rate
        Cost of using it, of each unit of distance, of each unit of time from start to end, and of
        each that it ends after `overtime_from`.
    leaves, leave_from, leave_to
        How many spans, and in which it may start; ``(types, most)``.
    ends, end_from, end_to
        The same of its end; a route ends when it is back, without waiting for a span.
    capacity
        Most on board in each dimension; ``(types, dimensions)``.
    most_m, most_stops, most_time
        Limits of distance, stops (reloads are none) and time from start to end; `FAR` for none.
    rest, rest_from, rest_to
        Length of its break, 0 for none, and when it may begin. Due on routes that start no later
        than `rest_to` and end after it; on every route where that is `FAR`.
    trips
        Most trips of a route.
    reloads
        The reload nodes of each vehicle, padded with `NOWHERE`; ``(vehicles, most)``.
    may
        Whether a type may serve a task; ``(types, tasks)``.
    """

    type_of: Int32
    way: Int32
    start: Int32
    end: Int32
    fixed: Float64
    per_m: Float64
    per_time: Float64
    overtime_from: Int64
    overtime_rate: Float64
    leaves: Int32
    leave_from: Int64
    leave_to: Int64
    ends: Int32
    end_from: Int64
    end_to: Int64
    capacity: Float64
    most_m: Int64
    most_stops: Int64
    most_time: Int64
    rest: Int64
    rest_from: Int64
    rest_to: Int64
    trips: Int32
    reloads: Int32
    may: Int8


class Drives(NamedTuple):
    """Travel between places, by way of driving and bucket of time.

    Attributes
    ----------
    time, metres
        Of each matrix; ``(matrices, places, places)`` int32, `domain.travel.UNREACHABLE_S` where
        there is no way.
    toll
        Charges of each matrix, ``(matrices, places, places)``; ``(1, 1, 1)`` where there are none.
    matrix
        Number of the matrix of each way and bucket; ``(ways, buckets)``.
    bucket_from
        When each bucket begins, padded with `FAR`; ``(ways, buckets)``.
    slot_from, slots_per_time, slot_bucket
        A table to find buckets: time ``t`` lies in slot ``(t - slot_from) * slots_per_time``, which
        begins in bucket ``slot_bucket[way, slot]``; ``(ways,)``, ``(ways,)``, ``(ways, slots)``.
    least_time, usual_m, usual_toll
        Of each way: the quickest of all hours, and the mean distance and charge;
        ``(ways, places, places)``; the charges ``(1, 1, 1)`` where there are none.
    """

    time: Int32
    metres: Int32
    toll: Int32
    matrix: Int64
    bucket_from: Int64
    slot_from: Int64
    slots_per_time: Float64
    slot_bucket: Int32
    least_time: Int32
    usual_m: Int32
    usual_toll: Float64


class Traits(NamedTuple):
    """What a problem has at all, so that no engine spends time on what it has not.

    Attributes
    ----------
    has_times
        Whether time plays any role.
    has_time_price
        Whether a route's cost, or a limit, depends on when it starts or how long it takes.
    is_timed_by_hour
        Whether drives take longer at one hour than at another.
    """

    has_times: bool
    has_time_price: bool
    is_timed_by_hour: bool
    has_tolls: bool
    has_pickups: bool
    has_pairs: bool
    has_reloads: bool
    has_breaks: bool
    has_soft: bool
    has_groups: bool
    has_classes: bool
    has_positions: bool
    has_releases: bool
    has_shared_doors: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class SearchProblem:
    """Nodes, vehicles and drives, all arrays read-only.

    Attributes
    ----------
    tasks
        Number of task nodes.
    warehouses
        Number of warehouse nodes behind them.
    vehicles_first
        Whether a plan with fewer vehicles is better, whatever it costs.
    """

    tasks: int
    warehouses: int
    nodes: Nodes
    fleet: Fleet
    drives: Drives
    traits: Traits
    vehicles_first: bool = False

    @property
    def vehicles(self) -> int:
        """Number of vehicles."""
        return len(self.fleet.type_of)
