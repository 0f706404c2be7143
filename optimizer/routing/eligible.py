"""Which types of vehicle come into question for which tasks, whatever the routes."""

import numpy as np
import numpy.typing as npt

from optimizer.routing.search_problem import FAR, NOWHERE, NodeKind, SearchProblem

Flags = npt.NDArray[np.bool_]


def eligible(problem: SearchProblem) -> Flags:
    """Whether a type can serve a task at all; ``(types, tasks)``.

    It must work, be let to the task and to its partner, carry it empty, come to where it is loaded,
    and be on its way while the task may begin.
    """
    nodes, fleet, tasks = problem.nodes, problem.fleet, problem.tasks
    may: Flags = fleet.may[:, :tasks] != 0
    may &= ((fleet.leaves > 0) & (fleet.ends > 0))[:, np.newaxis]
    may &= (fleet.capacity[:, np.newaxis] >= nodes.load[np.newaxis, :tasks]).all(axis=2)
    if problem.traits.has_times:
        may &= _are_in_hours(problem)
    depot = nodes.depot[:tasks]
    for kind in range(len(fleet.way)):
        loads_at = np.array(sorted(loading_warehouses(problem, kind)), dtype=np.int64)
        may[kind] &= (depot == NOWHERE) | np.isin(depot, loads_at)
    paired = np.flatnonzero(nodes.kind[:tasks] == NodeKind.COLLECT)
    both = may[:, paired] & may[:, nodes.partner[paired]]
    may[:, paired] = may[:, nodes.partner[paired]] = both
    return may


def loading_warehouses(problem: SearchProblem, kind: int) -> frozenset[int]:
    """Nodes of the warehouses at which vehicles of a type can be loaded."""
    reloads = {warehouse_of(problem, node) for node in reload_nodes(problem, kind)}
    return frozenset(reloads | {int(problem.fleet.start[kind])})


def reload_nodes(problem: SearchProblem, kind: int) -> tuple[int, ...]:
    """Reloads of the first vehicle of a type; none where its routes have one trip."""
    fleet = problem.fleet
    vehicles = np.flatnonzero(fleet.type_of == kind)
    if fleet.trips[kind] <= 1 or not len(vehicles):
        return ()
    return tuple(node for node in fleet.reloads[vehicles[0]].tolist() if node != NOWHERE)


def warehouse_of(problem: SearchProblem, reload: int) -> int:
    """Node of the warehouse at which a reload takes place."""
    places = problem.nodes.place[problem.tasks : problem.tasks + problem.warehouses]
    return problem.tasks + int(np.flatnonzero(places == problem.nodes.place[reload])[0])


def _are_in_hours(problem: SearchProblem) -> Flags:
    """Whether a task may begin between a type's first start and its last end."""
    nodes, fleet, tasks = problem.nodes, problem.fleet, problem.tasks
    last_end = fleet.end_to[np.arange(len(fleet.ends)), np.maximum(fleet.ends, 1) - 1]
    last_start = fleet.leave_to[np.arange(len(fleet.leaves)), np.maximum(fleet.leaves, 1) - 1]
    closes = nodes.window_to[np.arange(tasks), nodes.windows[:tasks] - 1]
    closes = np.where(nodes.is_soft[:tasks] != 0, FAR, closes)
    in_time: Flags = nodes.window_from[np.newaxis, :tasks, 0] <= last_end[:, np.newaxis]
    in_time &= closes[np.newaxis] >= fleet.leave_from[:, 0][:, np.newaxis]
    released_by = last_start if not problem.traits.has_reloads else last_end
    in_time &= nodes.release[np.newaxis, :tasks] <= released_by[:, np.newaxis]
    return in_time & (nodes.windows[:tasks] > 0) & (nodes.release[:tasks] <= closes)
