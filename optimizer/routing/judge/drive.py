"""Driving by the hour, in machine code: the twin of `domain.travel.MatrixTravel`.

Inside a bucket a drive advances at a steady rate, so that leaving later never arrives earlier, and
there is a latest time to leave for every time to arrive.

References
----------
Ichoua, S., Gendreau, M. & Potvin, J.-Y. (2003). Vehicle dispatching with time-dependent travel
times. European Journal of Operational Research 144(2), section 3.
"""

import math

from domain.compiled import lean_inline
from optimizer.routing.judge.state import Problem
from optimizer.routing.search_problem import FAR

_ROUNDING = 1e-6
"""Less than this beyond a whole unit of time is noise; the same as in `domain.travel`."""


@lean_inline
def bucket_at(problem: Problem, way: int, time: int) -> int:
    """Number of the bucket that a time falls into."""
    slots = problem.slot_bucket.shape[1]
    slot = int((time - problem.way[way].slot_from) * problem.way[way].slots_per_time)
    bucket = int(problem.slot_bucket[way, min(max(slot, 0), slots - 1)])
    last = problem.matrix.shape[1] - 1
    while bucket < last and problem.bucket_from[way, bucket + 1] <= time:
        bucket += 1
    return bucket


@lean_inline
def matrix_at(problem: Problem, way: int, time: int) -> int:
    """Number of the matrix that holds at a time."""
    if problem.matrix.shape[1] == 1:
        return int(problem.matrix[way, 0])
    return int(problem.matrix[way, bucket_at(problem, way, time)])


@lean_inline
def arrive_at(problem: Problem, way: int, origin: int, destination: int, leave: int) -> int:
    """When a vehicle is there that leaves at a time, rounded up to a whole unit."""
    if problem.matrix.shape[1] == 1:
        return int(leave + problem.time[problem.matrix[way, 0], origin, destination])
    bucket = bucket_at(problem, way, leave)
    needs = int(problem.time[problem.matrix[way, bucket], origin, destination])
    last = problem.matrix.shape[1] - 1
    if bucket == last or leave + needs <= problem.bucket_from[way, bucket + 1]:
        return leave + needs
    time, left, whole = float(leave), 1.0, float(needs)
    while True:
        until = float(problem.bucket_from[way, bucket + 1])
        left -= (until - time) / whole
        time = until
        bucket += 1
        whole = float(problem.time[problem.matrix[way, bucket], origin, destination])
        need = left * whole
        if bucket == last or time + need <= problem.bucket_from[way, bucket + 1]:
            return leave + math.ceil(time + need - leave - _ROUNDING)


@lean_inline
def reach_at(problem: Problem, way: int, origin: int, destination: int, leave: int) -> int:
    """The same as `arrive_at`, quicker where many origins of one destination are looked at."""
    if problem.matrix.shape[1] == 1:
        return int(leave + problem.least_time_to[way, destination, origin])
    return arrive_at(problem, way, origin, destination, leave)


@lean_inline
def leave_by(problem: Problem, way: int, origin: int, destination: int, arrival: int) -> int:
    """Latest time to leave and be there by a time: the inverse of `arrive_at`."""
    if problem.matrix.shape[1] == 1:
        return int(arrival - problem.time[problem.matrix[way, 0], origin, destination])
    bucket = bucket_at(problem, way, arrival)
    whole = float(problem.time[problem.matrix[way, bucket], origin, destination])
    time = float(arrival) - whole
    if bucket == 0 or time >= problem.bucket_from[way, bucket]:
        return int(time)
    until, left = float(arrival), 1.0
    while bucket > 0 and time < problem.bucket_from[way, bucket]:
        left -= (until - problem.bucket_from[way, bucket]) / whole
        until = float(problem.bucket_from[way, bucket])
        bucket -= 1
        whole = float(problem.time[problem.matrix[way, bucket], origin, destination])
        time = until - left * whole
    leave = math.floor(time)
    if arrive_at(problem, way, origin, destination, leave + 1) <= arrival:
        return leave + 1
    if arrive_at(problem, way, origin, destination, leave) > arrival:
        return leave - 1
    return leave


@lean_inline
def begin_from(problem: Problem, node: int, time: int) -> int:
    """Earliest time within a node's windows, not before a time; `FAR` if it is too late."""
    for number in range(problem.node[node].windows):
        if time <= problem.window[node, number, 1]:
            return int(max(time, problem.window[node, number, 0]))
    return time if problem.node[node].is_soft else FAR


@lean_inline
def begin_by(problem: Problem, node: int, time: int) -> int:
    """Latest time within a node's windows, not after a time; ``-FAR`` if it is too early."""
    last = problem.node[node].windows - 1
    if problem.node[node].is_soft and time > problem.window[node, last, 1]:
        return time
    for number in range(last, -1, -1):
        if problem.window[node, number, 0] <= time:
            return int(min(time, problem.window[node, number, 1]))
    return -FAR


@lean_inline
def lateness(problem: Problem, node: int, begin: int) -> int:
    """How long after its last window service at a node begins."""
    return int(max(0, begin - problem.window[node, problem.node[node].windows - 1, 1]))
