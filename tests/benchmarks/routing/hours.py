"""What the hour costs the search, and what planning with it is worth."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.rows import say_not_measured
from tests.benchmarks.routing.tasks import Task, Tasks, our_state

if TYPE_CHECKING:
    from domain.plan import Route
    from tests.benchmarks.routing.made_days import MadeDay

LEAST_SPEED = {
    "distance": {100: 0.5, 300: 0.4, 1000: 0.35},
    "duration": {100: 0.25, 300: 0.18, 1000: 0.12},
}
"""Iterations of the search by the hour as a share of those of the static one, by stops."""

_RUN_S, _RUNS, _QUICK_RUNS = 6.0, 5, 2
_WARM_UP_S = 0.5
_TRUTH_STOPS, _TRUTH_S = (100, 300), 20.0
_LATE_PER_HOUR = Decimal(60)
"""What an hour of lateness, and of driving on after the shift, is taken to cost."""

_COSTS = {"distance": (Decimal(1), Decimal(0)), "duration": (Decimal(0), Decimal(25))}


def measure_speed(*, stops: int, runs: int, seconds: float) -> dict[str, Any]:
    """Iterations per second of each search, taking turns; static first."""
    from planning.environment import use_compiled_cache

    use_compiled_cache()
    from domain.progress import MaxRuntime
    from optimizer.routing.compile_problem import compile_problem
    from optimizer.routing.engines import DEFAULT_ENGINE, ENGINES
    from optimizer.routing.problem_view import view_of
    from tests.benchmarks.routing.porto_days import porto_day, porto_travel

    travel, engine = porto_travel(stops), ENGINES[DEFAULT_ENGINE]()
    kinds = {
        "static": (travel.free_flow, "distance"),
        "distance": (travel.by_hour, "distance"),
        "duration": (travel.by_hour, "duration"),
    }
    problems = {}
    for kind, (matrices, objective) in kinds.items():
        per_km, per_hour = _COSTS[objective]
        day = porto_day(matrices, travel.locations, per_km=per_km, per_hour=per_hour)
        problems[kind] = compile_problem(view_of(day.problem, day.locations)).problem
        engine.solve(problems[kind], stop=MaxRuntime(_WARM_UP_S))
    rates: dict[str, list[float]] = {kind: [] for kind in kinds}
    for run in range(runs):
        for kind, problem in problems.items():
            started_s = time.perf_counter()
            found = engine.solve(problem, stop=MaxRuntime(seconds), seed=run)
            rates[kind].append(round(found.iterations / (time.perf_counter() - started_s), 1))
    return {"stops": stops, "buckets": len(travel.by_hour.drive_s), "rates": rates}


def hours_goals(tasks: Tasks, *, quick: bool) -> Iterator[Goal]:
    """Speed by the hour against static, for both objectives and all sizes."""
    runs = _QUICK_RUNS if quick else _RUNS
    for stops in LEAST_SPEED["distance"]:
        row = _found(tasks, "measure_speed", stops=stops, runs=runs, seconds=_RUN_S)
        if row is None:
            continue
        rates = row["rates"]
        for objective, least in LEAST_SPEED.items():
            yield Goal(
                goal=f"speed by the hour, {objective}, {stops} stops: share of static iterations/s",
                measured=median(rates[objective]) / median(rates["static"]),
                target=least[stops],
                at_most=False,
                detail={"per_second": rates, "buckets": row["buckets"], "run": row["run"]},
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """What comes of driving a plan at the real hours, each route leaving when the plan says."""

    routes: int
    unassigned: int
    planned_h: float
    driven_h: float
    late_stops: int
    late_routes: int
    worst_late_min: float
    after_shift_min: float
    cost: float


def measure_truth(*, stops: int, seconds: float) -> dict[str, Any]:
    """Plans made with free-flow times, and with real ones, driven at the real hours."""
    from planning.environment import use_compiled_cache

    use_compiled_cache()
    from domain.progress import MaxRuntime
    from optimizer.routing.solve_routing import solve_routing
    from tests.benchmarks.routing.porto_days import porto_day, porto_travel

    travel = porto_travel(stops)
    costs = {"per_km": Decimal("0.4"), "per_hour": Decimal(25), "per_van": Decimal(25)}
    real = porto_day(travel.by_hour, travel.locations, **costs)
    believed = {
        "free flow": porto_day(travel.free_flow, travel.locations, **costs),
        "real hours": real,
    }
    driven = {}
    for name, day in believed.items():
        stop = MaxRuntime(seconds)
        found = solve_routing(day.problem, locations=day.locations, stop=stop, seed=1)
        driven[name] = asdict(_drive(real, found.routes, len(found.unassigned)))
    return {"stops": stops, "plans": driven}


def _drive(day: "MadeDay", routes: "tuple[Route, ...]", unassigned: int) -> Driven:
    """Drive routes by the travel of a day; lateness and late ends are priced."""
    travel, problem = day.travel, day.problem
    windows = {order.order_id: order.windows for order in problem.shipments}
    vans = {van.vehicle_id: van for van in problem.vehicles}
    late_s: list[list[int]] = []
    after_s, planned_s, driven_s, metres = [], 0, 0, 0
    for route in routes:
        here, now_s = 0, route.start_s
        late_s.append([])
        for stop in route.stops:
            there = travel.index(f"order:{stop.order_ids[0]}")
            window = windows[stop.order_ids[0]][-1]
            now_s = max(now_s + travel.duration_s(here, there, now_s), window.start_s)
            late_s[-1].append(max(0, now_s - window.end_s))
            metres += travel.distance_m(here, there, now_s)
            now_s, here = now_s + stop.service_s, there
        metres += travel.distance_m(here, 0, now_s)
        now_s += travel.duration_s(here, 0, now_s)
        after_s.append(max(0, now_s - vans[route.vehicle_id].shift_end_s))
        planned_s += route.end_s - route.start_s
        driven_s += now_s - route.start_s
    late = [one for stops in late_s for one in stops if one]
    van = problem.vehicles[0]
    cost = len(routes) * van.fixed_cost + van.cost_per_km * metres / 1000
    cost += (van.cost_per_hour * driven_s + _LATE_PER_HOUR * (sum(late) + sum(after_s))) / 3600
    return Driven(
        routes=len(routes),
        unassigned=unassigned,
        planned_h=round(planned_s / 3600, 2),
        driven_h=round(driven_s / 3600, 2),
        late_stops=len(late),
        late_routes=sum(any(stops) for stops in late_s),
        worst_late_min=round(max(late, default=0) / 60, 1),
        after_shift_min=round(sum(after_s) / 60, 1),
        cost=round(float(cost), 2),
    )


def truth_goals(tasks: Tasks, *, quick: bool) -> Iterator[Goal]:
    """Late stops of plans made with real hours, beside those made with free-flow times."""
    for stops in _TRUTH_STOPS[: 1 if quick else None]:
        row = _found(tasks, "measure_truth", stops=stops, seconds=_TRUTH_S)
        if row is not None:
            yield Goal(
                goal=f"Porto at rush hours, {stops} stops: late stops of plans made for the hour",
                measured=row["plans"]["real hours"]["late_stops"],
                target=0.0,
                detail={**row["plans"], "run": row["run"]},
            )


def _found(tasks: Tasks, measure: str, **arguments: Any) -> dict[str, Any] | None:
    from tests.benchmarks.roads.graphs import PORTO

    if not PORTO.exists():
        say_not_measured(measure, f"{PORTO.name} is not there")
        return None
    task = Task(
        work=f"hours:{measure}",
        arguments=json.dumps(arguments),
        state=our_state(),
        seconds=arguments["seconds"] * arguments.get("runs", 1) * 3 + 120,
    )
    return tasks.find([task]).get(task)
