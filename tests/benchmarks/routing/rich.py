"""Rich days: our plans against OR-Tools', which is given the slowest hours."""

import json
from collections.abc import Iterator
from statistics import fmean
from typing import Any

from tests.benchmarks.goal import Goal
from tests.benchmarks.routing.tasks import Task, Tasks, our_state, peer_state

MOST_SHARE = 0.95

_SECONDS = {100: 20.0, 300: 30.0, 1_000: 60.0}
_SEEDS = (1, 2, 3)


def run_ours(*, stops: int, seconds: float, seed: int) -> dict[str, Any]:
    """Our plan's cost, and the rules it breaks by a check that shares no code with the search."""
    from planning.environment import use_compiled_cache

    use_compiled_cache()
    from domain.progress import MaxRuntime
    from optimizer.routing.solve_routing import solve_routing
    from tests.benchmarks.routing.rich_days import rich_day
    from tests.optimizer.routing.build import Case
    from tests.optimizer.routing.recheck import broken_rules

    small, day = rich_day(30, 0), rich_day(stops, seed)
    solve_routing(small.problem, locations=small.locations, stop=MaxRuntime(1.0))
    stop = MaxRuntime(seconds)
    found = solve_routing(day.problem, locations=day.locations, stop=stop, seed=seed)
    broken = broken_rules(Case(problem=day.problem, locations=day.locations), found)
    return {
        "cost": found.cost_minor / 100,
        "unassigned": len(found.unassigned),
        "routes": len(found.routes),
        "late_s": sum(stop.late_s for route in found.routes for stop in route.stops),
        "broken": broken[:5],
        "violations": len(broken),
    }


def run_or_tools(*, stops: int, seconds: float, seed: int) -> dict[str, Any]:
    """What OR-Tools' routes cost when they are driven at the real hours."""
    from tests.benchmarks.routing.rich_days import rich_day
    from tests.benchmarks.routing.rich_drive import drive_best, drop_needless_reloads
    from tests.benchmarks.routing.rich_or_tools import RELOAD, RichModel

    day = rich_day(stops, seed)
    routes = RichModel(day).solve(seconds) or []
    used = [
        (van, start_s, drop_needless_reloads(day, van, calls))
        for van, (start_s, calls) in zip(day.problem.vehicles, routes, strict=False)
    ]
    driven = [drive_best(day, van, start_s, calls) for van, start_s, calls in used if calls]
    served = {call for _, _, calls in used for call in calls if call != RELOAD}
    left_out = [o for i, o in enumerate(day.problem.shipments) if i not in served]
    cost = sum(one.minor for one in driven) + sum(o.unassigned_cost_minor for o in left_out)
    return {
        "cost": round(cost / 100, 2),
        "unassigned": len(left_out),
        "routes": len(driven),
        "missed_min": round(sum(one.missed_s for one in driven) / 60, 1),
        "routes_that_miss": sum(one.missed_s > 0 for one in driven),
    }


def rich_goals(tasks: Tasks, *, quick: bool) -> Iterator[Goal]:
    """Broken rules of our plans, and their cost as a share of OR-Tools'."""
    sizes = list(_SECONDS)[:1] if quick else list(_SECONDS)
    pairs = [_pair(tasks, stops, seed) for stops in sizes for seed in _SEEDS[: 1 if quick else 3]]
    found = tasks.find([task for pair in pairs for task in pair])
    both = [pair for pair in pairs if all(task in found for task in pair)]
    if not both:
        return
    rows = [(found[ours], found[theirs]) for ours, theirs in both]
    detail = {
        ours.arguments: {"ours": own, "or-tools": other}
        for (ours, _), (own, other) in zip(both, rows, strict=True)
    }
    yield Goal(
        goal="rich days: broken rules of our plans",
        measured=sum(own["violations"] for own, _ in rows),
        target=0,
        detail={"days": len(rows)},
    )
    yield Goal(
        goal="rich days: mean cost as a share of OR-Tools'",
        measured=fmean(own["cost"] / other["cost"] for own, other in rows),
        target=MOST_SHARE,
        detail=detail,
    )


def _pair(tasks: Tasks, stops: int, seed: int) -> tuple[Task, Task]:
    """Our run and OR-Tools', which takes no seed but another day."""
    import sys

    seconds = _SECONDS[stops]
    arguments = json.dumps({"stops": stops, "seconds": seconds, "seed": seed})
    states = our_state(), peer_state(sys.executable, "ortools") or "ortools"
    ours, theirs = (
        Task(work=f"rich:{function}", arguments=arguments, state=state, seconds=2 * seconds)
        for function, state in zip(("run_ours", "run_or_tools"), states, strict=True)
    )
    return ours, theirs
