"""What the steps of a plan ask of the roads: to be opened, checked, measured and drawn."""

import datetime
import itertools
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from domain.dataset import Dataset
from domain.errors import RoadDataError
from domain.message import Problem
from domain.plan import Route
from domain.progress import OnProgress
from domain.travel import FleetTravel, MatrixTravel, warehouse_place
from maps.driving.drive_line import drive_line
from maps.driving.exact_travel import ExactTravel
from maps.network.road_cache import open_islands, open_roads
from maps.network.road_network import RoadNetwork
from maps.picture.polyline import encode_polyline
from planning.day import DayPart
from planning.day_roads import BIKE, DayRoads, open_day_roads
from planning.engine_jobs import matrix_travel_job
from planning.environment import Directories
from planning.jobs.pool import JobPool
from planning.jobs.worker import JobControl
from planning.reading.row_index import RowIndex
from planning.road_checks.check_roads import check_roads
from planning.stop_place import stop_place


def roads_of_day(
    dataset: Dataset,
    day: datetime.date,
    roads: str,
    pool: JobPool,
    folders: Directories,
    on_progress: OnProgress,
) -> DayRoads:
    """Roads by name or file as the vehicles of a day find them, and its places on them."""
    has_bikes = any(vehicle.profile == BIKE for vehicle in dataset.vehicles_on(day))
    open_network(roads, pool, folders, on_progress, with_paths=has_bikes)
    return open_day_roads(dataset, day, roads, folders)


def open_network(
    roads: str,
    pool: JobPool,
    folders: Directories,
    on_progress: OnProgress,
    *,
    with_paths: bool = False,
) -> RoadNetwork:
    """Roads by name or file; a file is imported in a process of its own, its paths too if asked."""
    job = pool.submit(
        "roads", open_roads_job, roads, folders.roads, with_paths, on_progress=on_progress
    )
    job.result()
    return open_roads(roads, cache_dir=folders.roads)


def open_roads_job(roads: str, cache_dir: Path, with_paths: bool, _: JobControl) -> None:
    """Import the roads of a file, unless that was done before."""
    open_roads(roads, cache_dir=cache_dir)
    if with_paths:
        with suppress(RoadDataError):
            open_roads(roads, cache_dir=cache_dir, network_type=BIKE)


def road_problems(
    dataset: Dataset,
    network: RoadNetwork,
    folders: Directories,
    *,
    rows: RowIndex | None = None,
    day: datetime.date | None = None,
) -> tuple[Problem, ...]:
    """What roads say against a dataset: against the orders of a day, or against all."""
    islands = open_islands(network.name, cache_dir=folders.roads)
    return check_roads(dataset, network, islands=islands, rows=rows, day=day)


def travel_of_parts(
    parts: Sequence[DayPart],
    roads: DayRoads,
    pool: JobPool,
    folders: Directories,
    on_progress: OnProgress,
) -> list[FleetTravel[MatrixTravel]]:
    """Matrices between the places of each part of a day; they stay on disk and are mapped."""
    locations = dict(roads.places)
    jobs = [
        pool.submit(
            f"travel {part.warehouse_id}",
            matrix_travel_job,
            roads.question,
            tuple((place, locations[place]) for place in part.places),
            tuple(vehicle.vehicle_id for vehicle in part.vehicles),
            part.hours_s,
            folders,
            on_progress=on_progress,
        )
        for part in parts
    ]
    return [job.result() for job in jobs]


def draw_routes(
    routes: Sequence[Route], roads: DayRoads, exact: FleetTravel[ExactTravel]
) -> tuple[Route, ...]:
    """Routes with the lines they follow on the streets at the hour they are driven."""
    return tuple(
        replace(route, geometry=_lines(route, exact.of(route.vehicle_id))) for route in routes
    )


def _lines(route: Route, exact: ExactTravel) -> tuple[str, ...]:
    """The line of each drive of a route; nothing where there is no way."""
    departs_s = [route.start_s, *(stop.departure_s for stop in route.stops)]
    numbers = [exact.index(place) for place in _places(route)]
    lines = []
    for (a, b), depart_s in zip(itertools.pairwise(numbers), departs_s, strict=False):
        drive = exact.drive(a, b, depart_s)
        ends = exact.road_point(a), exact.road_point(b)
        line = np.empty((0, 2)) if drive is None else drive_line(exact.network, drive, *ends)
        lines.append(encode_polyline(line))
    return tuple(lines)


def _places(route: Route) -> list[str]:
    """Places of a route in the order of driving."""
    places = [warehouse_place(route.warehouse_id), *map(stop_place, route.stops)]
    if route.end_warehouse_id:
        places.append(warehouse_place(route.end_warehouse_id))
    return places
