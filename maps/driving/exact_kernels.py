"""A plain time-dependent Dijkstra search, in machine code.

Inside a bucket of time an edge is driven at its ratio to free flow, and what is left of it when
the bucket ends is driven at the next bucket's; so who enters an edge later never leaves it earlier.

References
----------
Ichoua, S., Gendreau, M. & Potvin, J.-Y. (2003). Vehicle dispatching with time-dependent travel
times. European Journal of Operational Research 144(2), section 3.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.compiled import compiled, compiled_part

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

NO_ARC = -1
KEY, TIME, LENGTH, TOLL = 0, 1, 2, 3
"""What a label holds of the way to a state: its key, its milliseconds, decimetres and charges."""


class Roads(NamedTuple):
    """The graph and the conditions on it, as the search reads them.

    `free_ms`, `length_dm` and `edge_class` are by edge; `avoid` and `toll_minor` by bucket and
    edge, or one row for all buckets.
    """

    offset: npt.NDArray[np.int64]
    head: Ints
    edge: Ints
    turn_ms: Ints
    is_usable: npt.NDArray[np.bool_]
    free_ms: npt.NDArray[np.int64]
    length_dm: npt.NDArray[np.int64]
    edge_class: npt.NDArray[np.int64]
    starts_ms: Floats
    ratios: Floats
    avoid: npt.NDArray[np.bool_]
    toll_minor: npt.NDArray[np.int64]
    avoid_factor: float
    ms_per_minor: float


class End(NamedTuple):
    """A stop as one end of a search.

    The edges that pass it (-1 for none), milliseconds at free flow and decimetres from each one's
    tail to the stop, the state behind each when leaving, and the state it is at where it lies at a
    junction (-1 otherwise).
    """

    edge: npt.NDArray[np.int64]
    along_ms: npt.NDArray[np.int64]
    along_dm: npt.NDArray[np.int64]
    exit_state: npt.NDArray[np.int64]
    junction: int


@compiled_part
def _bucket(roads: Roads, time_ms: float) -> int:
    """Number of the bucket that a time falls into."""
    low, high = 0, len(roads.starts_ms)
    while high - low > 1:
        middle = (low + high) // 2
        if roads.starts_ms[middle] <= time_ms:
            low = middle
        else:
            high = middle
    return low


@compiled_part
def _driven_ms(roads: Roads, first: int, edge: int, work_ms: float, enter_ms: float) -> float:
    """When a vehicle that begins in a bucket has driven what takes `work_ms` at free flow."""
    bucket, time_ms, left_ms = first, enter_ms, work_ms
    kind = roads.edge_class[edge]
    while bucket + 1 < len(roads.starts_ms):
        ratio = roads.ratios[bucket, kind]
        end_ms = roads.starts_ms[bucket + 1]
        if time_ms + left_ms / ratio <= end_ms:
            return float(time_ms + left_ms / ratio)
        left_ms -= (end_ms - time_ms) * ratio
        time_ms = end_ms
        bucket += 1
    return float(time_ms + left_ms / roads.ratios[bucket, kind])


@compiled
def driven_ms(roads: Roads, edge: int, work_ms: float, enter_ms: float) -> float:
    """When a vehicle that begins at a time has driven what takes `work_ms` at free flow."""
    return _driven_ms(roads, _bucket(roads, enter_ms), edge, work_ms, enter_ms)


@compiled_part
def _drive(
    roads: Roads, edge: int, work_ms: float, to_end: bool, key: float, time_ms: float
) -> tuple[float, float, float]:
    """Key, time and charge after some of an edge; its end charges for the zone it leads into."""
    bucket = _bucket(roads, time_ms)
    arrives_ms = _driven_ms(roads, bucket, edge, work_ms, time_ms)
    taken_ms = arrives_ms - time_ms
    if roads.avoid[min(bucket, len(roads.avoid) - 1), edge]:
        taken_ms *= 1.0 + roads.avoid_factor
    toll = 0.0
    if to_end:
        toll = float(roads.toll_minor[min(bucket, len(roads.toll_minor) - 1), edge])
    return key + taken_ms + np.rint(toll * roads.ms_per_minor), arrives_ms, toll


@compiled_part
def _push(keys: Floats, states: Ints, size: int, key: float, state: int) -> None:
    """Add an entry to a heap with room at its end."""
    at = size
    while at > 0:
        parent = (at - 1) >> 2
        if keys[parent] <= key:
            break
        keys[at], states[at] = keys[parent], states[parent]
        at = parent
    keys[at], states[at] = key, state


@compiled_part
def _drop_first(keys: Floats, states: Ints, size: int) -> None:
    """Take the first entry out of a heap that will have a size: the last takes its place."""
    key, state = keys[size], states[size]
    at, child = 0, 1
    while child < size:
        least = child
        for other in range(child + 1, min(child + 4, size)):
            if keys[other] < keys[least]:
                least = other
        if keys[least] >= key:
            break
        keys[at], states[at] = keys[least], states[least]
        at, child = least, 4 * least + 1
    keys[at], states[at] = key, state


@compiled_part
def _start(
    roads: Roads, origin: End, target: End, depart_ms: float, labels: Floats, best: Floats
) -> int:
    """Put first labels on the states behind the origin; return the way straight along, or -1.

    Where the target lies ahead on the origin's own edge, `best` becomes the label of the way
    straight along it.
    """
    straight = -1
    if origin.junction >= 0:
        labels[origin.junction] = (0.0, depart_ms, 0.0, 0.0)
        return straight
    for side in range(2):
        edge = origin.edge[side]
        if edge < 0:
            continue
        for other in range(2):
            ahead_ms = target.along_ms[other] - origin.along_ms[side]
            if target.junction < 0 and target.edge[other] == edge and ahead_ms >= 0:
                key, time_ms, toll = _drive(roads, edge, float(ahead_ms), False, 0.0, depart_ms)
                ahead_dm = float(max(0, target.along_dm[other] - origin.along_dm[side]))
                if _is_better(key, ahead_dm, best):
                    best[:] = (key, time_ms, ahead_dm, toll)
                    straight = side
        rest_ms = float(roads.free_ms[edge] - origin.along_ms[side])
        key, time_ms, toll = _drive(roads, edge, rest_ms, True, 0.0, depart_ms)
        rest_dm = float(roads.length_dm[edge] - origin.along_dm[side])
        state = origin.exit_state[side]
        if _is_better(key, rest_dm, labels[state]):
            labels[state] = (key, time_ms, rest_dm, toll)
    return straight


@compiled_part
def _is_better(key: float, length_dm: float, label: Floats) -> bool:
    """Whether a key is smaller than a label's, or where both are the same, the length."""
    return bool(key < label[KEY] or (key == label[KEY] and length_dm < label[LENGTH]))


@compiled
def search(
    roads: Roads,
    origin: End,
    target: End,
    depart_ms: float,
    labels: Floats,
    before: Ints,
    best: Floats,
) -> tuple[int, int, int]:
    """Find the best way from stop to stop when leaving at a time.

    Parameters
    ----------
    labels, before
        Room for a label and the arc before each state, ``(states, 4)`` and ``(states,)``; filled.
    best
        Room for the label of the target; filled, its key infinite where there is no way.

    Returns
    -------
    straight
        Side of the origin from which the best way runs straight along its own edge, or -1.
    last_state, last_side
        State before the target's own edge and which of its edges it is reached on; -1 where the
        way is straight, and for the side where the target is at a junction.
    """
    labels[:, KEY] = np.inf
    best[:] = np.inf
    before[:] = NO_ARC
    straight = _start(roads, origin, target, depart_ms, labels, best)
    last_state, last_side = -1, -1
    keys, states = np.empty(len(roads.head) + 4), np.empty(len(roads.head) + 4, np.int32)
    size = 0
    for state in (origin.junction, origin.exit_state[0], origin.exit_state[1]):
        if state >= 0:
            _push(keys, states, size, labels[state, KEY], state)
            size += 1
    while size > 0 and keys[0] <= best[KEY]:
        key, state = keys[0], states[0]
        size -= 1
        _drop_first(keys, states, size)
        if key > labels[state, KEY]:
            continue
        time_ms, length_dm, paid = labels[state, TIME], labels[state, LENGTH], labels[state, TOLL]
        if state == target.junction:
            if _is_better(key, length_dm, best):
                best[:] = labels[state]
                last_state, straight = state, -1
            continue
        for arc in range(roads.offset[state], roads.offset[state + 1]):
            if not roads.is_usable[arc]:
                continue
            edge, head = roads.edge[arc], roads.head[arc]
            turned, at_ms = key + roads.turn_ms[arc], time_ms + roads.turn_ms[arc]
            if target.junction < 0 and (edge == target.edge[0] or edge == target.edge[1]):
                side = 0 if edge == target.edge[0] else 1
                along_ms = float(target.along_ms[side])
                there, there_ms, _ = _drive(roads, edge, along_ms, False, turned, at_ms)
                there_dm = length_dm + target.along_dm[side]
                if _is_better(there, there_dm, best):
                    best[:] = (there, there_ms, there_dm, paid)
                    last_state, last_side, straight = state, side, -1
            whole_ms = float(roads.free_ms[edge])
            there, there_ms, toll = _drive(roads, edge, whole_ms, True, turned, at_ms)
            there_dm = length_dm + roads.length_dm[edge]
            if _is_better(there, there_dm, labels[head]):
                is_new = there < labels[head, KEY]
                labels[head, KEY], labels[head, TIME] = there, there_ms
                labels[head, LENGTH], labels[head, TOLL] = there_dm, paid + toll
                before[head] = arc
                if is_new:
                    _push(keys, states, size, there, head)
                    size += 1
    return straight, last_state, last_side
