"""Our own search: slack induction by string removals, on the judge of all rules.

References
----------
Christiaens, J. & Vanden Berghe, G. (2020). Slack induction by string removals for vehicle routing
problems. Transportation Science 54(2).
"""

import math
import time
from dataclasses import dataclass, field

import numpy as np

from domain.progress import StopCriterion
from optimizer.routing.engine import (
    BetterElsewhere,
    EndReason,
    OnBetter,
    Outcome,
    Support,
    ignore_better,
    nothing_elsewhere,
)
from optimizer.routing.judge.judge_route import judge_route, with_reload_nodes
from optimizer.routing.judge.state import SPARE, State, empty_state
from optimizer.routing.ruin_recreate.kernel import Kernel, kernel_of
from optimizer.routing.ruin_recreate.neighbourhoods import neighbourhoods
from optimizer.routing.ruin_recreate.savings import joined_by_savings
from optimizer.routing.ruin_recreate.workspace import (
    ABSENT,
    BEST,
    BETTER,
    NOW,
    USED,
    Setting,
    Workspace,
    empty_workspace,
)
from optimizer.routing.search_problem import FAR, Routes, SearchProblem

HOT, COLD = 1.0, 0.03
"""Temperature at the start and at the end, in mean prices of a drive."""

CHUNK_S = 0.05
"""Between two looks at the clock and at the stop."""

FEW_STEPS, MANY_STEPS = 100, 100_000

PATIENCE_STEPS = 300_000
"""Steps without a better plan after which a search without any limit ends."""

REPORT_S = 0.25
"""Least time between two better plans handed on."""

LOOK_S = 1.0
"""Least time between two looks at what other searches have found."""

FLEET_SHARE = 0.4
"""Share of the time for doing with fewer vehicles, where those come first."""

FLEET_HEAT, DEARER = 0.1, 1.02
"""Temperature meanwhile, and how much dearer tasks become that stay left out, at every look."""


class RuinRecreate:
    """Ruins routes in strings of neighbouring calls, and recreates them by cheap insertions.

    It knows every rule. Under an iteration limit, where the stop has no time limit, the same seed
    gives the same routes.
    """

    name = "ruin-recreate"

    def supports(self, problem: SearchProblem) -> Support:
        """Everything."""
        return Support(is_possible=problem.tasks > 0 and problem.vehicles > 0)

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
        """See `Engine.solve`."""
        if not self.supports(problem).is_possible:
            routes: Routes = ((),) * problem.vehicles
            return Outcome(routes=routes, reason=EndReason.NOTHING_TO_DO)
        search = _Search.begin(problem, seed, start)
        on_better(search.best())
        if problem.vehicles_first:
            search.reduce_fleet(stop, iteration_limit)
            on_better(search.best())
        reason = search.run(stop, on_better, better_elsewhere, iteration_limit)
        return Outcome(routes=search.best(), reason=reason, iterations=search.steps)


@dataclass(slots=True, eq=False)
class _Search:
    """A search under way."""

    problem: SearchProblem
    kernel: Kernel
    state: State
    work: Workspace
    edge: float
    steps: int = 0
    chunk: int = FEW_STEPS
    best_step: int = 0
    _next_report_s: float = field(default=0.0)
    _next_look_s: float = field(default=0.0)

    @classmethod
    def begin(cls, problem: SearchProblem, seed: int, start: Routes | None) -> "_Search":
        """Build a start, or take a given one, and fill it up."""
        near, state = neighbourhoods(problem), empty_state(problem)
        work = empty_workspace(problem, state, seed)
        kernel = kernel_of(problem, state, near, work, setting_of(problem))
        kernel.price_alone(problem)
        search = cls(problem, kernel, state, work, edge=1.0)
        routes = start
        if routes is None:
            routes = _by_vehicle(problem, joined_by_savings(problem, near, kernel))
        else:
            routes = _lawful_routes(problem, routes)
        search.set(routes)
        left_out = work.absent[: work.counts[ABSENT]]
        order = left_out[np.argsort(-work.absent_cost[left_out], kind="stable")]
        kernel.fill_routes(order)
        search.edge = search.mean_edge()
        return search

    def set(self, routes: Routes) -> None:
        """Let the routes be these, without those that break a rule."""
        sequence = np.zeros_like(self.state.sequence)
        length = np.zeros(self.problem.vehicles, dtype=np.int64)
        for row, route in enumerate(routes[: self.problem.vehicles]):
            calls = with_reload_nodes(self.problem, row, route)[: len(sequence[row]) - SPARE]
            sequence[row, : len(calls)], length[row] = calls, len(calls)
        self.kernel.set_routes(sequence, length)

    def mean_edge(self) -> float:
        """Mean price of a drive of the routes as they stand."""
        left_out = self.work.absent[: self.work.counts[ABSENT]]
        driven = self.work.cost[NOW] - self.work.absent_cost[left_out].sum()
        served = self.problem.tasks - self.work.counts[ABSENT]
        return max(1e-9, float(driven) / max(1, int(served + self.work.counts[USED])))

    def best(self) -> Routes:
        """The best routes so far."""
        nodes, places = self.problem.tasks + self.problem.warehouses, self.problem.nodes.place
        warehouse = {int(places[n]): n for n in range(self.problem.tasks, nodes)}
        routes = []
        for row in range(self.problem.vehicles):
            calls = self.work.best_sequence[row, : self.work.best_length[row]].tolist()
            routes.append(tuple(n if n < nodes else warehouse[int(places[n])] for n in calls))
        return tuple(routes)

    def reduce_fleet(self, stop: StopCriterion, iteration_limit: int | None) -> None:
        """Do with one vehicle less, and again, as long as that succeeds in good time.

        The calls of the shortest route are left out and its vehicle stays; leaving a task out grows
        dearer the longer it is (Christiaens & Vanden Berghe 2020, section 5.3, in our terms).
        """
        usual = self.work.absent_cost.copy()
        while self._used_share(stop, iteration_limit) < FLEET_SHARE:
            routes, lengths = self.best(), self.work.best_length
            used = np.flatnonzero(lengths > 0)
            if len(used) < 2 or int(lengths.sum()) < self.problem.tasks:
                break
            closed = int(used[np.argmin(lengths[used])])
            self.work.is_open[:] = 0
            self.work.is_open[used] = 1
            self.work.is_open[closed] = 0
            self.work.absent_cost[:] = usual
            self.set(tuple(() if row == closed else r for row, r in enumerate(routes)))
            self.work.cost[BEST] = np.inf
            if not self._bring_all_in(stop, iteration_limit):
                self.work.is_open[closed] = 1
                self.work.absent_cost[:] = usual
                self._go_back_to(routes)
                break
        self.work.absent_cost[:] = usual

    def _bring_all_in(self, stop: StopCriterion, iteration_limit: int | None) -> bool:
        """Take steps until no task is left out; whether that came about in good time."""
        until = self.steps + PATIENCE_STEPS
        while self._used_share(stop, iteration_limit) < FLEET_SHARE and not stop.should_stop():
            if self.steps > until and stop.fraction() == 0.0:
                break
            self._take_steps(FLEET_HEAT * self.edge, iteration_limit)
            if int(self.work.best_length.sum()) == self.problem.tasks:
                return True
            left_out = self.work.absent[: self.work.counts[ABSENT]]
            dearer = self.work.absent_cost[left_out] * (DEARER - 1.0)
            self.work.absent_cost[left_out] += dearer
            self.work.cost[NOW] += dearer.sum()
        return False

    def _used_share(self, stop: StopCriterion, iteration_limit: int | None) -> float:
        """Share of the time, or of the iterations, that is used up."""
        done = stop.fraction()
        return done if iteration_limit is None else max(done, self.steps / iteration_limit)

    def _go_back_to(self, routes: Routes) -> None:
        """Let the routes, and the best, be these."""
        self.set(routes)
        self.kernel.fill_routes(np.zeros(0, dtype=np.int64))

    def run(
        self,
        stop: StopCriterion,
        on_better: OnBetter,
        better_elsewhere: BetterElsewhere,
        iteration_limit: int | None,
    ) -> EndReason:
        """Take steps until told to stop."""
        while True:
            reason = self._reason_to_end(stop, iteration_limit)
            if reason is not None:
                return reason
            self._look_elsewhere(better_elsewhere)
            better = self.work.counts[BETTER]
            self._take_steps(self._temperature(stop, iteration_limit), iteration_limit)
            if self.work.counts[BETTER] > better:
                self.best_step = self.steps
                now_s = time.monotonic()
                if now_s >= self._next_report_s:
                    self._next_report_s = now_s + REPORT_S
                    on_better(self.best())

    def _look_elsewhere(self, better_elsewhere: BetterElsewhere) -> None:
        """Go on from better routes of another search, where there are any."""
        now_s = time.monotonic()
        if now_s < self._next_look_s:
            return
        self._next_look_s = now_s + LOOK_S
        routes = better_elsewhere()
        if routes is not None:
            self._go_back_to(_lawful_routes(self.problem, routes))

    def _reason_to_end(self, stop: StopCriterion, iteration_limit: int | None) -> EndReason | None:
        if iteration_limit is not None and self.steps >= iteration_limit:
            return EndReason.ITERATION_LIMIT
        if stop.should_stop():
            return EndReason.TIME_LIMIT if stop.fraction() >= 1.0 else EndReason.STOPPED
        idle = self.steps - self.best_step
        if iteration_limit is None and stop.fraction() == 0.0 and idle > PATIENCE_STEPS:
            return EndReason.NO_IMPROVEMENT
        return None

    def _temperature(self, stop: StopCriterion, iteration_limit: int | None) -> float:
        done = self._used_share(stop, iteration_limit)
        if self.problem.vehicles_first:
            done = max(0.0, (done - FLEET_SHARE) / (1.0 - FLEET_SHARE))
        return self.edge * HOT * math.pow(COLD / HOT, min(1.0, done))

    def _take_steps(self, temperature: float, iteration_limit: int | None) -> None:
        steps = self.chunk
        if iteration_limit is not None:
            steps = min(FEW_STEPS, iteration_limit - self.steps)
        began_s = time.perf_counter()
        self.kernel.run_steps(steps, temperature)
        took_s = max(1e-6, time.perf_counter() - began_s)
        self.steps += steps
        self.chunk = int(min(MANY_STEPS, max(FEW_STEPS, steps * CHUNK_S / took_s)))


def setting_of(problem: SearchProblem) -> Setting:
    """How a problem is searched."""
    traits = problem.traits
    limited = bool((problem.fleet.most_stops < FAR).any())
    dearest = float(problem.nodes.absent[: problem.tasks].max(initial=1.0))
    return Setting(
        misplaced_cost=dearest if traits.has_positions else 0.0,
        counts_stops=limited or traits.has_positions or traits.has_soft or traits.has_reloads,
    )


def _lawful_routes(problem: SearchProblem, routes: Routes) -> Routes:
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
