"""How long it takes to come near to what a long run finds, for 100 to 20,000 stops."""

import csv
import json
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.rows import say_not_measured
from tests.benchmarks.routing.tasks import Task, Tasks, our_state

STOPS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
QUICK_STOPS = STOPS[:3]
NEAR = 1.02
"""Cost at which a short run is near to the long one."""

_LONG_S = {100: 30, 200: 60, 500: 90, 1_000: 90, 2_000: 120, 5_000: 150, 10_000: 200}
_LONGEST_S = 300
_FIRST_BUDGET_S, _FIRST_BUDGET_S_PER_STOP = 0.5, 0.001
_STOPS_PER_VAN = 20
_WINDOW_HOURS = 1
_FIRST_PLAN_STOPS, _FIRST_PLAN_S = 1_000, 1.0


def measure_growth(*, stops: int, long_s: float) -> dict[str, Any]:
    """Costs of ever longer runs, until one comes near to the long one; it is made first.

    A run cools down over its time: what a long run has found on its way is no measure of a short
    one, so each is made.
    """
    from planning.environment import use_compiled_cache

    use_compiled_cache()
    day = _day(stops)
    _solve(_day(STOPS[0]), 1.0)
    best, first_s, _ = _solve(day, long_s)
    tried: list[dict[str, Any]] = []
    budget_s = max(_FIRST_BUDGET_S, _FIRST_BUDGET_S_PER_STOP * stops)
    while budget_s < long_s:
        cost, _, taken_s = _solve(day, budget_s)
        tried.append({"budget_s": budget_s, "taken_s": taken_s, "share": round(cost / best, 4)})
        if cost <= NEAR * best:
            break
        budget_s *= 2
    near_s = tried[-1]["taken_s"] if tried and tried[-1]["share"] <= NEAR else long_s
    return {
        "stops": stops,
        "long_s": long_s,
        "best": best,
        "first_s": first_s,
        "near_s": near_s,
        "tried": tried,
    }


def _day(stops: int) -> Any:
    """Clustered doors, one warehouse, every second order within an hour."""
    import numpy as np

    from domain.orders import TimeWindow
    from tests.benchmarks.routing.made_days import (
        SHIFT_S,
        draw_points,
        drawn_window,
        locations_of,
        made_day,
        parcel,
        plane_travel,
        van,
    )

    chance = np.random.default_rng(stops)
    points = draw_points(chance, stops)
    whole = TimeWindow(*SHIFT_S)
    shipments = [
        parcel(i, [drawn_window(chance, _WINDOW_HOURS) if i % 2 else whole]) for i in range(stops)
    ]
    vans = [van(i) for i in range(5 + stops // _STOPS_PER_VAN)]
    return made_day(shipments, vans, plane_travel(points, by_hour=False), locations_of(points))


def _solve(day: Any, seconds: float) -> tuple[int, float, float]:
    """Cost of a run, seconds to its first plan, and seconds in all."""
    from domain.progress import MaxRuntime
    from optimizer.routing.solve_routing import solve_routing

    started_s = time.perf_counter()
    first_s: list[float] = []

    def note(_: Any) -> None:
        first_s.append(time.perf_counter() - started_s)

    found = solve_routing(
        day.problem, locations=day.locations, stop=MaxRuntime(seconds), seed=1, on_best=note
    )
    taken_s = round(time.perf_counter() - started_s, 2)
    return found.cost_minor, round(first_s[0] if first_s else taken_s, 2), taken_s


def growth_goals(tasks: Tasks, *, quick: bool, out: Path) -> Iterator[Goal]:
    """The table and the picture of growth, and the first plan of a thousand stops."""
    runs = {stops: _task(stops) for stops in (QUICK_STOPS if quick else STOPS)}
    found: list[dict[str, Any]] = []
    for task in runs.values():
        rows = tasks.find([task])
        found += [rows[task]] if task in rows else []
    if not found:
        return
    _write(found, out / "growth.csv")
    if find_spec("matplotlib") is None:
        say_not_measured("picture of growth", "matplotlib is not installed")
    else:
        from tests.benchmarks.routing.picture import draw_growth

        draw_growth(found, out)
    last = found[-1]
    yield Goal(
        goal=f"growth: seconds to within 2 % of our long run at {last['stops']} stops",
        measured=last["near_s"],
        target=last["long_s"],
        detail={str(one["stops"]): one for one in found},
    )
    for one in found:
        if one["stops"] == _FIRST_PLAN_STOPS:
            yield Goal(
                goal=f"seconds to the first plan of {_FIRST_PLAN_STOPS} stops",
                measured=one["first_s"],
                target=_FIRST_PLAN_S,
                detail={"run": one["run"]},
            )


def _task(stops: int) -> Task:
    long_s = float(_LONG_S.get(stops, _LONGEST_S))
    return Task(
        work="growth:measure_growth",
        arguments=json.dumps({"stops": stops, "long_s": long_s}),
        state=our_state(),
        seconds=3 * long_s,
        is_wide=True,
    )


def _write(found: Sequence[dict[str, Any]], file: Path) -> None:
    columns = ("stops", "first_s", "near_s", "long_s", "best")
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(columns)
        writer.writerows([one[column] for column in columns] for one in found)
