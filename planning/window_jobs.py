"""What the window has done in processes of its own: read, prepare roads, plan, export.

Engines and readers are imported inside the functions, so that the window, which only names them,
starts quickly.
"""

import datetime
import logging
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from domain.dataset import Dataset
from domain.errors import InputError, PlannerError
from domain.message import Problem
from domain.plan import Plan
from domain.progress import OnProgress, Progress
from maps.network.road_network import RoadNetwork
from planning.environment import Directories
from planning.reading.dataset_reading import DatasetReading
from planning.reading.row_index import RowIndex

if TYPE_CHECKING:
    from planning.jobs.pool import JobPool
    from planning.jobs.worker import JobControl
    from planning.what_if import VariantFigures, WhatIf

log = logging.getLogger(__name__)

STOP_POLL_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSource:
    """What came of opening a source.

    Attributes
    ----------
    day
        The day to plan; None where the data leave it open or cannot be used.
    roads
        Name or file of the roads that fit; None where none do.
    plan
        The last plan of these data and this day, if one was kept.
    """

    reading: DatasetReading
    day: datetime.date | None
    roads: str | None
    plan: Plan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayResult:
    """A checked plan, and what the roads said of the data.

    Attributes
    ----------
    is_kept
        Whether the plan lies on disk, to be there again when its data are opened again.
    """

    plan: Plan
    is_kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadsOfData:
    """Roads, and what is wrong with the points of a dataset on them, all its days together."""

    network: RoadNetwork
    problems: tuple[Problem, ...]


def open_source_job(source: Path, folders: Directories, control: "JobControl") -> OpenedSource:
    """Read a dataset; find its day, the roads around it and the plan kept of it."""
    from planning.choose_roads import choose_roads
    from planning.kept_plans import kept_plan
    from planning.reading.read_dataset import read_dataset

    reading = read_dataset(source, on_progress=control.on_progress, stop=control.stop)
    dataset = reading.dataset
    if dataset is None:
        return OpenedSource(reading=reading, day=None, roads=None, plan=None)
    day = _likely_day(dataset)
    return OpenedSource(
        reading=reading,
        day=day,
        roads=choose_roads(source, dataset, folders),
        plan=kept_plan(folders.plans, dataset.fingerprint, day) if day else None,
    )


def _likely_day(dataset: Dataset) -> datetime.date | None:
    """The day that the data name, else the one on which most orders are due."""
    from planning.day import choose_day

    try:
        return choose_day(dataset, None)
    except InputError:
        due = Counter(order.due_date for order in dataset.orders)
        return due.most_common(1)[0][0] if due else None


def kept_plan_job(
    fingerprint: str, day: datetime.date, folders: Directories, _control: "JobControl"
) -> Plan | None:
    """The plan kept of the data of a fingerprint and a day, if any."""
    from planning.kept_plans import kept_plan

    return kept_plan(folders.plans, fingerprint, day)


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


def plan_day_job(
    dataset: Dataset,
    day: datetime.date,
    roads: str,
    time_limit_s: float,
    folders: Directories,
    language: str,
    rows: RowIndex,
    control: "JobControl",
) -> DayResult:
    """Plan a day, with jobs of its own for the engines; keep the plan on disk."""
    from planning.commands.plan import job_pool
    from planning.environment import core_count, use_compiled_cache
    from planning.pipeline import PlanRequest, plan_day

    use_compiled_cache()
    request = PlanRequest(day=day, roads=roads, time_limit_s=time_limit_s)
    with job_pool(core_count()) as pool, _stopping(pool, control):
        planned = plan_day(dataset, request, pool, folders, control.on_progress, rows=rows)
    is_kept = _keep(planned.plan, folders, language)
    return DayResult(plan=planned.plan, is_kept=is_kept)


def _keep(plan: Plan, folders: Directories, language: str) -> bool:
    """Keep a plan on disk; a full or locked disk costs the planner no plan."""
    from planning.kept_plans import keep_plan
    from planning.wording import Wording

    try:
        keep_plan(folders.plans, plan, Wording(language).say)
    except (PlannerError, OSError):
        log.warning("the plan could not be kept on disk", exc_info=True)
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
