"""Ruining: strings of neighbouring calls are taken off routes around a task.

References
----------
Christiaens, J. & Vanden Berghe, G. (2020). Slack induction by string removals for vehicle routing
problems. Transportation Science 54(2), section 5.1.
"""

import math

from domain.compiled import lean_inline, lean_part
from optimizer.routing.judge.state import Problem, State
from optimizer.routing.ruin_recreate.change import bring_up_to_date, close_gaps, keep_route
from optimizer.routing.ruin_recreate.dice import pick, throw
from optimizer.routing.ruin_recreate.workspace import (
    ABSENT,
    CHANGED,
    REMOVED,
    USED,
    Near,
    Setting,
    Workspace,
)
from optimizer.routing.search_problem import NOWHERE, NodeKind

_COLLECT, _DROP, _RELOAD = int(NodeKind.COLLECT), int(NodeKind.DROP), int(NodeKind.RELOAD)

FROM_ABSENT = 0.3
"""Chance that a step begins around a task that is left out, where there are any."""

MOST_ABSENT = 12
"""Most left-out tasks that one step tries to bring in."""


@lean_inline
def ruin(problem: Problem, state: State, near: Near, work: Workspace, setting: Setting) -> None:
    """Take strings of calls off some neighbouring routes; they become the removed tasks."""
    tasks = near.beside.shape[0]
    mean_length = tasks / max(1, work.counts[USED])
    longest = min(setting.longest_string, mean_length)
    most = 4.0 * setting.mean_removed / (1.0 + longest) - 1.0
    strings = math.floor(throw(work.dice) * most + 1.0)
    first = pick(work.dice, tasks)
    if work.counts[ABSENT] > 0 and throw(work.dice) < FROM_ABSENT:
        first = work.absent[pick(work.dice, work.counts[ABSENT])]
    work.counts[REMOVED] = 0
    if work.counts[ABSENT] > 0:
        _recall_absent(problem, state, near, work, first)
    for at in range(-1, near.around.shape[1]):
        if work.counts[CHANGED] >= strings:
            break
        task = first if at < 0 else near.around[first, at]
        if task < 0:
            break
        row = state.spot[task].route
        if row < 0 or work.place_of[row] >= 0:
            continue
        if not keep_route(state, work, row):
            break
        whole = _remove_string(problem, state, work, setting, row, task, longest)
        before = state.route[row].length
        start = close_gaps(problem, state, work, row)
        if whole:
            before = 0
        else:
            start = 0
        bring_up_to_date(problem, state, setting, row, start, before)


@lean_part
def _recall_absent(problem: Problem, state: State, near: Near, work: Workspace, first: int) -> None:
    """Let some of the tasks left out be inserted too: those around, and a few others."""
    count = work.counts[ABSENT]
    if count <= MOST_ABSENT:
        for at in range(count):
            _recall(work, work.absent[at])
        return
    if state.spot[first].route < 0 and problem.node[first].kind != _DROP:
        _recall(work, first)
    for at in range(near.around.shape[1]):
        task = near.around[first, at]
        if task < 0 or work.counts[REMOVED] >= MOST_ABSENT - 2:
            break
        if state.spot[task].route < 0 and problem.node[task].kind != _DROP:
            _recall(work, task)
    for _ in range(2):
        task = work.absent[pick(work.dice, count)]
        if not work.was_absent[task]:
            _recall(work, task)


@lean_inline
def _recall(work: Workspace, task: int) -> None:
    work.was_absent[task] = 1
    _remember(work, task)


@lean_inline
def _remember(work: Workspace, task: int) -> None:
    work.removed[work.counts[REMOVED]] = task
    work.counts[REMOVED] += 1


@lean_inline
def _remove_string(
    problem: Problem,
    state: State,
    work: Workspace,
    setting: Setting,
    row: int,
    task: int,
    longest: float,
) -> bool:
    """Take a string with a task in it off a route; whether it was one piece."""
    length = state.route[row].length
    most = min(float(length), longest)
    count = min(length, math.floor(throw(work.dice) * most + 1.0))
    kept, is_whole = 0, True
    if 1 < count < length and throw(work.dice) < setting.split_chance:
        kept = 1
        while count + kept < length and throw(work.dice) < setting.keep_chance:
            kept += 1
    total, at = count + kept, state.spot[task].index
    low, high = max(0, at - total + 1), min(at, length - total)
    start = low + pick(work.dice, high - low + 1)
    keep_from = start + (pick(work.dice, count + 1) if kept else total)
    is_whole = kept == 0
    for index in range(start, start + total):
        if keep_from <= index < keep_from + kept:
            continue
        node = state.sequence[row, index]
        if state.spot[node].route < 0 or problem.node[node].kind == _RELOAD:
            continue
        partner = problem.node[node].partner
        state.spot[node].route = NOWHERE
        if partner >= 0:
            state.spot[partner].route = NOWHERE
            is_whole = False
        _remember(work, partner if problem.node[node].kind == _DROP else node)
    return is_whole
