"""What the window has done in processes of its own: prepare roads, plan, compare, export.

Engines and readers are imported inside the functions, so that the window, which only names them,
starts quickly.
"""

import datetime
import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from domain.dataset import Dataset
from domain.errors import PlannerError
from domain.message import Problem
from domain.plan import Plan
from domain.progress import OnProgress, Progress
from maps.network.road_network import RoadNetwork
from planning.environment import Directories
from planning.reading.row_index import RowIndex

if TYPE_CHECKING:
    from planning.jobs.pool import JobPool
    from planning.jobs.worker import JobControl
    from planning.what_if import VariantFigures, WhatIf

log = logging.getLogger(__name__)

STOP_POLL_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class DayResult:
    """A checked plan, and what the roads said of the data.

    Attributes
    ----------
    is_kept
        Whether the project has the plan, to be there again when it is opened again.
    """

    plan: Plan
    is_kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadsOfData:
    """Roads, and what is wrong with the points of a dataset on them, all its days together."""

    network: RoadNetwork
    problems: tuple[Problem, ...]


def open_plan_job(file: Path, _control: "JobControl") -> Plan:
    """The plan of a plan file."""
    from planning.plan_file import read_plan

    return read_plan(file)


def roads_of_data_job(
    roads: str, dataset: Dataset, rows: RowIndex, folders: Directories, control: "JobControl"
) -> RoadsOfData:
    """The roads of a name or file, imported at its first use, and what they say of the data."""
    from maps.network.road_cache import import_roads, open_roads
    from planning.road_steps import road_problems

    if Path(roads).is_file():
        network = import_roads(
            Path(roads),
            cache_dir=folders.roads,
            on_progress=control.on_progress,
            stop=control.stop,
        )
    else:
        network = open_roads(roads, cache_dir=folders.roads)
    problems = road_problems(dataset, network, folders, rows=rows)
    return RoadsOfData(network=network, problems=problems)


def road_problems_job(
    roads: str, dataset: Dataset, rows: RowIndex, folders: Directories, _control: "JobControl"
) -> tuple[Problem, ...]:
    """What is wrong with the points of edited data on roads that are open already."""
    from maps.network.road_cache import import_roads, open_roads
    from planning.road_steps import road_problems

    if Path(roads).is_file():
        network = import_roads(Path(roads), cache_dir=folders.roads)
    else:
        network = open_roads(roads, cache_dir=folders.roads)
    return tuple(road_problems(dataset, network, folders, rows=rows))


def plan_day_job(
    dataset: Dataset,
    day: datetime.date,
    roads: str,
    time_limit_s: float,
    folders: Directories,
    language: str,
    rows: RowIndex,
    project: Path | None,
    control: "JobControl",
) -> DayResult:
    """Plan a day, with jobs of its own for the engines; keep the plan in the project."""
    from planning.commands.plan import job_pool
    from planning.environment import core_count, use_compiled_cache
    from planning.pipeline import PlanRequest, plan_day

    use_compiled_cache()
    request = PlanRequest(day=day, roads=roads, time_limit_s=time_limit_s)
    with job_pool(core_count()) as pool, _stopping(pool, control):
        planned = plan_day(dataset, request, pool, folders, control.on_progress, rows=rows)
    is_kept = project is not None and _keep(planned.plan, project, language)
    return DayResult(plan=planned.plan, is_kept=is_kept)


def _keep(plan: Plan, project: Path, language: str) -> bool:
    """Keep a plan in a project that the window has open; a full disk costs the planner no plan."""
    from planning.plan_file import plan_json
    from planning.project.kept_plan import append_plan
    from planning.wording import Wording

    content = plan_json(plan, Wording(language).say)
    try:
        append_plan(project, content, plan.day, plan.origin.dataset_fingerprint)
    except (PlannerError, OSError):
        log.warning("the plan could not be kept in the project", exc_info=True)
        return False
    return True


@contextmanager
def _stopping(pool: "JobPool", control: "JobControl") -> Iterator[None]:
    """Pass a stop on to the jobs of a pool."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(STOP_POLL_S):
            if control.stop.should_stop():
                pool.stop_all()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def what_if_job(
    dataset: Dataset,
    plan: Plan,
    change: "WhatIf",
    folders: Directories,
    control: "JobControl",
) -> "tuple[VariantFigures, ...]":
    """The stock of a plan decided as it is and with a change, side by side.

    Nothing is compared where stock or demand is not known.
    """
    from planning.commands.plan import job_pool
    from planning.compose_plan import shipped_units
    from planning.environment import core_count, use_compiled_cache
    from planning.forecast_step import start_forecast
    from planning.stock_decision import decide_stock, stock_question
    from planning.what_if import StockVariant, WhatIf, changed_dataset, changed_forecast, compare

    use_compiled_cache()
    with job_pool(core_count()) as pool, _stopping(pool, control):
        seed, report = plan.origin.seed, control.on_progress
        outlook = start_forecast(dataset, plan.day, seed, pool, folders, report)()
    if outlook is None or dataset.stock is None:
        return ()
    served = {order_id for route in plan.routes for order_id in route.order_ids}
    shipped = shipped_units(dataset, plan.allocation, served)
    variants = []
    for i, tried in enumerate((WhatIf(), change)):
        changed = replace(outlook, forecast=changed_forecast(outlook.forecast, tried))
        question = stock_question(
            changed_dataset(dataset, tried), plan.day, changed, shipped, plan.origin.seed
        )
        decided = decide_stock(
            question, stop=control.stop, on_progress=partial(_report_half, report, i)
        )
        variants.append(StockVariant(name="", what_if=tried, plan=decided))
    return compare(variants)


def _report_half(report: OnProgress, half: int, progress: Progress) -> None:
    """Report work that is the first or the second half of a whole; its cost is of its own plan."""
    done = None if progress.fraction is None else (half + progress.fraction) / 2
    report(Progress(step=progress.step, fraction=done))


def export_job(
    folder: Path,
    plan: Plan,
    dataset: Dataset,
    roads: str | None,
    folders: Directories,
    language: str,
    formats: frozenset[str],
    control: "JobControl",
) -> Mapping[str, Path]:
    """Write the files of a plan; return where each lies."""
    from maps.network.road_cache import open_roads
    from planning.outputs.write_results import Format, require_writable, write_results
    from planning.wording import Wording

    require_writable(folder)
    network = open_roads(roads, cache_dir=folders.roads) if roads else None
    return write_results(
        folder,
        plan,
        dataset,
        network,
        Wording(language),
        formats=frozenset(Format(name) for name in formats),
        on_progress=control.on_progress,
    )
