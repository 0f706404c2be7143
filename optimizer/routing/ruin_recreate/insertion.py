"""What an insertion costs, and whether it keeps the rules, without walking the route again.

Feasibility in time is exact: two drives forwards, compared with the latest arrival behind. Its
price is exact in distance at the usual hour; in time it is the delay behind, less the waiting that
takes it up. The routes that a step has changed are priced exactly before the step is accepted.
"""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.drive import arrive_at, begin_from, lateness, leave_by, reach_at
from optimizer.routing.judge.passes import first_leave, has_break, is_joined, last_end, set_up_had
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.judge.structure import loaded_at
from optimizer.routing.search_problem import FAR, NOWHERE, NodeKind

_DELIVER, _RELOAD = int(NodeKind.DELIVER), int(NodeKind.RELOAD)

IMPOSSIBLE = 1e300


@lean_inline
def place_before(problem: Problem, state: State, row: int, kind: int, index: int) -> int:
    """Where a vehicle drives from to an insertion at a place of its sequence."""
    if index == 0:
        return int(problem.place[problem.kind[kind].start])
    before = state.sequence[row, index - 1]
    if problem.trait[0].has_shared_doors:
        before = state.call[before].head
    return int(problem.place[before])


@lean_inline
def place_after(problem: Problem, state: State, row: int, kind: int, index: int) -> int:
    """Where a vehicle drives to from an insertion; -1 if it ends there."""
    if index < state.route[row].length:
        return int(problem.place[state.sequence[row, index]])
    end = problem.kind[kind].end
    return -1 if end < 0 else int(problem.place[end])


@lean_inline
def detour_cost(problem: Problem, kind: int, before: int, there: int, after: int) -> float:
    """Price of the distance and the charges that a place adds between two others."""
    way = problem.kind[kind].way
    metres = problem.usual_m_to[way, there, before]
    if after >= 0:
        metres += problem.usual_m[way, there, after] - problem.usual_m[way, before, after]
    cost = problem.kind[kind].per_m * metres
    if problem.trait[0].has_tolls:
        cost += problem.usual_toll[way, before, there]
        if after >= 0:
            cost += problem.usual_toll[way, there, after] - problem.usual_toll[way, before, after]
    return float(cost)


@lean_inline
def chain_cost(
    problem: Problem, kind: int, before: int, first: int, second: int, after: int
) -> float:
    """Price of the distance that two calls in a row add between two places."""
    way = problem.kind[kind].way
    metres = problem.usual_m_to[way, first, before] + problem.usual_m[way, first, second]
    if after >= 0:
        metres += problem.usual_m[way, second, after] - problem.usual_m[way, before, after]
    cost = problem.kind[kind].per_m * metres
    if problem.trait[0].has_tolls:
        cost += problem.usual_toll[way, before, first] + problem.usual_toll[way, first, second]
        if after >= 0:
            cost += problem.usual_toll[way, second, after] - problem.usual_toll[way, before, after]
    return float(cost)


@lean_inline
def has_room(problem: Problem, state: State, row: int, kind: int, node: int, index: int) -> bool:
    """Whether a vehicle has room for a task at a place of its sequence."""
    trait = problem.trait[0]
    mixed = trait.has_pickups or trait.has_pairs or trait.has_reloads
    is_delivered = problem.node[node].kind == _DELIVER
    for d in range(problem.load.shape[1]):
        most = state.load[row, d]
        if mixed:
            side = 1 if is_delivered else 2
            if index < state.route[row].length:
                most = state.leg[state.sequence[row, index], side, d]
            else:
                most = state.last_leg[row, side, d] if state.route[row].length else 0.0
        if most + problem.load[node, d] > problem.capacity[kind, d]:
            return False
    return True


@lean_inline
def is_welcome(problem: Problem, state: State, row: int, kind: int, node: int, index: int) -> bool:
    """Whether nothing aboard, no lock and no warehouse speaks against a task at a place."""
    trait = problem.trait[0]
    before = state.sequence[row, index - 1] if index > 0 else NOWHERE
    if trait.has_shared_doors and index < state.route[row].length:
        after = state.sequence[row, index]
        parts = is_joined(problem, before, after)
        if parts and not is_joined(problem, before, node):
            return False
    if trait.has_reloads and problem.node[node].depot >= 0:
        trip = NOWHERE if before < 0 else state.call[before].trip
        depot = problem.place[problem.node[node].depot]
        if loaded_at(problem, kind, trip) != depot:
            return False
    if trait.has_classes and (problem.node[node].classes | problem.node[node].forbids):
        return is_compatible(problem, state, row, node, index)
    return True


@lean_part
def is_compatible(problem: Problem, state: State, row: int, node: int, index: int) -> bool:
    """Whether no goods of the trip at a place exclude a task's, or are excluded by them."""
    classes, forbids = problem.node[node].classes, problem.node[node].forbids
    at = index - 1
    while at >= 0:
        other = state.sequence[row, at]
        if problem.node[other].kind == _RELOAD:
            break
        if (forbids & problem.node[other].classes) | (classes & problem.node[other].forbids):
            return False
        at -= 1
    at = index
    while at < state.route[row].length:
        other = state.sequence[row, at]
        if problem.node[other].kind == _RELOAD:
            break
        if (forbids & problem.node[other].classes) | (classes & problem.node[other].forbids):
            return False
        at += 1
    return True


@lean_inline
def quick_bound(
    problem: Problem, state: State, row: int, kind: int, node: int, index: int, shortcut: float
) -> float:
    """Price of the time that an insertion takes at least, mostly: a filter, not a bound."""
    way = problem.kind[kind].way
    there = problem.place[node]
    before = place_before(problem, state, row, kind, index)
    after = place_after(problem, state, row, kind, index)
    length = state.route[row].length
    left = (
        state.route[row].start if index == 0 else state.call[state.sequence[row, index - 1]].leave
    )
    until = state.route[row].end
    if index < length:
        follows = state.sequence[row, index]
        until = state.call[follows].arrive + state.call[follows].ahead
    takes = problem.least_time_to[way, there, before] + problem.node[node].service
    if after >= 0:
        takes += problem.least_time[way, there, after]
    over = takes - (until - left)
    return float(shortcut * problem.kind[kind].per_time * max(0, over))


@lean_part
def earliest_before(
    problem: Problem, state: State, row: int, kind: int, index: int, release: int
) -> int:
    """Earliest time to leave the call before a place, its trip waiting for a later release."""
    way = problem.kind[kind].way
    head = index
    while head > 0 and problem.node[state.sequence[row, head - 1]].kind != _RELOAD:
        head -= 1
    if head == 0:
        time = max(first_leave(problem, state, row, kind), release)
        for number in range(problem.kind[kind].leaves):
            if time <= problem.span[kind, 0, number, 1]:
                time = max(time, problem.span[kind, 0, number, 0])
                break
        here = problem.place[problem.kind[kind].start]
    else:
        time = max(state.call[state.sequence[row, head - 1]].ready, release)
        here = problem.place[state.sequence[row, head - 1]]
    for at in range(head, index):
        node = state.sequence[row, at]
        arrival = arrive_at(problem, way, here, problem.place[node], time)
        begin = begin_from(problem, node, arrival)
        if begin >= FAR:
            return FAR
        time = begin + problem.node[node].service + problem.node[node].setup
        here = problem.place[node]
    return int(time)


@lean_inline
def is_in_time_at(
    problem: Problem, state: State, row: int, kind: int, node: int, index: int
) -> bool:
    """Whether a task can be called at at a place of the sequence, and all behind it in time."""
    way = problem.kind[kind].way
    rests = problem.trait[0].has_breaks and has_break(problem, kind)
    before = state.sequence[row, index - 1] if index > 0 else NOWHERE
    if before >= 0:
        ready, rested = state.call[before].ready, state.call[before].rested
    else:
        ready, rested = first_leave(problem, state, row, kind), FAR
    if problem.trait[0].has_releases and problem.node[node].release > -FAR // 2:
        release = problem.node[node].release
        ready = max(ready, earliest_before(problem, state, row, kind, index, release))
        rested = max(rested, ready) if rested < FAR else FAR
    here = place_before(problem, state, row, kind, index)
    there = problem.place[node]
    dwell = problem.node[node].service + problem.node[node].setup
    if problem.trait[0].has_shared_doors and before >= 0:
        same_door = problem.node[before].door == problem.node[node].door
        if same_door:
            had = state.call[before].set_up
            dwell = problem.node[node].service + max(0, problem.node[node].setup - had)
        if same_door and problem.node[before].hours == problem.node[node].hours:
            ready = min(FAR, ready + dwell)
            rested = min(FAR, state.call[before].rested + dwell)
            return is_followed_in_time(problem, state, row, kind, node, index, ready, rested, here)
    arrival = FAR
    if ready < FAR:
        arrival = reach_at(problem, way, here, there, ready)
    if not rests:
        begin = begin_from(problem, node, arrival) if arrival < FAR else FAR
        if begin >= FAR:
            return False
        return is_followed_in_time(
            problem, state, row, kind, node, index, begin + dwell, FAR, there
        )
    leaves_rested = FAR
    if rested < FAR:
        begin = begin_from(problem, node, reach_at(problem, way, here, there, rested))
        leaves_rested = min(FAR, begin + dwell)
    leaves = FAR
    if arrival < FAR:
        rest_begin = max(arrival, problem.kind[kind].rest_from)
        if rest_begin <= problem.kind[kind].rest_to:
            begin = begin_from(problem, node, rest_begin + problem.kind[kind].rest)
            leaves_rested = min(leaves_rested, FAR, begin + dwell)
        leaves = min(FAR, begin_from(problem, node, arrival) + dwell)
        rest_begin = max(leaves, problem.kind[kind].rest_from)
        if leaves < FAR and rest_begin <= problem.kind[kind].rest_to:
            leaves_rested = min(leaves_rested, rest_begin + problem.kind[kind].rest)
    return is_followed_in_time(problem, state, row, kind, node, index, leaves, leaves_rested, there)


@lean_inline
def is_followed_in_time(
    problem: Problem,
    state: State,
    row: int,
    kind: int,
    node: int,
    index: int,
    leaves: int,
    leaves_rested: int,
    here: int,
) -> bool:
    """Whether what comes behind an inserted task stays in time.

    Parameters
    ----------
    leaves, leaves_rested
        When the task is left, without a break taken and with it; `FAR` for never.
    here
        Place that it is left from.
    """
    way = problem.kind[kind].way
    rests = problem.trait[0].has_breaks and has_break(problem, kind)
    if index >= state.route[row].length:
        end = problem.kind[kind].end
        latest = last_end(problem, kind)
        due = latest
        if rests:
            rest_to = problem.kind[kind].rest_to
            due = min(latest, rest_to) if rest_to < FAR else -FAR
        if leaves < FAR:
            back = leaves
            if end >= 0:
                back = arrive_at(problem, way, here, problem.place[end], leaves)
            if back <= due:
                return True
        if leaves_rested < FAR:
            back = leaves_rested
            if end >= 0:
                back = arrive_at(problem, way, here, problem.place[end], leaves_rested)
            return back <= latest
        return False
    after = state.sequence[row, index]
    there = problem.place[after]
    shared = problem.trait[0].has_shared_doors
    if shared and is_joined(problem, node, after):
        extra = problem.node[after].service
        extra += max(0, problem.node[after].setup - problem.node[node].setup)
        due = state.call[after].leave_by_due if rests else state.call[after].leave_by
        if leaves + extra <= due:
            return True
        return bool(leaves_rested + extra <= state.call[after].leave_by)
    late_by = 0
    if shared and index > 0:
        before = state.sequence[row, index - 1]
        if problem.node[before].door == problem.node[after].door:
            late_by = min(state.call[before].set_up, problem.node[after].setup)
    if leaves < FAR:
        arrival = arrive_at(problem, way, here, there, leaves) + late_by
        if arrival <= (state.call[after].latest_due if rests else state.call[after].latest):
            return True
    if leaves_rested < FAR:
        arrival = arrive_at(problem, way, here, there, leaves_rested) + late_by
        return bool(arrival <= state.call[after].latest)
    return False


@lean_inline
def time_cost(
    problem: Problem, state: State, row: int, kind: int, node: int, index: int, bound: float
) -> float:
    """About the price of the time that an insertion takes, and of what it makes late."""
    way = problem.kind[kind].way
    here = place_before(problem, state, row, kind, index)
    there = problem.place[node]
    after = place_after(problem, state, row, kind, index)
    dwell = problem.node[node].service + problem.node[node].setup
    length = state.route[row].length
    before = state.sequence[row, index - 1] if index > 0 else NOWHERE
    joined = problem.trait[0].has_shared_doors and is_joined(problem, before, node)
    if problem.trait[0].has_shared_doors and before >= 0:
        dwell -= min(problem.node[node].setup, set_up_had(problem, state, before, node))
    until, ahead = state.route[row].end, 0
    if index < length:
        follows = state.sequence[row, index]
        until, ahead = state.call[follows].arrive, state.call[follows].ahead
    earlier, delay = 0, 0
    if index == 0:
        begin = until - dwell
        if after >= 0:
            begin = leave_by(problem, way, there, after, until) - dwell
        wanted = begin
        begin = begin_from(problem, node, max(begin, problem.window[node, 0, 0]))
        last = problem.window[node, problem.node[node].windows - 1, 1]
        if wanted > last and not problem.node[node].is_soft:
            begin = last
        start = leave_by(problem, way, here, there, begin)
        first = first_leave(problem, state, row, kind)
        if start < first:
            start = first
            begin = begin_from(problem, node, arrive_at(problem, way, here, there, start))
            if begin >= FAR:
                return IMPOSSIBLE
        earlier = state.route[row].start - start
    else:
        left = state.call[before].leave
        arrival = left if joined else reach_at(problem, way, here, there, left)
        begin = arrival if joined else begin_from(problem, node, arrival)
        if begin >= FAR:
            begin = arrival
        saved = min(begin - arrival, state.call[before].slack)
        earlier = -saved
    leaves = begin + dwell
    back = leaves
    if after >= 0:
        back = arrive_at(problem, way, here if joined else there, after, leaves)
    delay = back - until
    if delay > 0:
        delay = max(0, delay - ahead)
    takes = earlier + delay
    if problem.kind[kind].most_time < FAR:
        span = state.route[row].end - state.route[row].start if length else 0
        if span + takes > problem.kind[kind].most_time:
            return IMPOSSIBLE
    cost = problem.kind[kind].per_time * takes
    rate = problem.kind[kind].overtime_rate
    if rate > 0:
        end, free = state.route[row].end, problem.kind[kind].overtime_from
        cost += rate * (max(0, end + delay - free) - max(0, end - free))
    if problem.node[node].late_rate > 0:
        cost += problem.node[node].late_rate * lateness(problem, node, begin)
    if delay > 0 and state.route[row].has_soft and cost < bound:
        cost += lateness_behind(problem, state, row, index, back - until)
    return float(cost)


@lean_part
def lateness_behind(problem: Problem, state: State, row: int, index: int, delay: int) -> float:
    """About what a delay costs the tasks from a place of the sequence on."""
    cost = 0.0
    for at in range(index, state.route[row].length):
        node = state.sequence[row, at]
        if state.call[node].head == node:
            delay -= max(0, state.call[node].begin - state.call[node].arrive)
            if delay <= 0:
                break
        rate = problem.node[node].late_rate
        if rate > 0:
            begin = state.call[node].begin
            cost += rate * (lateness(problem, node, begin + delay) - lateness(problem, node, begin))
    return cost
