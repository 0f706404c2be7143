"""Good routes of several plans put together to a better one.

References
----------
Rochat, Y. & Taillard, E. D. (1995). Probabilistic diversification and intensification in local
search for vehicle routing. Journal of Heuristics 1(1).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from ortools.sat.python import cp_model

from domain.progress import StopCriterion
from optimizer.routing.choose.route_pool import PooledRoute
from optimizer.routing.search_problem import Routes, SearchProblem

LOOK_S = 0.05

MOST_COST = 2**40
"""Whole number that the dearest combination comes to: CP-SAT takes no fractions."""


def recombined(
    problem: SearchProblem,
    pool: Sequence[PooledRoute],
    routes: Routes,
    *,
    stop: StopCriterion,
    seconds: float,
    threads: int = 1,
    on_look: Callable[[], None] = lambda: None,
) -> Routes | None:
    """The cheapest combination of routes of a pool that is found; None if none is.

    Each task is on one of them at most, and each group on one; no more vehicles of a type are used
    than there are.

    Parameters
    ----------
    routes
        A plan of routes in the pool, to start from.
    """
    model, takes = _model(problem, pool, routes)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = threads
    with ThreadPoolExecutor(1, thread_name_prefix="recombine") as thread:
        solving = thread.submit(solver.solve, model)
        try:
            while wait([solving], timeout=LOOK_S).not_done:
                if stop.should_stop():
                    solver.stop_search()
                on_look()
        finally:
            solver.stop_search()
    if solving.result() not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    taken = [one for one, take in zip(pool, takes, strict=True) if solver.boolean_value(take)]
    return _on_vehicles(problem, taken)


def _model(
    problem: SearchProblem, pool: Sequence[PooledRoute], routes: Routes
) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """Choose routes so that what they cost more than leaving their tasks out is least."""
    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in pool]
    on_task, of_group, of_kind = _members(problem, pool)
    for numbers in (*on_task.values(), *of_group.values()):
        model.add_at_most_one(takes[number] for number in numbers)
    for kind, numbers in of_kind.items():
        there_are = int((problem.fleet.type_of == kind).sum())
        model.add(sum(takes[number] for number in numbers) <= there_are)
    gains = [one.cost - sum(problem.nodes.absent[list(one.tasks)].tolist()) for one in pool]
    scale = MOST_COST / max(1.0, sum(sorted(map(abs, gains))[-problem.vehicles :]))
    model.minimize(sum(take * round(gain * scale) for take, gain in zip(takes, gains, strict=True)))
    now = {(int(problem.fleet.type_of[v]), calls) for v, calls in enumerate(routes)}
    for take, one in zip(takes, pool, strict=True):
        model.add_hint(take, (one.kind, one.calls) in now)
    return model, takes


def _members(
    problem: SearchProblem, pool: Sequence[PooledRoute]
) -> tuple[dict[int, list[int]], dict[int, list[int]], dict[int, list[int]]]:
    """Numbers of the routes with each task, with any of each group, and of each type."""
    group: list[int] = problem.nodes.group.tolist()
    on_task, of_group, of_kind = (defaultdict[int, list[int]](list) for _ in range(3))
    for number, one in enumerate(pool):
        of_kind[one.kind].append(number)
        for task in one.tasks:
            on_task[task].append(number)
        for name in {group[task] for task in one.tasks} - {-1}:
            of_group[name].append(number)
    return on_task, of_group, of_kind


def _on_vehicles(problem: SearchProblem, taken: Iterable[PooledRoute]) -> Routes:
    """Routes on the vehicles of their types, in their order."""
    waiting = defaultdict[int, list[tuple[int, ...]]](list)
    for one in taken:
        waiting[one.kind].append(one.calls)
    kinds = problem.fleet.type_of.tolist()
    return tuple(waiting[kind].pop(0) if waiting[kind] else () for kind in kinds)
