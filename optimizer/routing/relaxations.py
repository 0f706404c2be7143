"""What engines that know neither doors nor hours of the day relax of a problem."""

from collections.abc import Iterator

import numpy as np

from optimizer.routing.engine import Relaxation
from optimizer.routing.search_problem import FAR, NodeKind, SearchProblem


def plain_relaxations(problem: SearchProblem) -> Iterator[Relaxation]:
    """Rules that only the judge and the search of its own keep."""
    traits = problem.traits
    kept_by_none = {
        Relaxation.HOURS: traits.is_timed_by_hour,
        Relaxation.BREAKS: traits.has_breaks,
        Relaxation.GROUPS: traits.has_groups,
        Relaxation.INCOMPATIBLE: traits.has_classes,
        Relaxation.POSITIONS: traits.has_positions,
    }
    yield from (relaxation for relaxation, is_there in kept_by_none.items() if is_there)
    if traits.has_times and traits.has_shared_doors and _has_shared_setup(problem):
        yield Relaxation.SET_UP


def has_joint_stops(problem: SearchProblem) -> bool:
    """Whether some tasks can be one stop."""
    nodes, tasks = problem.nodes, problem.tasks
    stops = np.stack([nodes.door[:tasks], nodes.hours[:tasks]])
    return problem.traits.has_shared_doors and np.unique(stops, axis=1).shape[1] < tasks


def has_stop_limit(problem: SearchProblem) -> bool:
    """Whether a vehicle may make fewer stops than there are tasks."""
    return bool((problem.fleet.most_stops < problem.tasks).any())


def may_wait_to_end(problem: SearchProblem) -> bool:
    """Whether some hour is too early to end a route: an engine may let the vehicle wait there."""
    fleet = problem.fleet
    works = (fleet.leaves > 0) & (fleet.ends > 0)
    opens = fleet.end_from[:, 0] > fleet.leave_from[:, 0]
    return bool((works & ((fleet.ends > 1) | opens)).any())


def has_released_pairs(problem: SearchProblem) -> bool:
    """Whether a transport is released after a vehicle could have left."""
    nodes, fleet = problem.nodes, problem.fleet
    kind = nodes.kind[: problem.tasks]
    is_of_pair = (kind == NodeKind.COLLECT) | (kind == NodeKind.DROP)
    earliest = fleet.leave_from[fleet.leaves > 0, 0].min(initial=FAR)
    return bool((nodes.release[: problem.tasks][is_of_pair] > earliest).any())


def _has_shared_setup(problem: SearchProblem) -> bool:
    """Whether a door with several tasks needs set-up."""
    nodes, tasks = problem.nodes, problem.tasks
    _, of_task, count = np.unique(nodes.door[:tasks], return_inverse=True, return_counts=True)
    return bool(nodes.setup[:tasks][count[of_task] > 1].any())
