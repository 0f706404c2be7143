"""A route driven from a start: when it calls where, what that costs, and how late it may start."""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.drive import (
    arrive_at,
    begin_from,
    bucket_at,
    lateness,
    leave_by,
    matrix_at,
)
from optimizer.routing.judge.passes import has_break, is_joined, set_up_had, trip_release
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.search_problem import FAR, NOWHERE, NodeKind

_RELOAD = int(NodeKind.RELOAD)


@lean_part
def follow(
    problem: Problem, state: State, row: int, kind: int, start: int, rest_at: int, is_before: bool
) -> tuple[int, int]:
    """Drive a route from a start, with a break at a place of the sequence or none (-1).

    Returns
    -------
    end
        When it ends; `FAR` where it misses a window or the time for its break.
    step
        How much later it must start for some drive to begin or end in another bucket.
    """
    way, own = problem.kind[kind].way, state.call
    time, head, before = start, int(problem.kind[kind].start), NOWHERE
    step, is_shifting = FAR, True
    for index in range(state.route[row].length):
        node = state.sequence[row, index]
        dwell = problem.node[node].service + max(
            0, problem.node[node].setup - set_up_had(problem, state, before, node)
        )
        if problem.trait[0].has_shared_doors and is_joined(problem, before, node):
            own[node].arrive, own[node].begin = own[before].arrive, own[before].begin
            time += dwell
        else:
            arrival = arrive_at(problem, way, problem.place[head], problem.place[node], time)
            if is_shifting and problem.trait[0].is_timed_by_hour:
                step = min(step, _to_next_bucket(problem, way, time))
                step = min(step, _to_next_bucket(problem, way, arrival))
            own[node].arrive = arrival
            if rest_at == index and is_before:
                arrival = max(arrival, problem.kind[kind].rest_from)
                if arrival > problem.kind[kind].rest_to:
                    return FAR, step
                state.route[row].rest_begin = arrival
                arrival += problem.kind[kind].rest
            if problem.node[node].kind == _RELOAD and problem.trait[0].has_releases:
                released = trip_release(problem, state, row, index + 1)
                arrival = max(arrival, released - problem.node[node].service)
            begin = begin_from(problem, node, arrival)
            if begin >= FAR:
                return FAR, step
            is_shifting = is_shifting and begin == own[node].arrive
            own[node].begin = begin
            time, head = begin + dwell, node
        if rest_at == index and not is_before:
            begin = max(time, problem.kind[kind].rest_from)
            if begin > problem.kind[kind].rest_to or problem.node[node].kind == _RELOAD:
                return FAR, step
            is_shifting = is_shifting and begin == time
            state.route[row].rest_begin = begin
            time = begin + problem.kind[kind].rest
        own[node].leave = time
        before = node
    if problem.kind[kind].end >= 0:
        back = arrive_at(
            problem, way, problem.place[head], problem.place[problem.kind[kind].end], time
        )
        if is_shifting and problem.trait[0].is_timed_by_hour:
            step = min(step, _to_next_bucket(problem, way, time))
            step = min(step, _to_next_bucket(problem, way, back))
        time = back
    return time, step


@lean_inline
def _to_next_bucket(problem: Problem, way: int, time: int) -> int:
    """How long until the next bucket begins."""
    bucket = bucket_at(problem, way, time)
    if bucket + 1 >= problem.matrix.shape[1]:
        return FAR
    return int(problem.bucket_from[way, bucket + 1] - time)


@lean_part
def latest_start(problem: Problem, state: State, row: int, kind: int) -> int:
    """Latest start that ends no later, and makes nothing late that is not late anyway.

    Of the schedule that `follow` has written last.
    """
    way, own = problem.kind[kind].way, state.call
    rest_at, until = state.route[row].rest_at, state.route[row].end
    length = state.route[row].length
    place, joined = -1, False
    if problem.kind[kind].end >= 0:
        place = int(problem.place[problem.kind[kind].end])
    for index in range(length - 1, -1, -1):
        node = state.sequence[row, index]
        if not joined and place >= 0:
            here = problem.place[own[node].head]
            until = max(own[node].leave, leave_by(problem, way, here, place, until))
        if rest_at == index and not state.route[row].rest_is_before:
            until = min(until - problem.kind[kind].rest, problem.kind[kind].rest_to)
        before = state.sequence[row, index - 1] if index > 0 else NOWHERE
        had = set_up_had(problem, state, before, node)
        until -= problem.node[node].service + max(0, problem.node[node].setup - had)
        joined = problem.trait[0].has_shared_doors and is_joined(problem, before, node)
        if joined:
            continue
        until = min(until, window_end(problem, node, own[node].begin))
        if rest_at == index and state.route[row].rest_is_before:
            until = min(until - problem.kind[kind].rest, problem.kind[kind].rest_to)
        until = max(own[node].arrive, until)
        place = int(problem.place[node])
    first = state.route[row].start
    if length == 0:
        return int(first)
    start = leave_by(problem, way, problem.place[problem.kind[kind].start], place, until)
    return int(max(first, _start_by(problem, kind, start)))


@lean_inline
def window_end(problem: Problem, node: int, begin: int) -> int:
    """End of the window in which service begins; the begin itself where it is late."""
    for number in range(problem.node[node].windows):
        if problem.window[node, number, 0] <= begin <= problem.window[node, number, 1]:
            return int(problem.window[node, number, 1])
    return begin


@lean_inline
def _start_by(problem: Problem, kind: int, time: int) -> int:
    """Latest time, not after one given, at which a type may start."""
    for number in range(problem.kind[kind].leaves - 1, -1, -1):
        if problem.span[kind, 0, number, 0] <= time:
            return int(min(time, problem.span[kind, 0, number, 1]))
    return -FAR


@lean_part
def cost_of(problem: Problem, state: State, row: int, kind: int, start: int, end: int) -> float:
    """Price of the schedule that `follow` has written last, its distance and charges kept."""
    way, own = problem.kind[kind].way, state.call
    metres, toll, late = 0, 0.0, 0.0
    time, head, before = start, int(problem.kind[kind].start), NOWHERE
    length = state.route[row].length
    for index in range(length + 1):
        node = state.sequence[row, index] if index < length else int(problem.kind[kind].end)
        if node < 0:
            break
        joined = (
            problem.trait[0].has_shared_doors
            and index < length
            and is_joined(problem, before, node)
        )
        if not joined:
            matrix = matrix_at(problem, way, time)
            metres += problem.metres[matrix, problem.place[head], problem.place[node]]
            if problem.trait[0].has_tolls:
                toll += problem.toll[matrix, problem.place[head], problem.place[node]]
            head = node
        if index < length:
            if problem.node[node].late_rate > 0:
                late += problem.node[node].late_rate * lateness(problem, node, own[node].begin)
            time, before = own[node].leave, node
    state.route[row].metres = metres
    state.route[row].toll, state.route[row].late = toll, late
    cost = problem.kind[kind].fixed + problem.kind[kind].per_m * metres + toll + late
    cost += problem.kind[kind].per_time * (end - start)
    return float(
        cost + problem.kind[kind].overtime_rate * max(0, end - problem.kind[kind].overtime_from)
    )


@lean_inline
def may_end(problem: Problem, state: State, row: int, kind: int, start: int, end: int) -> bool:
    """Whether a schedule that `follow` has written ends, and breaks, as its vehicle may."""
    within = False
    for number in range(problem.kind[kind].ends):
        within = (
            within or problem.span[kind, 1, number, 0] <= end <= problem.span[kind, 1, number, 1]
        )
    if not within or end - start > problem.kind[kind].most_time:
        return False
    if state.route[row].rest_at >= 0 or not has_break(problem, kind):
        return True
    latest = problem.kind[kind].rest_to
    return latest < FAR and not start <= latest < end


@lean_part
def untimed_cost(problem: Problem, state: State, row: int, kind: int) -> float:
    """Price of a route whose schedule costs nothing: its use and its distance."""
    matrix = problem.matrix[problem.kind[kind].way, 0]
    metres, toll, place = 0, 0.0, problem.place[problem.kind[kind].start]
    for index in range(state.route[row].length):
        there = problem.place[state.sequence[row, index]]
        if problem.trait[0].has_shared_doors:
            there = problem.place[state.call[state.sequence[row, index]].head]
        metres += problem.metres[matrix, place, there]
        if problem.trait[0].has_tolls:
            toll += problem.toll[matrix, place, there]
        place = there
    if problem.kind[kind].end >= 0:
        there = problem.place[problem.kind[kind].end]
        metres += problem.metres[matrix, place, there]
        if problem.trait[0].has_tolls:
            toll += problem.toll[matrix, place, there]
    state.route[row].metres = metres
    state.route[row].toll, state.route[row].late = toll, 0.0
    if metres > problem.kind[kind].most_m:
        return 1e300
    return float(problem.kind[kind].fixed + problem.kind[kind].per_m * metres + toll)
