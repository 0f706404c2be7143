"""Parts of the search as Python can call them; all of one file, so that they are compiled once."""

from domain.compiled import lean
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.ruin_recreate.change import (
    bring_up_to_date,
    close_gaps,
    forget_changes,
    put_in,
    take_back,
)
from optimizer.routing.ruin_recreate.insertion import IMPOSSIBLE
from optimizer.routing.ruin_recreate.pairs import best_pair_anywhere
from optimizer.routing.ruin_recreate.places import (
    best_place,
    best_place_anywhere,
    may_join,
    place_cost,
)
from optimizer.routing.ruin_recreate.tails import exchange_tails
from optimizer.routing.ruin_recreate.trips import best_new_trip
from optimizer.routing.ruin_recreate.workspace import Near, Setting, Workspace
from optimizer.routing.search_problem import NOWHERE


@lean
def cost_at(
    problem: Problem, state: State, work: Workspace, setting: Setting, row: int, node: int, at: int
) -> float:
    if not may_join(problem, state, work, row, node, NOWHERE):
        return IMPOSSIBLE
    return place_cost(problem, state, setting, row, problem.type_of[row], node, at, IMPOSSIBLE)


@lean
def best_single(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, node: int
) -> tuple[float, int, int]:
    return best_place_anywhere(problem, state, near, work, setting, node)


@lean
def best_beside(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, node: int
) -> tuple[float, int, int]:
    return best_place(problem, state, near, work, setting, node)


@lean
def best_pair(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, node: int
) -> tuple[float, int, int, int]:
    return best_pair_anywhere(problem, state, near, work, setting, node)


@lean
def best_trip(
    problem: Problem, state: State, near: Near, node: int
) -> tuple[float, int, int, int, bool]:
    return best_new_trip(problem, state, near, node, IMPOSSIBLE)


@lean
def put(
    problem: Problem, state: State, work: Workspace, setting: Setting, row: int, at: int, node: int
) -> None:
    put_in(problem, state, work, row, at, node)
    bring_up_to_date(problem, state, setting, row, at, 1)


@lean
def put_two(
    problem: Problem,
    state: State,
    work: Workspace,
    setting: Setting,
    row: int,
    first: tuple[int, int],
    second: tuple[int, int],
) -> None:
    """Put in two nodes, each told by its place and itself; the second counts the first."""
    put_in(problem, state, work, row, first[0], first[1])
    put_in(problem, state, work, row, second[0], second[1])
    bring_up_to_date(problem, state, setting, row, first[0], second[0] - first[0] + 1)


@lean
def take_off(
    problem: Problem,
    state: State,
    work: Workspace,
    setting: Setting,
    row: int,
    first: int,
    last: int,
) -> None:
    """Take a string of tasks off a route, and the other calls of transports, as ruin does."""
    is_whole, before = True, state.route[row].length
    for index in range(first, last):
        node = state.sequence[row, index]
        if node >= problem.may.shape[1]:
            continue
        state.spot[node].route = NOWHERE
        if problem.node[node].partner >= 0:
            state.spot[problem.node[node].partner].route = NOWHERE
            is_whole = False
    start = close_gaps(problem, state, work, row)
    if is_whole:
        bring_up_to_date(problem, state, setting, row, start, 0)
    else:
        bring_up_to_date(problem, state, setting, row, 0, before)


@lean
def exchange(
    problem: Problem, state: State, near: Near, work: Workspace, setting: Setting, bound: float
) -> float:
    forget_changes(work)
    return exchange_tails(problem, state, near, work, setting, bound)


@lean
def undo(state: State, work: Workspace) -> None:
    take_back(state, work)
