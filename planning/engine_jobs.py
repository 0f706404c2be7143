"""What runs inside the process of a job: each function calls one engine.

Engines are imported inside the functions, so that a process loads only the one it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.progress import AnyOf, MaxRuntime
from planning.environment import note_search_compiled

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from domain.demand import DemandHistory
    from domain.demand_outlook import DemandOutlook
    from domain.geo import Location
    from domain.routing_problem import RoutingProblem
    from domain.travel import FleetTravel, MatrixTravel
    from forecasting.backtest import Trial
    from forecasting.cleaning.clean_history import CleaningOptions
    from forecasting.known_facts import KnownFacts
    from forecasting.model import ModelName
    from forecasting.question import Effort
    from forecasting.tune import TuningResult
    from maps.importing.download import Region
    from optimizer.routing.instances.solve_instance import InstanceSolution
    from optimizer.routing.routing_result import RoutingResult
    from planning.day_roads import RoadQuestion
    from planning.environment import Directories
    from planning.jobs.worker import JobControl
    from planning.stock_decision import StockPlan, StockQuestion


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
    facts: KnownFacts,
    cleaning: CleaningOptions,
    planned_date: datetime.date,
    unit_values: Mapping[str, float],
    seed: int,
    model_folder: Path,
    control: JobControl,
) -> DemandOutlook:
    """Forecast demand, with the reasons and with alerts."""
    from forecasting.outlook import demand_outlook

    return demand_outlook(
        history,
        horizon_days=horizon_days,
        facts=facts,
        cleaning=cleaning,
        effort=_effort(seed, control),
        planned_date=planned_date,
        unit_values=unit_values,
        model_folder=model_folder,
        on_progress=control.on_progress,
        stop=control.stop,
    )


def backtest_job(
    history: DemandHistory,
    horizon_days: int,
    origins: int,
    models: Sequence[ModelName],
    facts: KnownFacts,
    cleaning: CleaningOptions,
    seed: int,
    control: JobControl,
) -> Mapping[ModelName, tuple[Trial, ...]]:
    """Forecast demand from past dates."""
    from forecasting.forecast_demand import backtest_demand
    from forecasting.model_choice import CANDIDATES

    return backtest_demand(
        history,
        horizon_days=horizon_days,
        origins=origins,
        models=models or CANDIDATES,
        facts=facts,
        cleaning=cleaning,
        effort=_effort(seed, control),
        on_progress=control.on_progress,
        stop=control.stop,
    )


def tune_job(
    history: DemandHistory,
    horizon_days: int,
    time_limit_s: float,
    facts: KnownFacts,
    cleaning: CleaningOptions,
    seed: int,
    model_folder: Path,
    control: JobControl,
) -> TuningResult:
    """Search for better settings of the models of demand."""
    from forecasting.tune import tune_models

    return tune_models(
        history,
        horizon_days=horizon_days,
        time_limit_s=time_limit_s,
        facts=facts,
        cleaning=cleaning,
        effort=_effort(seed, control),
        model_folder=model_folder,
        on_progress=control.on_progress,
        stop=control.stop,
    )


def _effort(seed: int, control: JobControl) -> Effort:
    from forecasting.question import Effort

    return Effort(training_s=TRAINING_LIMIT_S, threads=control.threads, seed=seed)


def stock_job(question: StockQuestion, control: JobControl) -> StockPlan:
    """Decide what to order and move."""
    from planning.stock_decision import decide_stock

    return decide_stock(question, stop=control.stop, on_progress=control.on_progress)


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
    """Solve a published routing instance with the engine of a name, or with all together."""
    from optimizer.routing.engines import engine_of
    from optimizer.routing.instances.solve_instance import solve_instance

    return solve_instance(
        path,
        stop=AnyOf((MaxRuntime(time_limit_s), control.stop)),
        engine=engine_of(engine, control.threads),
        seed=seed,
        on_progress=control.on_progress,
    )
