"""Rules of a route that hold whatever its times: what rides on what, and how much of it."""

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.judged import RouteRule
from optimizer.routing.judge.passes import is_joined
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.search_problem import NOWHERE, NodeKind

_DROP, _COLLECT, _RELOAD = int(NodeKind.DROP), int(NodeKind.COLLECT), int(NodeKind.RELOAD)
_FIT, _WAY, _LOAD = int(RouteRule.FIT), int(RouteRule.WAY), int(RouteRule.LOAD)
_STOPS, _PAIR, _INCOMPATIBLE = (
    int(RouteRule.STOPS),
    int(RouteRule.PAIR),
    int(RouteRule.INCOMPATIBLE),
)
_POSITION, _EMPTY_TRIP = int(RouteRule.POSITION), int(RouteRule.EMPTY_TRIP)

UNREACHABLE = 2**30
"""As `domain.travel.UNREACHABLE_S` and `UNREACHABLE_M`."""


@lean_inline
def loaded_at(problem: Problem, kind: int, trip: int) -> int:
    """Place of the warehouse that loads a trip, given the reload that begins it."""
    return int(problem.place[problem.kind[kind].start if trip == NOWHERE else trip])


@lean_part
def broken_structure(
    problem: Problem, state: State, row: int, vehicle: int, kind: int
) -> tuple[int, int]:
    """The first rule that a route breaks whatever its times, and where; 0 if there is none."""
    for index in range(state.route[row].length):
        rule = _broken_at(problem, state, row, vehicle, kind, index)
        if rule:
            return rule, index
    if state.route[row].stops > problem.kind[kind].most_stops:
        return _STOPS, -1
    if state.route[row].trips > problem.kind[kind].trips:
        return _FIT, -1
    if state.route[row].misplaced > 0:
        return _POSITION, _first_misplaced(problem, state, row)
    return _first_overload(problem, state, row, kind)


@lean_part
def _broken_at(
    problem: Problem, state: State, row: int, vehicle: int, kind: int, index: int
) -> int:
    node = state.sequence[row, index]
    if problem.node[node].kind == _RELOAD:
        if not _may_reload(problem, state, row, vehicle, index):
            return _FIT
        last = index + 1 == state.route[row].length
        follows = NOWHERE if last else state.sequence[row, index + 1]
        if index == 0 or last or problem.node[follows].kind == _RELOAD:
            return _EMPTY_TRIP
        return 0
    if not problem.may[kind, node]:
        return _FIT
    trip = state.call[node].trip if problem.trait[0].has_reloads else NOWHERE
    depot = problem.node[node].depot
    if depot >= 0 and problem.place[depot] != loaded_at(problem, kind, trip):
        return _FIT
    if problem.node[node].partner >= 0 and not _is_paired(problem, state, row, index):
        return _PAIR
    if problem.trait[0].has_classes and not _is_compatible(problem, state, row, index):
        return _INCOMPATIBLE
    return 0


@lean_part
def _may_reload(problem: Problem, state: State, row: int, vehicle: int, index: int) -> bool:
    """Whether a reload is one of the vehicle's own, and not called at before."""
    node = state.sequence[row, index]
    for earlier in range(index):
        if state.sequence[row, earlier] == node:
            return False
    for number in range(problem.reload.shape[1]):  # noqa: SIM110
        if problem.reload[vehicle, number] == node:
            return True
    return False


@lean_part
def _is_paired(problem: Problem, state: State, row: int, index: int) -> bool:
    """Whether the other node of a transport is on the same trip, on the right side of this."""
    node = state.sequence[row, index]
    forwards = problem.node[node].kind == _COLLECT
    step = 1 if forwards else -1
    at = index + step
    while 0 <= at < state.route[row].length:
        other = state.sequence[row, at]
        if problem.node[other].kind == _RELOAD:
            return False
        if other == problem.node[node].partner:
            return True
        at += step
    return False


@lean_part
def _is_compatible(problem: Problem, state: State, row: int, index: int) -> bool:
    """Whether no goods of the trip before a node exclude its own, or are excluded by them."""
    node = state.sequence[row, index]
    for at in range(index - 1, -1, -1):
        other = state.sequence[row, at]
        if problem.node[other].kind == _RELOAD:
            return True
        if other == problem.node[node].partner:
            continue
        if (
            problem.node[node].forbids & problem.node[other].classes
            or problem.node[node].classes & problem.node[other].forbids
        ):
            return False
    return True


@lean_part
def _first_misplaced(problem: Problem, state: State, row: int) -> int:
    stops, before = 0, NOWHERE
    for index in range(state.route[row].length):
        node = state.sequence[row, index]
        joined = problem.trait[0].has_shared_doors and is_joined(problem, before, node)
        if problem.node[node].kind != _RELOAD and not joined:
            stops += 1
        if problem.node[node].position > 0 and problem.node[node].position != stops:
            return index
        before = node
    return -1


@lean_part
def _first_overload(problem: Problem, state: State, row: int, kind: int) -> tuple[int, int]:
    for d in range(state.load.shape[1]):
        may = problem.capacity[kind, d]
        if not (
            problem.trait[0].has_pickups
            or problem.trait[0].has_pairs
            or problem.trait[0].has_reloads
        ):
            if state.load[row, d] > may:
                return _LOAD, -1
            continue
        for index in range(state.route[row].length):
            if state.leg[state.sequence[row, index], 0, d] > may:
                return _LOAD, index
        if state.route[row].length > 0 and state.last_leg[row, 0, d] > may:
            return _LOAD, -1
    return 0, -1
