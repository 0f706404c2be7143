"""The schedule of a route and its price: when to leave, where to take the break, what it costs.

A route leaves as late as that saves paid time without making anything late, and later still where
its end or its break asks for it. Where traffic changes over the day, that may also take less time:
the starts are tried at which some drive begins or ends in another bucket, some waiting ends, or
some window is only just kept. Of equally cheap schedules the shortest is taken.
"""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.course import cost_of, follow, latest_start, may_end, untimed_cost
from optimizer.routing.judge.passes import first_leave, has_break, is_joined, start_from
from optimizer.routing.judge.state import CARRIED, REST_BEFORE, Problem, State
from optimizer.routing.search_problem import FAR, NodeKind

_RELOAD = int(NodeKind.RELOAD)

FEW_STARTS, MANY_STARTS = 12, 1_000
"""Most starts tried for one route by the search, and by the judge."""

_NOISE = 1e-9


@lean_part
def _try_start(
    problem: Problem, state: State, row: int, kind: int, start: int
) -> tuple[float, int, int]:
    """Cost, end and step of a start; the cost is infinite where it breaks a rule."""
    rest_at, is_before = state.route[row].rest_at, state.route[row].rest_is_before != 0
    end, step = follow(problem, state, row, kind, start, rest_at, is_before)
    if end >= FAR or not may_end(problem, state, row, kind, start, end):
        return 1e300, end, step
    cost = cost_of(problem, state, row, kind, start, end)
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

    In a step, or before it where it only saves waiting, or where a window would be missed, or
    where no break is due any more.

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
    latest = problem.kind[kind].rest_to
    if state.route[row].rest_at < 0 and has_break(problem, kind) and start <= latest < FAR:
        later = min(later, latest + 1)
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
        cost = untimed_cost(problem, state, row, kind)
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
    cost = cost_of(problem, state, row, kind, start, end)
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
    if end >= FAR or not may_end(problem, state, row, kind, start, end):
        return price_route(problem, state, row, kind, False)
    cost = cost_of(problem, state, row, kind, start, end)
    if problem.trait[0].is_timed_by_hour and problem.kind[kind].per_time > 0:
        final = problem.span[kind, 1, problem.kind[kind].ends - 1, 1]
        least, late = max(1, (final - end) // FEW_STARTS), state.route[row].late
        later, best = start, start
        for _ in range(FEW_STARTS):
            later = start_from(problem, kind, later + least)
            if later >= FAR:
                break
            found, ends, _ = _try_start(problem, state, row, kind, later)
            if ends > final or state.route[row].late > late + _NOISE:
                break
            if found < cost - _NOISE:
                cost, best = found, later
        if later > start:
            # The schedule of the start tried last must not stay.
            cost, end, _ = _try_start(problem, state, row, kind, best)
            state.route[row].start, state.route[row].end = best, end
    if state.route[row].metres > problem.kind[kind].most_m:
        cost = 1e300
    state.route[row].cost = cost
    return cost


@lean_inline
def _is_no_place_for_rest(
    problem: Problem, state: State, row: int, index: int, is_before: bool
) -> bool:
    """Whether a break would part calls served in one go, or keep a vehicle at a warehouse."""
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
