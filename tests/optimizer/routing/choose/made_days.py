"""Days in arrays on which engines are tried, and engines that do as they are told."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.progress import StopCriterion
from optimizer.routing.compile_problem import compile_problem
from optimizer.routing.engine import (
    BetterElsewhere,
    EndReason,
    OnBetter,
    Outcome,
    Support,
    ignore_better,
    nothing_elsewhere,
)
from optimizer.routing.problem_view import view_of
from optimizer.routing.search_problem import Routes, SearchProblem
from tests.optimizer.routing.build import Case, case, parcel, van


def scattered(orders: int, vehicles: int, **facts: float) -> Case:
    """Orders at random points around the warehouse."""
    chance = np.random.default_rng(orders)
    at = [tuple(point) for point in chance.integers(-9_000, 9_000, (orders, 2)).tolist()]
    fleet = [van(f"V{i}", **facts) for i in range(vehicles)]
    return case([parcel(f"O{i}") for i in range(orders)], fleet, at)


def in_arrays(made: Case) -> SearchProblem:
    return compile_problem(view_of(made.problem, made.locations)).problem


@dataclass(eq=False)
class Told:
    """An engine that proposes what it is told to, waits to be stopped if told so, or fails."""

    proposals: Sequence[Routes] = ()
    name: str = "told"
    failure: Exception | None = None
    waits: bool = False
    start: Routes | None = None
    heard: Routes | None = None

    def supports(self, _: SearchProblem) -> Support:
        return Support()

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
        self.start = start
        if self.failure is not None:
            raise self.failure
        for routes in self.proposals:
            on_better(routes)
        while self.waits and self.heard is None and not stop.should_stop():
            self.heard = better_elsewhere()
            time.sleep(0.005)
        last = self.proposals[-1] if self.proposals else ((),) * problem.vehicles
        return Outcome(routes=last, reason=EndReason.STOPPED, iterations=seed + 1)
