"""Recreating: removed tasks are put back one by one where that costs least.

References
----------
Christiaens, J. & Vanden Berghe, G. (2020). Slack induction by string removals for vehicle routing
problems. Transportation Science 54(2), section 5.2.
"""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.passes import is_in_time
from optimizer.routing.judge.schedule import price_route
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.ruin_recreate.change import bring_up_to_date, close_gaps, keep_route, put_in
from optimizer.routing.ruin_recreate.dice import throw
from optimizer.routing.ruin_recreate.insertion import IMPOSSIBLE
from optimizer.routing.ruin_recreate.pairs import best_pair_anywhere, best_pair_place
from optimizer.routing.ruin_recreate.places import best_place, best_place_anywhere, empty_vehicle
from optimizer.routing.ruin_recreate.trips import best_new_trip
from optimizer.routing.ruin_recreate.workspace import REMOVED, Near, Setting, Workspace
from optimizer.routing.search_problem import FAR, NOWHERE

FAR_PAIR = 0.2
"""Chance that a transport without a place near its neighbours is tried on all routes."""


@lean_inline
def sort_removed(problem: Problem, near: Near, work: Workspace) -> None:
    """Sort the removed tasks by a rule drawn by lot."""
    rules = 17.0 if problem.trait[0].has_times else 11.0
    rule = throw(work.dice) * rules
    for at in range(work.counts[REMOVED]):
        task = work.removed[at]
        if rule < 4.0:
            key = throw(work.dice)
        elif rule < 8.0:
            key = -problem.load[task, 0]
        elif rule < 11.0:
            sign = -1.0 if rule < 10.0 else 1.0
            key = sign * near.alone[task, 0]
        elif rule < 13.0:
            key = float(problem.window[task, 0, 1] - problem.window[task, 0, 0])
        elif rule < 15.0:
            key = float(problem.window[task, 0, 0])
        else:
            key = -float(problem.window[task, 0, 1])
        work.key[at] = key
    for at in range(1, work.counts[REMOVED]):
        key, task, to = work.key[at], work.removed[at], at - 1
        while to >= 0 and work.key[to] > key:
            work.key[to + 1], work.removed[to + 1] = work.key[to], work.removed[to]
            to -= 1
        work.key[to + 1], work.removed[to + 1] = key, task


@lean_part
def recreate(problem: Problem, state: State, near: Near, work: Workspace, setting: Setting) -> bool:
    """Put the removed tasks back, or leave them out where that costs less.

    Returns False where a step would change too many routes.
    """
    for at in range(work.counts[REMOVED]):
        task = work.removed[at]
        if problem.node[task].partner >= 0:
            done = _put_pair(problem, state, near, work, setting, task)
        else:
            done = _put_one(problem, state, near, work, setting, task)
        if not done:
            return False
    return True


@lean_inline
def _put_one(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, task: int
) -> bool:
    cost, row, index = best_place(problem, state, near, work, setting, task)
    if row < 0:
        cost, row, index = best_place_anywhere(problem, state, near, work, setting, task)
    reload, is_behind = NOWHERE, True
    if problem.trait[0].has_reloads:
        found = best_new_trip(problem, state, near, task, cost)
        if found[3] >= 0:
            cost, row, index, reload, is_behind = found
    alone, vehicle = empty_vehicle(problem, state, near, work, setting, task, cost)
    if vehicle >= 0:
        cost, row, index, reload = alone, vehicle, 0, NOWHERE
    if row < 0 or cost >= min(IMPOSSIBLE, work.absent_cost[task]):
        return True
    if not keep_route(state, work, row):
        return False
    if reload >= 0 and is_behind:
        put_in(problem, state, work, row, index, task)
        put_in(problem, state, work, row, index, reload)
    else:
        if reload >= 0:
            put_in(problem, state, work, row, index, reload)
        put_in(problem, state, work, row, index, task)
    bring_up_to_date(problem, state, setting, row, index, 1 + int(reload >= 0))
    _take_out_again(problem, state, work, setting, row, task)
    return True


@lean_part
def _put_pair(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, task: int
) -> bool:
    cost, row, first, second = best_pair_place(problem, state, near, work, setting, task)
    if row < 0 and throw(work.dice) < FAR_PAIR:
        cost, row, first, second = best_pair_anywhere(problem, state, near, work, setting, task)
    alone, vehicle = empty_vehicle(problem, state, near, work, setting, task, cost)
    if vehicle >= 0:
        cost, row, first, second = alone, vehicle, 0, 1
    if row < 0 or cost >= min(IMPOSSIBLE, work.absent_cost[task]):
        return True
    if not keep_route(state, work, row):
        return False
    put_in(problem, state, work, row, first, task)
    put_in(problem, state, work, row, second, problem.node[task].partner)
    bring_up_to_date(problem, state, setting, row, first, second - first + 1)
    _take_out_again(problem, state, work, setting, row, task)
    return True


@lean_inline
def _take_out_again(
    problem: Problem, state: State, work: Workspace, setting: Setting, row: int, task: int
) -> None:
    """Leave a task out after all where its route breaks a limit that the insertion came near to.

    Otherwise one task that seems to fit, and does not, would bring every step to nothing.
    """
    kind = problem.type_of[row]
    own, route = problem.kind[kind], state.route[row]
    is_lawful = route.stops <= own.most_stops
    if problem.trait[0].has_times:
        is_lawful = is_lawful and is_in_time(problem, state, row, kind)
        if own.most_time < FAR:
            is_lawful = is_lawful and route.end - route.start <= own.most_time
    if own.most_m < FAR:
        is_lawful = is_lawful and price_route(problem, state, row, kind, False) < IMPOSSIBLE
    if not is_lawful:
        _leave_out(problem, state, work, setting, row, task)


@lean_part
def _leave_out(
    problem: Problem, state: State, work: Workspace, setting: Setting, row: int, task: int
) -> None:
    state.spot[task].route = NOWHERE
    if problem.node[task].partner >= 0:
        state.spot[problem.node[task].partner].route = NOWHERE
    length = state.route[row].length
    close_gaps(problem, state, work, row)
    bring_up_to_date(problem, state, setting, row, 0, length)
