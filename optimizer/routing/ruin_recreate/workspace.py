"""What the search holds beside the routes: its neighbourhoods, its best, and its way back."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimizer.routing.judge.state import CALL, ROUTE, SPOT, Records, State
from optimizer.routing.search_problem import Float64, Int64, SearchProblem

MOST_CHANGED = 48
"""Most routes that one step may change."""


class Setting(NamedTuple):
    """How the search goes about it.

    Attributes
    ----------
    mean_removed, longest_string
        How many tasks a step removes in the mean, and most from one route.
    split_chance, keep_chance
        Of a string that leaves some calls in its middle, and of leaving one more.
    blink_chance
        Of passing over a place when looking for the cheapest.
    tails_chance
        Of exchanging the tails of two routes after a step.
    shortcut
        Share of the least time an insertion can take that rules it out beforehand.
    misplaced_cost
        Cost of each stop by which a locked task is misplaced.
    counts_stops
        Whether any rule asks how many stops or trips a route has.
    """

    mean_removed: float = 10.0
    longest_string: float = 10.0
    split_chance: float = 0.5
    keep_chance: float = 0.01
    blink_chance: float = 0.01
    tails_chance: float = 0.0
    shortcut: float = 0.8
    misplaced_cost: float = 0.0
    counts_stops: bool = False


class Near(NamedTuple):
    """Neighbourhoods of the tasks, nearest first; ``(tasks, most)``, -1 behind the last.

    Attributes
    ----------
    beside
        Tasks beside which one is looked to be inserted.
    apart
        Price of the distance to each of those and back, on the cheapest type of vehicle.
    around
        Tasks whose routes are ruined together with its own.
    mates
        The other tasks of its group.
    alone
        Cost of a route of each type of vehicle with the task alone (of a transport, at the node
        where it is collected); infinite where there is none; ``(tasks, types)``.
    """

    beside: Int64
    apart: Float64
    around: Int64
    mates: Int64
    alone: Float64


class Workspace(NamedTuple):
    """Arrays that the kernels write.

    Attributes
    ----------
    dice
        State of the random numbers; ``(1,)``.
    absent, removed, key
        Tasks left out, tasks to be inserted in this step, and what they are sorted by.
    counts
        How many there are of each: tasks left out, removed tasks, changed routes, used routes, and
        better plans found; ``(5,)``.
    was_absent
        Whether a removed task was left out before the step; ``(tasks,)``.
    cost
        Of the routes as they stand, and of the best; ``(2,)``.
    absent_cost
        What leaving a task out costs the search; ``(tasks,)``.
    is_open
        Whether a vehicle may be used; ``(vehicles,)``.
    seen, stamp
        Routes looked at for this task: those with the present stamp; ``(vehicles,)`` and ``(1,)``.
    changed, place_of
        Routes changed in this step, and each route's place among them or -1.
    kept_sequence, kept_spot, kept_call, kept_route, kept_leg, kept_last_leg, kept_load
        What changed routes were before.
    best_sequence, best_length
        The best routes.
    is_newer
        Whether a route may differ from the best one's; ``(vehicles,)``.
    """

    dice: npt.NDArray[np.uint64]
    absent: Int64
    removed: Int64
    key: Float64
    counts: Int64
    was_absent: npt.NDArray[np.int8]
    cost: Float64
    absent_cost: Float64
    is_open: npt.NDArray[np.int8]
    seen: Int64
    stamp: Int64
    changed: Int64
    place_of: Int64
    kept_sequence: Int64
    kept_spot: Records
    kept_call: Records
    kept_route: Records
    kept_leg: Float64
    kept_last_leg: Float64
    kept_load: Float64
    best_sequence: Int64
    best_length: Int64
    is_newer: npt.NDArray[np.int8]


ABSENT, REMOVED, CHANGED, USED, BETTER = 0, 1, 2, 3, 4
NOW, BEST = 0, 1


def empty_workspace(problem: SearchProblem, state: State, seed: int) -> Workspace:
    """A workspace in which every task is left out."""
    vehicles, most = state.sequence.shape
    dimensions = problem.nodes.load.shape[1]
    kept, traits = (MOST_CHANGED, most), problem.traits
    is_mixed = traits.has_pickups or traits.has_pairs or traits.has_reloads
    legs = (MOST_CHANGED, most if is_mixed else 0, 3, dimensions)
    is_timed = traits.has_times or traits.has_time_price or traits.has_soft
    calls = (MOST_CHANGED, most if is_mixed or is_timed else 0)
    workspace = Workspace(
        dice=np.array([np.uint64(seed * 2_654_435_761 % 2**63 + 88_172_645_463_325_252 % 2**63)]),
        absent=np.zeros(problem.tasks, dtype=np.int64),
        removed=np.zeros(problem.tasks + 1, dtype=np.int64),
        key=np.zeros(problem.tasks + 1),
        counts=np.zeros(5, dtype=np.int64),
        was_absent=np.zeros(problem.tasks, dtype=np.int8),
        cost=np.zeros(2),
        absent_cost=problem.nodes.absent[: problem.tasks].copy(),
        is_open=np.ones(vehicles, dtype=np.int8),
        seen=np.zeros(vehicles, dtype=np.int64),
        stamp=np.zeros(1, dtype=np.int64),
        changed=np.zeros(MOST_CHANGED, dtype=np.int64),
        place_of=np.full(vehicles, -1, dtype=np.int64),
        kept_sequence=np.zeros(kept, dtype=np.int64),
        kept_spot=np.zeros(kept, dtype=SPOT),
        kept_call=np.zeros(calls, dtype=CALL),
        kept_route=np.zeros(MOST_CHANGED, dtype=ROUTE),
        kept_leg=np.zeros(legs),
        kept_last_leg=np.zeros((MOST_CHANGED, 3, dimensions)),
        kept_load=np.zeros((MOST_CHANGED, dimensions)),
        best_sequence=np.zeros((vehicles, most), dtype=np.int64),
        best_length=np.zeros(vehicles, dtype=np.int64),
        is_newer=np.ones(vehicles, dtype=np.int8),
    )
    first = np.flatnonzero(problem.nodes.kind[: problem.tasks] != 3)  # all but drops
    workspace.absent[: len(first)] = first
    workspace.counts[ABSENT] = len(first)
    workspace.cost[:] = workspace.absent_cost.sum()
    return workspace
