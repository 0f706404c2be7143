"""Doing with fewer vehicles: routes are closed one by one, their tasks find room on the others.

A start joined from single calls has far too many routes where windows bind, and a search that only
moves calls about rarely gets rid of one. As it rarely opens one either, closing ends where it costs
more than it saves.

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

HEAT, DEARER, DEAREST = 0.1, 1.02, 1_000.0
"""Temperature meanwhile; how much dearer tasks become that stay left out, at every look; and up to
how many times their price."""

PATIENCE_STEPS = 300_000
"""Steps in which a route that is closed without any limit must be done without."""

WORTH_GOING_ON = 1.02
"""How much dearer than the cheapest routes may have become before no more are closed."""


def use_fewest_vehicles(search: Search, budget: Budget, share: float) -> None:
    """Close routes as long as that succeeds within a share of the budget.

    Only vehicles in use stay open, unless some task is left out.
    """
    fewest: Routes | None = search.best()
    while fewest is not None:
        search.go_back_to(fewest)
        fewest = _without_one(search, fewest, budget, share)


def use_cheaper_vehicles(search: Search, budget: Budget, share: float) -> None:
    """Close routes as long as that pays within a share of the budget; all vehicles stay open.

    The search goes on from the cheapest routes found meanwhile; its best is kept if that is better.
    """
    best, routes, least = search.best(), search.now(), search.work.cost[NOW]
    cheapest = routes
    while (fewer := _without_one(search, routes, budget, share)) is not None:
        routes, cost = fewer, search.work.cost[NOW]
        if cost < least:
            cheapest, least = routes, cost
        elif cost > WORTH_GOING_ON * least:
            break
    search.work.is_open[:] = 1
    search.go_back_to(best)
    search.set(cheapest)
    if search.work.cost[NOW] < search.work.cost[BEST]:
        search.go_back_to(cheapest)


def _without_one(search: Search, routes: Routes, budget: Budget, share: float) -> Routes | None:
    """Routes of one vehicle less, where the search then stands; None where that fails."""
    work = search.work
    used = np.array([row for row, route in enumerate(routes) if route], dtype=np.int64)
    closed = _closable(search, routes, used)
    if closed is None:
        return None
    work.is_open[:] = 0
    work.is_open[used] = 1
    if not _has_room(search, used[used != closed]):
        return None
    usual = work.absent_cost.copy()
    work.is_open[closed] = 0
    search.set(tuple(() if row == closed else route for row, route in enumerate(routes)))
    work.cost[BEST] = np.inf
    is_done = _bring_all_in(search, budget, share)
    work.absent_cost[:] = usual
    work.is_open[closed] = int(not is_done)
    found = search.best() if is_done else routes
    search.go_back_to(found)
    return found if is_done else None


def _closable(search: Search, routes: Routes, used: Int64) -> int | None:
    """Shortest route of which every task may ride on another vehicle in use; None if there is none.

    None too where a task is left out: then there are too few vehicles as it is.
    """
    problem, fleet = search.problem, search.problem.fleet
    calls = [np.array([n for n in routes[row] if n < problem.tasks], int) for row in used]
    if sum(map(len, calls)) < problem.tasks:
        return None
    takers = fleet.may[fleet.type_of[used]].astype(np.int64).sum(axis=0)
    for at in np.argsort([len(one) for one in calls], kind="stable").tolist():
        if (takers[calls[at]] > 1).all():
            return int(used[at])
    return None


def _has_room(search: Search, rows: Int64) -> bool:
    """Whether vehicles of one trip each hold all that is delivered."""
    problem = search.problem
    if problem.traits.has_pickups or problem.traits.has_pairs or problem.traits.has_reloads:
        return True
    room = problem.fleet.capacity[problem.fleet.type_of[rows]].sum(axis=0)
    return bool((problem.nodes.load[: problem.tasks].sum(axis=0) <= room).all())


def _bring_all_in(search: Search, budget: Budget, share: float) -> bool:
    """Take steps until no task is left out; whether that came about in good time."""
    until, work = search.steps + PATIENCE_STEPS, search.work
    most = DEAREST * work.absent_cost
    while budget.used_share(search.steps) < share and not budget.stop.should_stop():
        if search.steps > until and budget.stop.fraction() == 0.0:
            break
        search.take_steps(HEAT * search.edge, budget)
        if search.best_serves_all():
            return True
        left_out = search.left_out()
        dearer = np.minimum(work.absent_cost[left_out] * DEARER, most[left_out])
        dearer -= work.absent_cost[left_out]
        work.absent_cost[left_out] += dearer
        work.cost[NOW] += dearer.sum()
    return False
