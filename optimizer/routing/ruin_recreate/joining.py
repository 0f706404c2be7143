"""Joining routes end to beginning, and the price of a task alone, in machine code."""

from domain.compiled import lean_part
from optimizer.routing.judge.drive import arrive_at
from optimizer.routing.judge.passes import has_break, is_in_time, refresh
from optimizer.routing.judge.schedule import price_route
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.ruin_recreate.insertion import IMPOSSIBLE
from optimizer.routing.search_problem import FAR, Float64, Int64, NodeKind

_DROP = int(NodeKind.DROP)


@lean_part
def join_routes(problem: Problem, state: State, kind: int, is_simple: Int64, pairs: Int64) -> None:
    """Join routes that end at the first of a pair with those that begin at the second."""
    for task in range(len(is_simple)):
        if is_simple[task]:
            state.sequence[task, 0], state.route[task].length = task, 1
            state.spot[task].route, state.spot[task].index = task, 0
            refresh(problem, state, task, kind, 0, 1)
    has_limits = problem.kind[kind].most_m < FAR or problem.kind[kind].most_time < FAR
    has_limits = has_limits or problem.trait[0].has_shared_doors or problem.trait[0].has_releases
    for at in range(pairs.shape[1]):
        row, other = state.spot[pairs[0, at]].route, state.spot[pairs[1, at]].route
        length = state.route[row].length
        if row == other or state.spot[pairs[0, at]].index + 1 < length:
            continue
        if state.spot[pairs[1, at]].index > 0:
            continue
        if length + state.route[other].length >= min(
            state.sequence.shape[1] - 2, problem.kind[kind].most_stops + 1
        ):
            continue
        if not _has_room(problem, state, kind, row, other):
            continue
        if problem.trait[0].has_times and not _follows(
            problem, state, kind, pairs[0, at], pairs[1, at]
        ):
            continue
        _append(problem, state, kind, row, other)
        is_lawful = not has_limits or is_in_time(problem, state, row, kind)
        if has_limits and is_lawful:
            is_lawful = price_route(problem, state, row, kind, False) < IMPOSSIBLE / 2
        if not is_lawful:
            _part(problem, state, kind, row, other, length)


@lean_part
def _has_room(problem: Problem, state: State, kind: int, row: int, other: int) -> bool:
    """Whether a vehicle holds all of two routes at once."""
    for d in range(problem.load.shape[1]):
        total = 0.0
        for which in range(2):
            at = row if which == 0 else other
            for index in range(state.route[at].length):
                total += problem.load[state.sequence[at, index], d]
        if total > problem.capacity[kind, d]:
            return False
    return True


@lean_part
def _follows(problem: Problem, state: State, kind: int, first: int, second: int) -> bool:
    """Whether a route that begins at a task is in time behind one that ends at another."""
    way, call = problem.kind[kind].way, state.call
    here, there = problem.place[first], problem.place[second]
    rests = problem.trait[0].has_breaks and has_break(problem, kind)
    arrival = arrive_at(problem, way, here, there, call[first].ready)
    if arrival <= (call[second].latest_due if rests else call[second].latest):
        return True
    if rests and call[first].rested < FAR:
        arrival = arrive_at(problem, way, here, there, call[first].rested)
        return bool(arrival <= call[second].latest)
    return False


@lean_part
def _append(problem: Problem, state: State, kind: int, row: int, other: int) -> None:
    length = state.route[row].length
    for index in range(state.route[other].length):
        node = state.sequence[other, index]
        state.sequence[row, length + index] = node
        state.spot[node].route, state.spot[node].index = row, length + index
    state.route[row].length += state.route[other].length
    state.route[other].length = 0
    refresh(problem, state, row, kind, 0, state.route[row].length)


@lean_part
def _part(problem: Problem, state: State, kind: int, row: int, other: int, length: int) -> None:
    """Take joining back."""
    for index in range(length, state.route[row].length):
        node = state.sequence[row, index]
        state.sequence[other, index - length] = node
        state.spot[node].route, state.spot[node].index = other, index - length
    state.route[other].length = state.route[row].length - length
    state.route[row].length = length
    refresh(problem, state, row, kind, 0, length)
    refresh(problem, state, other, kind, 0, state.route[other].length)


@lean_part
def price_alone(problem: Problem, state: State, alone: Float64) -> None:
    """Price a route of each type of vehicle with each task alone; see `Near.alone`.

    Parameters
    ----------
    state
        A state of one route.
    """
    for task in range(alone.shape[0]):
        for kind in range(alone.shape[1]):
            alone[task, kind] = IMPOSSIBLE
            partner = problem.node[task].partner
            if not problem.may[kind, task] or problem.node[task].kind == _DROP:
                continue
            depot = problem.node[task].depot
            home = problem.place[problem.kind[kind].start]
            if depot >= 0 and problem.place[depot] != home:
                continue
            fits = True
            for d in range(problem.load.shape[1]):
                fits = fits and problem.load[task, d] <= problem.capacity[kind, d]
            if not fits or problem.kind[kind].most_stops < 1 + int(partner >= 0):
                continue
            state.sequence[0, 0], state.route[0].length = task, 1
            if partner >= 0:
                state.sequence[0, 1], state.route[0].length = partner, 2
            alone[task, kind] = _price_only(problem, state, kind)


@lean_part
def _price_only(problem: Problem, state: State, kind: int) -> float:
    """Price of the only route of a state, driven by a type of vehicle."""
    for index in range(state.route[0].length):
        state.call[state.sequence[0, index]].head = state.sequence[0, index]
    refresh(problem, state, 0, kind, 0, state.route[0].length)
    if problem.trait[0].has_times and not is_in_time(problem, state, 0, kind):
        return IMPOSSIBLE
    return price_route(problem, state, 0, kind, False)
