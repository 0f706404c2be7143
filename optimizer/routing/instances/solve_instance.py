"""Solving a published instance with any engine, its routes checked from the raw data."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from domain.errors import InputError
from domain.message import Problem, message
from domain.progress import OnProgress, Progress, StopCriterion, ignore_progress
from optimizer.routing.engine import Engine
from optimizer.routing.instances.check_routes import cost, count_trips, violations
from optimizer.routing.instances.instance import RoutingInstance
from optimizer.routing.instances.instance_problem import search_problem_of
from optimizer.routing.instances.instance_solution import InstanceSolution, relaxed_by
from optimizer.routing.instances.read_instance import is_vroom, parse_instance, read_text
from optimizer.routing.instances.solve_vroom import solve_vroom
from optimizer.routing.search_problem import Routes

__all__ = ["InstanceSolution", "sites_of", "solve_instance"]

STEP = "step.routes"

REPORT_INTERVAL_S = 0.25
"""Better routes that come quicker after one another are not reported one by one."""


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
    text = read_text(path)
    if is_vroom(text):
        return solve_vroom(
            text,
            path,
            stop=stop,
            engine=engine,
            seed=seed,
            on_progress=on_progress,
            iteration_limit=iteration_limit,
        )
    instance = parse_instance(text, path)
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
        relaxed=relaxed_by(support),
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
