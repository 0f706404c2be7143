"""The application on one page: from a dataset and roads to a checked plan."""

import datetime
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from domain.check_plan import check_plan
from domain.dataset import Dataset
from domain.errors import InputError
from domain.message import Problem, Severity
from domain.plan import Plan
from domain.progress import OnProgress, Progress, ignore_progress
from planning.compose_plan import compose_plan, origin_of, shipped_units
from planning.day import choose_day, day_parts
from planning.day_roads import DayRoads
from planning.environment import Directories
from planning.forecast_step import start_forecast
from planning.jobs.pool import JobPool
from planning.reading.row_index import RowIndex
from planning.retime import retime_parts
from planning.road_steps import draw_routes, road_problems, roads_of_day, travel_of_parts
from planning.route_step import plan_routes
from planning.stock_decision import plan_stock
from planning.stock_steps import allocate_day

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What to plan, and how long to look for good routes.

    Attributes
    ----------
    roads
        Name of imported roads, or a road file.
    """

    day: datetime.date | None = None
    roads: str
    time_limit_s: float
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDay:
    """A checked plan, the roads it was made on, and how long each step took.

    Attributes
    ----------
    problems
        What the roads say against the data; only warnings, as errors stop the plan.
    """

    plan: Plan
    roads: DayRoads
    problems: tuple[Problem, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


def plan_day(
    dataset: Dataset,
    request: PlanRequest,
    pool: JobPool,
    folders: Directories,
    on_progress: OnProgress = ignore_progress,
    *,
    rows: RowIndex | None = None,
) -> PlannedDay:
    """Plan one day of a dataset.

    Parameters
    ----------
    rows
        Where the records of the dataset stand, to locate what the roads say against them.

    Raises
    ------
    InputError
        If there is no such day in the data, or its places do not fit the roads.
    RoadDataError
        If the roads cannot be used.
    Interrupted
        If the work was stopped before there were routes.
    EnvironmentFault
        If a job's process died more often than it is tried again.
    """
    clock = _StepClock(on_progress)
    day = choose_day(dataset, request.day)
    forecasting = start_forecast(dataset, day, request.seed, pool, folders, on_progress)
    with clock.step("step.roads"):
        roads = roads_of_day(dataset, day, request.roads, pool, folders, on_progress)
        problems = road_problems(dataset, roads.network, folders, rows=rows, day=day)
        problems += roads.problems
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise InputError(problems)
    with clock.step("step.allocation"):
        allocation, not_allocated = allocate_day(dataset, day, roads)
    with clock.step("step.travel"):
        parts = day_parts(dataset, day, allocation)
        travels = travel_of_parts(parts, roads, pool, folders, on_progress)
        routing_problems = [
            part.problem(travel, dataset.settings.currency)
            for part, travel in zip(parts, travels, strict=True)
        ]
    with clock.step("step.routes"):
        found = plan_routes(
            routing_problems,
            dict(roads.places),
            request.time_limit_s,
            request.seed,
            pool,
            on_progress,
        )
    with clock.step("step.retime"):
        exact = roads.exact()
        routes, not_routed = retime_parts(routing_problems, found, roads, exact)
    with clock.step("step.forecast"):
        outlook = forecasting()
    with clock.step("step.stock"):
        served = {order_id for route in routes for order_id in route.order_ids}
        shipped = shipped_units(dataset, allocation, served)
        stock_plan = plan_stock(dataset, day, outlook, shipped, request.seed, pool, on_progress)
    with clock.step("step.map"):
        routes = draw_routes(routes, roads, exact)
    plan = compose_plan(
        dataset,
        day,
        origin_of(dataset, roads, request.seed),
        allocation=allocation,
        routes=routes,
        unassigned=(*not_allocated, *not_routed),
        stock_plan=stock_plan,
        outlook=outlook,
    )
    with clock.step("step.check"):
        plan = replace(plan, checks=check_plan(dataset, plan, exact))
    return PlannedDay(plan=plan, roads=roads, problems=problems, seconds=clock.seconds)


class _StepClock:
    """Announces each step and keeps how long it took."""

    def __init__(self, on_progress: OnProgress) -> None:
        self.seconds: dict[str, float] = {}
        self._on_progress = on_progress

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announce a step and time what runs inside."""
        self._on_progress(Progress(step=name))
        started_s = time.monotonic()
        yield
        self.seconds[name.removeprefix("step.")] = round(time.monotonic() - started_s, 3)
        log.info("%s took %.2f s", name, self.seconds[name.removeprefix("step.")])
