"""Where a task is best inserted with a reload of the vehicle: on a trip of its own."""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.drive import arrive_at, begin_from
from optimizer.routing.judge.passes import last_end, start_from, trip_release
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.ruin_recreate.insertion import (
    IMPOSSIBLE,
    chain_cost,
    place_after,
    place_before,
)
from optimizer.routing.ruin_recreate.places import only_route
from optimizer.routing.ruin_recreate.workspace import Near
from optimizer.routing.search_problem import FAR, NOWHERE, NodeKind

_RELOAD = int(NodeKind.RELOAD)


@lean_part
def best_new_trip(
    problem: Problem, state: State, near: Near, node: int, bound: float
) -> tuple[float, int, int, int, bool]:
    """The cheapest trip of its own for a task on a vehicle that is under way, below a bound.

    Returns
    -------
    cost, row, index
        Price, route, and the place where both nodes are put in.
    reload
        The reload node; `NOWHERE` where no trip was found.
    is_behind
        Whether the task comes behind the reload; before it only at the start of the route.
    """
    best = bound, NOWHERE, 0, NOWHERE, True
    only = only_route(problem, state, near, node)
    for row in range(state.route.shape[0]):
        kind = problem.type_of[row]
        length = state.route[row].length
        if length == 0 or problem.kind[kind].trips < 2 or not problem.may[kind, node]:
            continue
        if state.route[row].trips >= problem.kind[kind].trips or (only >= 0 and row != only):
            continue
        if length + 3 > state.sequence.shape[1]:
            continue
        known = NOWHERE
        for number in range(problem.reload.shape[1]):
            reload = problem.reload[row, number]
            if reload < 0:
                break
            place = problem.place[reload]
            if state.spot[reload].route >= 0 or place == known:
                continue
            known = place
            best = _best_at(problem, state, row, kind, node, reload, best)
    return best


@lean_inline
def _best_at(
    problem: Problem,
    state: State,
    row: int,
    kind: int,
    node: int,
    reload: int,
    best: tuple[float, int, int, int, bool],
) -> tuple[float, int, int, int, bool]:
    """The best of a known trip and those that begin with a reload node."""
    length = state.route[row].length
    depot = problem.node[node].depot
    is_loaded = depot < 0 or problem.place[depot] == problem.place[reload]
    if is_loaded:
        for index in range(1, length + 1):
            if index == length or problem.node[state.sequence[row, index]].kind == _RELOAD:
                cost = _two_calls_cost(problem, state, row, kind, index, reload, node, best[0])
                if cost < best[0]:
                    best = cost, row, index, reload, True
    home = problem.place[problem.kind[kind].start]
    if problem.place[reload] == home and (depot < 0 or problem.place[depot] == home):
        cost = _two_calls_cost(problem, state, row, kind, 0, node, reload, best[0])
        if cost < best[0]:
            best = cost, row, 0, reload, False
    return best


@lean_inline
def _two_calls_cost(
    problem: Problem,
    state: State,
    row: int,
    kind: int,
    index: int,
    first: int,
    second: int,
    bound: float,
) -> float:
    """Price of a task and a reload in a row at a place; `IMPOSSIBLE` if it breaks a rule."""
    way = problem.kind[kind].way
    before = place_before(problem, state, row, kind, index)
    after = place_after(problem, state, row, kind, index)
    one, two = problem.place[first], problem.place[second]
    cost = chain_cost(problem, kind, before, one, two, after)
    if cost >= bound:
        return IMPOSSIBLE
    if not problem.trait[0].has_times:
        return cost
    if index > 0:
        time = state.call[state.sequence[row, index - 1]].ready
        released = problem.node[second].release - problem.node[first].service
    else:
        time = start_from(problem, kind, problem.node[first].release)
        released = trip_release(problem, state, row, 0) - problem.node[second].service
    if time >= FAR:
        return IMPOSSIBLE
    for which in range(2):
        node = first if which == 0 else second
        there = one if which == 0 else two
        arrival = arrive_at(problem, way, before, there, time)
        if problem.node[node].kind == _RELOAD and problem.trait[0].has_releases:
            arrival = max(arrival, released)
        begin = begin_from(problem, node, arrival)
        if begin >= FAR:
            return IMPOSSIBLE
        time = begin + problem.node[node].service + problem.node[node].setup
        before = there
    back = arrive_at(problem, way, before, after, time) if after >= 0 else time
    latest, until, ahead = last_end(problem, kind), state.route[row].end, 0
    if index < state.route[row].length:
        follows = state.sequence[row, index]
        latest = state.call[follows].latest
        until, ahead = state.call[follows].arrive, state.call[follows].ahead
    if back > latest:
        return IMPOSSIBLE
    if problem.kind[kind].per_time > 0:
        cost += problem.kind[kind].per_time * max(0, back - until - ahead)
    return cost
