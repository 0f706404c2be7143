"""A search under way: its routes, its best, and the steps that it takes."""

import time
from dataclasses import dataclass

import numpy as np

from domain.progress import StopCriterion
from optimizer.routing.judge.judge_route import judge_route, with_reload_nodes
from optimizer.routing.judge.state import SPARE, State, empty_state
from optimizer.routing.ruin_recreate.kernel import Kernel, kernel_of
from optimizer.routing.ruin_recreate.neighbourhoods import neighbourhoods
from optimizer.routing.ruin_recreate.savings import joined_by_savings
from optimizer.routing.ruin_recreate.workspace import (
    ABSENT,
    BEST,
    NOW,
    USED,
    Setting,
    Workspace,
    empty_workspace,
)
from optimizer.routing.search_problem import FAR, Int64, Routes, SearchProblem

CHUNK_S = 0.05
"""Between two looks at the clock and at the stop."""

FEW_STEPS, MANY_STEPS = 100, 100_000

LARGE_TASKS = 600
"""Tasks above which a problem is searched as a large one."""

MEAN_REMOVED, LARGE_MEAN_REMOVED = 10.0, 12.0
"""Tasks that a step removes in the mean, and most of a string: of a small and a large problem."""

UNTIMED_LAST_REMOVED = 0.5
"""Share of those at the end of a search where no hours count; fewer and fewer until then.

Small changes find what is left to find when routes are nearly good, and there is time for more of
them: 30 s on 1,000 customers ended 0.2 % nearer to the best known. With hours it makes no
difference.
"""

TAILS_CHANCE, UNTIMED_TAILS_CHANCE = 1.0, 0.2
"""Exchanges of tails per step where hours count, as on every planner's day, and where they do not.

With windows they halve the gap of long routes. Without, strings of calls find nearly as much.
"""


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a search may go on."""

    stop: StopCriterion
    iteration_limit: int | None = None

    def used_share(self, steps: int) -> float:
        """Share of the time, or of the iterations, that is used up."""
        done = self.stop.fraction()
        limit = self.iteration_limit
        if limit is None:
            return done
        return max(done, steps / limit if limit else 1.0)

    @property
    def is_endless(self) -> bool:
        """Whether it ends by itself only for want of better plans."""
        return self.iteration_limit is None and self.stop.fraction() == 0.0


@dataclass(slots=True, eq=False)
class Search:
    """The routes as they stand, the best so far, and what changes them.

    Attributes
    ----------
    edge
        Mean price of a drive at the start: what temperatures are measured in.
    """

    problem: SearchProblem
    kernel: Kernel
    state: State
    work: Workspace
    edge: float = 1.0
    steps: int = 0
    _chunk: int = FEW_STEPS

    @classmethod
    def begin(cls, problem: SearchProblem, seed: int, start: Routes | None) -> "Search":
        """Build a start, or take a given one, and fill it up."""
        near, state = neighbourhoods(problem), empty_state(problem)
        work = empty_workspace(problem, state, seed)
        kernel = kernel_of(problem, state, near, work, setting_of(problem))
        kernel.price_alone(problem)
        search = cls(problem, kernel, state, work)
        if start is None:
            start = _by_vehicle(problem, joined_by_savings(problem, near, kernel))
        else:
            start = lawful_routes(problem, start)
        search.set(start)
        left_out = search.left_out()
        kernel.fill_routes(left_out[np.argsort(-work.absent_cost[left_out], kind="stable")])
        search.edge = search._mean_edge()
        return search

    def set(self, routes: Routes) -> None:
        """Let the routes be these, without those that break a rule."""
        sequence = np.zeros_like(self.state.sequence)
        length = np.zeros(self.problem.vehicles, dtype=np.int64)
        for row, route in enumerate(routes[: self.problem.vehicles]):
            calls = with_reload_nodes(self.problem, row, route)[: len(sequence[row]) - SPARE]
            sequence[row, : len(calls)], length[row] = calls, len(calls)
        self.kernel.set_routes(sequence, length)
        self._chunk = FEW_STEPS

    def go_back_to(self, routes: Routes) -> None:
        """Let the routes, and the best, be these."""
        self.set(routes)
        self.kernel.fill_routes(np.zeros(0, dtype=np.int64))

    def now(self) -> Routes:
        """The routes as they stand."""
        return self._routes(self.state.sequence, self.state.route["length"])

    def best(self) -> Routes:
        """The best routes so far."""
        return self._routes(self.work.best_sequence, self.work.best_length)

    def best_serves_all(self) -> bool:
        """Whether there is a best, and it leaves no task out."""
        sequence, length = self.work.best_sequence, self.work.best_length
        is_call = np.arange(sequence.shape[1]) < length[:, None]
        served = int(np.count_nonzero(is_call & (sequence < self.problem.tasks)))
        return served >= self.problem.tasks and float(self.work.cost[BEST]) < np.inf

    def left_out(self) -> Int64:
        """Tasks that the routes, as they stand, leave out."""
        return self.work.absent[: self.work.counts[ABSENT]]

    def take_steps(self, temperature: float, budget: Budget) -> None:
        """Take steps at a temperature until it is time to look at the clock."""
        steps = self._chunk
        if budget.iteration_limit is not None:
            steps = min(FEW_STEPS, budget.iteration_limit - self.steps)
        began_s = time.perf_counter()
        self.kernel.run_steps(steps, temperature, self._removed(budget))
        took_s = max(1e-6, time.perf_counter() - began_s)
        self.steps += steps
        self._chunk = int(min(MANY_STEPS, max(FEW_STEPS, steps * CHUNK_S / took_s)))

    def _removed(self, budget: Budget) -> float:
        """Tasks that a step removes in the mean, and most of a string, at this time."""
        first = self.kernel.setting.mean_removed
        if self.problem.traits.has_times:
            return first
        done = min(1.0, budget.used_share(self.steps))
        return first * (1.0 + (UNTIMED_LAST_REMOVED - 1.0) * done)

    def _routes(self, sequence: Int64, length: Int64) -> Routes:
        nodes, places = self.problem.tasks + self.problem.warehouses, self.problem.nodes.place
        warehouse = {int(places[n]): n for n in range(self.problem.tasks, nodes)}
        routes = []
        for row in range(self.problem.vehicles):
            calls = sequence[row, : length[row]].tolist()
            routes.append(tuple(n if n < nodes else warehouse[int(places[n])] for n in calls))
        return tuple(routes)

    def _mean_edge(self) -> float:
        left_out = self.left_out()
        driven = self.work.cost[NOW] - self.work.absent_cost[left_out].sum()
        served = self.problem.tasks - len(left_out)
        return max(1e-9, float(driven) / max(1, int(served + self.work.counts[USED])))


def is_large(problem: SearchProblem) -> bool:
    """Whether there are so many tasks that a search has few steps for each."""
    return problem.tasks > LARGE_TASKS


def setting_of(problem: SearchProblem) -> Setting:
    """How a problem is searched."""
    traits = problem.traits
    limited = bool((problem.fleet.most_stops < FAR).any())
    dearest = float(problem.nodes.absent[: problem.tasks].max(initial=1.0))
    removed = LARGE_MEAN_REMOVED if is_large(problem) else MEAN_REMOVED
    return Setting(
        mean_removed=removed,
        longest_string=removed,
        tails_chance=TAILS_CHANCE if traits.has_times else UNTIMED_TAILS_CHANCE,
        misplaced_cost=dearest if traits.has_positions else 0.0,
        counts_stops=limited or traits.has_positions or traits.has_soft or traits.has_reloads,
    )


def lawful_routes(problem: SearchProblem, routes: Routes) -> Routes:
    """Routes without calls that break a rule, and with every task once."""
    known: set[int] = set()
    lawful = []
    for vehicle, route in enumerate(routes[: problem.vehicles]):
        once = [n for n in dict.fromkeys(route) if n >= problem.tasks or n not in known]
        calls = tuple(once) if max(once, default=0) < problem.tasks else route
        lawful.append(_lawful(problem, vehicle, tuple(n for n in calls if n not in known)))
        known.update(n for n in lawful[-1] if n < problem.tasks)
    return tuple(lawful)


def _lawful(problem: SearchProblem, vehicle: int, calls: tuple[int, ...]) -> tuple[int, ...]:
    """Calls of a vehicle without those that break a rule."""
    while calls:
        judged = judge_route(problem, vehicle, calls)
        if not judged.broken:
            return calls
        node = calls[judged.at]
        partner = int(problem.nodes.partner[node])
        calls = tuple(call for call in calls if call not in {node, partner})
    return ()


def _by_vehicle(problem: SearchProblem, routes: tuple[tuple[int, ...], ...]) -> Routes:
    """Routes of the most frequent type of vehicle, on its vehicles as far as they go."""
    kind = int(np.bincount(problem.fleet.type_of).argmax())
    given = iter(routes)
    return tuple(
        next(given, ()) if problem.fleet.type_of[vehicle] == kind else ()
        for vehicle in range(problem.vehicles)
    )
