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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from pyvrp import (
    Activity,
    ActivityType,
    CostEvaluator,
    IteratedLocalSearch,
    IteratedLocalSearchCallbacks,
    IteratedLocalSearchParams,
    PenaltyManager,
    PenaltyParams,
    RandomNumberGenerator,
    Route,
    Solution,
)
from pyvrp.search import OPERATORS, LocalSearch, compute_neighbours

from domain.progress import MaxRuntime, StopCriterion
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
from optimizer.routing.search_problem import FAR, NOWHERE, NodeKind, Routes, SearchProblem

MOST_TASKS = 5_000
"""Tasks beyond which its matrices, of 64 bits for every pair, take too much memory."""

PATIENCE = 100_000
"""Iterations without improvement after which it is not worth a core any more."""

LOOK_INTERVAL_S = 0.5
"""How often better routes from elsewhere are asked for."""

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
        nobody: Routes = ((),) * problem.vehicles
        whole = pyvrp_problem(problem)
        if whole is None:
            return Outcome(routes=nobody, reason=EndReason.NOTHING_TO_DO)
        translator = _Translator(whole, problem.vehicles)
        search = _Search(whole, translator, seed, better_elsewhere)
        ending = _Ending(stop, iteration_limit)
        told = _Told(translator, on_better)
        initial = search.first(start)
        told.on_best(initial)
        algorithm = IteratedLocalSearch(
            whole.data,
            search.penalties,
            search,
            initial,
            IteratedLocalSearchParams(callbacks=told),
        )
        found = algorithm.run(ending, collect_stats=False, display=False)
        return Outcome(
            routes=translator.routes(found.best),
            reason=ending.reason,
            iterations=found.num_iterations,
        )


def _relaxations(problem: SearchProblem) -> Iterator[Relaxation]:
    traits, nodes, fleet = problem.traits, problem.nodes, problem.fleet
    tasks = slice(problem.tasks)
    plainly = {
        Relaxation.HOURS: traits.is_timed_by_hour,
        Relaxation.BREAKS: traits.has_breaks,
        Relaxation.SOFT_WINDOWS: traits.has_soft,
        Relaxation.GROUPS: traits.has_groups,
        Relaxation.INCOMPATIBLE: traits.has_classes,
        Relaxation.POSITIONS: traits.has_positions,
        Relaxation.TOLLS: traits.has_tolls and bool((fleet.most_m < FAR).any()),
        Relaxation.FIXED_PICKS: len(pick_rows(eligible(problem))) > MOST_PICK_DIMENSIONS,
        Relaxation.STOP_LIMIT: bool((fleet.most_stops < problem.tasks).any())
        and (traits.has_pairs or traits.has_reloads),
        Relaxation.RELOADS: _depends_on_trip(problem),
    }
    yield from (relaxation for relaxation, is_there in plainly.items() if is_there)
    if traits.has_shared_doors:
        yield from _relaxations_at_doors(problem)
    if traits.has_times:
        if (nodes.windows[tasks] > 1).any():
            yield Relaxation.SEVERAL_WINDOWS
        yield from _relaxations_of_hours(problem)


def _relaxations_at_doors(problem: SearchProblem) -> Iterator[Relaxation]:
    """What is wrong where several tasks have one door."""
    nodes, tasks = problem.nodes, problem.tasks
    _, of_task, count = np.unique(nodes.door[:tasks], return_inverse=True, return_counts=True)
    shared = count[of_task] > 1
    if problem.traits.has_times and nodes.setup[:tasks][shared].any():
        yield Relaxation.SET_UP
    stops = np.stack([nodes.door[:tasks], nodes.hours[:tasks]])
    limited = bool((problem.fleet.most_stops < tasks).any())
    has_joint_stops = np.unique(stops, axis=1).shape[1] < tasks
    if has_joint_stops and (problem.traits.has_times or limited):
        yield Relaxation.STOPS


def _relaxations_of_hours(problem: SearchProblem) -> Iterator[Relaxation]:
    """What is wrong of vehicles' hours."""
    nodes, fleet, traits = problem.nodes, problem.fleet, problem.traits
    reloads = [node for kind in range(len(fleet.way)) for node in reload_nodes(problem, kind)]
    spans = [fleet.leaves, fleet.ends, nodes.windows[reloads]]
    works = (fleet.leaves > 0) & (fleet.ends > 0)
    waits = works & (fleet.end_from[:, 0] > fleet.leave_from[:, 0])
    if any((count > 1).any() for count in spans) or waits.any():
        yield Relaxation.SEVERAL_SPANS
    last_end = fleet.end_to[np.arange(len(works)), np.maximum(fleet.ends, 1) - 1]
    if (works & (fleet.overtime_rate > 0) & (last_end > fleet.overtime_from)).any():
        yield Relaxation.OVERTIME
    release, kind = nodes.release[: problem.tasks], nodes.kind[: problem.tasks]
    earliest = fleet.leave_from[works, 0].min(initial=FAR)
    is_of_pair = (kind == NodeKind.COLLECT) | (kind == NodeKind.DROP)
    of_pairs = bool((release[is_of_pair] > earliest).any())
    if traits.has_releases and (of_pairs or nodes.service[reloads].any()):
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


@dataclass(slots=True, eq=False)
class _Ending:
    """Asked before every iteration whether it is the last."""

    stop: StopCriterion
    iteration_limit: int | None
    reason: EndReason = EndReason.STOPPED
    _iterations: int = 0
    _idle: int = 0
    _best: float = math.inf

    def __call__(self, best_cost: float) -> bool:
        self._idle = 0 if best_cost < self._best else self._idle + 1
        self._best = min(self._best, best_cost)
        if self.iteration_limit is not None and self._iterations >= self.iteration_limit:
            self.reason = EndReason.ITERATION_LIMIT
        elif self.stop.should_stop():
            timed = isinstance(self.stop, MaxRuntime) or self.stop.fraction() >= 1
            self.reason = EndReason.TIME_LIMIT if timed else EndReason.STOPPED
        elif self._idle >= PATIENCE:
            self.reason = EndReason.NO_IMPROVEMENT
        else:
            self._iterations += 1
            return False
        return True


class _Told(IteratedLocalSearchCallbacks):
    """Hands on better solutions."""

    def __init__(self, translator: "_Translator", on_better: OnBetter) -> None:
        self._translator, self._on_better = translator, on_better

    def on_best(self, best: Solution) -> None:
        """Hand on the routes of a solution, if it keeps all rules that PyVRP knows."""
        if best.is_feasible():
            self._on_better(self._translator.routes(best))


class _Search:
    """PyVRP's local search, which takes up better routes from elsewhere between two of its own."""

    def __init__(
        self,
        whole: PyVrpProblem,
        translator: "_Translator",
        seed: int,
        better_elsewhere: BetterElsewhere,
    ) -> None:
        data = whole.data
        self._data, self._translator, self._better_elsewhere = data, translator, better_elsewhere
        self._rng = RandomNumberGenerator(seed=seed % 2**32)
        self._search = LocalSearch(data, self._rng, compute_neighbours(data))
        for operator in OPERATORS:
            if operator.supports(data):
                self._search.add_operator(operator(data))
        longest = max(int(data.duration_matrix(p).max()) for p in range(data.num_profiles))
        most = min(max(USUAL_PENALTY, 2.0 * whole.dearest), LARGEST_EXCESS_PRICE / (longest + 1))
        params = PenaltyParams(max_penalty=max(1.0, most))
        self.penalties = _Penalties(params.midpoint_penalties(data), params)
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


@dataclass(slots=True, eq=False)
class _Translator:
    """Between routes in nodes and PyVRP's solutions."""

    whole: PyVrpProblem
    vehicles: int
    activities: dict[int, Activity] = field(default_factory=dict)
    partners: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, node in enumerate(self.whole.clients):
            self.activities[node] = Activity(ActivityType.CLIENT, number)
        for number, (collect, drop) in enumerate(self.whole.shipments):
            self.activities[collect] = Activity(ActivityType.PICKUP, number)
            self.activities[drop] = Activity(ActivityType.DELIVERY, number)
            self.partners |= {collect: drop, drop: collect}

    def routes(self, solution: Solution) -> Routes:
        """The routes of a solution that keep the rules; tasks of others are left out."""
        free = [list(reversed(numbers)) for numbers in self.whole.vehicles]
        routes: list[tuple[int, ...]] = [()] * self.vehicles
        for route in solution.routes():
            nodes = self._nodes(route)
            if route.is_feasible() and nodes:
                routes[free[route.vehicle_type()].pop()] = nodes
        return tuple(routes)

    def solution(self, routes: Routes) -> Solution:
        """A solution with the routes, without what of them breaks a rule."""
        kept, served = [], set[int]()
        for number, vehicles in enumerate(self.whole.vehicles):
            for vehicle in vehicles:
                nodes = [n for n in routes[vehicle] if n not in served]
                served.update(node for node in nodes if node in self.activities)
                route = self._route(nodes, number)
                if route is not None:
                    kept.append(route)
        return Solution(self.whole.data, kept)

    def _nodes(self, route: Route) -> tuple[int, ...]:
        """Nodes that a route calls at; a trip without tasks is none."""
        nodes: list[int] = []
        for activity in list(route.schedule())[1:-1]:
            if activity.is_depot():
                reload = self.whole.reloads[activity.idx]
                nodes += [reload] if nodes and nodes[-1] in self.activities else []
            elif activity.is_client():
                nodes.append(self.whole.clients[activity.idx])
            else:
                nodes.append(self.whole.shipments[activity.idx][activity.is_delivery()])
        return tuple(nodes if not nodes or nodes[-1] in self.activities else nodes[:-1])

    def _route(self, nodes: Sequence[int], number: int) -> Route | None:
        """A route of a vehicle type, without the tasks that do not fit; None if none are left."""
        whole = self._feasible(nodes, number)
        if whole is not None or not nodes:
            return whole
        best, kept = None, {node for node in nodes if node not in self.activities}
        for node in nodes:
            unit = {node, self.partners.get(node, node)}
            if node in kept or node not in self.activities or not unit <= set(nodes):
                continue
            longer = self._feasible([n for n in nodes if n in kept | unit], number)
            if longer is not None:
                best, kept = longer, kept | unit
        return best

    def _feasible(self, nodes: Iterable[int], number: int) -> Route | None:
        """A route that calls at the nodes; None where it breaks a rule."""
        depots = self.whole.data.vehicle_type(number).reload_depots
        reload = {self.whole.reloads[depot]: depot for depot in reversed(depots)}
        activities = []
        for node in nodes:
            if node in self.activities:
                activities.append(self.activities[node])
            elif node in reload:
                activities.append(Activity(ActivityType.DEPOT, reload[node]))
        try:
            route = Route(self.whole.data, activities, number)
        except ValueError:
            return None
        has_tasks = any(not activity.is_depot() for activity in activities)
        return route if has_tasks and route.is_feasible() else None
