"""Where a transport is best inserted: its two calls, in this order, on one trip of one route.

Earliest times are carried along from the first call through the route to the second, so that a
route is searched in time quadratic in its length. Breaks are left to the exact price.
"""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.drive import arrive_at, begin_from, lateness, reach_at
from optimizer.routing.judge.passes import last_end
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.ruin_recreate.dice import throw
from optimizer.routing.ruin_recreate.insertion import (
    IMPOSSIBLE,
    chain_cost,
    detour_cost,
    earliest_before,
    is_welcome,
    place_after,
    place_before,
)
from optimizer.routing.ruin_recreate.places import may_join, misplaced_more, only_route
from optimizer.routing.ruin_recreate.workspace import Near, Setting, Workspace
from optimizer.routing.search_problem import FAR, NOWHERE, NodeKind

_RELOAD = int(NodeKind.RELOAD)


@lean_part
def best_pair_place(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, node: int
) -> tuple[float, int, int, int]:
    """Price, route and places of the cheapest insertion of both calls into a near route.

    The second place counts the first call as inserted.
    """
    best = IMPOSSIBLE, NOWHERE, 0, 0
    only = only_route(problem, state, near, node)
    work.stamp[0] += 1
    for which in range(2):
        task = node if which == 0 else problem.node[node].partner
        for at in range(near.beside.shape[1]):
            beside = near.beside[task, at]
            if beside < 0:
                break
            row = state.spot[beside].route
            if row < 0 or work.seen[row] == work.stamp[0]:
                continue
            work.seen[row] = work.stamp[0]
            if may_join(problem, state, work, row, node, only):
                best = _best_in_route(problem, state, work, setting, row, node, best)
    return best


@lean_part
def best_pair_anywhere(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, node: int
) -> tuple[float, int, int, int]:
    """The same over all routes that are in use."""
    best = IMPOSSIBLE, NOWHERE, 0, 0
    only = only_route(problem, state, near, node)
    for row in range(state.route.shape[0]):
        if state.route[row].length > 0 and may_join(problem, state, work, row, node, only):
            best = _best_in_route(problem, state, work, setting, row, node, best)
    return best


@lean_part
def _best_in_route(
    problem: Problem,
    state: State,
    work: Workspace,
    setting: Setting,
    row: int,
    node: int,
    best: tuple[float, int, int, int],
) -> tuple[float, int, int, int]:
    kind = problem.type_of[row]
    there, second = problem.place[node], problem.place[problem.node[node].partner]
    picky = _is_picky(problem)
    for index in range(state.route[row].length + 1):
        if throw(work.dice) < setting.blink_chance:
            continue
        before = place_before(problem, state, row, kind, index)
        after = place_after(problem, state, row, kind, index)
        cost = detour_cost(problem, kind, before, there, after)
        chain = chain_cost(problem, kind, before, there, second, after)
        if min(cost, chain) >= best[0]:
            continue
        if picky and not is_welcome(problem, state, row, kind, node, index):
            continue
        if not _room_on_leg(problem, state, row, kind, node, index):
            continue
        leaves = _leave_first(problem, state, row, kind, node, index)
        if leaves < FAR:
            best = _best_second(
                problem, state, setting, row, kind, node, index, leaves, cost, chain, best
            )
    return best


@lean_inline
def _is_picky(problem: Problem) -> bool:
    """Whether more than room and time may speak against a place."""
    trait = problem.trait[0]
    return bool(trait.has_shared_doors or trait.has_reloads or trait.has_classes)


@lean_inline
def _leave_first(problem: Problem, state: State, row: int, kind: int, node: int, index: int) -> int:
    """Earliest time to leave the first call at a place; `FAR` where it cannot be in time."""
    if not problem.trait[0].has_times:
        return 0
    release = problem.node[node].release if problem.trait[0].has_releases else -FAR
    if index == 0 or release > -FAR // 2:
        left = earliest_before(problem, state, row, kind, index, release)
    else:
        left = state.call[state.sequence[row, index - 1]].ready
    if left >= FAR:
        return FAR
    here = place_before(problem, state, row, kind, index)
    way = problem.kind[kind].way
    begin = begin_from(problem, node, reach_at(problem, way, here, problem.place[node], left))
    if begin >= FAR:
        return FAR
    return int(begin + problem.node[node].service + problem.node[node].setup)


@lean_inline
def _room_on_leg(
    problem: Problem, state: State, row: int, kind: int, node: int, index: int
) -> bool:
    """Whether there is room for a transport on the drive to a place of the sequence."""
    for d in range(problem.load.shape[1]):
        if index < state.route[row].length:
            aboard = state.leg[state.sequence[row, index], 0, d]
        else:
            aboard = state.last_leg[row, 0, d] if state.route[row].length else 0.0
        if aboard + problem.load[node, d] > problem.capacity[kind, d]:
            return False
    return True


@lean_inline
def _best_second(
    problem: Problem,
    state: State,
    setting: Setting,
    row: int,
    kind: int,
    node: int,
    index: int,
    leaves: int,
    first_cost: float,
    chain_cost: float,
    best: tuple[float, int, int, int],
) -> tuple[float, int, int, int]:
    """The best of a known insertion and those with the first call at a place.

    Parameters
    ----------
    first_cost, chain_cost
        Price of the distance of the first call alone, and of both in a row.
    """
    way = problem.kind[kind].way
    second = problem.node[node].partner
    there = problem.place[second]
    has_times = problem.trait[0].has_times
    picky = _is_picky(problem)
    time, here = leaves, problem.place[node]
    for at in range(index, state.route[row].length + 1):
        cost = chain_cost
        if at > index:
            after = place_after(problem, state, row, kind, at)
            cost = first_cost + detour_cost(problem, kind, here, there, after)
        fits = not picky or is_welcome(problem, state, row, kind, second, at)
        if fits and cost < best[0]:
            cost += _second_cost(problem, state, setting, row, kind, second, at, time, here)
            if cost < best[0]:
                best = cost, row, index, at + 1
        # Behind the first call the second can only add to its price.
        if at == state.route[row].length or first_cost >= best[0]:
            break
        follows = state.sequence[row, at]
        if problem.node[follows].kind == _RELOAD:
            break
        if has_times:
            place = problem.place[follows]
            arrival = arrive_at(problem, way, here, place, time)
            if arrival > state.call[follows].latest:
                break
            time = begin_from(problem, follows, arrival)
            time += problem.node[follows].service + problem.node[follows].setup
        here = problem.place[follows]
        if not _room_on_leg(problem, state, row, kind, node, at + 1):
            break
    return best


@lean_inline
def _second_cost(
    problem: Problem,
    state: State,
    setting: Setting,
    row: int,
    kind: int,
    second: int,
    at: int,
    time: int,
    here: int,
) -> float:
    """Price of time of the second call behind a place left at a time; `IMPOSSIBLE` if too late."""
    cost = 0.0
    if problem.trait[0].has_positions:
        cost += setting.misplaced_cost * misplaced_more(problem, state, row, second, at)
    if not problem.trait[0].has_times:
        return cost
    way, there = problem.kind[kind].way, problem.place[second]
    begin = begin_from(problem, second, reach_at(problem, way, here, there, time))
    if begin >= FAR:
        return IMPOSSIBLE
    leaves = begin + problem.node[second].service + problem.node[second].setup
    after = place_after(problem, state, row, kind, at)
    back = arrive_at(problem, way, there, after, leaves) if after >= 0 else leaves
    until, ahead, latest = state.route[row].end, 0, last_end(problem, kind)
    if at < state.route[row].length:
        follows = state.sequence[row, at]
        until, ahead = state.call[follows].arrive, state.call[follows].ahead
        latest = state.call[follows].latest
    if back > latest:
        return IMPOSSIBLE
    if problem.node[second].late_rate > 0:
        cost += problem.node[second].late_rate * lateness(problem, second, begin)
    if problem.kind[kind].per_time > 0:
        cost += problem.kind[kind].per_time * max(0, back - until - ahead)
    return cost
