"""The one way from Python into the machine code of the search.

A compiled function is compiled together with all that it calls. So there is one for everything, and
what it shall do is a number.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from domain.compiled import lean
from optimizer.routing.judge.state import Problem, State, empty_state, kernel_problem
from optimizer.routing.ruin_recreate.joining import join_routes, price_alone
from optimizer.routing.ruin_recreate.memory_order import nearby_in_memory
from optimizer.routing.ruin_recreate.steps import fill_routes, run_steps, set_routes
from optimizer.routing.ruin_recreate.workspace import Near, Setting, Workspace
from optimizer.routing.search_problem import Int64, SearchProblem


class Job(IntEnum):
    """What the machine code shall do."""

    PRICE_ALONE = 0
    JOIN_ROUTES = 1
    SET_ROUTES = 2
    FILL_ROUTES = 3
    RUN_STEPS = 4


_PRICE_ALONE, _JOIN_ROUTES, _SET_ROUTES = map(
    int, (Job.PRICE_ALONE, Job.JOIN_ROUTES, Job.SET_ROUTES)
)
_FILL_ROUTES = int(Job.FILL_ROUTES)

_NO_ROWS, _NOTHING = np.zeros((1, 1), dtype=np.int64), np.zeros(1, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kernel:
    """The machine code with what it works on."""

    problem: Problem
    state: State
    near: Near
    work: Workspace
    setting: Setting

    def price_alone(self, problem: SearchProblem) -> None:
        """Fill `Near.alone`."""
        self._run(Job.PRICE_ALONE, state=empty_state(problem, vehicles=1, holds_anything=True))

    def join_routes(self, state: State, kind: int, is_simple: Int64, pairs: Int64) -> None:
        """Join routes of one call each; see `joining.join_routes`."""
        self._run(Job.JOIN_ROUTES, state=state, rows=pairs, numbers=is_simple, count=kind)

    def set_routes(self, sequence: Int64, length: Int64) -> None:
        """Let the routes be these; see `steps.set_routes`."""
        self._run(Job.SET_ROUTES, rows=sequence, numbers=length)

    def fill_routes(self, order: Int64) -> None:
        """Put tasks into the routes in an order; see `steps.fill_routes`."""
        self._run(Job.FILL_ROUTES, numbers=order)

    def run_steps(self, steps: int, temperature: float, removed: float) -> None:
        """Take some steps at a temperature, with so many tasks removed; see `steps.run_steps`."""
        setting = self.setting._replace(mean_removed=removed, longest_string=removed)
        self._run(Job.RUN_STEPS, setting=setting, count=steps, temperature=temperature)

    def _run(
        self,
        job: Job,
        *,
        state: State | None = None,
        setting: Setting | None = None,
        rows: Int64 = _NO_ROWS,
        numbers: Int64 = _NOTHING,
        count: int = 0,
        temperature: float = 0.0,
    ) -> None:
        _do(
            int(job),
            self.problem,
            self.state if state is None else state,
            self.near,
            self.work,
            self.setting if setting is None else setting,
            np.ascontiguousarray(rows, dtype=np.int64),
            np.ascontiguousarray(numbers, dtype=np.int64),
            int(count),
            float(temperature),
        )


def kernel_of(
    problem: SearchProblem, state: State, near: Near, work: Workspace, setting: Setting
) -> Kernel:
    """The machine code for a problem."""
    packed = nearby_in_memory(kernel_problem(problem))
    return Kernel(problem=packed, state=state, near=near, work=work, setting=setting)


@lean
def _do(
    job: int,
    problem: Problem,
    state: State,
    near: Near,
    work: Workspace,
    setting: Setting,
    rows: Int64,
    numbers: Int64,
    count: int,
    temperature: float,
) -> None:
    if job == _PRICE_ALONE:
        price_alone(problem, state, near.alone)
    elif job == _JOIN_ROUTES:
        join_routes(problem, state, count, numbers, rows)
    elif job == _SET_ROUTES:
        set_routes(problem, state, work, setting, rows, numbers)
    elif job == _FILL_ROUTES:
        fill_routes(problem, state, near, work, setting, numbers)
    else:
        run_steps(problem, state, near, work, setting, count, temperature)
