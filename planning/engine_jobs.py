"""What runs inside the process of a job: each function calls one engine.

Engines are imported inside the functions, so that a process loads only the one it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.progress import AnyOf, MaxRuntime
from planning.environment import note_search_compiled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from domain.demand import DemandHistory, Forecast, Holiday, Promotion
    from domain.geo import Location
    from domain.routing_problem import RoutingProblem
    from domain.travel import FleetTravel, MatrixTravel
    from maps.importing.download import Region
    from optimizer.routing.instances.solve_instance import InstanceSolution
    from optimizer.routing.routing_result import RoutingResult
    from planning.day_roads import RoadQuestion
    from planning.environment import Directories
    from planning.jobs.worker import JobControl


TRAINING_LIMIT_S = 180.0
"""So long that a limit of steps ends training first, and the same data give the same forecast."""


def import_roads_job(
    source: Path | Region,
    name: str,
    clip_wkt: str | None,
    network_type: str,
    allow_network: bool,
    cache_dir: Path,
    control: JobControl,
) -> None:
    """Import a road file into the cache, or the roads of a region from the network."""
    from maps.importing.download import Region, download_roads
    from maps.network.road_cache import import_roads

    if isinstance(source, Region):
        download_roads(
            source,
            cache_dir=cache_dir,
            allow_network=allow_network,
            name=name,
            clip_wkt=clip_wkt,
            network_type=network_type,
            on_progress=control.on_progress,
            stop=control.stop,
        )
        return
    import_roads(
        source,
        cache_dir=cache_dir,
        name=name,
        clip_wkt=clip_wkt,
        network_type=network_type,
        on_progress=control.on_progress,
        stop=control.stop,
    )


def matrix_travel_job(
    question: RoadQuestion,
    places: Sequence[tuple[str, Location]],
    vehicle_ids: Sequence[str],
    hours_s: tuple[int, int],
    folders: Directories,
    control: JobControl,
) -> FleetTravel[MatrixTravel]:
    """Matrices between places, for some vehicles of a day."""
    from planning.day_roads import matrix_travel

    return matrix_travel(
        question,
        places,
        vehicle_ids,
        hours_s,
        folders,
        on_progress=control.on_progress,
        stop=control.stop,
    )


def forecast_job(
    history: DemandHistory,
    horizon_days: int,
    item_groups: Mapping[str, str],
    place_regions: Mapping[str, str],
    promotions: Sequence[Promotion],
    holidays: Sequence[Holiday],
    seed: int,
    control: JobControl,
) -> Forecast:
    """Forecast demand."""
    from forecasting.forecast_demand import forecast_demand

    return forecast_demand(
        history,
        horizon_days=horizon_days,
        item_groups=item_groups,
        place_regions=place_regions,
        promotions=promotions,
        holidays=holidays,
        seed=seed,
        training_s=TRAINING_LIMIT_S,
        threads=control.threads,
        on_progress=control.on_progress,
        stop=control.stop,
    )


def compile_search_job(_: JobControl) -> None:
    """Compile the search for routes, for this computer and once."""
    from optimizer.routing.warm_up import warm_up

    warm_up()
    note_search_compiled()


def routes_job(
    problem: RoutingProblem,
    locations: Mapping[str, Location],
    time_limit_s: float,
    seed: int,
    workers: int,
    control: JobControl,
) -> RoutingResult:
    """Plan the routes of one problem, from the best answer of a killed try where there is one.

    Parameters
    ----------
    workers
        How many of the pool's workers it stands for: it may use the threads of each.
    """
    from optimizer.routing.solve_routing import solve_routing

    best: RoutingResult | None = control.best
    return solve_routing(
        problem,
        locations=locations,
        stop=AnyOf((MaxRuntime(time_limit_s), control.stop)),
        seed=seed,
        start=best.sequences() if best is not None else None,
        on_progress=control.on_progress,
        on_best=control.keep,
        threads=workers * control.threads,
    )


def solve_instance_job(
    path: Path, time_limit_s: float, seed: int, engine: str, control: JobControl
) -> InstanceSolution:
    """Solve a published routing instance with the engine of a name."""
    from optimizer.routing.engines import ENGINES
    from optimizer.routing.instances.solve_instance import solve_instance

    return solve_instance(
        path,
        stop=AnyOf((MaxRuntime(time_limit_s), control.stop)),
        engine=ENGINES[engine](),
        seed=seed,
        on_progress=control.on_progress,
    )
