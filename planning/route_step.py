"""The routes of a day, its warehouses side by side."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from domain.geo import Location
from domain.message import message
from domain.progress import OnProgress, Progress
from domain.routing_problem import RoutingProblem
from domain.units import major_units
from planning.engine_jobs import compile_search_job, routes_job
from planning.environment import search_is_compiled
from planning.jobs.pool import JobPool

if TYPE_CHECKING:
    from optimizer.routing.routing_result import RoutingResult


def plan_routes(
    parts: Sequence[RoutingProblem],
    locations: Mapping[str, Location],
    time_limit_s: float,
    seed: int,
    pool: JobPool,
    on_progress: OnProgress,
) -> "list[RoutingResult]":
    """Routes of each part of a day within a time limit, the parts side by side.

    Where there are fewer parts than workers, the threads of all workers are shared among them.
    """
    _compile_once(pool, on_progress)
    rounds = math.ceil(len(parts) / pool.workers)
    shares = share_out(pool.workers, [len(part.shipments) for part in parts])
    jobs = [
        pool.submit(
            f"routes {_warehouse(part)}",
            routes_job,
            part,
            {place: locations[place] for place in part.travel.places},
            time_limit_s / rounds,
            seed,
            workers,
            on_progress=partial(_report, on_progress, part),
        )
        for part, workers in zip(parts, shares, strict=True)
    ]
    return [job.result() for job in jobs]


def _compile_once(pool: JobPool, on_progress: OnProgress) -> None:
    """Let one job compile the search, where that was not done yet, not all of them at once."""
    if not search_is_compiled():
        on_progress(Progress(step="step.routes", note=message("progress.preparing_search")))
        pool.submit("prepare the search", compile_search_job).result()


def share_out(workers: int, sizes: Sequence[int]) -> list[int]:
    """How many workers each part stands for: at least one, the more the larger it is."""
    shares = [1] * len(sizes)
    for _ in range(workers - len(sizes) if sizes else 0):
        neediest = max(range(len(sizes)), key=lambda part: sizes[part] / shares[part])
        shares[neediest] += 1
    return shares


def _warehouse(part: RoutingProblem) -> str:
    return part.shipments[0].warehouse_id


def _report(on_progress: OnProgress, part: RoutingProblem, progress: Progress) -> None:
    """Pass a search's progress on, with its cost as a sentence."""
    note = None
    if progress.cost_minor is not None:
        cost = float(major_units(progress.cost_minor, part.currency))
        note = message("progress.routes", warehouse=_warehouse(part), cost=cost)
    on_progress(replace(progress, step="step.routes", note=note))
