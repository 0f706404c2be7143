"""What runs inside the process of a job: each function calls one engine.

Engines are imported inside the functions, so that a process loads only the one it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.progress import AnyOf, MaxRuntime

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from domain.demand import DemandHistory, Forecast, Holiday, Promotion
    from domain.geo import Location
    from domain.routing_problem import RoutingProblem
    from maps.travel_times import RoadTravel
    from optimizer.routing.instances.solve_instance import InstanceSolution
    from optimizer.routing.routing_result import RoutingResult
    from planning.jobs.worker import JobControl


TRAINING_LIMIT_S = 180.0
"""So long that a limit of steps ends training first, and the same data give the same forecast."""


def import_roads_job(
    source: Path, name: str | None, clip_wkt: str | None, cache_dir: Path, control: JobControl
) -> None:
    """Import a road file into the cache."""
    from maps.road_cache import import_roads

    import_roads(
        source,
        cache_dir=cache_dir,
        name=name,
        clip_wkt=clip_wkt,
        on_progress=control.on_progress,
        stop=control.stop,
    )


def road_travel_job(
    roads: str,
    cache_dir: Path,
    places: Sequence[tuple[str, Location]],
    snap_limit_m: float,
    control: JobControl,
) -> RoadTravel:
    """Travel between places on the roads of a name or file."""
    from maps.road_cache import open_roads
    from maps.travel_times import road_travel

    network = open_roads(roads, cache_dir=cache_dir)
    return road_travel(
        network,
        places,
        limit_m=snap_limit_m,
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


def routes_job(
    problem: RoutingProblem,
    locations: Mapping[str, Location],
    time_limit_s: float,
    seed: int,
    control: JobControl,
) -> RoutingResult:
    """Plan the routes of one problem, from the best answer of a killed try where there is one."""
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
    )


def solve_instance_job(
    path: Path, time_limit_s: float, seed: int, control: JobControl
) -> InstanceSolution:
    """Solve a published routing instance."""
    from optimizer.routing.instances.solve_instance import solve_instance

    return solve_instance(
        path,
        stop=AnyOf((MaxRuntime(time_limit_s), control.stop)),
        seed=seed,
        on_progress=control.on_progress,
    )
