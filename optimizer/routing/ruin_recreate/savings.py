"""A start: routes of one call each are joined, end to beginning, where that saves most.

References
----------
Clarke, G. & Wright, J. W. (1964). Scheduling of vehicles from a central depot to a number of
delivery points. Operations Research 12(4).
"""

import numpy as np
import numpy.typing as npt

from optimizer.routing.judge.state import empty_state
from optimizer.routing.ruin_recreate.insertion import IMPOSSIBLE
from optimizer.routing.ruin_recreate.kernel import Kernel
from optimizer.routing.ruin_recreate.workspace import Near
from optimizer.routing.search_problem import Int64, NodeKind, SearchProblem


def joined_by_savings(
    problem: SearchProblem, near: Near, kernel: Kernel
) -> tuple[tuple[int, ...], ...]:
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
    kernel.join_routes(state, kind, is_simple.astype(np.int64), np.stack([first, second]))
    routes = [
        tuple(state.sequence[row, : state.route["length"][row]].tolist()) for row in range(tasks)
    ]
    loads = state.load[:, 0]
    rows = sorted((row for row in range(tasks) if routes[row]), key=lambda row: -loads[row])
    return tuple(routes[row] for row in rows)


def _pairs_by_saving(
    problem: SearchProblem, near: Near, kind: int, is_simple: npt.NDArray[np.bool_]
) -> tuple[Int64, Int64]:
    """Pairs of near tasks whose joining saves anything, most first."""
    fleet, nodes = problem.fleet, problem.nodes
    way = int(fleet.way[kind])
    one = np.repeat(np.arange(problem.tasks, dtype=np.int64), near.beside.shape[1])
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
