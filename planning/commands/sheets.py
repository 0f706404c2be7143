"""``wayloom sheets``: the papers and route files of a plan again."""

import argparse
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from domain.dataset import Dataset
from domain.errors import InputError
from domain.message import Problem, message
from domain.plan import Plan
from planning.commands.console import Console
from planning.commands.exit_codes import ExitCode
from planning.commands.plan import read_or_refuse
from planning.environment import directories
from planning.known_sources import known_source
from planning.outputs.write_results import Format, require_writable, write_results
from planning.plan_file import read_plan
from planning.reading.read_dataset import read_dataset

FORMATS = (
    *(Format.PDF, Format.XLSX, Format.GPX, Format.GEOJSON),
    *(Format.KML, Format.ORDERS, Format.VROOM),
)
SAMPLE = "sample_day"


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write papers and route files of a plan; its own dataset is found where it was planned."""
    plan = read_plan(arguments.plan)
    require_writable(arguments.out)
    dataset = _dataset_of(plan, arguments.dataset, console)
    files = write_results(
        arguments.out,
        plan,
        dataset,
        None,
        console.wording,
        formats=arguments.formats,
        on_progress=console.progress,
    )
    for name, path in files.items():
        console.say(f"report.file_{name}", path=str(path))
    written = [str(file) for path in files.values() for file in _files(path)]
    console.finish({"out": str(arguments.out), "files": written})
    return ExitCode.DONE


def _dataset_of(plan: Plan, named: Path | None, console: Console) -> Dataset:
    """The dataset named, else the one that the plan answers.

    Raises
    ------
    InputError
        If none is named and none known, or the one there lacks what the plan names.
    """
    fingerprint = plan.origin.dataset_fingerprint
    source = named or known_source(directories(), fingerprint)
    dataset = read_or_refuse(source, console) if source else _sample(plan)
    if dataset is None:
        name = plan.origin.dataset_name
        raise InputError([Problem(message=message("sheets.dataset_unknown", dataset=name))])
    missing = list(_missing(plan, dataset))
    if missing:
        raise InputError(missing)
    if dataset.fingerprint != fingerprint:
        console.say("sheets.other_dataset", dataset=dataset.name)
    return dataset


def _sample(plan: Plan) -> Dataset | None:
    """The built-in sample, if it is what a plan answers."""
    if plan.origin.dataset_name != SAMPLE:
        return None
    with resources.as_file(resources.files("resources") / SAMPLE) as source:
        sample = read_dataset(source).require()
    return sample if sample.fingerprint == plan.origin.dataset_fingerprint else None


def _missing(plan: Plan, dataset: Dataset) -> Iterator[Problem]:
    """Orders and vehicles of the plan that the dataset lacks."""
    orders = {order.order_id for order in dataset.orders}
    vehicles = {vehicle.vehicle_id for vehicle in dataset.vehicles_on(plan.day)}
    for route in plan.routes:
        if route.vehicle_id not in vehicles:
            yield Problem(message=message("sheets.no_vehicle", vehicle=route.vehicle_id))
        for order_id in route.order_ids:
            if order_id not in orders:
                yield Problem(message=message("sheets.no_order", order=order_id))


def _files(path: Path) -> list[Path]:
    """A file, or all files of a folder."""
    return sorted(path.iterdir()) if path.is_dir() else [path]
