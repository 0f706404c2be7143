"""A start: routes of one call each are joined, end to beginning, where that saves most.

References
----------
Clarke, G. & Wright, J. W. (1964). Scheduling of vehicles from a central depot to a number of
delivery points. Operations Research 12(4).
"""

import numpy as np
import numpy.typing as npt

from domain.compiled import lean, lean_part
from optimizer.routing.judge.drive import arrive_at
from optimizer.routing.judge.passes import has_break, is_in_time, refresh
from optimizer.routing.judge.schedule import price_route
from optimizer.routing.judge.state import Problem, State, empty_state, kernel_problem
from optimizer.routing.ruin_recreate.insertion import IMPOSSIBLE
from optimizer.routing.ruin_recreate.workspace import Near
from optimizer.routing.search_problem import FAR, Int8, Int32, NodeKind, SearchProblem

_DELIVER = int(NodeKind.DELIVER)


def joined_by_savings(problem: SearchProblem, near: Near) -> tuple[tuple[int, ...], ...]:
    """Routes that vehicles of the most frequent type could drive, the fullest first.

    There may be more than vehicles. Tasks that take more than an insertion of their own (groups,
    transports, locked positions) are in none.
    """
    kind = int(np.bincount(problem.fleet.type_of).argmax()) if problem.vehicles else 0
    nodes, tasks = problem.nodes, problem.tasks
    is_simple = (nodes.kind[:tasks] <= NodeKind.PICK_UP) & (nodes.group[:tasks] < 0)
    is_simple &= (nodes.position[:tasks] == 0) & (near.alone[:, kind] < IMPOSSIBLE)
    is_simple &= (nodes.classes[:tasks] | nodes.forbids[:tasks]) == 0
    if not is_simple.any():
        return ()
    first, second = _pairs_by_saving(problem, near, kind, is_simple)
    state = empty_state(problem, vehicles=tasks)
    _join(kernel_problem(problem), state, kind, is_simple.astype(np.int8), first, second)
    routes = [
        tuple(state.sequence[row, : state.route["length"][row]].tolist()) for row in range(tasks)
    ]
    loads = state.load[:, 0]
    rows = sorted((row for row in range(tasks) if routes[row]), key=lambda row: -loads[row])
    return tuple(routes[row] for row in rows)


def _pairs_by_saving(
    problem: SearchProblem, near: Near, kind: int, is_simple: npt.NDArray[np.bool_]
) -> tuple[Int32, Int32]:
    """Pairs of near tasks whose joining saves anything, most first."""
    fleet, nodes = problem.fleet, problem.nodes
    way = int(fleet.way[kind])
    one = np.repeat(np.arange(problem.tasks, dtype=np.int32), near.beside.shape[1])
    other = near.beside.ravel()
    good = other >= 0
    good[good] &= is_simple[one[good]] & is_simple[other[good]]
    one, other = one[good], other[good]
    first, second = np.concatenate([one, other]), np.concatenate([other, one])
    start = nodes.place[fleet.start[kind]]
    end = nodes.place[fleet.end[kind]] if fleet.end[kind] >= 0 else -1
    here, there = nodes.place[first], nodes.place[second]
    saving = np.zeros(len(first))
    for matrix, rate in (
        (problem.drives.usual_m[way], float(fleet.per_m[kind])),
        (problem.drives.least_time[way], float(fleet.per_time[kind])),
    ):
        part = matrix[start, there].astype(np.float64) - matrix[here, there]
        saving += rate * (part if end < 0 else part + matrix[here, end])
    saving += float(fleet.fixed[kind])
    keep = saving > 0
    order = np.argsort(-saving[keep], kind="stable")
    return first[keep][order], second[keep][order]


@lean
def _join(
    problem: Problem, state: State, kind: int, is_simple: Int8, first: Int32, second: Int32
) -> None:
    """Join routes that end at `first` with those that begin at `second`."""
    for task in range(len(is_simple)):
        if is_simple[task]:
            state.sequence[task, 0], state.route[task].length = task, 1
            state.call[task].route, state.call[task].index = task, 0
            refresh(problem, state, task, kind, 0, 1)
    has_limits = problem.kind[kind].most_m < FAR or problem.kind[kind].most_time < FAR
    has_limits = has_limits or problem.trait[0].has_shared_doors or problem.trait[0].has_releases
    for at in range(len(first)):
        row, other = state.call[first[at]].route, state.call[second[at]].route
        length = state.route[row].length
        if row == other or state.call[first[at]].index + 1 < length:
            continue
        if state.call[second[at]].index > 0:
            continue
        if length + state.route[other].length >= min(
            state.sequence.shape[1] - 2, problem.kind[kind].most_stops + 1
        ):
            continue
        if not _has_room(problem, state, kind, row, other):
            continue
        if problem.trait[0].has_times and not _follows(problem, state, kind, first[at], second[at]):
            continue
        _append(problem, state, kind, row, other)
        is_lawful = not has_limits or is_in_time(problem, state, row, kind)
        if has_limits and is_lawful:
            is_lawful = price_route(problem, state, row, kind, False) < IMPOSSIBLE / 2
        if not is_lawful:
            _part(problem, state, kind, row, other, length)


@lean_part
def _has_room(problem: Problem, state: State, kind: int, row: int, other: int) -> bool:
    """Whether a vehicle holds all of two routes at once."""
    for d in range(problem.load.shape[1]):
        total = 0.0
        for which in range(2):
            at = row if which == 0 else other
            for index in range(state.route[at].length):
                total += problem.load[state.sequence[at, index], d]
        if total > problem.capacity[kind, d]:
            return False
    return True


@lean_part
def _follows(problem: Problem, state: State, kind: int, first: int, second: int) -> bool:
    """Whether a route that begins at a task is in time behind one that ends at another."""
    way, call = problem.kind[kind].way, state.call
    here, there = problem.node[first].place, problem.node[second].place
    rests = problem.trait[0].has_breaks and has_break(problem, kind)
    arrival = arrive_at(problem, way, here, there, call[first].ready)
    if arrival <= (call[second].latest_due if rests else call[second].latest):
        return True
    if rests and call[first].rested < FAR:
        return arrive_at(problem, way, here, there, call[first].rested) <= call[second].latest
    return False


@lean_part
def _append(problem: Problem, state: State, kind: int, row: int, other: int) -> None:
    length = state.route[row].length
    for index in range(state.route[other].length):
        node = state.sequence[other, index]
        state.sequence[row, length + index] = node
        state.call[node].route, state.call[node].index = row, length + index
    state.route[row].length += state.route[other].length
    state.route[other].length = 0
    refresh(problem, state, row, kind, 0, state.route[row].length)


@lean_part
def _part(problem: Problem, state: State, kind: int, row: int, other: int, length: int) -> None:
    """Take joining back."""
    for index in range(length, state.route[row].length):
        node = state.sequence[row, index]
        state.sequence[other, index - length] = node
        state.call[node].route, state.call[node].index = other, index - length
    state.route[other].length = state.route[row].length - length
    state.route[row].length = length
    refresh(problem, state, row, kind, 0, length)
    refresh(problem, state, other, kind, 0, state.route[other].length)
