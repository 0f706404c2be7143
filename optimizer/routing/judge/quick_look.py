"""What insertions into a route are compared with: a quick schedule, and counts."""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.course import follow, latest_start, window_end
from optimizer.routing.judge.drive import arrive_at
from optimizer.routing.judge.passes import first_leave, has_break, is_joined, set_up_had
from optimizer.routing.judge.schedule import quickest_rest, set_rest
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.search_problem import FAR, NOWHERE, NodeKind

_RELOAD = int(NodeKind.RELOAD)


@lean_part
def lay_out(problem: Problem, state: State, row: int, kind: int) -> None:
    """Write a quick schedule of a route for what insertions into it are compared with.

    The break, where one is due, lies where the earliest way through the route takes it.
    """
    own = state.call
    length = state.route[row].length
    if length == 0:
        return
    set_rest(state, row, -1, False)
    last = state.sequence[row, length - 1]
    is_bound = problem.trait[0].has_breaks and has_break(problem, kind)
    start = first_leave(problem, state, row, kind)
    is_bound = is_bound and start <= problem.kind[kind].rest_to
    if is_bound and own[last].ready > own[last].leave_by_due:
        quickest_rest(problem, state, row, kind)
    rest_at, is_before = state.route[row].rest_at, state.route[row].rest_is_before != 0
    if rest_at >= 0:
        end, _ = follow(problem, state, row, kind, start, rest_at, is_before)
    else:
        end = _lay_out_earliest(problem, state, row, kind)
    state.route[row].start, state.route[row].end = start, end
    is_priced = problem.kind[kind].per_time > 0 or problem.kind[kind].most_time < FAR
    if end < FAR and is_priced:
        start = latest_start(problem, state, row, kind)
    if start > state.route[row].start or rest_at < 0:
        end, _ = follow(problem, state, row, kind, start, rest_at, is_before)
        state.route[row].start, state.route[row].end = start, end
    slack = FAR
    for index in range(length):
        node = state.sequence[row, index]
        slack = min(slack, window_end(problem, node, own[node].begin) - own[node].begin)
        own[node].slack = slack
    ahead = 0
    for index in range(length - 1, -1, -1):
        node = state.sequence[row, index]
        if own[node].head == node:
            ahead += own[node].begin - own[node].arrive
            if index == rest_at and is_before:
                ahead -= problem.kind[kind].rest
        own[node].ahead = ahead


@lean_inline
def _lay_out_earliest(problem: Problem, state: State, row: int, kind: int) -> int:
    """Write the schedule of the earliest times, but for when calls are reached; when it ends."""
    own, before = state.call, NOWHERE
    for index in range(state.route[row].length):
        node = state.sequence[row, index]
        own[node].leave = own[node].ready
        if problem.trait[0].has_shared_doors and is_joined(problem, before, node):
            own[node].begin = own[before].begin
        else:
            had = set_up_had(problem, state, before, node)
            stay = problem.node[node].service + max(0, problem.node[node].setup - had)
            own[node].begin = own[node].ready - stay
        own[node].arrive = own[node].begin
        before = node
    end, time = problem.kind[kind].end, own[before].ready
    if end < 0 or time >= FAR:
        return int(time)
    here, back = problem.place[own[before].head], problem.place[end]
    return int(arrive_at(problem, problem.kind[kind].way, here, back, time))


@lean_inline
def count_stops(problem: Problem, state: State, row: int) -> None:
    """Count a route's stops and trips, and by how many its locked nodes are misplaced."""
    stops, trips, misplaced, soft, before = 0, 1, 0, 0, NOWHERE
    for index in range(state.route[row].length):
        node = state.sequence[row, index]
        if problem.node[node].kind == _RELOAD:
            trips += 1
        elif not (problem.trait[0].has_shared_doors and is_joined(problem, before, node)):
            stops += 1
        if problem.node[node].position > 0:
            misplaced += abs(problem.node[node].position - stops)
        if problem.node[node].late_rate > 0:
            soft = 1
        before = node
    state.route[row].stops, state.route[row].trips = stops, trips
    state.route[row].misplaced, state.route[row].has_soft = misplaced, soft
