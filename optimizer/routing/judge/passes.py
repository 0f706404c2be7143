"""What follows from a sequence: earliest and latest times of every call, and what is aboard.

Leaving later never arrives earlier. So each call has an earliest time to leave, found forwards, and
a latest arrival that keeps everything behind it, found backwards; whatever arrives between two
calls in time for the second keeps all hard rules of time. A vehicle that must take a break has both
twice: with the break behind it, and with the break still to come.
"""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.drive import arrive_at, begin_by, begin_from, leave_by
from optimizer.routing.judge.state import CARRIED, REST_AFTER, REST_BEFORE, Problem, State
from optimizer.routing.search_problem import FAR, NOWHERE, NodeKind

_DELIVER, _PICK_UP, _COLLECT = int(NodeKind.DELIVER), int(NodeKind.PICK_UP), int(NodeKind.COLLECT)
_RELOAD = int(NodeKind.RELOAD)


@lean_inline
def is_joined(problem: Problem, before: int, node: int) -> bool:
    """Whether a node is served in one go with the one before it."""
    return (
        before >= 0
        and problem.node[before].door == problem.node[node].door
        and problem.node[before].hours == problem.node[node].hours
    )


@lean_inline
def set_up_had(problem: Problem, state: State, before: int, node: int) -> int:
    """Set-up that the calls just before have had at a node's door."""
    if (
        problem.trait[0].has_shared_doors
        and before >= 0
        and problem.node[before].door == problem.node[node].door
    ):
        return int(state.call[before].set_up)
    return 0


@lean_inline
def has_break(problem: Problem, kind: int) -> bool:
    """Whether a type of vehicle may have to take a break at all."""
    rest, latest = problem.kind[kind].rest, problem.kind[kind].rest_to
    return bool(rest > 0 and problem.span[kind, 0, 0, 0] <= latest)


@lean_inline
def start_from(problem: Problem, kind: int, time: int) -> int:
    """Earliest time, not before one given, at which a type may start; `FAR` if it is too late."""
    for number in range(problem.kind[kind].leaves):
        if time <= problem.span[kind, 0, number, 1]:
            return int(max(time, problem.span[kind, 0, number, 0]))
    return FAR


@lean_inline
def first_leave(problem: Problem, state: State, row: int, kind: int) -> int:
    """Earliest start of a route; `FAR` where its type can start no more."""
    release = -FAR
    if problem.trait[0].has_releases:
        release = trip_release(problem, state, row, 0)
    return start_from(problem, kind, release)


@lean_inline
def last_end(problem: Problem, kind: int) -> int:
    """Latest end of a route."""
    if problem.kind[kind].ends == 0:
        return -FAR
    return int(problem.span[kind, 1, problem.kind[kind].ends - 1, 1])


@lean_inline
def trip_release(problem: Problem, state: State, row: int, first: int) -> int:
    """When all tasks of the trip that begins at a place of the sequence are released."""
    release = -FAR
    for index in range(first, state.route[row].length):
        node = state.sequence[row, index]
        if problem.node[node].kind == _RELOAD:
            break
        release = max(release, problem.node[node].release)
    return release


@lean_inline
def pass_forwards(
    problem: Problem, state: State, row: int, kind: int, first: int, fresh: int
) -> None:
    """Earliest times from a place of the sequence on.

    Parameters
    ----------
    first, fresh
        From where the sequence has changed, and how many nodes there are new: behind those, it
        ends where nothing changes any more.
    """
    way, own = problem.kind[kind].way, state.call
    rests = problem.trait[0].has_breaks and has_break(problem, kind)
    before = state.sequence[row, first - 1] if first > 0 else NOWHERE
    if before >= 0:
        ready, rested, head = own[before].ready, own[before].rested, own[before].head
    else:
        ready, rested = first_leave(problem, state, row, kind), FAR
        head = int(problem.kind[kind].start)
    for index in range(first, state.route[row].length):
        node = state.sequence[row, index]
        had = set_up_had(problem, state, before, node)
        dwell = problem.node[node].service + max(0, problem.node[node].setup - had)
        joined = problem.trait[0].has_shared_doors and is_joined(problem, before, node)
        rested_before, rests_how = FAR, CARRIED
        if joined:
            ready = min(FAR, ready + dwell)
            rested_before = min(FAR, own[before].rested_before + dwell)
            rests_how = own[before].rests if rested_before < FAR else CARRIED
        else:
            origin, destination = problem.place[head], problem.place[node]
            earliest = -FAR
            if problem.node[node].kind == _RELOAD and problem.trait[0].has_releases:
                earliest = trip_release(problem, state, row, index + 1) - problem.node[node].service
            arrival = FAR
            if ready < FAR:
                arrival = arrive_at(problem, way, origin, destination, ready)
            if rests and rested < FAR:
                there = max(earliest, arrive_at(problem, way, origin, destination, rested))
                rested_before = min(FAR, begin_from(problem, node, there) + dwell)
            if rests and arrival < FAR:
                begin = max(arrival, problem.kind[kind].rest_from)
                if begin <= problem.kind[kind].rest_to:
                    there = max(earliest, begin + problem.kind[kind].rest)
                    leaves = min(FAR, begin_from(problem, node, there) + dwell)
                    if leaves < rested_before:
                        rested_before, rests_how = leaves, REST_BEFORE
            ready = FAR
            if arrival < FAR:
                ready = min(FAR, begin_from(problem, node, max(earliest, arrival)) + dwell)
            head = node
        rested = rested_before
        if rests and ready < FAR and problem.node[node].kind != _RELOAD:
            begin = max(ready, problem.kind[kind].rest_from)
            if begin <= problem.kind[kind].rest_to and begin + problem.kind[kind].rest < rested:
                rested, rests_how = begin + problem.kind[kind].rest, REST_AFTER
        had = max(had, problem.node[node].setup)
        if (
            index >= first + fresh
            and own[node].ready == ready
            and own[node].rested == rested
            and own[node].rested_before == rested_before
            and own[node].rests == rests_how
            and own[node].head == head
            and own[node].set_up == had
        ):
            break
        own[node].ready, own[node].rested, own[node].head = ready, rested, head
        own[node].rested_before, own[node].rests = rested_before, rests_how
        own[node].set_up = had
        before = node


@lean_inline
def pass_backwards(
    problem: Problem, state: State, row: int, kind: int, last: int, fresh: int
) -> None:
    """Latest times from a place of the sequence backwards; the mirror of `pass_forwards`.

    Parameters
    ----------
    last, fresh
        Up to where the sequence has changed, and how many nodes there are new.
    """
    way, own = problem.kind[kind].way, state.call
    rests = problem.trait[0].has_breaks and has_break(problem, kind)
    for index in range(last, -1, -1):
        node = state.sequence[row, index]
        here = problem.place[own[node].head]
        leave, due = -FAR, -FAR
        is_followed = False
        if index + 1 == state.route[row].length:
            until = last_end(problem, kind)
            without = (
                min(until, problem.kind[kind].rest_to) if problem.kind[kind].rest_to < FAR else -FAR
            )
            leave, due = until, without
            if problem.kind[kind].end >= 0:
                back = problem.place[problem.kind[kind].end]
                leave = leave_by(problem, way, here, back, until)
                if rests and without > -FAR:
                    due = leave_by(problem, way, here, back, without)
        else:
            after = state.sequence[row, index + 1]
            if problem.trait[0].has_shared_doors and is_joined(problem, node, after):
                had = set_up_had(problem, state, node, after)
                dwell = problem.node[after].service + max(0, problem.node[after].setup - had)
                leave, due = own[after].leave_by - dwell, own[after].leave_by_due - dwell
                is_followed = True
            else:
                there = problem.place[after]
                leave = leave_by(problem, way, here, there, own[after].latest)
                if rests and own[after].latest_due > -FAR // 2:
                    due = leave_by(problem, way, here, there, own[after].latest_due)
        before = state.sequence[row, index - 1] if index > 0 else NOWHERE
        had = set_up_had(problem, state, before, node)
        dwell = problem.node[node].service + max(0, problem.node[node].setup - had)
        latest, latest_due = begin_by(problem, node, leave - dwell), -FAR
        if rests:
            rest_from, rest_to, rest = (
                problem.kind[kind].rest_from,
                problem.kind[kind].rest_to,
                problem.kind[kind].rest,
            )
            if not is_followed and problem.node[node].kind != _RELOAD:
                after_service = min(leave - rest, rest_to)
                if after_service >= rest_from:
                    due = max(due, after_service)
            latest_due = begin_by(problem, node, due - dwell) if due > -FAR // 2 else -FAR
            before_service = min(latest - rest, rest_to)
            if before_service >= rest_from:
                latest_due = max(latest_due, before_service)
        if (
            index <= last - fresh
            and own[node].latest == latest
            and own[node].latest_due == latest_due
            and own[node].leave_by == leave
            and own[node].leave_by_due == due
        ):
            break
        own[node].latest, own[node].latest_due = latest, latest_due
        own[node].leave_by, own[node].leave_by_due = leave, due


@lean_inline
def is_in_time(problem: Problem, state: State, row: int, kind: int) -> bool:
    """Whether a route, left as early as can be, keeps its windows, its break and its end."""
    if state.route[row].length == 0:
        return True
    last = state.sequence[row, state.route[row].length - 1]
    ready, rested = state.call[last].ready, state.call[last].rested
    may_rest = problem.trait[0].has_breaks and has_break(problem, kind)
    if may_rest and first_leave(problem, state, row, kind) <= problem.kind[kind].rest_to:
        if ready <= state.call[last].leave_by_due or rested <= state.call[last].leave_by:
            return True
        return _is_in_time_behind_break(problem, state, row, kind)
    return bool(ready <= state.call[last].leave_by)


@lean_part
def _is_in_time_behind_break(problem: Problem, state: State, row: int, kind: int) -> bool:
    """Whether a route may start so late that no break is due any more."""
    if problem.kind[kind].rest_to >= FAR:
        return False
    start = start_from(problem, kind, problem.kind[kind].rest_to + 1)
    if start >= FAR:
        return False
    here, first = problem.place[problem.kind[kind].start], state.sequence[row, 0]
    there, way = problem.place[first], problem.kind[kind].way
    return bool(arrive_at(problem, way, here, there, start) <= state.call[first].latest)


@lean_inline
def weigh(problem: Problem, state: State, row: int) -> None:
    """What a route has aboard on its drives, and which trip each of its nodes is on."""
    dimensions = problem.load.shape[1]
    length = state.route[row].length
    for d in range(dimensions):
        total = 0.0
        for index in range(length):
            node = state.sequence[row, index]
            if problem.node[node].kind == _DELIVER:
                total += problem.load[node, d]
        state.load[row, d] = total
    if not (
        problem.trait[0].has_pickups or problem.trait[0].has_pairs or problem.trait[0].has_reloads
    ):
        return
    first, trip = 0, NOWHERE
    while first <= length:
        last = first
        while last < length and problem.node[state.sequence[row, last]].kind != _RELOAD:
            state.call[state.sequence[row, last]].trip = trip
            last += 1
        for d in range(dimensions):
            _weigh_trip(problem, state, row, first, last, d)
        if last < length:
            trip = state.sequence[row, last]
            state.call[trip].trip = trip
        first = last + 1


@lean_inline
def _weigh_trip(problem: Problem, state: State, row: int, first: int, last: int, d: int) -> None:
    """Loads of the drives to the nodes from `first` to `last`, which ends the trip."""
    aboard = 0.0
    for index in range(first, last):
        node = state.sequence[row, index]
        if problem.node[node].kind == _DELIVER:
            aboard += problem.load[node, d]
    most = aboard
    for index in range(first, last + 1):
        legs = state.last_leg[row]
        if index < state.route[row].length:
            legs = state.leg[state.sequence[row, index]]
        most = max(most, aboard)
        legs[0, d], legs[1, d] = aboard, most
        if index < last:
            node = state.sequence[row, index]
            takes_on = problem.node[node].kind == _PICK_UP or problem.node[node].kind == _COLLECT
            aboard += problem.load[node, d] if takes_on else -problem.load[node, d]
    most = -1.0
    for index in range(last, first - 1, -1):
        legs = state.last_leg[row]
        if index < state.route[row].length:
            legs = state.leg[state.sequence[row, index]]
        most = max(most, legs[0, d])
        legs[2, d] = most


@lean_inline
def refresh(problem: Problem, state: State, row: int, kind: int, first: int, fresh: int) -> None:
    """Bring all that follows from a route's sequence up to date.

    Parameters
    ----------
    first, fresh
        From where it has changed, and how many new nodes are there; removal counts as none.
    """
    weigh(problem, state, row)
    if not problem.trait[0].has_times:
        return
    length = state.route[row].length
    # The set-up of the node behind the new ones may have changed, and so when it must be left.
    last = min(length - 1, first + fresh - 1 + int(problem.trait[0].has_shared_doors))
    fresh_behind = max(0, last - first + 1)
    if problem.trait[0].has_releases or problem.trait[0].has_reloads:
        first, fresh, last, fresh_behind = 0, length, length - 1, length
    pass_forwards(problem, state, row, kind, first, fresh)
    pass_backwards(problem, state, row, kind, last, fresh_behind)
