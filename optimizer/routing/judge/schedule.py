"""The schedule of a route and its price: when to leave, where to take the break, what it costs.

A route leaves as late as that saves paid time without making anything late. Where traffic changes
over the day, leaving later still may take less time: the starts at which some drive begins or ends
in another bucket are tried. Of equally cheap schedules the shortest is taken.
"""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.drive import (
    arrive_at,
    begin_from,
    bucket_at,
    lateness,
    leave_by,
    matrix_at,
)
from optimizer.routing.judge.passes import (
    first_leave,
    has_break,
    is_joined,
    set_up_had,
    start_from,
    trip_release,
)
from optimizer.routing.judge.state import CARRIED, REST_BEFORE, Problem, State
from optimizer.routing.search_problem import FAR, NOWHERE, NodeKind

_RELOAD = int(NodeKind.RELOAD)

FEW_STARTS, MANY_STARTS = 12, 1_000
"""Most starts tried for one route by the search, and by the judge."""

_NOISE = 1e-9


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
            arrival = arrive_at(
                problem, way, problem.node[head].place, problem.node[node].place, time
            )
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
            problem, way, problem.node[head].place, problem.node[problem.kind[kind].end].place, time
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
        place = int(problem.node[problem.kind[kind].end].place)
    for index in range(length - 1, -1, -1):
        node = state.sequence[row, index]
        if not joined and place >= 0:
            here = problem.node[own[node].head].place
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
        place = int(problem.node[node].place)
    first = state.route[row].start
    if length == 0:
        return int(first)
    start = leave_by(problem, way, problem.node[problem.kind[kind].start].place, place, until)
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
def _cost_of(problem: Problem, state: State, row: int, kind: int, start: int, end: int) -> float:
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
            metres += problem.metres[matrix, problem.node[head].place, problem.node[node].place]
            if problem.trait[0].has_tolls:
                toll += problem.toll[matrix, problem.node[head].place, problem.node[node].place]
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
def _may_end(problem: Problem, state: State, row: int, kind: int, start: int, end: int) -> bool:
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
def _try_start(
    problem: Problem, state: State, row: int, kind: int, start: int
) -> tuple[float, int, int]:
    """Cost, end and step of a start; the cost is infinite where it breaks a rule."""
    rest_at, is_before = state.route[row].rest_at, state.route[row].rest_is_before != 0
    end, step = follow(problem, state, row, kind, start, rest_at, is_before)
    if end >= FAR or not _may_end(problem, state, row, kind, start, end):
        return 1e300, end, step
    cost = _cost_of(problem, state, row, kind, start, end)
    if state.route[row].metres > problem.kind[kind].most_m:
        return 1e300, end, step
    return cost, end, step


@lean_part
def _best_start(
    problem: Problem, state: State, row: int, kind: int, most_starts: int
) -> tuple[float, int, int]:
    """Cost, start and end of the best start with the break that is set; infinite without one."""
    earliest = first_leave(problem, state, row, kind)
    if earliest >= FAR:
        return 1e300, FAR, FAR
    cost, end, step = _try_start(problem, state, row, kind, earliest)
    best, best_start, best_end = cost, earliest, end
    if end >= FAR or problem.kind[kind].ends == 0 or (cost < 1e299 and most_starts == 0):
        return best, best_start, best_end
    state.route[row].start, state.route[row].end = earliest, end
    start = latest_start(problem, state, row, kind)
    late, least = state.route[row].late, 1
    if cost >= 1e299:
        start = max(start, _lawful_from(problem, state, row, kind))
        late = 1e300
        if start >= FAR:
            return best, best_start, best_end
    final = problem.span[kind, 1, problem.kind[kind].ends - 1, 1]
    if 0 < most_starts < MANY_STARTS:
        least = max(1, (final - end) // most_starts)
    for _ in range(max(1, most_starts)):
        if start > earliest:
            cost, end, step = _try_start(problem, state, row, kind, start)
            if end > final or state.route[row].late > late + _NOISE:
                break
            if cost < best - _NOISE or (
                cost <= best + _NOISE and end - start < best_end - best_start
            ):
                best, best_start, best_end = cost, start, end
        if not problem.trait[0].is_timed_by_hour or end > final:
            break
        state.route[row].start, state.route[row].end = start, end
        start = _next_start(problem, state, row, kind, max(step, least), final)
        if start >= FAR:
            break
    return best, best_start, best_end


@lean_part
def _next_start(problem: Problem, state: State, row: int, kind: int, step: int, final: int) -> int:
    """Start worth trying behind one that `follow` has taken last; `FAR` if there is none.

    In a step, or before it where it only saves waiting, or where a window would be missed.

    Parameters
    ----------
    final
        Latest end of a route.
    """
    start = state.route[row].start
    later = start + step
    kept = latest_start(problem, state, row, kind)
    if kept > start:
        later = min(later, kept)
    state.route[row].end = final
    kept = latest_start(problem, state, row, kind)
    if kept > start:
        later = min(later, kept)
    return start_from(problem, kind, later)


@lean_part
def _lawful_from(problem: Problem, state: State, row: int, kind: int) -> int:
    """From which start on a route is not over too early, and no break due that it does not take.

    Of a schedule that `follow` has written last, which breaks a rule.
    """
    start, end = state.route[row].start, state.route[row].end
    if state.route[row].rest_at < 0 and has_break(problem, kind):
        latest = problem.kind[kind].rest_to
        if latest < FAR and start <= latest < end:
            return int(start_from(problem, kind, latest + 1))
    for number in range(problem.kind[kind].ends):
        opens = problem.span[kind, 1, number, 0]
        if end <= problem.span[kind, 1, number, 1]:
            if end >= opens:
                break
            state.route[row].end = opens
            start = latest_start(problem, state, row, kind)
            rest_at, is_before = state.route[row].rest_at, state.route[row].rest_is_before != 0
            reached, _ = follow(problem, state, row, kind, start, rest_at, is_before)
            return int(start_from(problem, kind, start + int(reached < opens)))
    return int(start)


@lean_inline
def set_rest(state: State, row: int, index: int, is_before: bool) -> None:
    """Set at which place of the sequence the break is taken; -1 for none."""
    state.route[row].rest_at, state.route[row].rest_is_before = index, int(is_before)


@lean_part
def quickest_rest(problem: Problem, state: State, row: int, kind: int) -> None:
    """Set the break where the earliest way through the route takes it."""
    own = state.call
    for index in range(state.route[row].length - 1, -1, -1):
        node = state.sequence[row, index]
        if own[node].rests != CARRIED:
            is_before = own[node].rests == REST_BEFORE
            first = index
            # A break before a group served in one go lies before its first.
            while is_before and own[state.sequence[row, first]].head != state.sequence[row, first]:
                first -= 1
            set_rest(state, row, first, is_before)
            return


@lean_part
def price_route(problem: Problem, state: State, row: int, kind: int, is_thorough: bool) -> float:
    """Find the best schedule of a route and what it costs; infinite if it breaks a rule of time.

    Parameters
    ----------
    is_thorough
        Try every place for a break and many starts, as the judge does.
    """
    set_rest(state, row, -1, False)
    length = state.route[row].length
    if length == 0:
        state.route[row].cost = 0.0
        return 0.0
    is_timed = (
        problem.trait[0].has_time_price
        or problem.trait[0].has_soft
        or problem.trait[0].is_timed_by_hour
    )
    is_timed = is_timed or problem.trait[0].has_breaks or is_thorough
    if not problem.trait[0].has_times or not is_timed:
        cost = _untimed_cost(problem, state, row, kind)
        state.route[row].cost = cost
        return cost
    most_starts = MANY_STARTS if is_thorough else FEW_STARTS
    if not is_thorough and not problem.trait[0].has_time_price:
        most_starts = 0
    cost, start, end = _best_start(problem, state, row, kind, most_starts)
    rest_at, is_before = -1, False
    if _may_need_rest(problem, state, row, kind, cost, start):
        if not is_thorough:
            quickest_rest(problem, state, row, kind)
            found, begins, ends = _best_start(problem, state, row, kind, most_starts)
            if found < cost:
                cost, start, end = found, begins, ends
                rest_at, is_before = state.route[row].rest_at, state.route[row].rest_is_before != 0
        else:
            for choice in range(2 * length - 1, -1, -1):
                if _is_no_place_for_rest(problem, state, row, choice // 2, choice % 2 == 0):
                    continue
                set_rest(state, row, choice // 2, choice % 2 == 0)
                found, begins, ends = _best_start(problem, state, row, kind, most_starts)
                if found < cost - _NOISE or (
                    found <= cost + _NOISE and ends - begins < end - start
                ):
                    cost, start, end = found, begins, ends
                    rest_at, is_before = choice // 2, choice % 2 == 0
    if cost >= 1e299:
        state.route[row].cost = cost
        return cost
    set_rest(state, row, rest_at, is_before)
    follow(problem, state, row, kind, start, rest_at, is_before)
    cost = _cost_of(problem, state, row, kind, start, end)
    state.route[row].start, state.route[row].end = start, end
    state.route[row].cost = cost
    return cost


@lean_inline
def _may_need_rest(
    problem: Problem, state: State, row: int, kind: int, cost: float, start: int
) -> bool:
    """Whether the best schedule without a break is none, or avoids it by a later start."""
    if not problem.trait[0].has_breaks or not has_break(problem, kind):
        return False
    latest = problem.kind[kind].rest_to
    return cost >= 1e299 or (start > latest and first_leave(problem, state, row, kind) <= latest)


@lean_inline
def price_laid_out(problem: Problem, state: State, row: int, kind: int) -> float:
    """Price of a route by the schedule that `lay_out` has written, or a later start by the hour."""
    start, end = state.route[row].start, state.route[row].end
    if end >= FAR or not _may_end(problem, state, row, kind, start, end):
        return price_route(problem, state, row, kind, False)
    cost = _cost_of(problem, state, row, kind, start, end)
    if problem.trait[0].is_timed_by_hour and problem.kind[kind].per_time > 0:
        final = problem.span[kind, 1, problem.kind[kind].ends - 1, 1]
        least, late = max(1, (final - end) // FEW_STARTS), state.route[row].late
        metres, toll = state.route[row].metres, state.route[row].toll
        later = start
        for _ in range(FEW_STARTS):
            later = start_from(problem, kind, later + least)
            if later >= FAR:
                break
            found, ends, _ = _try_start(problem, state, row, kind, later)
            if ends > final or state.route[row].late > late + _NOISE:
                break
            if found < cost - _NOISE:
                cost, start, end = found, later, ends
                metres, toll = state.route[row].metres, state.route[row].toll
        state.route[row].start, state.route[row].end, state.route[row].late = start, end, late
        state.route[row].metres, state.route[row].toll = metres, toll
    if state.route[row].metres > problem.kind[kind].most_m:
        cost = 1e300
    state.route[row].cost = cost
    return cost


@lean_inline
def _is_no_place_for_rest(
    problem: Problem, state: State, row: int, index: int, is_before: bool
) -> bool:
    """Whether a break would part calls served in one go, or keep a loaded vehicle at a warehouse."""
    node = state.sequence[row, index]
    if not is_before and problem.node[node].kind == _RELOAD:
        return True
    if not problem.trait[0].has_shared_doors:
        return False
    if is_before:
        return index > 0 and is_joined(problem, state.sequence[row, index - 1], node)
    if index + 1 >= state.route[row].length:
        return False
    return is_joined(problem, node, state.sequence[row, index + 1])


@lean_part
def _untimed_cost(problem: Problem, state: State, row: int, kind: int) -> float:
    """Price of a route whose schedule costs nothing: its use and its distance."""
    matrix = problem.matrix[problem.kind[kind].way, 0]
    metres, toll, place = 0, 0.0, problem.node[problem.kind[kind].start].place
    for index in range(state.route[row].length):
        there = problem.node[state.sequence[row, index]].place
        if problem.trait[0].has_shared_doors:
            there = problem.node[state.call[state.sequence[row, index]].head].place
        metres += problem.metres[matrix, place, there]
        if problem.trait[0].has_tolls:
            toll += problem.toll[matrix, place, there]
        place = there
    if problem.kind[kind].end >= 0:
        there = problem.node[problem.kind[kind].end].place
        metres += problem.metres[matrix, place, there]
        if problem.trait[0].has_tolls:
            toll += problem.toll[matrix, place, there]
    state.route[row].metres = metres
    state.route[row].toll, state.route[row].late = toll, 0.0
    if metres > problem.kind[kind].most_m:
        return 1e300
    return float(problem.kind[kind].fixed + problem.kind[kind].per_m * metres + toll)
