"""The routes of a day, its warehouses side by side."""

import math
from collections.abc import Sequence
from dataclasses import replace

from domain.plan import Route, Unassigned
from domain.progress import OnProgress, Progress
from domain.routing_problem import RoutingProblem
from planning.day import split_by_warehouse
from planning.engine_jobs import routes_job
from planning.jobs.pool import JobPool


def plan_routes(
    problem: RoutingProblem,
    time_limit_s: float,
    seed: int,
    pool: JobPool,
    on_progress: OnProgress,
) -> tuple[tuple[Route, ...], tuple[Unassigned, ...]]:
    """Routes of all warehouses within a time limit, and the orders left out."""
    parts = split_by_warehouse(problem)
    rounds = math.ceil(len(parts) / pool.workers) or 1
    costs: list[int | None] = [None] * len(parts)

    def report(number: int, progress: Progress) -> None:
        costs[number] = progress.cost_minor
        known = [cost for cost in costs if cost is not None]
        total = sum(known) if len(known) == len(parts) else None
        on_progress(replace(progress, cost_minor=total))

    jobs = [
        pool.submit(
            f"routes {part.shipments[0].warehouse_id}",
            routes_job,
            part,
            time_limit_s / rounds,
            seed,
            on_progress=lambda progress, number=number: report(number, progress),
        )
        for number, part in enumerate(parts)
    ]
    results = [job.result() for job in jobs]
    return _merged(results)


def _merged(results: Sequence[object]) -> tuple[tuple[Route, ...], tuple[Unassigned, ...]]:
    routes = tuple(route for result in results for route in result.routes)  # type: ignore[attr-defined]
    unassigned = tuple(order for result in results for order in result.unassigned)  # type: ignore[attr-defined]
    return routes, unassigned
