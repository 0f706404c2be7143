"""OR-Tools' routing as an engine: all rules that can be had without the hours of the day."""

from collections.abc import Iterator

import numpy as np

from domain.progress import StopCriterion
from optimizer.routing.eligible import eligible
from optimizer.routing.engine import (
    BetterElsewhere,
    EndReason,
    OnBetter,
    Outcome,
    Relaxation,
    Support,
    ignore_better,
    nothing_elsewhere,
)
from optimizer.routing.or_tools.own_process import Assignment, search_apart
from optimizer.routing.or_tools.scale_problem import scale_problem
from optimizer.routing.relaxations import (
    has_joint_stops,
    has_released_pairs,
    may_wait_to_end,
    plain_relaxations,
)
from optimizer.routing.search_problem import FAR, Routes, SearchProblem

MOST_TASKS = 3_000
"""Tasks beyond which its matrices, lists of Python numbers on the way, take too much memory."""


class OrToolsEngine:
    """OR-Tools' iterated local search, in a process of its own."""

    name = "or-tools"

    def supports(self, problem: SearchProblem) -> Support:
        """What the model relaxes of a problem."""
        return Support(
            relaxes=frozenset(_relaxations(problem)),
            is_possible=0 < problem.tasks <= MOST_TASKS,
        )

    def solve(
        self,
        problem: SearchProblem,
        *,
        stop: StopCriterion,
        seed: int = 0,
        start: Routes | None = None,
        on_better: OnBetter = ignore_better,
        better_elsewhere: BetterElsewhere = nothing_elsewhere,
        iteration_limit: int | None = None,
    ) -> Outcome:
        """The cheapest routes that OR-Tools finds until told to stop; it hears of no others.

        Raises
        ------
        ValueError
            If the problem holds numbers that OR-Tools cannot take.
        RuntimeError
            If the search fails.
        """
        scaled = scale_problem(problem, seed)
        if scaled.problem is None:
            return Outcome(routes=((),) * problem.vehicles, reason=EndReason.NOTHING_TO_DO)
        outcome = search_apart(
            Assignment(
                problem=scaled.problem,
                stop=stop,
                start=scaled.sequences(start) if start is not None else None,
                solution_limit=iteration_limit,
            ),
            lambda sequences: on_better(scaled.routes(sequences)),
        )
        return Outcome(
            routes=scaled.routes(outcome.routes),
            reason=outcome.reason,
            iterations=outcome.solutions,
        )


def _relaxations(problem: SearchProblem) -> Iterator[Relaxation]:
    traits = problem.traits
    yield from plain_relaxations(problem)
    if traits.has_reloads:
        yield Relaxation.RELOADS
    if traits.has_times and has_joint_stops(problem):
        yield Relaxation.STOPS
    if traits.has_times and may_wait_to_end(problem):
        yield Relaxation.SEVERAL_SPANS
    if traits.has_releases and (has_released_pairs(problem) or _loads_apart(problem)):
        yield Relaxation.RELEASES


def _loads_apart(problem: SearchProblem) -> bool:
    """Whether vehicles that start apart may serve a task that is released late."""
    nodes, fleet = problem.nodes, problem.fleet
    earliest = fleet.leave_from[fleet.leaves > 0, 0].min(initial=FAR)
    late = np.flatnonzero(nodes.release[: problem.tasks] > earliest)
    may = eligible(problem)[:, late]
    return any(len(set(fleet.start[column].tolist())) > 1 for column in may.T)
