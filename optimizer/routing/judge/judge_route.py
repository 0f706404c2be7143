"""The judge: whether a route keeps every rule, when it calls where, and what it costs."""

import threading
from collections.abc import Iterable
from weakref import WeakKeyDictionary

import numpy as np

from domain.compiled import lean, lean_part
from optimizer.routing.judge.judged import Judged, RouteRule
from optimizer.routing.judge.passes import first_leave, is_in_time, refresh
from optimizer.routing.judge.quick_look import count_stops
from optimizer.routing.judge.schedule import price_route
from optimizer.routing.judge.state import Problem, State, empty_state, kernel_problem
from optimizer.routing.judge.structure import UNREACHABLE, broken_structure
from optimizer.routing.search_problem import FAR, Int64, NodeKind, Routes, SearchProblem

_WAREHOUSE = int(NodeKind.WAREHOUSE)
_FIT, _WAY, _WINDOW, _BREAK = map(
    int, (RouteRule.FIT, RouteRule.WAY, RouteRule.WINDOW, RouteRule.BREAK)
)
_RELEASE, _END, _DISTANCE, _TIME = map(
    int, (RouteRule.RELEASE, RouteRule.END, RouteRule.DISTANCE, RouteRule.TIME)
)


def judge_route(problem: SearchProblem, vehicle: int, calls: Iterable[int]) -> Judged:
    """What comes of a vehicle calling at nodes in this sequence.

    Parameters
    ----------
    calls
        Task nodes, and nodes of warehouses for reloads.

    Raises
    ------
    ValueError
        If a node is no task and no warehouse, or there are more calls than a route can have.
    """
    state = _own_state(problem)
    sequence = with_reload_nodes(problem, vehicle, tuple(calls))
    if len(sequence) > state.sequence.shape[1]:
        raise ValueError("A route has more calls than can be counted.")
    rule, at = _judge(kernel_problem(problem), state, vehicle, sequence)
    calls_at = state.call[sequence]
    times = calls_at["arrive"].copy(), calls_at["begin"].copy(), calls_at["leave"].copy()
    if rule:
        return Judged(
            broken=RouteRule(rule), at=at, arrive=times[0], begin=times[1], leave=times[2]
        )
    route = state.route[0]
    overtime_from = problem.fleet.overtime_from[problem.fleet.type_of[vehicle]]
    return Judged(
        start=int(route["start"]),
        end=int(route["end"]),
        arrive=times[0],
        begin=times[1],
        leave=times[2],
        rest_at=int(route["rest_at"]),
        rest_is_before=bool(route["rest_is_before"]),
        rest_from=int(route["rest_begin"]) if route["rest_at"] >= 0 else 0,
        metres=int(route["metres"]),
        toll=float(route["toll"]),
        overtime=max(0, int(route["end"] - overtime_from)),
        late_cost=float(route["late"]),
        cost=float(route["cost"]),
    )


def judged_cost(problem: SearchProblem, routes: Routes) -> float:
    """What routes cost, the tasks left out included; infinite if any breaks a rule.

    Also groups that ride on several vehicles, and tasks called at twice, break a rule.
    """
    called = [node for route in routes for node in route if node < problem.tasks]
    if len(set(called)) < len(called) or _parts_a_group(problem, routes):
        return np.inf
    judged = [judge_route(problem, v, route) for v, route in enumerate(routes) if route]
    if any(one.broken for one in judged):
        return np.inf
    left_out = np.ones(problem.tasks, dtype=bool)
    left_out[called] = False
    absent = float(problem.nodes.absent[: problem.tasks][left_out].sum())
    return absent + sum(one.cost for one in judged)


def with_reload_nodes(problem: SearchProblem, vehicle: int, calls: tuple[int, ...]) -> Int64:
    """Calls with a reload node of the vehicle's own for each warehouse node.

    A warehouse at which it may not be reloaded (so often) stays, and breaks a rule.

    Raises
    ------
    ValueError
        If a node is no task and no warehouse.
    """
    own = [int(node) for node in problem.fleet.reloads[vehicle] if node >= 0]
    found: list[int] = []
    for node in calls:
        if not 0 <= node < problem.tasks + problem.warehouses:
            raise ValueError(f"{node} is no task and no warehouse.")
        if node >= problem.tasks:
            place = problem.nodes.place[node]
            free = (n for n in own if problem.nodes.place[n] == place and n not in found)
            node = next(free, node)  # noqa: PLW2901
        found.append(node)
    return np.array(found, dtype=np.int64)


def _parts_a_group(problem: SearchProblem, routes: Routes) -> bool:
    vehicle_of: dict[int, int] = {}
    for vehicle, route in enumerate(routes):
        for node in route:
            group = int(problem.nodes.group[node]) if node < problem.tasks else -1
            if group >= 0 and vehicle_of.setdefault(group, vehicle) != vehicle:
                return True
    return False


_states = threading.local()


def _own_state(problem: SearchProblem) -> State:
    """A state of one route for this thread, made once for each problem."""
    if not hasattr(_states, "of"):
        _states.of = WeakKeyDictionary()
    found: State | None = _states.of.get(problem)
    if found is None:
        found = _states.of[problem] = empty_state(problem, vehicles=1, holds_anything=True)
    return found


@lean
def _judge(problem: Problem, state: State, vehicle: int, sequence: Int64) -> tuple[int, int]:
    """Set a route and judge it; the rule that it breaks, and where, or 0."""
    kind = problem.type_of[vehicle]
    state.route[0].length = len(sequence)
    for index in range(len(sequence)):
        state.sequence[0, index] = sequence[index]
        if problem.node[sequence[index]].kind == _WAREHOUSE:
            return _FIT, index
    refresh(problem, state, 0, kind, 0, len(sequence))
    count_stops(problem, state, 0)
    rule, at = broken_structure(problem, state, 0, vehicle, kind)
    if rule:
        return rule, at
    at = _gap(problem, state, kind)
    if at > -2:
        return _WAY, at
    if problem.trait[0].has_times and not is_in_time(problem, state, 0, kind):
        return _broken_time(problem, state, kind)
    state.route[0].metres = 0
    if price_route(problem, state, 0, kind, True) >= 1e299:
        limit = problem.kind[kind].most_m
        if state.route[0].metres > limit:
            return _DISTANCE, -1
        if problem.kind[kind].most_time < FAR:
            return _TIME, -1
        return _END, -1
    return 0, -1


@lean_part
def _gap(problem: Problem, state: State, kind: int) -> int:
    """Place of the sequence that no way leads to, -1 for the end of the route; -2 if there is."""
    matrix, here = (
        problem.matrix[problem.kind[kind].way, 0],
        problem.place[problem.kind[kind].start],
    )
    for index in range(state.route[0].length + 1):
        is_end = index == state.route[0].length
        node = problem.kind[kind].end if is_end else state.sequence[0, index]
        if node < 0:
            break
        if not is_end and state.call[node].head != node:
            continue
        there = problem.place[node]
        if (
            max(problem.time[matrix, here, there], problem.metres[matrix, here, there])
            >= UNREACHABLE
        ):
            return -1 if is_end else index
        here = there
    return -2


@lean_part
def _broken_time(problem: Problem, state: State, kind: int) -> tuple[int, int]:
    """The rule of time that a route breaks, and where."""
    if first_leave(problem, state, 0, kind) >= FAR:
        return _RELEASE, 0
    for index in range(state.route[0].length):
        node = state.sequence[0, index]
        if min(state.call[node].ready, state.call[node].rested) >= FAR:
            return _WINDOW, index
    last = state.sequence[0, state.route[0].length - 1]
    ready = state.call[last].ready
    if ready <= state.call[last].leave_by and ready > state.call[last].leave_by_due:
        return _BREAK, -1
    return _END, -1
