"""Doing with fewer vehicles: routes are closed one by one, their tasks find room on the others.

A start joined from single calls has far too many routes where windows bind, and a search that only
moves calls about rarely gets rid of one. Nor does it come by many, so that closing ends where it
costs more than it saves.

References
----------
Christiaens, J. & Vanden Berghe, G. (2020). Slack induction by string removals for vehicle routing
problems. Transportation Science 54(2), section 5.3: leaving a task out grows dearer the longer it
is, in our terms.
"""

import numpy as np

from optimizer.routing.ruin_recreate.search import Budget, Search
from optimizer.routing.ruin_recreate.workspace import BEST, NOW
from optimizer.routing.search_problem import Int64, Routes

HEAT, DEARER = 0.1, 1.02
"""Temperature meanwhile, and how much dearer tasks become that stay left out, at every look."""

PATIENCE_STEPS = 300_000
"""Steps in which a route that is closed without any limit must be done without."""

WORTH_GOING_ON = 1.02
"""How much dearer than the cheapest routes may have become before no more are closed."""


def use_fewest_vehicles(search: Search, budget: Budget, share: float) -> None:
    """Close routes as long as that succeeds within a share of the budget.

    Meanwhile only vehicles in use are open, and so it stays.
    """
    fewest: Routes | None = search.best()
    while fewest is not None:
        search.go_back_to(fewest)
        fewest = _without_one(search, fewest, budget, share)


def use_cheaper_vehicles(search: Search, budget: Budget, share: float) -> None:
    """Close routes as long as that pays within a share of the budget; all vehicles stay open.

    The search goes on from the cheapest routes found meanwhile; its best is kept if that is better.
    """
    best, best_cost = search.best(), search.work.cost[BEST]
    cheapest = routes = search.now()
    least = search.work.cost[NOW]
    while (fewer := _without_one(search, routes, budget, share)) is not None:
        routes, cost = fewer, search.work.cost[BEST]
        if cost < least:
            cheapest, least = routes, cost
        elif cost > WORTH_GOING_ON * least:
            break
    search.work.is_open[:] = 1
    search.go_back_to(best)
    if least < best_cost:
        search.go_back_to(cheapest)
    else:
        search.set(cheapest)


def _without_one(search: Search, routes: Routes, budget: Budget, share: float) -> Routes | None:
    """Routes of one vehicle less, the search's best; the given ones and None where they fail."""
    work = search.work
    lengths = np.array([len(route) for route in routes])
    used = np.flatnonzero(lengths > 0)
    if len(used) < 2 or int(lengths.sum()) < search.problem.tasks:
        return None
    closed = int(used[np.argmin(lengths[used])])
    if not _has_room(search, used[used != closed]):
        return None
    usual = work.absent_cost.copy()
    work.is_open[:] = 0
    work.is_open[used] = 1
    work.is_open[closed] = 0
    search.set(tuple(() if row == closed else route for row, route in enumerate(routes)))
    work.cost[BEST] = np.inf
    is_done = _bring_all_in(search, budget, share)
    work.absent_cost[:] = usual
    if is_done:
        return search.best()
    work.is_open[closed] = 1
    search.go_back_to(routes)
    return None


def _has_room(search: Search, rows: Int64) -> bool:
    """Whether vehicles hold all that is delivered, at one trip each at least."""
    problem = search.problem
    if problem.traits.has_pickups or problem.traits.has_pairs or problem.traits.has_reloads:
        return True
    room = problem.fleet.capacity[problem.fleet.type_of[rows]].sum(axis=0)
    return bool((problem.nodes.load[: problem.tasks].sum(axis=0) <= room).all())


def _bring_all_in(search: Search, budget: Budget, share: float) -> bool:
    """Take steps until no task is left out; whether that came about in good time."""
    until, work = search.steps + PATIENCE_STEPS, search.work
    while budget.used_share(search.steps) < share and not budget.stop.should_stop():
        if search.steps > until and budget.stop.fraction() == 0.0:
            break
        search.take_steps(HEAT * search.edge, budget)
        if search.best_serves_all():
            return True
        left_out = search.left_out()
        dearer = work.absent_cost[left_out] * (DEARER - 1.0)
        work.absent_cost[left_out] += dearer
        work.cost[NOW] += dearer.sum()
    return False
