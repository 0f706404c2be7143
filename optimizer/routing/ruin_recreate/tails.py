"""Exchanging tails: two routes part, and each goes on as the other did.

References
----------
Potvin, J.-Y. & Rousseau, J.-M. (1995). An exchange heuristic for routeing problems with time
windows. Journal of the Operational Research Society 46(12): 2-opt*.
"""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.drive import arrive_at
from optimizer.routing.judge.state import SPARE, Problem, State
from optimizer.routing.ruin_recreate.change import bring_up_to_date, keep_route, note_gap
from optimizer.routing.ruin_recreate.dice import pick
from optimizer.routing.ruin_recreate.insertion import IMPOSSIBLE, place_after, place_before
from optimizer.routing.ruin_recreate.workspace import USED, Near, Setting, Workspace
from optimizer.routing.search_problem import NOWHERE


@lean_inline
def may_exchange(problem: Problem) -> bool:
    """Whether what is behind a place of a route can go to another vehicle of the type."""
    trait = problem.trait[0]
    is_bound = trait.has_pickups or trait.has_pairs or trait.has_reloads
    return not (is_bound or trait.has_groups or trait.has_classes)


@lean_part
def exchange_tails(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, bound: float
) -> float:
    """Exchange the tails of two routes beside a random task where that costs least.

    An empty vehicle may take a tail too, for none in return.

    Returns
    -------
    About what the exchange costs more, waiting aside; `IMPOSSIBLE` where none is below the bound.
    """
    task = pick(work.dice, near.beside.shape[0])
    row, index = state.spot[task].route, state.spot[task].index
    if row < 0:
        return IMPOSSIBLE
    best, best_other, best_cut, best_other_cut = bound, NOWHERE, 0, 0
    kind = problem.type_of[row]
    for at in range(near.beside.shape[1]):
        beside = near.beside[task, at]
        if beside < 0:
            break
        other = state.spot[beside].route
        if other < 0 or other == row or problem.type_of[other] != kind:
            continue
        for side in range(2):
            cut, other_cut = index + 1 - side, state.spot[beside].index + side
            more = _exchange_cost(problem, state, kind, row, cut, other, other_cut)
            if more < best and _is_lawful(problem, state, kind, row, cut, other, other_cut):
                best, best_other, best_cut, best_other_cut = more, other, cut, other_cut
    split = IMPOSSIBLE
    if index > 0:
        split = _split_cost(problem, state, kind, row, index)
    if split < best:
        other = _empty_row(problem, state, work, kind)
        if other >= 0:
            best, best_other, best_cut, best_other_cut = split, other, index, 0
    if best_other < 0:
        return IMPOSSIBLE
    _exchange(problem, state, work, setting, row, best_cut, best_other, best_other_cut)
    return best


@lean_inline
def _drive_cost(problem: Problem, kind: int, origin: int, destination: int) -> float:
    if destination < 0:
        return 0.0
    way = problem.kind[kind].way
    cost = problem.kind[kind].per_m * problem.usual_m[way, origin, destination]
    if problem.trait[0].has_time_price:
        cost += problem.kind[kind].per_time * problem.least_time[way, origin, destination]
    if problem.trait[0].has_tolls:
        cost += problem.usual_toll[way, origin, destination]
    return float(cost)


@lean_inline
def _exchange_cost(
    problem: Problem, state: State, kind: int, row: int, cut: int, other: int, other_cut: int
) -> float:
    """About what an exchange costs more: in drives, and in vehicles."""
    head = place_before(problem, state, row, kind, cut)
    tail = place_after(problem, state, row, kind, cut)
    other_head = place_before(problem, state, other, kind, other_cut)
    other_tail = place_after(problem, state, other, kind, other_cut)
    more = -_drive_cost(problem, kind, head, tail)
    more -= _drive_cost(problem, kind, other_head, other_tail)
    if cut == 0 and other_cut == state.route[other].length:
        more -= problem.kind[kind].fixed
    else:
        more += _drive_cost(problem, kind, head, other_tail)
    if other_cut == 0 and cut == state.route[row].length:
        more -= problem.kind[kind].fixed
    else:
        more += _drive_cost(problem, kind, other_head, tail)
    return float(more)


@lean_inline
def _split_cost(problem: Problem, state: State, kind: int, row: int, cut: int) -> float:
    """About what it costs more if an empty vehicle takes what is behind a place."""
    head = place_before(problem, state, row, kind, cut)
    tail = place_after(problem, state, row, kind, cut)
    start = place_before(problem, state, row, kind, 0)
    end = place_after(problem, state, row, kind, state.route[row].length)
    more = _drive_cost(problem, kind, head, end) + _drive_cost(problem, kind, start, tail)
    return more + float(problem.kind[kind].fixed) - _drive_cost(problem, kind, head, tail)


@lean_part
def _empty_row(problem: Problem, state: State, work: Workspace, kind: int) -> int:
    for row in range(state.route.shape[0]):
        if state.route[row].length == 0 and work.is_open[row] and problem.type_of[row] == kind:
            return row
    return NOWHERE


@lean_part
def _is_lawful(
    problem: Problem, state: State, kind: int, row: int, cut: int, other: int, other_cut: int
) -> bool:
    """Whether both routes have room, and as far as can be told at once, time, for the exchange."""
    length, other_length = state.route[row].length, state.route[other].length
    most = state.sequence.shape[1] - SPARE
    if cut + other_length - other_cut > most or other_cut + length - cut > most:
        return False
    trait = problem.trait[0]
    if trait.has_times and not (trait.has_breaks or trait.has_releases):
        if not _follows(problem, state, kind, row, cut, other, other_cut):
            return False
        if not _follows(problem, state, kind, other, other_cut, row, cut):
            return False
    for d in range(problem.load.shape[1]):
        shift = 0.0
        for index in range(cut):
            shift += problem.load[state.sequence[row, index], d]
        for index in range(other_cut):
            shift -= problem.load[state.sequence[other, index], d]
        capacity = problem.capacity[kind, d]
        if state.load[other, d] + shift > capacity or state.load[row, d] - shift > capacity:
            return False
    return True


@lean_inline
def _follows(
    problem: Problem, state: State, kind: int, row: int, cut: int, other: int, other_cut: int
) -> bool:
    """Whether the tail of another route is in time behind the head of a route."""
    if cut == 0 or other_cut >= state.route[other].length:
        return True
    before, after = state.sequence[row, cut - 1], state.sequence[other, other_cut]
    if problem.trait[0].has_shared_doors and problem.node[before].door == problem.node[after].door:
        return True
    way = problem.kind[kind].way
    here, there = place_before(problem, state, row, kind, cut), problem.place[after]
    return bool(
        arrive_at(problem, way, here, there, state.call[before].ready) <= state.call[after].latest
    )


@lean_part
def _exchange(
    problem: Problem,
    state: State,
    work: Workspace,
    setting: Setting,
    row: int,
    cut: int,
    other: int,
    other_cut: int,
) -> None:
    keep_route(state, work, row)
    keep_route(state, work, other)
    length, other_length = state.route[row].length, state.route[other].length
    _take_tail(state, work, row, cut, other, other_cut, other_length)
    _take_tail(state, work, other, other_cut, row, cut, length)
    for at in range(2):
        work.counts[USED] -= int(work.kept_route[at].length > 0)
        work.counts[USED] += int(state.route[work.changed[at]].length > 0)
    note_gap(problem, state, row, cut)
    note_gap(problem, state, row, state.route[row].length)
    note_gap(problem, state, other, other_cut)
    note_gap(problem, state, other, state.route[other].length)
    bring_up_to_date(problem, state, setting, row, cut, other_length - other_cut)
    bring_up_to_date(problem, state, setting, other, other_cut, length - cut)


@lean_inline
def _take_tail(
    state: State, work: Workspace, row: int, cut: int, other: int, other_cut: int, length: int
) -> None:
    """Let a route go on as another did before the step."""
    kept = work.place_of[other]
    for index in range(other_cut, length):
        node, at = work.kept_sequence[kept, index], cut + index - other_cut
        state.sequence[row, at] = node
        state.spot[node].route, state.spot[node].index, state.call[node].head = row, at, node
    state.route[row].length = cut + length - other_cut
