"""The search: slices of iterated local search, each starting from the best answer so far.

OR-Tools cannot be told to leave an iterated search, only to find nothing more in it: it ends with
its time or its number of solutions, and a plan that serves nobody is a trap where it finds none. So
it goes in slices of some seconds, and a stop takes effect at the end of one at the latest.
"""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from domain.progress import AnyOf, MaxRuntime, StopCriterion
from optimizer.routing.engine import EndReason
from optimizer.routing.or_tools.integer_problem import IntegerProblem, Sequences
from optimizer.routing.or_tools.routing_model import RoutingModel, build_model
from optimizer.routing.or_tools.search_settings import (
    COLDEST,
    HOTTEST,
    Slice,
    Traits,
    renewing_parameters,
    search_parameters,
)

SHORTEST_SLICE_S, LONGEST_SLICE_S = 2.0, 5.0
VISITS_PER_SLICE_SECOND = 100

SOLUTIONS_PER_SLICE = 25
SHORTEST_COUNTED_SLICE_S, COUNTED_SLICE_S_PER_VISIT = 2.0, 0.2
"""Where solutions are counted, a slice should end by their number: the time only ends one that
finds nothing any more."""

PATIENCE = 4
"""Slices without a better answer after which a search without time limit ends."""

LOOK_INTERVAL_S = 0.1
"""How often the stop is asked and better routes are read while a slice runs.

This happens at solutions, of which there are hundreds a second. A limit of ours that OR-Tools polls
was asked 700,000 times a second and cost a fifth of the search.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """Who is told of a search while it runs.

    Attributes
    ----------
    on_better
        Given routes that seem better, some times a second, and the best of each slice.
    on_look
        Called as often where there is nothing better to tell.
    """

    on_better: Callable[[Sequences], None] = lambda _routes: None
    on_look: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOutcome:
    """The best routes found, one sequence of visits per vehicle, their cost, and why it ended.

    `cost` is None where the search was over before it was sure of any.
    """

    routes: Sequences
    cost: int | None
    reason: EndReason
    solutions: int = 0


def search(
    problem: IntegerProblem,
    stop: StopCriterion,
    *,
    start: Sequences | None = None,
    solution_limit: int | None = None,
    watcher: Watcher | None = None,
) -> SearchOutcome:
    """Look for the cheapest routes until told to stop.

    Parameters
    ----------
    start
        Routes to start from, one sequence of visits per vehicle; visits that cannot follow as
        given are left out of the first solution.
    solution_limit
        Number of solutions after which the search ends. Given it, and no time limit, the search is
        the same every time.
    """
    course = _Course(build_model(problem), stop, watcher or Watcher(), solution_limit)
    if start is not None:
        course.model.follow(start)
    for number in itertools.count():
        reason = course.reason_to_end()
        if reason is not None:
            return course.outcome(reason)
        course.run(course.next_slice(number, given_start=start is not None))
    raise AssertionError("unreachable")


def seconds_left(stop: StopCriterion) -> float | None:
    """Seconds until a criterion's time limit; None where it has none."""
    if isinstance(stop, MaxRuntime):
        return max(0.0, stop.limit_s - stop.elapsed_s())
    if isinstance(stop, AnyOf):
        limits = [seconds_left(criterion) for criterion in stop.criteria]
        return min((limit for limit in limits if limit is not None), default=None)
    return None


@dataclass(slots=True, eq=False)
class _Course:
    """Where a search stands."""

    model: RoutingModel
    stop: StopCriterion
    watcher: Watcher
    solution_limit: int | None
    best: Sequences = ()
    cost: int | None = None
    stopped: bool = False
    idle_slices: int = 0
    slice_factor: int = 1
    _is_listening: bool = True
    _solutions: int = 0
    _failure: BaseException | None = None
    _seen: Sequences = ()
    _seen_cost: int | None = None
    _next_look_s: float = 0.0
    _limit_s: float | None = field(init=False)
    _mean_arc: float = field(init=False)
    _traits: Traits = field(init=False)

    def __post_init__(self) -> None:
        self._limit_s = seconds_left(self.stop)
        self._mean_arc = _mean_arc(self.model.problem)
        self._traits = _traits(self.model.problem)
        self.model.routing.AddAtSolutionCallback(self._look)

    def reason_to_end(self) -> EndReason | None:
        """Why the search should end now; None if it should not."""
        left_s = seconds_left(self.stop)
        if left_s is not None and left_s <= 0:
            return EndReason.TIME_LIMIT
        if self.stopped or self.stop.should_stop():
            return EndReason.STOPPED
        if self.solution_limit is not None and self._solutions >= self.solution_limit:
            return EndReason.ITERATION_LIMIT
        serves_nobody = self.cost is not None and not any(self.best)
        without_limit = self._limit_s is None
        if serves_nobody or (without_limit and self.idle_slices >= PATIENCE):
            return EndReason.NO_IMPROVEMENT
        return None

    def next_slice(self, number: int, given_start: bool) -> Slice:
        """The next slice; the cooling goes on through all of them."""
        length_s = self._length_s()
        done, share = self._cooled(length_s)
        return Slice(
            number=number,
            seconds=length_s,
            hot=self._temperature(done),
            cold=self._temperature(done + share),
            from_given_start=given_start or self.cost is not None,
            solutions=self._solutions_of_slice(),
        )

    def run(self, part: Slice) -> None:
        """Search for the length of a slice."""
        routing, before = self.model.routing, self.cost
        until_s = time.monotonic() + part.seconds
        if part.number:
            self._renew_time_limit(part.seconds)
            part = replace(part, seconds=max(0.0, until_s - time.monotonic()))
            assignment = routing.SolveWithIteratedLocalSearch(search_parameters(part, self._traits))
        else:
            assignment = routing.SolveWithParameters(search_parameters(part, self._traits))
        if self._failure is not None:
            raise self._failure
        self._solutions += part.solutions or 0
        if assignment is None:
            self.slice_factor *= 2
        elif self.cost is None or assignment.ObjectiveValue() <= self.cost:
            self.best, self.cost = self.model.routes_of(assignment), assignment.ObjectiveValue()
            self.watcher.on_better(self.best)
        self.idle_slices = self.idle_slices + 1 if self.cost == before else 0
        if self.cost is not None:
            self.model.follow(self.best)

    def outcome(self, reason: EndReason) -> SearchOutcome:
        """What was found."""
        nobody: Sequences = tuple(() for _ in self.model.problem.vehicles)
        routes = self.best or self._seen or nobody
        reason = EndReason.STOPPED if self.stopped else reason
        return SearchOutcome(
            routes=routes, cost=self.cost, reason=reason, solutions=self._solutions
        )

    def _length_s(self) -> float:
        visits = len(self.model.problem.visits)
        if self.solution_limit is not None:
            return max(SHORTEST_COUNTED_SLICE_S, visits * COUNTED_SLICE_S_PER_VISIT)
        length_s = max(SHORTEST_SLICE_S, visits / VISITS_PER_SLICE_SECOND)
        length_s = min(LONGEST_SLICE_S, length_s) * self.slice_factor
        left_s = seconds_left(self.stop)
        return left_s if left_s is not None and left_s < 1.5 * length_s else length_s

    def _solutions_of_slice(self) -> int | None:
        if self.solution_limit is None:
            return None
        return min(SOLUTIONS_PER_SLICE, self.solution_limit - self._solutions)

    def _cooled(self, length_s: float) -> tuple[float, float]:
        """Share of the cooling done, and what a slice adds to it."""
        if self.solution_limit is not None:
            return self._solutions / self.solution_limit, SOLUTIONS_PER_SLICE / self.solution_limit
        left_s = seconds_left(self.stop)
        if left_s is None or not self._limit_s:
            return 1.0, 0.0
        return 1 - left_s / self._limit_s, length_s / self._limit_s

    def _temperature(self, share: float) -> float:
        return self._mean_arc * HOTTEST * float((COLDEST / HOTTEST) ** min(1.0, share))

    def _renew_time_limit(self, seconds: float) -> None:
        """Let a small search set the time limit, which an iterated one takes as it finds it."""
        routing = self.model.routing
        nobody: list[list[int]] = [[] for _ in self.model.problem.vehicles]
        self._is_listening = False
        empty = routing.ReadAssignmentFromRoutes(nobody, True)
        routing.SolveFromAssignmentWithParameters(empty, renewing_parameters(seconds))
        self._is_listening = True

    def _look(self) -> None:
        """At a solution: ask whether to stop, and read the routes if they are better.

        OR-Tools swallows what a callback raises; it is kept and raised when the slice is over.
        """
        now_s = time.monotonic()
        if now_s < self._next_look_s or not self._is_listening:
            return
        try:
            self.stopped = self.stopped or self._is_told_to_stop()
            self._tell()
        except BaseException as failure:
            self._failure, self._is_listening = failure, False
        self._next_look_s = time.monotonic() + LOOK_INTERVAL_S

    def _tell(self) -> None:
        cost = self.model.routing.CostVar().Min()
        if self._seen_cost is None or cost < self._seen_cost:
            self._seen, self._seen_cost = self.model.routes(), cost
            self.watcher.on_better(self._seen)
        else:
            self.watcher.on_look()

    def _is_told_to_stop(self) -> bool:
        left_s = seconds_left(self.stop)
        return self.stop.should_stop() and (left_s is None or left_s > 0)


def _mean_arc(problem: IntegerProblem) -> float:
    """What an arc costs on average, time included."""
    matrices = problem.cost_matrices
    cost = sum(float(matrix.mean()) for matrix in matrices) / len(matrices)
    if problem.time_matrices:
        times_s = np.concatenate([matrix.ravel() for matrix in problem.time_matrices])
        inner_s = times_s[times_s <= problem.horizon_s]
        per_s = sum(vehicle.cost_per_s for vehicle in problem.vehicles) / len(problem.vehicles)
        cost += per_s * float(inner_s.mean()) if inner_s.size else 0.0
    return max(1.0, cost)


def _traits(problem: IntegerProblem) -> Traits:
    is_rich = len(set(problem.vehicles)) > 1 or any(v.cost_per_s for v in problem.vehicles)
    return Traits(visits=len(problem.visits), is_rich=is_rich)
