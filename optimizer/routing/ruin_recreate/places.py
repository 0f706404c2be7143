"""Where a task is best inserted."""

import math

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.ruin_recreate.dice import throw
from optimizer.routing.ruin_recreate.insertion import (
    IMPOSSIBLE,
    detour_cost,
    has_room,
    is_in_time_at,
    is_welcome,
    place_after,
    place_before,
    quick_bound,
    time_cost,
)
from optimizer.routing.ruin_recreate.workspace import Near, Setting, Workspace
from optimizer.routing.search_problem import FAR, NOWHERE


@lean_inline
def is_mixed(problem: Problem) -> bool:
    """Whether what is aboard depends on the place in the sequence."""
    trait = problem.trait[0]
    return bool(trait.has_pickups or trait.has_pairs or trait.has_reloads)


@lean_inline
def only_route(problem: Problem, state: State, near: Near, node: int) -> int:
    """The route that a task must join for the sake of its group; -1 for any."""
    if problem.node[node].group < 0:
        return NOWHERE
    for at in range(near.mates.shape[1]):
        mate = near.mates[node, at]
        if mate < 0:
            break
        if state.spot[mate].route >= 0:
            return int(state.spot[mate].route)
    return NOWHERE


@lean_inline
def may_join(
    problem: Problem, state: State, work: Workspace, row: int, node: int, only: int
) -> bool:
    """Whether a task may be on a route at all, its places aside."""
    kind = problem.type_of[row]
    if not problem.may[kind, node] or (only >= 0 and row != only):
        return False
    most = problem.kind[kind].most_stops
    if most < FAR and state.route[row].stops >= most and not problem.trait[0].has_shared_doors:
        return False
    if state.route[row].length + 3 > state.sequence.shape[1]:
        return False
    return is_mixed(problem) or has_room(problem, state, row, kind, node, 0)


@lean_inline
def place_cost(
    problem: Problem,
    state: State,
    setting: Setting,
    row: int,
    kind: int,
    node: int,
    index: int,
    best: float,
) -> float:
    """Price of a task at a place of a route; `IMPOSSIBLE` if it breaks a rule or is not better."""
    before = place_before(problem, state, row, kind, index)
    after = place_after(problem, state, row, kind, index)
    cost = detour_cost(problem, kind, before, problem.place[node], after)
    trait = problem.trait[0]
    if trait.has_positions:
        cost += setting.misplaced_cost * misplaced_more(problem, state, row, node, index)
    if cost >= best:
        return IMPOSSIBLE
    is_timed = trait.has_time_price or trait.has_soft
    if (
        is_timed
        and cost + quick_bound(problem, state, row, kind, node, index, setting.shortcut) >= best
    ):
        return IMPOSSIBLE
    if is_mixed(problem) and not has_room(problem, state, row, kind, node, index):
        return IMPOSSIBLE
    picky = trait.has_shared_doors or trait.has_reloads or trait.has_classes
    if picky and not is_welcome(problem, state, row, kind, node, index):
        return IMPOSSIBLE
    if trait.has_times and not is_in_time_at(problem, state, row, kind, node, index):
        return IMPOSSIBLE
    if is_timed:
        cost += time_cost(problem, state, row, kind, node, index, best - cost)
    return cost


@lean_part
def misplaced_more(problem: Problem, state: State, row: int, node: int, index: int) -> float:
    """By how many stops more locked tasks are misplaced if a task comes in at a place."""
    more, stops = 0, 0
    for at in range(state.route[row].length):
        other = state.sequence[row, at]
        stops += int(other < problem.may.shape[1])
        locked = problem.node[other].position
        if locked > 0 and at >= index:
            more += abs(locked - stops - 1) - abs(locked - stops)
        if at == index and problem.node[node].position > 0:
            more += abs(problem.node[node].position - stops)
    if index >= state.route[row].length and problem.node[node].position > 0:
        more += abs(problem.node[node].position - stops - 1)
    return float(more)


@lean_inline
def hours_of(problem: Problem, node: int) -> tuple[int, int]:
    """When a task is left at the earliest and reached at the latest; no limits where unsure."""
    trait = problem.trait[0]
    if not trait.has_times or trait.has_breaks or trait.has_shared_doors:
        return -FAR, FAR
    leaves = problem.window[node, 0, 0] + problem.node[node].service + problem.node[node].setup
    if problem.node[node].is_soft:
        return int(leaves), FAR
    return int(leaves), int(problem.window[node, problem.node[node].windows - 1, 1])


@lean_inline
def misses_hours(state: State, row: int, index: int, leaves: int, closes: int) -> bool:
    """Whether the hours alone rule out a place, before any drive is looked up."""
    if index > 0 and state.call[state.sequence[row, index - 1]].ready > closes:
        return True
    if index < state.route[row].length:
        return bool(state.call[state.sequence[row, index]].latest < leaves)
    return False


@lean_inline
def best_place(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, node: int
) -> tuple[float, int, int]:
    """Price, route and place of the cheapest insertion beside a near task, some passed over.

    A place is not looked up where the drives to the near task and back cost too much, less the
    drive that is parted: then it can only be cheapest if the call at its other side is nearer, and
    is found there.
    """
    best, best_row, best_index = IMPOSSIBLE, NOWHERE, 0
    only = only_route(problem, state, near, node)
    leaves, closes = hours_of(problem, node)
    has_hours = leaves > -FAR
    is_sparing = not (problem.trait[0].has_tolls or problem.trait[0].has_positions)
    blink = next_blink(work, setting)
    for at in range(near.beside.shape[1]):
        beside = near.beside[node, at]
        if beside < 0:
            break
        spot = state.spot[beside]
        row, apart = spot.route, near.apart[node, at]
        if row < 0 or (is_sparing and apart - max(spot.before, spot.after) >= best):
            continue
        if not may_join(problem, state, work, row, node, only):
            continue
        kind = problem.type_of[row]
        for side in range(2):
            if is_sparing and apart - (spot.after if side else spot.before) >= best:
                continue
            blink -= 1
            if blink < 0:
                blink = next_blink(work, setting)
                continue
            index = spot.index + side
            if has_hours and misses_hours(state, row, index, leaves, closes):
                continue
            cost = place_cost(problem, state, setting, row, kind, node, index, best)
            if cost < best:
                best, best_row, best_index = cost, row, index
    return best, best_row, best_index


@lean_inline
def next_blink(work: Workspace, setting: Setting) -> int:
    """After how many places the next is passed over."""
    if setting.blink_chance <= 0:
        return FAR
    return int(math.log(1.0 - throw(work.dice)) / math.log(1.0 - setting.blink_chance))


@lean_part
def best_place_anywhere(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, node: int
) -> tuple[float, int, int]:
    """The cheapest insertion into any route that is in use."""
    best, best_row, best_index = IMPOSSIBLE, NOWHERE, 0
    only = only_route(problem, state, near, node)
    leaves, closes = hours_of(problem, node)
    has_hours = leaves > -FAR
    for row in range(state.route.shape[0]):
        if state.route[row].length == 0:
            continue
        if not may_join(problem, state, work, row, node, only):
            continue
        kind = problem.type_of[row]
        for index in range(state.route[row].length + 1):
            if has_hours and misses_hours(state, row, index, leaves, closes):
                continue
            cost = place_cost(problem, state, setting, row, kind, node, index, best)
            if cost < best:
                best, best_row, best_index = cost, row, index
    return best, best_row, best_index


@lean_inline
def empty_vehicle(
    problem: Problem,
    state: State,
    near: Near,
    work: Workspace,
    setting: Setting,
    node: int,
    bound: float,
) -> tuple[float, int]:
    """Price and number of the unused vehicle on which a task alone costs least, below a bound."""
    only = only_route(problem, state, near, node)
    least = IMPOSSIBLE
    for kind in range(near.alone.shape[1]):
        least = min(least, near.alone[node, kind])
    if only >= 0 or least >= bound:
        return IMPOSSIBLE, NOWHERE
    return _cheapest_empty(problem, state, near, work, setting, node, bound)


@lean_part
def _cheapest_empty(
    problem: Problem,
    state: State,
    near: Near,
    work: Workspace,
    setting: Setting,
    node: int,
    bound: float,
) -> tuple[float, int]:
    best, best_row = bound, NOWHERE
    for row in range(state.route.shape[0]):
        if state.route[row].length or not work.is_open[row]:
            continue
        kind = problem.type_of[row]
        cost = near.alone[node, kind]
        if problem.node[node].position > 1:
            cost += setting.misplaced_cost * (problem.node[node].position - 1)
        if cost < best:
            best, best_row = cost, row
            if near.alone.shape[1] == 1:
                break
    return best, best_row
