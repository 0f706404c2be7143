"""``wayloom plan``: forecast, stock, routes, checks, map, sheets and plan file of one day."""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from domain.dataset import Dataset
from domain.errors import Interrupted
from domain.message import message
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.interrupt import stop_on_interrupt
from planning.commands.plan_report import report_plan
from planning.environment import core_count, directories, memory_bytes
from planning.jobs.pool import JobPool
from planning.jobs.worker import Budget
from planning.known_sources import remember_source
from planning.outputs.write_results import require_writable, write_results
from planning.pipeline import PlannedDay, PlanRequest, plan_day
from planning.plan_file import plan_json
from planning.reading.dataset_reading import DatasetReading
from planning.reading.read_dataset import read_dataset


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Plan one day of a dataset; 3 where orders are left out or a rule is broken."""
    request = PlanRequest(
        day=arguments.date,
        roads=str(arguments.roads),
        time_limit_s=arguments.time_limit,
        seed=arguments.seed,
    )
    planned, code = plan_and_write(
        arguments.source, request, arguments.out, arguments.jobs, console
    )
    if code is ExitCode.DONE and planned.plan.unassigned:
        return ExitCode.IN_PART
    return code


def plan_and_write(
    source: Path, request: PlanRequest, out: Path, jobs: int, console: Console
) -> tuple[PlannedDay, ExitCode]:
    """Read, plan, write and report; `IN_PART` where the plan breaks a rule."""
    started_s = time.monotonic()
    require_writable(out)
    reading = read_sound(source, console)
    dataset, folders = reading.require(), directories()
    with job_pool(jobs) as pool, stop_on_interrupt(pool.stop_all) as stopped:
        planned = plan_day(dataset, request, pool, folders, console.progress, rows=reading.rows)
        if stopped.made and not planned.plan.routes:
            raise Interrupted(message("job.stopped", job="plan"))
        network = planned.roads.network
        files = write_results(
            out, planned.plan, dataset, network, console.wording, on_progress=console.progress
        )
        remember_source(folders, dataset.fingerprint, source)
    seconds = {**planned.seconds, "total": round(time.monotonic() - started_s, 3)}
    if planned.problems:
        console.say("report.road_warnings", count=len(planned.problems))
        console.problems(planned.problems)
    report_plan(planned.plan, files, seconds, console)
    console.finish(_result(planned, out, files["plan"], seconds, console))
    if stopped.made:
        return planned, ExitCode.INTERRUPTED
    checks = planned.plan.checks
    return planned, ExitCode.DONE if checks and checks.ok else ExitCode.IN_PART


def read_or_refuse(source: Path, console: Console) -> Dataset:
    """The dataset of a source, with a word on its warnings; InputError if it has errors."""
    return read_sound(source, console).require()


def read_sound(source: Path, console: Console) -> DatasetReading:
    """A reading without errors, with a word on its warnings; InputError if it has errors."""
    reading = read_dataset(source, on_progress=console.progress)
    reading.require()
    if reading.warning_count:
        console.say("report.warnings", count=reading.warning_count, source=str(source))
    return reading


def job_pool(jobs: int) -> JobPool:
    """A pool that shares the computer's threads and memory out to a number of jobs."""
    memory = memory_bytes()
    return JobPool(
        workers=jobs,
        budget=Budget(threads=max(1, core_count() // jobs), memory_bytes=memory),
    )


def _result(
    planned: PlannedDay, out: Path, plan_path: Path, seconds: dict[str, float], console: Console
) -> dict[str, Any]:
    plan = planned.plan
    return {
        "out": str(out),
        "plan": str(plan_path),
        "summary": json.loads(plan_json(plan, console.wording.say))["summary"],
        "orders": {
            "served": plan.summary.orders_served,
            "unassigned": plan.summary.orders_unassigned,
        },
        "violations": len(plan.checks.violations) if plan.checks else 0,
        "problems": console.problem_rows(planned.problems),
        "seconds": seconds,
    }
