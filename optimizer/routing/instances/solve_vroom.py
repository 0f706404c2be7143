"""Solving a VROOM problem with any engine, its routes checked from the raw data."""

import time
from pathlib import Path

from domain.errors import InputError
from domain.message import Problem, message
from domain.progress import OnProgress, Progress, StopCriterion, ignore_progress
from optimizer.routing.engine import Engine
from optimizer.routing.instances.instance_solution import InstanceSolution, relaxed_by
from optimizer.routing.instances.read_vroom import read_vroom
from optimizer.routing.instances.vroom_answer import vroom_answer
from optimizer.routing.instances.vroom_problem import VroomProblem
from optimizer.routing.instances.vroom_routes import Driven, drive, violations
from optimizer.routing.instances.vroom_search import VroomSearch
from optimizer.routing.search_problem import Routes

STEP = "step.routes"
OBJECTIVE = "priorities, then tasks, then cost"

REPORT_INTERVAL_S = 0.25
"""Better routes that come quicker after one another are not reported one by one."""


def solve_vroom(
    text: str,
    path: Path,
    *,
    stop: StopCriterion,
    engine: Engine,
    seed: int = 0,
    on_progress: OnProgress = ignore_progress,
    iteration_limit: int | None = None,
) -> InstanceSolution:
    """Solve the problem in a text until told to stop.

    Raises
    ------
    InputError
        If it cannot be used, or the engine cannot be asked such a thing at all.
    """
    started_s = time.monotonic()
    vroom = read_vroom(text, path.stem, path.name)
    problem = VroomSearch(vroom).problem()
    support = engine.supports(problem)
    if not support.is_possible:
        unable = message("instance.engine_cannot", engine=engine.name)
        raise InputError([Problem(message=unable, file=path.name)])
    told_s = 0.0

    def tell(routes: Routes) -> None:
        nonlocal told_s
        if time.monotonic() - told_s >= REPORT_INTERVAL_S:
            told_s = time.monotonic()
            _say_cost(vroom, driven_of(vroom, routes), stop, on_progress)

    outcome = engine.solve(
        problem, stop=stop, seed=seed, on_better=tell, iteration_limit=iteration_limit
    )
    driven = driven_of(vroom, outcome.routes)
    _say_cost(vroom, driven, stop, on_progress)
    broken = tuple(violations(vroom, driven))
    return InstanceSolution(
        instance=vroom.name,
        cost=round(sum(route.cost for route in driven), 6),
        objective=OBJECTIVE,
        routes=tuple(tuple(route) for route in outcome.routes),
        vehicles=len(driven),
        trips=len(driven),
        feasible=not broken,
        violations=broken,
        engine=engine.name,
        relaxed=relaxed_by(support),
        reason=outcome.reason,
        iterations=outcome.iterations,
        seed=seed,
        seconds=round(time.monotonic() - started_s, 3),
        answer=vroom_answer(vroom, driven, broken),
    )


def driven_of(vroom: VroomProblem, routes: Routes) -> list[Driven]:
    """The routes that serve anybody, in time."""
    return [drive(vroom, number, route) for number, route in enumerate(routes) if route]


def _say_cost(
    vroom: VroomProblem, driven: list[Driven], stop: StopCriterion, on_progress: OnProgress
) -> None:
    missing = len(vroom.tasks) - sum(len(route.tasks) for route in driven)
    so_far = round(sum(route.cost for route in driven), 6)
    note = message("instance.cost_so_far", cost=so_far)
    if missing:
        note = message("instance.cost_unserved", cost=so_far, customers=missing)
    on_progress(Progress(step=STEP, fraction=stop.fraction(), cost_minor=round(so_far), note=note))
