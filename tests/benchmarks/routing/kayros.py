"""Time-dependent search against kayros, on least total duration; both priced by mamut's checker."""

import gc
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.goal import Goal
from tests.benchmarks.routing.engine_runs import clocked
from tests.benchmarks.routing.instances import FOLDER
from tests.benchmarks.routing.peers.answer import Answer, Trajectory
from tests.benchmarks.routing.timed_instance import SPEEDS, TimedInstance, read_timed

if TYPE_CHECKING:
    from optimizer.routing.search_problem import SearchProblem
    from tests.benchmarks.routing.tasks import Row, Tasks

SECONDS = 20.0
MOST_RATIO, WORST_RATIO = 0.995, 1.005
SMALL = "solomon/*.txt"
LARGER = ("homberger/*.txt", "GH1000/R1_10_5.vrp")

_UNITS = 10_000
_DEAREST_DAYS = 10
_WARM_UP_S = 0.5


def run_ours(*, path: str, seconds: float, seed: int) -> dict[str, Any]:
    """Our search on the instance, in ten thousandths of its units."""
    from planning.environment import use_compiled_cache

    use_compiled_cache()
    from domain.progress import MaxRuntime
    from optimizer.routing.engines import DEFAULT_ENGINE, ENGINES

    engine, problem = ENGINES[DEFAULT_ENGINE](), search_problem(read_timed(Path(path)))
    engine.solve(problem, stop=MaxRuntime(_WARM_UP_S), seed=seed)

    def search() -> Answer:
        found = engine.solve(problem, stop=MaxRuntime(seconds), seed=seed)
        routes = [(vehicle, [i + 1 for i in route]) for vehicle, route in enumerate(found.routes)]
        return Answer(routes=routes, iterations=found.iterations)

    return clocked(search)


def run_kayros(*, path: str, seconds: float, seed: int) -> dict[str, Any]:
    """What kayros answers, in its defaults."""
    import kayros

    instance = read_timed(Path(path))
    loaded = _loaded(instance, _Arrivals(instance).fill())

    def search() -> Answer:
        trajectory = Trajectory()
        found = kayros.solve(
            loaded,
            kayros.Params(),
            time_limit=seconds,
            seed=seed,
            on_incumbent=lambda better, _: trajectory.note(better.value),
        )
        routes = list(enumerate(found.routes))
        points = tuple(trajectory.points)
        return Answer(routes=routes, trajectory=points, iterations=found.iterations)

    return clocked(search)


def price(*, path: str, routes: list[list[int]]) -> dict[str, Any]:
    """Total duration of routes by mamut's checker; the error where they break a rule."""
    from mamut_routing_lib.models import BenchmarkSolution
    from mamut_routing_lib.td import check_td_solution

    instance = read_timed(Path(path))
    solution = BenchmarkSolution(instance_name=instance.name, routes=routes)
    told = check_td_solution(_loaded(instance, _Arrivals(instance)), solution)
    return {"cost": told.routing_cost, "error": told.error_message or ""}


def search_problem(instance: TimedInstance) -> "SearchProblem":
    """The instance in our arrays: a matrix per zone, time alone costs, departure is free."""
    from domain.travel import MatrixTravel
    from optimizer.routing.arrays import float64
    from optimizer.routing.compile_drives import compile_drives
    from optimizer.routing.instances.instance import (
        Counting,
        InstanceVehicle,
        Objective,
        RoutingInstance,
        Site,
    )
    from optimizer.routing.instances.instance_problem import search_problem_of, units_of

    places = range(len(instance.x))
    untimed = RoutingInstance(
        name=instance.name,
        counting=Counting.DOUBLE,
        objective=Objective.DISTANCE,
        depots=1,
        sites=tuple(
            Site(
                x=float(instance.x[i]),
                y=float(instance.y[i]),
                demand=int(instance.demand[i]),
                ready=int(instance.ready[i]),
                due=int(instance.due[i]),
                service=int(instance.service[i]),
            )
            for i in places
        ),
        vehicles=(InstanceVehicle(capacity=instance.capacity),) * instance.vehicles,
        has_limited_fleet=True,
        has_times=True,
    )
    assert units_of(untimed) == _UNITS
    static = search_problem_of(untimed)
    speed = np.array(SPEEDS).T[:, instance.street]
    seconds = np.ceil(instance.length / speed * _UNITS).astype(np.int32)
    travel = MatrixTravel(
        places=tuple(map(str, places)),
        bucket_starts_s=np.rint(np.array(instance.bounds[:-1]) * _UNITS).astype(np.int64),
        drive_s=seconds,
        drive_m=np.broadcast_to(np.rint(instance.length).astype(np.int32), seconds.shape),
    )
    fleet, nodes = static.fleet, static.nodes
    dear = np.where(nodes.absent > 0, float(_DEAREST_DAYS * instance.day), 0.0)
    return replace(
        static,
        drives=compile_drives([travel], (0, instance.day * _UNITS)),
        nodes=nodes._replace(absent=float64(dear)),
        fleet=fleet._replace(
            per_m=float64(np.zeros_like(fleet.per_m)),
            per_time=float64(np.full_like(fleet.per_m, 1 / _UNITS)),
        ),
        traits=static.traits._replace(has_time_price=True, is_timed_by_hour=True),
    )


def _loaded(instance: TimedInstance, arrivals: "_Arrivals") -> Any:
    """The instance in mamut's words."""
    from mamut_routing_lib.enums import BenchmarkName, InstanceOrigin
    from mamut_routing_lib.td.artifacts import InstanceATFs, LoadedTDInstance
    from mamut_routing_lib.td.models import BenchmarkInstanceTDVRPTW, TDIGPProfileRef

    horizon = (0.0, float(instance.day))
    count = len(instance.x) - 1
    told = BenchmarkInstanceTDVRPTW(
        instance_name=instance.name,
        instance_origin=InstanceOrigin.SOLOMON_1987,
        benchmark_name=BenchmarkName.DABIA_2013,
        num_customers=count,
        num_vehicles=instance.vehicles,
        vehicle_capacity=instance.capacity,
        coordinates=list(zip(instance.x.tolist(), instance.y.tolist(), strict=True)),
        demands=instance.demand.tolist(),
        service_times=instance.service.tolist(),
        horizon=horizon,
        time_windows=list(zip(instance.ready.tolist(), instance.due.tolist(), strict=True)),
        td=TDIGPProfileRef(
            time_periods=list(pairwise(instance.bounds)),
            speeds=[list(row) for row in SPEEDS],
            categories_path="none.json",
        ),
    )
    functions = InstanceATFs(
        instance_name=instance.name,
        benchmark_name=BenchmarkName.DABIA_2013.value,
        horizon=horizon,
        num_customers=count,
        arcs=arrivals,
    )
    return LoadedTDInstance(
        instance=told, atfs=functions, instance_path=Path("none.json"), atf_path=None
    )


class _Arrivals(dict[tuple[int, int], Any]):
    """Arrival functions of pairs of places, each made when it is first asked for."""

    def __init__(self, instance: TimedInstance) -> None:
        super().__init__()
        self._lengths, self._streets = instance.length.tolist(), instance.street.tolist()
        self._zones = list(pairwise(instance.bounds))
        self._horizon = (0.0, float(instance.day))

    def __missing__(self, pair: tuple[int, int]) -> Any:
        from mamut_routing_lib.td.igp import build_arc_atf

        i, j = pair
        speeds, length = SPEEDS[self._streets[i][j]], self._lengths[i][j]
        self[pair] = build_arc_atf(self._zones, speeds, length, self._horizon)
        return self[pair]

    def fill(self) -> "_Arrivals":
        """Make those of all pairs."""
        # A million small objects: looking them through again and again takes ten times as long.
        gc.disable()
        for pair in permutations(range(len(self._lengths)), 2):
            self[pair]
        gc.enable()
        return self


def kayros_goals(tasks: "Tasks", *, quick: bool) -> Iterator[Goal]:
    """Mean cost as a share of kayros's, and the worst instance."""
    from tests.benchmarks.roads.rows import say_not_measured

    paths = sorted(FOLDER.glob(SMALL))
    seeds = (1,) if quick else (1, 2, 3)
    small = _ratios(tasks, paths, seeds)
    if not small:
        say_not_measured("time-dependent search against kayros", "no data, or no kayros")
        return
    larger = [] if quick else [path for pattern in LARGER for path in FOLDER.glob(pattern)]
    detail = {"ratios": _told(small), "larger": _told(_ratios(tasks, larger, (1,)))}
    means = {name: fmean(ratios) for name, ratios in small.items()}
    yield Goal(
        goal="time-dependent, n 100: mean duration as a share of kayros's",
        measured=fmean(means.values()),
        target=MOST_RATIO,
        detail=detail,
    )
    yield Goal(
        goal="time-dependent, n 100: worst instance as a share of kayros's",
        measured=max(means.values()),
        target=WORST_RATIO,
        detail={"ratios": detail["ratios"]},
    )


def _told(ratios: Mapping[str, Sequence[float]]) -> dict[str, list[float | None]]:
    """Ratios for a line of JSON, which knows no infinity."""
    return {
        name: [round(one, 4) if math.isfinite(one) else None for one in those]
        for name, those in ratios.items()
    }


def _ratios(tasks: "Tasks", paths: Sequence[Path], seeds: Sequence[int]) -> dict[str, list[float]]:
    """Our cost as a share of kayros's, by instance; what broke a rule is infinitely dear."""
    from tests.benchmarks.routing.tasks import Task, our_state, peer_state

    state = peer_state(tasks.peers_python, "kayros")
    if state is None:
        return {}
    runs = [
        Task(
            work=f"kayros:{function}",
            arguments=json.dumps({"path": str(path), "seconds": SECONDS, "seed": seed}),
            state=told,
            seconds=SECONDS,
            for_peer=function == "run_kayros",
        )
        for path in paths
        for seed in seeds
        for function, told in (("run_ours", our_state()), ("run_kayros", state))
    ]
    found = tasks.find(runs)
    checks = {run: _check(run, row, state) for run, row in found.items()}
    priced = tasks.find(list(checks.values()))
    ratios: dict[str, list[float]] = {}
    for ours, theirs in zip(runs[::2], runs[1::2], strict=True):
        costs = [_cost(priced.get(checks[run])) for run in (ours, theirs) if run in checks]
        if len(costs) == 2:
            name = Path(json.loads(ours.arguments)["path"]).stem
            ratios.setdefault(name, []).append(costs[0] / costs[1])
    return ratios


def _check(run: Any, row: "Row", state: str) -> Any:
    from tests.benchmarks.routing.tasks import Task

    routes = [calls for _, calls in row["routes"] or () if calls]
    asked = {"path": json.loads(run.arguments)["path"], "routes": routes}
    return Task(
        work="kayros:price",
        arguments=json.dumps(asked),
        state=state,
        seconds=SECONDS,
        for_peer=True,
    )


def _cost(row: Mapping[str, Any] | None) -> float:
    is_priced = row is not None and row["cost"] is not None and not row["error"]
    return float(row["cost"]) if row is not None and is_priced else float("inf")
