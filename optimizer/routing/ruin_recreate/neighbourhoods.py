"""Which tasks lie near each other: in price, and in time.

References
----------
Vidal, T., Crainic, T. G., Gendreau, M. & Prins, C. (2013). A hybrid genetic algorithm with adaptive
diversity management for a large class of vehicle routing problems with time-windows. Computers &
Operations Research 40(1), section 4.4: waiting and lateness in the proximity of two visits.
"""

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from domain.compiled import lean, lean_inline
from optimizer.routing.judge.state import kernel_problem
from optimizer.routing.ruin_recreate.workspace import Near
from optimizer.routing.search_problem import Float64, Int32, Int64, SearchProblem

BESIDE, AROUND = 32, 150
"""Neighbours that an insertion is tried beside, and around which routes are ruined."""

WAITING, LATENESS = 0.05, 1.0
"""Weights of waiting and lateness between two tasks against the price of the drive.

Waiting weighs little: on a long route, calls that lie between two others take it up.
"""


class _Rates(NamedTuple):
    """Prices of a unit of distance, of driving, of waiting and of lateness."""

    per_m: float
    per_time: float
    waiting: float
    late: float


class _Hours(NamedTuple):
    """When tasks may be begun, first and last, and how long they take; ``(tasks,)``."""

    opens: Int64
    closes: Int64
    stay: Int64


def neighbourhoods(problem: SearchProblem) -> Near:
    """The neighbourhoods of all tasks; `Near.alone` is yet to be filled."""
    tasks, packed = problem.tasks, kernel_problem(problem)
    beside = np.full((tasks, min(BESIDE, max(1, tasks - 1))), -1, dtype=np.int64)
    around = np.full((tasks, min(AROUND, max(1, tasks - 1))), -1, dtype=np.int64)
    _list_nearest(
        packed.place[:tasks].copy(),
        _hours(problem),
        _rates(problem),
        packed.usual_m,
        packed.usual_m_to,
        packed.least_time,
        packed.least_time_to,
        beside,
        np.empty(beside.shape[1]),
        around,
        np.empty(around.shape[1]),
    )
    return Near(
        beside=beside,
        apart=_apart(problem, beside),
        around=around,
        mates=_mates(problem),
        alone=np.zeros((tasks, len(problem.fleet.way))),
    )


def _apart(problem: SearchProblem, beside: Int64) -> Float64:
    """Price of the distance between each task and those beside it, there and back."""
    places, fleet = problem.nodes.place, problem.fleet
    here, there = places[: problem.tasks, None], places[beside]
    apart = np.full(beside.shape, np.inf)
    for way, per_m in set(zip(fleet.way.tolist(), fleet.per_m.tolist(), strict=True)):
        metres = problem.drives.usual_m[way]
        both = metres[here, there].astype(np.float64) + metres[there, here]
        np.minimum(apart, per_m * both, out=apart)
    return apart


def _rates(problem: SearchProblem) -> _Rates:
    """Prices in the mean of the types of vehicles."""
    per_m, per_time = float(problem.fleet.per_m.mean()), float(problem.fleet.per_time.mean())
    lost = 0.0
    if problem.traits.has_times:
        lost = per_time or _usual_speed_price(problem)
    if per_m == 0.0 and per_time == 0.0:
        per_m = 1.0
    return _Rates(per_m, per_time, WAITING * lost, LATENESS * lost)


def _usual_speed_price(problem: SearchProblem) -> float:
    """Price of a unit of time where time costs nothing: what is driven in it."""
    drives, places = problem.drives, problem.nodes.place[: min(problem.tasks, 200)]
    metres = float(drives.usual_m[0][np.ix_(places, places)].mean())
    time = float(drives.least_time[0][np.ix_(places, places)].mean())
    return float(problem.fleet.per_m.mean()) * metres / max(time, 1e-9)


def _hours(problem: SearchProblem) -> _Hours:
    nodes, tasks = problem.nodes, slice(0, problem.tasks)
    last = nodes.windows[tasks] - 1
    return _Hours(
        opens=nodes.window_from[tasks, 0].copy(),
        closes=nodes.window_to[np.arange(problem.tasks), last],
        stay=(nodes.service + nodes.setup)[tasks],
    )


@lean
def _list_nearest(
    place: Int64,
    hours: _Hours,
    rates: _Rates,
    metres: Int32,
    metres_to: Int32,
    time: Int32,
    time_to: Int32,
    beside: Int64,
    beside_price: Float64,
    around: Int64,
    around_price: Float64,
) -> None:
    """Write the tasks nearest to each: in price with what is lost, and of the drives alone."""
    for one in range(len(place)):
        here, count = place[one], 0
        for other in range(len(place)):
            if other == one:
                continue
            at = place[other]
            there_time, back_time = time[0, here, at], time_to[0, here, at]
            there = rates.per_m * metres[0, here, at] + rates.per_time * there_time
            back = rates.per_m * metres_to[0, here, at] + rates.per_time * back_time
            _keep_nearest(around, around_price, one, count, other, there + back)
            is_far = count >= len(beside_price) and min(there, back) >= beside_price[-1]
            if rates.late > 0.0 and not is_far:
                there += _lost(hours, rates, one, other, there_time)
                back += _lost(hours, rates, other, one, back_time)
            _keep_nearest(beside, beside_price, one, count, other, min(there, back))
            count += 1


@lean_inline
def _lost(hours: _Hours, rates: _Rates, first: int, then: int, drive: int) -> float:
    """Price of the waiting, or lateness, that there is at least between two tasks."""
    reaches = hours.stay[first] + drive
    waits = max(0, hours.opens[then] - hours.closes[first] - reaches)
    late = max(0, hours.opens[first] + reaches - hours.closes[then])
    return rates.waiting * float(waits) + rates.late * float(late)


@lean_inline
def _keep_nearest(
    nearest: Int64, prices: Float64, one: int, count: int, task: int, price: float
) -> None:
    """Put a task, of which so many came before, in its place if it is among the nearest of one."""
    most = len(prices)
    if count >= most and price >= prices[most - 1]:
        return
    at = min(count, most - 1)
    while at > 0 and prices[at - 1] > price:
        nearest[one, at], prices[at] = nearest[one, at - 1], prices[at - 1]
        at -= 1
    nearest[one, at], prices[at] = task, price


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
