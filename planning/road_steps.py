"""The roads of a day: travel between its places, and the lines its routes draw on the map."""

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from domain.dataset import Dataset
from domain.message import Problem
from domain.plan import Route, StopKind
from domain.progress import OnProgress
from domain.travel import MatrixTravel, order_place, warehouse_place
from maps.polyline import encode_polyline
from maps.road_cache import open_islands, open_roads
from maps.road_network import RoadNetwork
from maps.route_geometry import leg_lines
from maps.travel_times import RoadTravel
from planning.day import places_of
from planning.engine_jobs import road_travel_job
from planning.environment import Directories
from planning.jobs.pool import JobPool
from planning.jobs.result_store import content_hash
from planning.jobs.worker import JobControl
from planning.reading.row_index import RowIndex
from planning.road_checks.check_roads import check_roads


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DayRoads:
    """The roads of a day, and the travel between its places on them."""

    network: RoadNetwork
    day_travel: RoadTravel

    @property
    def travel(self) -> MatrixTravel:
        """Travel between the places."""
        return self.day_travel.travel

    def fingerprint(self) -> str:
        """SHA-256 of what the travel depends on: nodes, edges and their times."""
        names = ("node_lat", "node_lon", "tail", "head", "travel_ms", "length_m")
        return content_hash({}, {name: getattr(self.network, name) for name in names})


def roads_of_day(
    dataset: Dataset,
    day: datetime.date,
    roads: str,
    pool: JobPool,
    folders: Directories,
    on_progress: OnProgress,
) -> DayRoads:
    """Roads by name or file, and the travel between the warehouses and all orders due on a day."""
    travel: RoadTravel = pool.submit(
        "roads",
        road_travel_job,
        roads,
        folders.roads,
        places_of(dataset, day),
        dataset.settings.snap_limit_m,
        on_progress=on_progress,
    ).result()
    network = open_roads(roads, cache_dir=folders.roads)
    return DayRoads(network=network, day_travel=travel)


def open_roads_job(roads: str, cache_dir: Path, _: JobControl) -> None:
    """Import the roads of a file, unless that was done before."""
    open_roads(roads, cache_dir=cache_dir)


def open_network(
    roads: str, pool: JobPool, folders: Directories, on_progress: OnProgress
) -> RoadNetwork:
    """Roads by name or file; a file is imported in a process of its own."""
    pool.submit("roads", open_roads_job, roads, folders.roads, on_progress=on_progress).result()
    return open_roads(roads, cache_dir=folders.roads)


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


def draw_routes(routes: Sequence[Route], roads: DayRoads) -> tuple[Route, ...]:
    """Routes with the lines they follow on the streets."""
    legs = [leg for route in routes for leg in itertools.pairwise(_places(route))]
    number = {place: i for i, place in enumerate(roads.travel.places)}
    pairs = [(number[a], number[b]) for a, b in legs]
    lines = iter(leg_lines(roads.network, roads.day_travel.snapped, pairs))
    return tuple(
        replace(
            route,
            geometry=tuple(
                encode_polyline(next(lines)) for _ in itertools.pairwise(_places(route))
            ),
        )
        for route in routes
    )


def _places(route: Route) -> list[str]:
    """Places of a route in the order of driving."""
    places = [warehouse_place(route.warehouse_id)]
    for stop in route.stops:
        at_warehouse = stop.kind is StopKind.RELOAD
        places.append(
            warehouse_place(stop.warehouse_id) if at_warehouse else order_place(stop.order_ids[0])
        )
    if route.end_warehouse_id:
        places.append(warehouse_place(route.end_warehouse_id))
    return places
