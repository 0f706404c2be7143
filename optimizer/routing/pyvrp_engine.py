"""PyVRP as an engine: exact where it knows all the rules, a warm proposer elsewhere.

Its search runs in machine code without the interpreter's lock, so that it can have a thread beside
those of other engines.

References
----------
Wouda, N. A., Lan, L. & Kool, W. (2024). PyVRP: a high-performance VRP solver package. INFORMS
Journal on Computing 36(4).
"""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pyvrp import (
    CostEvaluator,
    IteratedLocalSearch,
    IteratedLocalSearchCallbacks,
    IteratedLocalSearchParams,
    PenaltyManager,
    PenaltyParams,
    RandomNumberGenerator,
    Solution,
)
from pyvrp.search import OPERATORS, LocalSearch, compute_neighbours

from domain.progress import StopCriterion
from optimizer.routing.eligible import eligible, loading_warehouses, reload_nodes
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
from optimizer.routing.pyvrp_problem import (
    MOST_PICK_DIMENSIONS,
    PyVrpProblem,
    pick_rows,
    pyvrp_problem,
)
from optimizer.routing.pyvrp_routes import Translator
from optimizer.routing.relaxations import (
    has_joint_stops,
    has_released_pairs,
    has_stop_limit,
    may_wait_to_end,
    plain_relaxations,
)
from optimizer.routing.search_problem import FAR, NOWHERE, Routes, SearchProblem

MOST_TASKS = 5_000
"""Tasks beyond which its matrices, of 64 bits for every pair, take too much memory."""

PATIENCE = 100_000
"""Iterations without improvement after which it is not worth a core any more."""

LOOK_INTERVAL_S = 0.5
"""How often better routes from elsewhere are asked for."""

HOPELESS = 5_000
"""Iterations without a solution that serves all it must, after which everything is optional."""

INFEASIBLE: int = np.iinfo(np.int64).max
"""PyVRP's cost of a solution that breaks a rule."""

STRICTER = 100.0
"""Times as much to begin with where vehicles are to be spared above all: excess must not pay."""

MOST_TIMES_INITIAL = 1_000.0

USUAL_PENALTY = 100_000.0
"""PyVRP's own bound of what a unit of excess costs; more where a price could outweigh it."""

LARGEST_EXCESS_PRICE = 2.0**58


class PyVrpEngine:
    """PyVRP's iterated local search."""

    name = "pyvrp"

    def supports(self, problem: SearchProblem) -> Support:
        """What PyVRP would relax of a problem."""
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
        """The cheapest routes that PyVRP finds until told to stop.

        Raises
        ------
        ValueError
            If the problem holds numbers that PyVRP cannot take.
        """
        ending = _Ending(stop, iteration_limit)
        best = _Best(((),) * problem.vehicles, on_better)
        whole = pyvrp_problem(problem, strictly=True)
        if whole is None:
            return Outcome(routes=best.routes, reason=EndReason.NOTHING_TO_DO)
        _search(whole, best, ending, seed, start, better_elsewhere)
        if ending.reason is None:
            relaxed = pyvrp_problem(problem, strictly=False)
            if relaxed is not None:
                _search(relaxed, best, ending, seed, best.routes, better_elsewhere)
        reason = ending.reason or EndReason.NO_IMPROVEMENT
        return Outcome(routes=best.routes, reason=reason, iterations=ending.iterations)


def _search(
    whole: PyVrpProblem,
    best: "_Best",
    ending: "_Ending",
    seed: int,
    start: Routes | None,
    better_elsewhere: BetterElsewhere,
) -> None:
    """Search until the end; leave the reason open where no vehicles are found for all that must."""
    translator = Translator(whole, len(best.routes))
    search = _Search(translator, seed, better_elsewhere)
    ending.can_give_up = whole.is_strict
    initial = search.first(start)
    told = _Told(translator, best)
    if start is not None:
        told.on_best(translator.solution(start))
    told.on_best(initial)
    parameters = IteratedLocalSearchParams(callbacks=told)
    algorithm = IteratedLocalSearch(whole.data, search.penalties, search, initial, parameters)
    told.on_best(algorithm.run(ending, collect_stats=False, display=False).best)


def _relaxations(problem: SearchProblem) -> Iterator[Relaxation]:
    traits, fleet = problem.traits, problem.fleet
    yield from plain_relaxations(problem)
    if has_joint_stops(problem) and (traits.has_times or has_stop_limit(problem)):
        yield Relaxation.STOPS
    if has_stop_limit(problem) and (traits.has_pairs or traits.has_reloads):
        yield Relaxation.STOP_LIMIT
    if traits.has_tolls and (fleet.most_m < FAR).any():
        yield Relaxation.TOLLS
    if len(pick_rows(eligible(problem))) > MOST_PICK_DIMENSIONS:
        yield Relaxation.FIXED_PICKS
    if _depends_on_trip(problem):
        yield Relaxation.RELOADS
    if traits.has_times:
        yield from _relaxations_of_time(problem)


def _relaxations_of_time(problem: SearchProblem) -> Iterator[Relaxation]:
    nodes, fleet, traits = problem.nodes, problem.fleet, problem.traits
    reloads = [node for kind in range(len(fleet.way)) for node in reload_nodes(problem, kind)]
    if traits.has_soft:
        yield Relaxation.SOFT_WINDOWS
    if (nodes.windows[: problem.tasks] > 1).any():
        yield Relaxation.SEVERAL_WINDOWS
    has_spans = (fleet.leaves > 1).any() or (nodes.windows[reloads] > 1).any()
    if has_spans or may_wait_to_end(problem):
        yield Relaxation.SEVERAL_SPANS
    last_end = fleet.end_to[np.arange(len(fleet.ends)), np.maximum(fleet.ends, 1) - 1]
    if ((fleet.ends > 0) & (fleet.overtime_rate > 0) & (last_end > fleet.overtime_from)).any():
        yield Relaxation.OVERTIME
    takes_time = nodes.service[reloads].any()
    if traits.has_releases and (has_released_pairs(problem) or takes_time):
        yield Relaxation.RELEASES


def _depends_on_trip(problem: SearchProblem) -> bool:
    """Whether a task can ride on some trips of a vehicle and not on others."""
    depots = set(problem.nodes.depot[: problem.tasks].tolist()) - {NOWHERE}
    loading = [loading_warehouses(problem, kind) for kind in range(len(problem.fleet.way))]
    return any(len(warehouses) > 1 and warehouses & depots for warehouses in loading)


class _Penalties(PenaltyManager):
    """PyVRP's penalties without its warnings: what it cannot solve is said by the plan."""

    def _register(self, idx: int, violation: int) -> None:
        self._prev_avg_violations[idx] = math.inf
        super()._register(idx, violation)


def _penalties(whole: PyVrpProblem) -> _Penalties:
    """Penalties that begin where a usual excess costs as much as a usual drive and a vehicle.

    PyVRP's own begin far higher, too strict for a search of seconds: after 6 s on 524 customers
    with backhauls, routes were 2.5 % longer.
    """
    data = whole.data
    metres = np.array([float(matrix.mean()) for matrix in data.distance_matrices()])
    times = np.array([float(matrix.mean()) for matrix in data.duration_matrices()])
    price = min(
        max(1, kind.unit_distance_cost) * metres[kind.profile]
        + kind.unit_duration_cost * times[kind.profile]
        + kind.fixed_cost
        for kind in data.vehicle_types()
    )
    loads = [np.add(c.delivery, c.pickup or 0) for c in data.clients()]
    loads += [np.array(shipment.amount) for shipment in data.shipments()]
    price *= STRICTER if whole.spares_vehicles else 1.0
    sizes = [*np.mean(loads, axis=0), float(times.mean()), float(metres.mean())]
    initial = [price / max(1.0, size) for size in sizes]
    longest = max(int(matrix.max()) for matrix in data.duration_matrices())
    most = max(USUAL_PENALTY, MOST_TIMES_INITIAL * max(initial), 2.0 * whole.dearest)
    params = PenaltyParams(max_penalty=max(1.0, min(most, LARGEST_EXCESS_PRICE / (longest + 1))))
    return _Penalties((initial[:-2], initial[-2], initial[-1]), params)


@dataclass(slots=True, eq=False)
class _Ending:
    """Asked before every iteration whether it is the last."""

    stop: StopCriterion
    iteration_limit: int | None
    can_give_up: bool = False
    reason: EndReason | None = None
    iterations: int = 0
    _idle: int = 0
    _best: float = math.inf

    def __call__(self, best_cost: float) -> bool:
        self._idle = 0 if best_cost < self._best else self._idle + 1
        self._best = min(self._best, best_cost)
        self.reason = self._reason()
        gives_up = self.can_give_up and best_cost >= INFEASIBLE and self._idle >= HOPELESS
        if self.reason is None and not gives_up:
            self.iterations += 1
            return False
        self._idle, self._best = 0, math.inf
        return True

    def _reason(self) -> EndReason | None:
        if self.iteration_limit is not None and self.iterations >= self.iteration_limit:
            return EndReason.ITERATION_LIMIT
        if self.stop.should_stop():
            return EndReason.TIME_LIMIT if self.stop.fraction() >= 1 else EndReason.STOPPED
        return EndReason.NO_IMPROVEMENT if self._idle >= PATIENCE else None


@dataclass(slots=True, eq=False)
class _Best:
    """The best routes of all, by the cost of what keeps the rules and of what is left out."""

    routes: Routes
    on_better: OnBetter
    _cost: float = math.inf

    def offer(self, routes: Routes, cost: int) -> None:
        """Keep routes, and hand them on, if they are better."""
        if cost < self._cost:
            self.routes, self._cost = routes, cost
            self.on_better(routes)


class _Told(IteratedLocalSearchCallbacks):
    """Hears of better solutions."""

    def __init__(self, translator: Translator, best: _Best) -> None:
        self._translator, self._best = translator, best

    def on_best(self, best: Solution) -> None:
        """Offer the routes of a solution that keep all rules that PyVRP knows."""
        self._best.offer(*self._translator.plan(best))


class _Search:
    """PyVRP's local search, which takes up better routes from elsewhere between two of its own."""

    def __init__(
        self,
        translator: Translator,
        seed: int,
        better_elsewhere: BetterElsewhere,
    ) -> None:
        data = translator.whole.data
        self._data, self._translator, self._better_elsewhere = data, translator, better_elsewhere
        self._rng = RandomNumberGenerator(seed=seed % 2**32)
        self._search = LocalSearch(data, self._rng, compute_neighbours(data))
        for operator in OPERATORS:
            if operator.supports(data):
                self._search.add_operator(operator(data))
        self.penalties = _penalties(translator.whole)
        self._next_look_s = time.monotonic() + LOOK_INTERVAL_S

    def first(self, start: Routes | None) -> Solution:
        """A solution to start from: the given routes as far as they keep the rules."""
        strict = self.penalties.max_cost_evaluator()
        if start is None or not any(start):
            random = Solution.make_random(self._data, self._rng)
            return self._search(random, strict, exhaustive=True)
        given = self._translator.solution(start)
        improved = self._search(given, strict, exhaustive=True)
        is_better = improved.is_feasible() and strict.cost(improved) <= strict.cost(given)
        return improved if is_better else given

    def __call__(
        self, solution: Solution, cost_evaluator: CostEvaluator, exhaustive: bool = False
    ) -> Solution:
        """The improved solution, or one from elsewhere where there is a better."""
        if not exhaustive and self._better_elsewhere is not nothing_elsewhere:
            now_s = time.monotonic()
            if now_s >= self._next_look_s:
                self._next_look_s = now_s + LOOK_INTERVAL_S
                routes = self._better_elsewhere()
                if routes is not None:
                    return self._translator.solution(routes)
        return self._search(solution, cost_evaluator, exhaustive=exhaustive)
