"""The steps of the search: change some routes, price them exactly, accept or take back."""

import math

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.passes import is_in_time
from optimizer.routing.judge.schedule import price_laid_out, price_route
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.ruin_recreate.change import (
    bring_up_to_date,
    forget_changes,
    put_in,
    take_back,
)
from optimizer.routing.ruin_recreate.dice import throw
from optimizer.routing.ruin_recreate.insertion import IMPOSSIBLE
from optimizer.routing.ruin_recreate.recreate import recreate, sort_removed
from optimizer.routing.ruin_recreate.ruin import ruin
from optimizer.routing.ruin_recreate.tails import exchange_tails, may_exchange
from optimizer.routing.ruin_recreate.workspace import (
    ABSENT,
    BEST,
    BETTER,
    CHANGED,
    NOW,
    REMOVED,
    USED,
    Near,
    Setting,
    Workspace,
)
from optimizer.routing.search_problem import NOWHERE, Int64, NodeKind

_DROP = int(NodeKind.DROP)

_NOISE = 1e-7


@lean_part
def run_steps(
    problem: Problem,
    state: State,
    near: Near,
    work: Workspace,
    setting: Setting,
    steps: int,
    temperature: float,
) -> None:
    """Take some steps at a temperature."""
    exchanges = may_exchange(problem)
    for _ in range(steps):
        forget_changes(work)
        before = work.counts[ABSENT]
        ruin(problem, state, near, work, setting)
        sort_removed(problem, near, work)
        is_done = recreate(problem, state, near, work, setting)
        limit = -temperature * math.log(1.0 - throw(work.dice))
        _accept(problem, state, work, setting, before, limit, is_done)
        if exchanges and throw(work.dice) < setting.tails_chance:
            forget_changes(work)
            limit = -temperature * math.log(1.0 - throw(work.dice))
            if exchange_tails(problem, state, near, work, setting, limit) < IMPOSSIBLE:
                _accept(problem, state, work, setting, work.counts[ABSENT], limit, True)


@lean_part
def _accept(
    problem: Problem,
    state: State,
    work: Workspace,
    setting: Setting,
    before: int,
    limit: float,
    is_done: bool,
) -> None:
    """Go on from the changed routes if they cost less more than a limit, else take them back.

    Parameters
    ----------
    before
        How many tasks were left out before the change.
    is_done
        Whether the change came about at all.
    """
    more = _difference(problem, state, work, setting, limit) if is_done else IMPOSSIBLE
    if more < limit:
        work.cost[NOW] += more
        _list_absent(state, work, before)
        _note_newer(work)
        if work.cost[NOW] < work.cost[BEST] - _NOISE:
            keep_best(state, work)
    else:
        take_back(state, work)


@lean_part
def _difference(
    problem: Problem, state: State, work: Workspace, setting: Setting, limit: float
) -> float:
    """By how much the changed routes and the tasks left out cost more than before the step."""
    more = 0.0
    is_laid_out = problem.trait[0].has_time_price or problem.trait[0].has_soft
    for at in range(work.counts[CHANGED]):
        more -= work.kept_route[at].cost
        more -= setting.misplaced_cost * work.kept_route[at].misplaced
    for at in range(work.counts[REMOVED]):
        task = work.removed[at]
        is_absent = state.spot[task].route < 0
        if is_absent != (work.was_absent[task] != 0):
            more += work.absent_cost[task] if is_absent else -work.absent_cost[task]
    for at in range(work.counts[CHANGED]):
        row = work.changed[at]
        kind = problem.type_of[row]
        if problem.trait[0].has_times and not is_in_time(problem, state, row, kind):
            return IMPOSSIBLE
        if problem.kind[kind].most_stops < state.route[row].stops:
            return IMPOSSIBLE
        if is_laid_out and state.route[row].length > 0:
            cost = price_laid_out(problem, state, row, kind)
        else:
            cost = price_route(problem, state, row, kind, False)
        more += cost + setting.misplaced_cost * state.route[row].misplaced
        if more >= limit:
            return IMPOSSIBLE
    return more


@lean_inline
def _list_absent(state: State, work: Workspace, before: int) -> None:
    """List the tasks left out anew after an accepted step."""
    if before == 0 and work.counts[REMOVED] == 0:
        return
    count = 0
    for at in range(before):
        task = work.absent[at]
        if state.spot[task].route < 0:
            work.absent[count] = task
            count += 1
    for at in range(work.counts[REMOVED]):
        task = work.removed[at]
        if state.spot[task].route < 0 and not work.was_absent[task]:
            work.absent[count] = task
            count += 1
    work.counts[ABSENT] = count


@lean_inline
def _note_newer(work: Workspace) -> None:
    """Note that the changed routes are not those of the best any more."""
    for at in range(work.counts[CHANGED]):
        work.is_newer[work.changed[at]] = 1


@lean_part
def keep_best(state: State, work: Workspace) -> None:
    """Keep the routes as they stand as the best."""
    work.cost[BEST] = work.cost[NOW]
    work.counts[BETTER] += 1
    for row in range(state.route.shape[0]):
        if not work.is_newer[row]:
            continue
        work.is_newer[row] = 0
        length = state.route[row].length
        work.best_length[row] = length
        for index in range(length):
            work.best_sequence[row, index] = state.sequence[row, index]


@lean_part
def set_routes(
    problem: Problem,
    state: State,
    work: Workspace,
    setting: Setting,
    sequence: Int64,
    length: Int64,
) -> None:
    """Let the routes be these, but for those out of time; what is on none is left out."""
    tasks = len(work.absent_cost)
    for node in range(len(state.call)):
        state.spot[node].route = NOWHERE
    work.counts[USED] = 0
    work.is_newer[:] = 1
    total = 0.0
    for row in range(len(length)):
        state.route[row].length = 0
        for index in range(length[row]):
            put_in(problem, state, work, row, index, sequence[row, index])
        bring_up_to_date(problem, state, setting, row, 0, length[row])
        kind = problem.type_of[row]
        cost = IMPOSSIBLE
        if not problem.trait[0].has_times or is_in_time(problem, state, row, kind):
            cost = price_route(problem, state, row, kind, False)
        if cost >= IMPOSSIBLE:
            for index in range(length[row]):
                state.spot[sequence[row, index]].route = NOWHERE
            state.route[row].length, cost = 0, 0.0
            work.counts[USED] -= 1
            bring_up_to_date(problem, state, setting, row, 0, 0)
        state.route[row].cost = cost
        total += cost + setting.misplaced_cost * state.route[row].misplaced
    count = 0
    for task in range(tasks):
        if state.spot[task].route < 0 and problem.node[task].kind != _DROP:
            work.absent[count] = task
            count += 1
            total += work.absent_cost[task]
    work.counts[ABSENT] = count
    work.cost[NOW] = total


@lean_part
def fill_routes(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, order: Int64
) -> None:
    """Put tasks into the routes in an order, wherever that pays; the outcome is the best."""
    for at in range(len(order)):
        forget_changes(work)
        work.removed[0] = order[at]
        work.counts[REMOVED] = 1
        work.was_absent[order[at]] = 1
        before = work.counts[ABSENT]
        is_done = recreate(problem, state, near, work, setting)
        more = _difference(problem, state, work, setting, IMPOSSIBLE) if is_done else IMPOSSIBLE
        if more < 0.0:
            work.cost[NOW] += more
            _list_absent(state, work, before)
            _note_newer(work)
        else:
            take_back(state, work)
    keep_best(state, work)
