"""Solving a published instance with any engine, its routes checked from the raw data."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from domain.errors import InputError
from domain.message import Message, Problem, message
from domain.progress import OnProgress, Progress, StopCriterion, ignore_progress
from optimizer.routing.engine import EndReason, Engine, Relaxation, Support
from optimizer.routing.instances.check_routes import cost, count_trips, violations
from optimizer.routing.instances.instance import RoutingInstance
from optimizer.routing.instances.instance_problem import search_problem_of
from optimizer.routing.instances.read_instance import read_instance
from optimizer.routing.search_problem import Routes

STEP = "step.routes"

REPORT_INTERVAL_S = 0.25
"""Better routes that come quicker after one another are not reported one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceSolution:
    """Routes of an instance, their cost as it is counted there, and whether they keep its rules.

    Attributes
    ----------
    cost
        A whole number where edges are counted so.
    routes
        Sites by their numbers, in the order of driving; a depot within a route is a reload. Where
        vehicles differ, one for each in their order, some of them empty.
    vehicles, trips
        How many vehicles are used, and how often one leaves a depot.
    relaxed
        Rules that the engine does not keep by itself.
    """

    instance: str
    cost: float
    objective: str
    routes: tuple[tuple[int, ...], ...]
    vehicles: int
    trips: int
    feasible: bool
    violations: tuple[Message, ...]
    engine: str
    relaxed: tuple[Relaxation, ...]
    reason: EndReason
    iterations: int
    seed: int
    seconds: float

    def write(self, path: Path) -> None:
        """Write the routes as a CVRPLIB solution file."""
        lines = [
            f"Route #{number}: {' '.join(str(site) for site in route)}".rstrip()
            for number, route in enumerate(self.routes, start=1)
        ]
        path.write_text("\n".join([*lines, f"Cost {self.cost}", ""]), encoding="utf-8")


def solve_instance(
    path: Path,
    *,
    stop: StopCriterion,
    engine: Engine,
    seed: int = 0,
    on_progress: OnProgress = ignore_progress,
    iteration_limit: int | None = None,
) -> InstanceSolution:
    """Solve the instance in a file until told to stop.

    Raises
    ------
    InputError
        If the file cannot be used, or the engine cannot be asked such a thing at all.
    """
    started_s = time.monotonic()
    instance = read_instance(path)
    problem = search_problem_of(instance)
    support = engine.supports(problem)
    if not support.is_possible:
        unable = message("instance.engine_cannot", engine=engine.name)
        raise InputError([Problem(message=unable, file=path.name)])
    report = _Report(instance, lambda better: _say_cost(instance, better, stop, on_progress))
    outcome = engine.solve(
        problem, stop=stop, seed=seed, on_better=report, iteration_limit=iteration_limit
    )
    routes = sites_of(instance, outcome.routes)
    _say_cost(instance, routes, stop, on_progress)
    broken = tuple(violations(instance, routes))
    return InstanceSolution(
        instance=instance.name,
        cost=cost(instance, routes),
        objective=instance.objective.value,
        routes=routes,
        vehicles=sum(1 for route in routes if route),
        trips=count_trips(instance, routes),
        feasible=not broken,
        violations=broken,
        engine=engine.name,
        relaxed=_relaxed(support),
        reason=outcome.reason,
        iterations=outcome.iterations,
        seed=seed,
        seconds=round(time.monotonic() - started_s, 3),
    )


def sites_of(instance: RoutingInstance, routes: Routes) -> Routes:
    """Routes of the instance's problem as sites; without the empty ones where vehicles are alike.

    Nodes of tasks follow the order of the customers, and those of warehouses that of the depots.
    """
    tasks = len(instance.customers)
    told = tuple(
        tuple(node + instance.depots if node < tasks else node - tasks for node in route)
        for route in routes
    )
    return tuple(filter(None, told)) if instance.has_equal_vehicles else told


@dataclass(slots=True)
class _Report:
    """Tells of better routes, but not of each where they come quickly."""

    instance: RoutingInstance
    tell: Callable[[Routes], None]
    next_s: float = field(default=0.0)

    def __call__(self, routes: Routes) -> None:
        if time.monotonic() >= self.next_s:
            self.tell(sites_of(self.instance, routes))
            self.next_s = time.monotonic() + REPORT_INTERVAL_S


def _say_cost(
    instance: RoutingInstance, routes: Routes, stop: StopCriterion, on_progress: OnProgress
) -> None:
    served = {site for route in routes for site in route}
    missing = sum(1 for i in instance.customers if i not in served and not instance.sites[i].prize)
    so_far = cost(instance, routes)
    note = message("instance.cost_so_far", cost=so_far)
    if missing:
        note = message("instance.cost_unserved", cost=so_far, customers=missing)
    on_progress(Progress(step=STEP, fraction=stop.fraction(), cost_minor=round(so_far), note=note))


def _relaxed(support: Support) -> tuple[Relaxation, ...]:
    return tuple(sorted(support.relaxes))
