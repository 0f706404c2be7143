"""``wayloom validate``: all problems of a dataset, located."""

import argparse

from domain.message import Problem, Severity
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.plan import job_pool
from planning.environment import directories
from planning.reading.dataset_reading import DatasetReading
from planning.reading.read_dataset import read_dataset
from planning.road_steps import open_network, road_problems


def run(arguments: argparse.Namespace, console: Console) -> int:
    """List every problem, those on the roads too where some are named; 2 for an error."""
    reading = read_dataset(arguments.source, on_progress=console.progress)
    on_roads = _on_roads(reading, arguments.roads, console) if arguments.roads else ()
    problems = (*reading.problems, *on_roads)
    errors = reading.error_count + sum(p.severity is Severity.ERROR for p in on_roads)
    if problems:
        warnings = reading.warning_count + sum(p.severity is Severity.WARNING for p in on_roads)
        console.say("validate.found", errors=errors, warnings=warnings)
        console.problems(problems)
    else:
        console.say("validate.clean")
    console.finish({"ok": not errors, "problems": console.problem_rows(problems)})
    return ExitCode.BAD_INPUT if errors else ExitCode.DONE


def _on_roads(reading: DatasetReading, roads: str, console: Console) -> tuple[Problem, ...]:
    """What roads say against a dataset that has no errors of its own."""
    with job_pool(1) as pool:
        network = open_network(roads, pool, directories(), console.progress)
    if reading.dataset is None:
        console.say("validate.roads_later")
        return ()
    return road_problems(reading.dataset, network, directories(), rows=reading.rows)
