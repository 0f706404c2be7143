"""Changing routes, and taking changes back."""

import math

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.passes import refresh
from optimizer.routing.judge.quick_look import count_stops, lay_out
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.ruin_recreate.workspace import (
    CHANGED,
    MOST_CHANGED,
    REMOVED,
    USED,
    Setting,
    Workspace,
)
from optimizer.routing.search_problem import NOWHERE, NodeKind

_RELOAD = int(NodeKind.RELOAD)


@lean_inline
def keep_route(state: State, work: Workspace, row: int) -> bool:
    """Keep a route as it is before its first change of the step; False if there are too many."""
    if work.place_of[row] >= 0:
        return True
    at = work.counts[CHANGED]
    if at >= MOST_CHANGED:
        return False
    work.changed[at], work.place_of[row] = row, at
    work.counts[CHANGED] = at + 1
    work.kept_route[at] = state.route[row]
    dimensions = work.kept_load.shape[1]
    for d in range(dimensions):
        work.kept_load[at, d] = state.load[row, d]
        for side in range(3):
            work.kept_last_leg[at, side, d] = state.last_leg[row, side, d]
    for index in range(state.route[row].length):
        node = state.sequence[row, index]
        work.kept_sequence[at, index] = node
        work.kept_spot[at, index] = state.spot[node]
        if work.kept_call.shape[1] > 0:
            work.kept_call[at, index] = state.call[node]
        if work.kept_leg.shape[1] > 0:
            for side in range(3):
                for d in range(dimensions):
                    work.kept_leg[at, index, side, d] = state.leg[node, side, d]
    return True


@lean_part
def take_back(state: State, work: Workspace) -> None:
    """Bring all changed routes back to what they were."""
    dimensions = work.kept_load.shape[1]
    for at in range(work.counts[CHANGED]):
        row = work.changed[at]
        for index in range(state.route[row].length):
            state.spot[state.sequence[row, index]].route = NOWHERE
    for at in range(work.counts[CHANGED]):
        row = work.changed[at]
        work.counts[USED] -= int(state.route[row].length > 0)
        state.route[row] = work.kept_route[at]
        work.counts[USED] += int(state.route[row].length > 0)
        for d in range(dimensions):
            state.load[row, d] = work.kept_load[at, d]
            for side in range(3):
                state.last_leg[row, side, d] = work.kept_last_leg[at, side, d]
        for index in range(state.route[row].length):
            node = work.kept_sequence[at, index]
            state.sequence[row, index] = node
            if work.kept_call.shape[1] > 0:
                state.call[node] = work.kept_call[at, index]
            state.spot[node] = work.kept_spot[at, index]
            if work.kept_leg.shape[1] > 0:
                for side in range(3):
                    for d in range(dimensions):
                        state.leg[node, side, d] = work.kept_leg[at, index, side, d]


@lean_inline
def forget_changes(work: Workspace) -> None:
    """Begin a new step: no route has changed, and no task is removed."""
    for at in range(work.counts[REMOVED]):
        work.was_absent[work.removed[at]] = 0
    work.counts[REMOVED] = 0
    for at in range(work.counts[CHANGED]):
        work.place_of[work.changed[at]] = -1
    work.counts[CHANGED] = 0


@lean_part
def bring_up_to_date(
    problem: Problem, state: State, setting: Setting, row: int, first: int, fresh: int
) -> None:
    """All that follows from a route's sequence, after a change; see `refresh`."""
    kind = problem.type_of[row]
    refresh(problem, state, row, kind, first, fresh)
    if setting.counts_stops:
        count_stops(problem, state, row)
    if problem.trait[0].has_time_price or problem.trait[0].has_soft:
        lay_out(problem, state, row, kind)


@lean_inline
def note_gap(problem: Problem, state: State, row: int, index: int) -> None:
    """Note what the drive between two calls costs; see `state.SPOT`."""
    length = state.route[row].length
    gap = math.inf
    if 0 < index < length:
        before, after = state.sequence[row, index - 1], state.sequence[row, index]
        own = problem.kind[problem.type_of[row]]
        gap = own.per_m * problem.usual_m[own.way, problem.place[before], problem.place[after]]
    if index > 0:
        state.spot[state.sequence[row, index - 1]].after = gap
    if index < length:
        state.spot[state.sequence[row, index]].before = gap


@lean_inline
def put_in(
    problem: Problem, state: State, work: Workspace, row: int, index: int, node: int
) -> None:
    """Put a node into a sequence, without bringing up to date what follows from it."""
    length = state.route[row].length
    for at in range(length, index, -1):
        moved = state.sequence[row, at - 1]
        state.sequence[row, at] = moved
        state.spot[moved].index = at
    state.sequence[row, index] = node
    state.spot[node].route, state.spot[node].index = row, index
    state.call[node].head = node
    state.route[row].length = length + 1
    note_gap(problem, state, row, index)
    note_gap(problem, state, row, index + 1)
    if length == 0:
        work.counts[USED] += 1


@lean_part
def close_gaps(problem: Problem, state: State, work: Workspace, row: int) -> int:
    """Close up a sequence whose removed nodes are on no route, without needless reloads.

    Returns
    -------
    first
        First place that has changed.
    """
    at, first, is_open = 0, state.route[row].length, False
    length = state.route[row].length
    for index in range(length):
        node = state.sequence[row, index]
        if state.spot[node].route != row:
            first, is_open = min(first, index), True
            continue
        before = state.sequence[row, at - 1] if at > 0 else NOWHERE
        if problem.node[node].kind == _RELOAD and (
            before < 0 or problem.node[before].kind == _RELOAD
        ):
            state.spot[node].route = NOWHERE
            first, is_open = min(first, index), True
            continue
        state.sequence[row, at] = node
        state.spot[node].index = at
        if is_open:
            note_gap(problem, state, row, at)
            is_open = False
        at += 1
    if at > 0 and problem.node[state.sequence[row, at - 1]].kind == _RELOAD:
        at -= 1
        state.spot[state.sequence[row, at]].route = NOWHERE
        first = min(first, at)
    state.route[row].length = at
    note_gap(problem, state, row, at)
    if at == 0 and length > 0:
        work.counts[USED] -= 1
    return int(min(first, at))
