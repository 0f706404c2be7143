"""Small random problems in arrays, whose best plan can be found by trying everything.

Times are few whole units, so that every start can be tried too. `RULES` that are not asked for are
absent from a problem.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.travel import UNREACHABLE_S, static_travel
from optimizer.routing.arrays import float64, int8, int32, int64, read_only
from optimizer.routing.compile_drives import compile_drives
from optimizer.routing.search_problem import (
    FAR,
    NOWHERE,
    Drives,
    Fleet,
    NodeKind,
    Nodes,
    Routes,
    SearchProblem,
    Traits,
)

IMPOSSIBLE_TASKS: tuple[dict[str, Any], ...] = (
    {"absent": [math.nan, 1, 1, 1, 0]},
    {"absent": [1e300, 1e300, 1, 1, 0]},
    {"load": [[-1], [1], [1], [1], [0]]},
    {"load": [[1e300], [1], [1], [1], [0]]},
    {"service": [-1, 0, 0, 0, 0]},
    {"service": [2**62, 0, 0, 0, 0]},
    {"window_from": [[9, 9]] * 5, "window_to": [[3, 3]] * 5},
)
"""What no engine may take for the nodes of a problem with four tasks."""

RULES = (
    "blocked",
    "costs",
    "distance",
    "loads",
    "may",
    "open",
    "overtime",
    "pairs",
    "pickups",
    "prices of time",
    "releases",
    "reloads",
    "several windows",
    "soft",
    "stops",
    "time limit",
    "tolls",
    "two warehouses",
    "windows",
)

DAY = 40


def small_problem(seed: int, rules: frozenset[str], tasks: int = 4) -> SearchProblem:
    """Some tasks and two types of vehicle, with the rules named."""
    rng = np.random.default_rng(seed)
    warehouses = 2 if "two warehouses" in rules else 1
    kinds = _kinds(rng, rules, tasks)
    vehicles = 3
    reloads = 1 if "reloads" in rules else 0
    others = warehouses + reloads * vehicles
    size = tasks + others
    places = [*range(tasks + warehouses), *[tasks] * (reloads * vehicles)]
    windows = _windows(rng, rules, tasks, others)
    is_soft = rng.random(tasks) < 0.5 if "soft" in rules else np.zeros(tasks, bool)
    partner = [NOWHERE] * tasks
    if "pairs" in rules:
        partner[0], partner[1] = 1, 0
    load = rng.integers(1, 4, tasks) if "loads" in rules else np.ones(tasks)
    if "pairs" in rules:
        load[1] = load[0]
    absent = rng.integers(20, 120, tasks).astype(float)
    absent[[i for i in range(tasks) if kinds[i] == NodeKind.DROP]] = 0
    nodes = Nodes(
        place=int32(places),
        kind=int8(
            [*kinds, *[NodeKind.WAREHOUSE] * warehouses, *[NodeKind.RELOAD] * (others - warehouses)]
        ),
        partner=int32(partner + [NOWHERE] * others),
        service=int64([*rng.integers(0, 3, tasks), *[0] * others]),
        setup=int64([*rng.integers(0, 2, tasks), *[0] * others]),
        door=int32(range(size)),
        hours=int32(range(size)),
        windows=int32(windows[0]),
        window_from=int64(windows[1]),
        window_to=int64(windows[2]),
        is_soft=int8([*is_soft, *[False] * others]),
        late_rate=float64([*(is_soft * rng.integers(1, 4, tasks)), *[0] * others]),
        release=int64([*(rng.integers(-5, 12, tasks) * ("releases" in rules)), *[0] * others]),
        load=float64(np.array([*load, *[0] * others]).reshape(-1, 1)),
        absent=float64([*absent, *[0] * others]),
        classes=int64([0] * size),
        forbids=int64([0] * size),
        group=int32([-1] * size),
        position=int32([0] * size),
        depot=int32([NOWHERE] * size),
    )
    fleet = _fleet(rng, rules, tasks, warehouses, vehicles)
    drives = _drives(rng, rules, tasks + warehouses)
    traits = Traits(
        has_times=True,
        has_time_price=bool(fleet.per_time.any() or fleet.overtime_rate.any() or is_soft.any()),
        is_timed_by_hour=False,
        has_tolls="tolls" in rules,
        has_pickups=NodeKind.PICK_UP in kinds,
        has_pairs="pairs" in rules,
        has_reloads="reloads" in rules,
        has_breaks=False,
        has_soft=bool(is_soft.any()),
        has_groups=False,
        has_classes=False,
        has_positions=False,
        has_releases=bool((nodes.release[:tasks] > 0).any()),
        has_shared_doors=False,
    )
    return SearchProblem(
        tasks=tasks, warehouses=warehouses, nodes=nodes, fleet=fleet, drives=drives, traits=traits
    )


def _kinds(rng: np.random.Generator, rules: frozenset[str], tasks: int) -> list[NodeKind]:
    kinds = [NodeKind.DELIVER] * tasks
    if "pickups" in rules:
        kinds = [NodeKind.PICK_UP if rng.random() < 0.5 else kind for kind in kinds]
    if "pairs" in rules:
        kinds[:2] = [NodeKind.COLLECT, NodeKind.DROP]
    return kinds


def _windows(
    rng: np.random.Generator, rules: frozenset[str], tasks: int, others: int
) -> tuple[list[int], list[list[int]], list[list[int]]]:
    """How many windows each node has, when they begin and when they end."""
    counts, begins, ends = [], [], []
    for _ in range(tasks):
        opens = int(rng.integers(0, 15)) if rules & {"windows", "soft"} else 0
        closes = opens + int(rng.integers(0, 12)) if rules & {"windows", "soft"} else DAY
        several = "several windows" in rules
        counts.append(2 if several else 1)
        closes = min(closes, DAY - 10) if several else closes
        begins.append([opens, closes + 4 if several else FAR])
        ends.append([closes, closes + 8 if several else FAR])
    counts += [1] * others
    begins += [[0, FAR]] * others
    ends += [[DAY, FAR]] * others
    return counts, begins, ends


def _fleet(
    rng: np.random.Generator, rules: frozenset[str], tasks: int, warehouses: int, vehicles: int
) -> Fleet:
    """Two vehicles of one type and one of another."""
    start = [tasks, tasks + warehouses - 1]
    first = tasks + warehouses
    reloads = [[first + v] if "reloads" in rules else [NOWHERE] for v in range(vehicles)]

    def asked(rule: str, *values: float, usual: float) -> list[float]:
        return [*values] if rule in rules else [usual, usual]

    may = rng.random((2, tasks)) < 0.7 if "may" in rules else np.ones((2, tasks), bool)
    return Fleet(
        type_of=int32([0, 1, 0]),
        way=int32([0, 0]),
        start=int32(start),
        end=int32([start[0], NOWHERE if "open" in rules else start[1]]),
        fixed=float64(asked("costs", 5, 12.5, usual=7)),
        per_m=float64(asked("costs", 1.25, 0.5, usual=1)),
        per_time=float64(asked("prices of time", 0.5, 2, usual=0)),
        overtime_from=int64([20, 25]),
        overtime_rate=float64(asked("overtime", 3, 0.25, usual=0)),
        leaves=int32([1, 1]),
        leave_from=int64([[0], [2]]),
        leave_to=int64([[DAY], [DAY - 5]]),
        ends=int32([1, 1]),
        end_from=int64([[0], [0]]),
        end_to=int64([[DAY], [DAY - 4]]),
        capacity=float64([[asked("loads", 4, 6, usual=2)[i]] for i in range(2)]),
        most_m=int64(asked("distance", 25, FAR, usual=FAR)),
        most_stops=int64(asked("stops", 2, 1, usual=FAR)),
        most_time=int64(asked("time limit", 22, FAR, usual=FAR)),
        rest=int64([0, 0]),
        rest_from=int64([0, 0]),
        rest_to=int64([FAR, FAR]),
        trips=int32([2, 2] if "reloads" in rules else [1, 1]),
        reloads=int32(reloads),
        may=int8(may),
    )


def _drives(rng: np.random.Generator, rules: frozenset[str], places: int) -> Drives:
    metres = rng.integers(1, 12, (places, places), dtype=np.int32)
    times = rng.integers(1, 8, (places, places), dtype=np.int32)
    tolls = rng.integers(0, 5, (places, places), dtype=np.int32)
    if "blocked" in rules:
        times[rng.random((places, places)) < 0.2] = UNREACHABLE_S
    for matrix in (metres, times, tolls):
        np.fill_diagonal(matrix, 0)
    travel = static_travel([str(i) for i in range(places)], times, metres)
    if "tolls" in rules:
        travel = replace(travel, tolls_minor=tolls[np.newaxis])
    return compile_drives([travel], (0, DAY))


def route_cost(problem: SearchProblem, vehicle: int, route: tuple[int, ...]) -> float:
    """What a route costs at the best of all starts; infinite where it breaks a rule at each."""
    if not route:
        return 0.0
    fleet, kind = problem.fleet, int(problem.fleet.type_of[vehicle])
    if not _is_sound(problem, kind, route):
        return math.inf
    starts = range(int(fleet.leave_from[kind, 0]), int(fleet.leave_to[kind, 0]) + 1)
    return min(_cost_from(problem, kind, route, start) for start in starts)


def plan_cost(problem: SearchProblem, routes: Routes) -> float:
    """What routes cost, and all tasks that are on none."""
    served = [node for route in routes for node in route if node < problem.tasks]
    if len(set(served)) < len(served):
        return math.inf
    absent = problem.nodes.absent[: problem.tasks]
    left_out = float(absent.sum() - absent[served].sum())
    return left_out + sum(route_cost(problem, v, r) for v, r in enumerate(routes))


def best_plan(problem: SearchProblem) -> Routes:
    """The best of all plans."""
    plans: dict[int, tuple[float, Routes]] = {0: (0.0, ())}
    for vehicle in range(problem.vehicles):
        longer = {tasks: (cost, (*routes, ())) for tasks, (cost, routes) in plans.items()}
        for tasks, (own, route) in _best_of_sets(problem, vehicle).items():
            for served, (cost, routes) in plans.items():
                known, _ = longer.get(served | tasks, (math.inf, ()))
                if not served & tasks and cost + own < known:
                    longer[served | tasks] = cost + own, (*routes, route)
        plans = longer
    return min((routes for _, routes in plans.values()), key=lambda r: plan_cost(problem, r))


def _best_of_sets(problem: SearchProblem, vehicle: int) -> dict[int, tuple[float, tuple[int, ...]]]:
    """The cheapest route of a vehicle through each set of tasks that it can serve."""
    best: dict[int, tuple[float, tuple[int, ...]]] = {}
    for count in range(1, problem.tasks + 1):
        for tasks in permutations(range(problem.tasks), count):
            key = sum(1 << task for task in tasks)
            for route in _with_reloads(problem, tasks):
                cost = route_cost(problem, vehicle, route)
                if cost < best.get(key, (math.inf, ()))[0]:
                    best[key] = cost, route
    return best


def _with_reloads(problem: SearchProblem, tasks: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    yield tasks
    if problem.traits.has_reloads:
        for place in range(1, len(tasks)):
            yield (*tasks[:place], problem.tasks, *tasks[place:])


def _is_sound(problem: SearchProblem, kind: int, route: tuple[int, ...]) -> bool:
    """Whether a route keeps all rules that have nothing to do with time."""
    nodes, fleet = problem.nodes, problem.fleet
    tasks = [node for node in route if node < problem.tasks]
    trips = _trips(problem, route)
    if len(tasks) > fleet.most_stops[kind] or not all(trips) or len(trips) > fleet.trips[kind]:
        return False
    if not fleet.may[kind, tasks].all():
        return False
    for trip in trips:
        partners = [int(nodes.partner[node]) for node in trip]
        if any(
            nodes.kind[node] == NodeKind.DROP and partner not in trip[:place]
            for place, (node, partner) in enumerate(zip(trip, partners, strict=True))
        ) or any(nodes.kind[n] == NodeKind.COLLECT and nodes.partner[n] not in trip for n in trip):
            return False
        aboard = [float(nodes.load[n, 0]) for n in trip if nodes.kind[n] == NodeKind.DELIVER]
        load = sum(aboard)
        for node in (None, *trip):
            if node is not None:
                comes = nodes.kind[node] in {NodeKind.PICK_UP, NodeKind.COLLECT}
                load += float(nodes.load[node, 0]) * (1 if comes else -1)
            if load > fleet.capacity[kind, 0]:
                return False
    return True


def _trips(problem: SearchProblem, route: tuple[int, ...]) -> list[list[int]]:
    trips: list[list[int]] = [[]]
    for node in route:
        if node < problem.tasks:
            trips[-1].append(node)
        else:
            trips.append([])
    return trips


def _cost_from(problem: SearchProblem, kind: int, route: tuple[int, ...], start: int) -> float:
    """What a route costs that starts at a time; infinite where it breaks a rule of time."""
    nodes, fleet, drives = problem.nodes, problem.fleet, problem.drives
    here, time, metres, cost = int(fleet.start[kind]), start, 0, float(fleet.fixed[kind])
    releases = [int(nodes.release[trip].max()) for trip in _trips(problem, route)]
    if start < releases.pop(0):
        return math.inf
    end = int(fleet.end[kind])
    for node in (*route, *([] if end == NOWHERE else [end])):
        way = int(nodes.place[here]), int(nodes.place[node])
        needs = int(drives.time[(0, *way)])
        if needs >= UNREACHABLE_S:
            return math.inf
        time, here = time + needs, node
        metres += int(drives.metres[(0, *way)])
        cost += float(drives.toll[(0, *way)]) if problem.traits.has_tolls else 0.0
        if node < problem.tasks:
            last = int(nodes.windows[node]) - 1
            ends = nodes.window_to[node, : last + 1].tolist()
            ends[last] = FAR if nodes.is_soft[node] else ends[last]
            opens = [
                begin
                for begin, closes in zip(nodes.window_from[node].tolist(), ends, strict=False)
                if closes >= time
            ]
            if not opens:
                return math.inf
            time = max(time, opens[0])
            cost += float(nodes.late_rate[node]) * max(0, time - int(nodes.window_to[node, last]))
            time += int(nodes.service[node] + nodes.setup[node])
        elif node != end or releases:
            time = max(time, releases.pop(0))
    over = max(0, time - int(fleet.overtime_from[kind]))
    cost += float(fleet.per_m[kind]) * metres + float(fleet.per_time[kind]) * (time - start)
    cost += float(fleet.overtime_rate[kind]) * over
    is_late = time > int(fleet.end_to[kind, 0]) or time - start > int(fleet.most_time[kind])
    return math.inf if is_late or metres > int(fleet.most_m[kind]) else cost


def with_nodes(problem: SearchProblem, **facts: npt.ArrayLike) -> SearchProblem:
    """The problem with other facts of its nodes."""
    nodes = {name: _alike(getattr(problem.nodes, name), new) for name, new in facts.items()}
    return replace(problem, nodes=problem.nodes._replace(**nodes))


def with_fleet(problem: SearchProblem, **facts: npt.ArrayLike) -> SearchProblem:
    """The problem with other facts of its types of vehicle."""
    fleet = {name: _alike(getattr(problem.fleet, name), new) for name, new in facts.items()}
    return replace(problem, fleet=problem.fleet._replace(**fleet))


def with_traits(problem: SearchProblem, **traits: bool) -> SearchProblem:
    """The problem with other traits, whatever it has."""
    return replace(problem, traits=problem.traits._replace(**traits))


def _alike(old: npt.NDArray[Any], new: npt.ArrayLike) -> npt.NDArray[Any]:
    return read_only(np.asarray(new, dtype=old.dtype))


def with_drives(problem: SearchProblem, drives: Drives) -> SearchProblem:
    """The problem with other drives between its places."""
    return replace(problem, drives=drives)
