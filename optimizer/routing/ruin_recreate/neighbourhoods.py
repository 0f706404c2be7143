"""Which tasks lie near each other: in price, and in time.

References
----------
Vidal, T., Crainic, T. G., Gendreau, M. & Prins, C. (2013). A hybrid genetic algorithm with adaptive
diversity management for a large class of vehicle routing problems with time-windows. Computers &
Operations Research 40(1), section 4.4: waiting and lateness in the proximity of two visits.
"""

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from optimizer.routing.ruin_recreate.workspace import Near
from optimizer.routing.search_problem import Int64, SearchProblem

BESIDE, AROUND = 32, 150
"""Neighbours that an insertion is tried beside, and around which routes are ruined."""

WAITING, LATENESS = 0.05, 1.0
"""Weights of waiting and lateness between two tasks against the price of the drive.

Waiting weighs little: on a long route, calls that lie between two others take it up.
"""

_ROWS = 256
_FAR_AWAY = np.float32(1e30)


def neighbourhoods(problem: SearchProblem) -> Near:
    """The neighbourhoods of all tasks; `Near.alone` is yet to be filled."""
    tasks = problem.tasks
    beside = np.full((tasks, min(BESIDE, max(1, tasks - 1))), -1, dtype=np.int64)
    around = np.full((tasks, min(AROUND, max(1, tasks - 1))), -1, dtype=np.int64)
    per_m, per_time = _rates(problem)
    for first in range(0, tasks, _ROWS):
        rows = np.arange(first, min(tasks, first + _ROWS))
        drives = _drive_price(problem, rows, per_m, per_time)
        apart = np.minimum(
            drives[0] + _waste(problem, rows, per_time, leaves=True),
            drives[1] + _waste(problem, rows, per_time, leaves=False),
        )
        _nearest(apart, rows, beside)
        _nearest(drives[0] + drives[1], rows, around)
    return Near(
        beside=beside,
        around=around,
        mates=_mates(problem),
        alone=np.zeros((tasks, len(problem.fleet.way))),
    )


def _rates(problem: SearchProblem) -> tuple[float, float]:
    """Price of a unit of distance and of time, in the mean of the types of vehicles."""
    per_m, per_time = float(problem.fleet.per_m.mean()), float(problem.fleet.per_time.mean())
    if per_m == 0.0 and per_time == 0.0:
        per_m = 1.0
    return per_m, per_time


def _drive_price(
    problem: SearchProblem, rows: npt.NDArray[np.int64], per_m: float, per_time: float
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Price of the drives from some tasks to all, and from all to them; ``(rows, tasks)``."""
    places = problem.nodes.place
    here, all_of_them = places[rows], places[: problem.tasks]
    metres, time = problem.drives.usual_m[0], problem.drives.least_time[0]
    there = metres[np.ix_(here, all_of_them)] * np.float32(per_m)
    back = metres[np.ix_(all_of_them, here)].T * np.float32(per_m)
    if per_time > 0.0:
        there += time[np.ix_(here, all_of_them)] * np.float32(per_time)
        back = back + time[np.ix_(all_of_them, here)].T * np.float32(per_time)
    return there.astype(np.float32), back.astype(np.float32)


def _waste(
    problem: SearchProblem, rows: npt.NDArray[np.int64], per_time: float, *, leaves: bool
) -> npt.NDArray[np.float32] | float:
    """Price of waiting and lateness between some tasks and all, whichever `leaves` first."""
    if not problem.traits.has_times:
        return 0.0
    nodes, tasks = problem.nodes, slice(0, problem.tasks)
    opens = nodes.window_from[tasks, 0].astype(np.float64)
    last = nodes.windows[tasks] - 1
    closes = nodes.window_to[np.arange(problem.tasks), last].astype(np.float64)
    stay = (nodes.service + nodes.setup)[tasks].astype(np.float64)
    time, places = problem.drives.least_time[0], nodes.place[tasks]
    everyone = np.arange(problem.tasks)
    first, then = (rows, everyone) if leaves else (everyone, rows)
    drive = time[np.ix_(places[first], places[then])]
    reaches = stay[first][:, None] + drive
    waits = np.maximum(0.0, opens[then][None] - closes[first][:, None] - reaches)
    late = np.maximum(0.0, opens[first][:, None] + reaches - closes[then][None])
    waste = WAITING * waits + LATENESS * late
    waste *= per_time or _usual_speed_price(problem)
    price: npt.NDArray[np.float32] = waste.astype(np.float32)
    return price if leaves else price.T


def _usual_speed_price(problem: SearchProblem) -> float:
    """Price of a unit of time where time costs nothing: what is driven in it."""
    drives, places = problem.drives, problem.nodes.place[: min(problem.tasks, 200)]
    metres = float(drives.usual_m[0][np.ix_(places, places)].mean())
    time = float(drives.least_time[0][np.ix_(places, places)].mean())
    return float(problem.fleet.per_m.mean()) * metres / max(time, 1e-9)


def _nearest(apart: npt.NDArray[np.float32], rows: npt.NDArray[np.int64], into: Int64) -> None:
    """Write the nearest tasks of some rows, nearest first."""
    apart[np.arange(len(rows)), rows] = _FAR_AWAY
    count = into.shape[1]
    if apart.shape[1] <= count:
        chosen = np.argsort(apart, axis=1, kind="stable")[:, :-1]
        into[rows, : chosen.shape[1]] = chosen
        return
    chosen = np.argpartition(apart, count - 1, axis=1)[:, :count]
    order = np.argsort(np.take_along_axis(apart, chosen, axis=1), axis=1, kind="stable")
    into[rows] = np.take_along_axis(chosen, order, axis=1)


def _mates(problem: SearchProblem) -> Int64:
    """The other tasks of each task's group."""
    groups: dict[int, list[int]] = defaultdict(list)
    for task in np.flatnonzero(problem.nodes.group[: problem.tasks] >= 0).tolist():
        groups[int(problem.nodes.group[task])].append(task)
    most = max((len(members) for members in groups.values()), default=1)
    mates = np.full((problem.tasks, most), -1, dtype=np.int64)
    for members in groups.values():
        for task in members:
            others = [other for other in members if other != task]
            mates[task, : len(others)] = others
    return mates
