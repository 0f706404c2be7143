"""Matrices of many hours, with turns, and how near their times come to an exact search."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from domain.traffic_day import ANY_CLASS, FREE_FLOW, SpeedSource, TrafficDay, traffic_day
from domain.travel import UNREACHABLE_S, MatrixTravel
from maps.conditions import RoadConditions
from maps.edge_costs import EdgeCosts, Load
from maps.exact_travel import ExactTravel
from maps.hierarchy import Hierarchy, matrices
from maps.open_hierarchy import open_hierarchy
from maps.road_matrices import arc_weights, stop_matrices
from maps.snap import Snapped
from maps.stops import Stops
from maps.travel_times import road_travel, snap_places
from tests.benchmarks.roads.goal import THREADS, Goal, alternate, told
from tests.benchmarks.roads.graphs import PORTO, conditions_of, draw_places, porto_roads
from tests.benchmarks.roads.rows import Rows, say_not_measured

HOURS = 24
HOUR_S = 3600
DEPARTURES = {"07:45": 7 * HOUR_S + 45 * 60, "08:30": 8 * HOUR_S + 30 * 60}

_WORKDAY = datetime.date(2026, 11, 27)
_LEAST_TRIP_S = 60

Work = Callable[[], object]


def measure_hours(*, stops: int, runs: int) -> dict[str, Any]:
    """Matrices of 24 hours that all differ, beside one static matrix, between the same places.

    Each is made as the program makes it (`stop_matrices`: weights, customising, matrix, whole
    milliseconds and decimetres), and by the hierarchy alone.
    """
    roads = porto_roads()
    static, hourly = conditions_of(roads), conditions_of(roads, _random_hours())
    at = _stops(static, stops)
    hierarchy = open_hierarchy(roads, static.graph)
    works = {
        "static": lambda: stop_matrices(static, hierarchy, at),
        "hourly": lambda: stop_matrices(hourly, hierarchy, at),
        "static_alone": lambda: _alone(static, hierarchy, at),
        "hourly_alone": lambda: _alone(hourly, hierarchy, at),
    }
    alternate({"static": works["static"], "static_alone": works["static_alone"]}, 2)
    made = stop_matrices(hourly, hierarchy, at)
    return {
        "stops": len(at),
        "matrices": len(made.drive_ms),
        "different": len({matrix.tobytes() for matrix in made.drive_ms}),
        "seconds": alternate(works, runs),
    }


def hours_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """The cost of 24 hours against that of one."""
    if not PORTO.exists():
        say_not_measured("24 buckets of 1000 x 1000", f"{PORTO.name} is not there")
        return
    found = rows.measure("hours", stops=1000, runs=3 if quick else 5)
    if found is None:
        return
    for suffix, what in (("", "as the program makes them"), ("_alone", "by the hierarchy alone")):
        static, hourly = found["seconds"]["static" + suffix], found["seconds"]["hourly" + suffix]
        yield Goal(
            goal=f"24 buckets of 1000 x 1000, Porto, {what}: times the cost of a static one",
            measured=median(hourly) / median(static),
            target=20.0,
            detail={
                "ratio_of_least": round(min(hourly) / min(static), 2),
                "static": told(static),
                "hourly": told(hourly),
                "what": "customising counted on both sides, the node order on neither",
                **{name: found[name] for name in ("stops", "matrices", "different", "run")},
            },
        )


def measure_turns(*, stops: int, runs: int) -> dict[str, Any]:
    """A static matrix with turns and without, between the same places."""
    roads = porto_roads()
    found: dict[str, Any] = {"states": {}, "arcs": {}}
    works = {}
    for name, with_turns in (("nodes", False), ("turns", True)):
        conditions = conditions_of(roads, turns=with_turns)
        at, hierarchy = _stops(conditions, stops), open_hierarchy(roads, conditions.graph)
        found["states"][name] = hierarchy.nodes
        found["arcs"][name] = len(hierarchy.chordal.head)
        found["stops"] = len(at)
        works[name] = _matrices_of(conditions, hierarchy, at)
        works[f"{name}_alone"] = _matrices_alone_of(conditions, hierarchy, at)
    alternate(works, 2)
    return {**found, "seconds": alternate(works, runs)}


def turns_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """What turns cost."""
    if not PORTO.exists():
        say_not_measured("turn-aware 1000 x 1000", f"{PORTO.name} is not there")
        return
    found = rows.measure("turns", stops=1000, runs=3 if quick else 7)
    if found is None:
        return
    for suffix, what in (("", "as the program makes it"), ("_alone", "by the hierarchy alone")):
        nodes, turns = found["seconds"]["nodes" + suffix], found["seconds"]["turns" + suffix]
        yield Goal(
            goal=f"turn-aware 1000 x 1000, Porto, {what}: times the node-based time",
            measured=median(turns) / median(nodes),
            target=6.0,
            detail={
                "ratio_of_least": round(min(turns) / min(nodes), 2),
                "nodes": told(nodes),
                "turns": told(turns),
                "what": "customising counted on both sides, the node order on neither",
                "states": found["states"],
                "arcs_of_the_hierarchies": found["arcs"],
                "stops": found["stops"],
                "run": found["run"],
            },
        )


def measure_approximation(
    *, profile: str, turns: bool, places: int, origins: int, each: int
) -> dict[str, Any]:
    """Progress through matrices of buckets, against an exact search at its hour.

    Both are told in the whole seconds that a plan is made of; trips take over a minute.
    """
    roads = porto_roads()
    traffic = built_in_workday() if profile == "built-in workday" else synthetic_rush()
    conditions = conditions_of(roads, traffic, turns=turns)
    named = draw_places(roads, places)
    made = road_travel(conditions, named)
    pairs = _pairs(places, origins, each)
    found = {}
    for clock, depart_s in DEPARTURES.items():
        exact_s = _exact_s([name for name, _ in named], conditions, made.snapped, pairs, depart_s)
        found[clock] = _errors(made.travel, exact_s, pairs, depart_s)
    return {"by_departure": found, "matrices": len(made.travel.drive_s)}


def approximation_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """Mean and 99th percentile of the error, by profile of speeds, turns and hour."""
    if not PORTO.exists():
        say_not_measured("approximation", f"{PORTO.name} is not there")
        return
    sizes = (
        {"places": 300, "origins": 30, "each": 40}
        if quick
        else {"places": 1000, "origins": 100, "each": 100}
    )
    for profile in ("built-in workday", "synthetic rush"):
        for turns in (False, True):
            found = rows.measure("approximation", profile=profile, turns=turns, **sizes)
            if found is None:
                continue
            for clock, errors in found["by_departure"].items():
                kind = f"{profile}, {clock}, {'with' if turns else 'without'} turns"
                detail = {**errors, "matrices": found["matrices"], "run": found["run"]}
                for share, target in (("mean_percent", 0.5), ("p99_percent", 2.0)):
                    yield Goal(
                        goal=f"progress integration against exact search, {kind}: {share}",
                        measured=errors[share],
                        target=target,
                        detail=detail,
                    )


def built_in_workday() -> TrafficDay:
    """The built-in speeds of a Friday."""
    return traffic_day(_WORKDAY, ZoneInfo("Europe/Lisbon"))


def synthetic_rush() -> TrafficDay:
    """A made-up profile by the hour: main roads fall from free flow to half of it at eight."""
    hour = np.arange(HOURS)
    peak = np.exp(-(((hour - 8) / 1.2) ** 2)) + np.exp(-(((hour - 17.5) / 1.5) ** 2))
    peak += 0.35 * ((hour > 9) & (hour < 16))
    drops = {ANY_CLASS: 0.15, "tertiary": 0.35, "secondary": 0.5, "primary": 0.5, "trunk": 0.5}
    drops |= {"motorway": 0.4}
    ratios = 1 - np.minimum(0.9, np.outer(peak, list(drops.values())))
    return _by_hour(tuple(drops), ratios)


def _random_hours() -> TrafficDay:
    """A day of 24 hours none of which is like another."""
    day = built_in_workday()
    ratios = np.random.default_rng(3).uniform(0.5, 1.0, (HOURS, len(day.classes)))
    return _by_hour(day.classes, ratios)


def _by_hour(classes: tuple[str, ...], ratios: npt.NDArray[np.float64]) -> TrafficDay:
    return replace(
        FREE_FLOW,
        starts_s=np.arange(HOURS) * HOUR_S,
        classes=classes,
        ratios=ratios,
        is_active=np.zeros((HOURS, 0), dtype=np.bool_),
        source=SpeedSource.TABLE,
    )


def _stops(conditions: RoadConditions, count: int) -> Stops:
    places = draw_places(conditions.network, count)
    return Stops.of(snap_places(conditions, places), conditions)


def _matrices_of(conditions: RoadConditions, hierarchy: Hierarchy, at: Stops) -> Work:
    return lambda: stop_matrices(conditions, hierarchy, at)


def _matrices_alone_of(conditions: RoadConditions, hierarchy: Hierarchy, at: Stops) -> Work:
    return lambda: _alone(conditions, hierarchy, at)


def _alone(conditions: RoadConditions, hierarchy: Hierarchy, at: Stops) -> None:
    """Customise for every bucket and fill its matrix of packed weights."""
    costs = [EdgeCosts.of(conditions, bucket) for bucket in range(conditions.buckets)]
    weights = [arc_weights(conditions, cost, Load.LENGTH_DM) for cost in costs]
    ports = [at.ports(conditions, cost, Load.LENGTH_DM) for cost in costs]
    metrics = hierarchy.customise_all(weights)
    for _ in matrices(metrics, [leave for leave, _ in ports], [come for _, come in ports]):
        pass


def _pairs(places: int, origins: int, each: int) -> npt.NDArray[np.int64]:
    """Some destinations for each of some origins, ``(origins * each, 2)``."""
    rng = np.random.default_rng(2)
    starts = rng.choice(places, origins, replace=False)
    ends = [rng.choice(places, each, replace=False) for _ in range(origins)]
    return np.column_stack((np.repeat(starts, each), np.concatenate(ends)))


def _exact_s(
    names: Sequence[str],
    conditions: RoadConditions,
    snapped: Snapped,
    pairs: npt.NDArray[np.int64],
    depart_s: int,
) -> npt.NDArray[np.int64]:
    """Seconds between pairs of places by exact searches, on all threads."""

    def search(part: npt.NDArray[np.int64]) -> list[int]:
        exact = ExactTravel(places=tuple(names), conditions=conditions, snapped=snapped)
        return [exact.duration_s(start, end, depart_s) for start, end in part.tolist()]

    with ThreadPoolExecutor(THREADS) as pool:
        return np.concatenate(list(pool.map(search, np.array_split(pairs, THREADS))))


def _errors(
    travel: MatrixTravel,
    exact_s: npt.NDArray[np.int64],
    pairs: npt.NDArray[np.int64],
    depart_s: int,
) -> dict[str, Any]:
    """How far the progress through matrices is from exact times, in per cent of them."""
    taken_s = np.ceil(travel.durations_s(depart_s)[pairs[:, 0], pairs[:, 1]] - 1e-6)
    counted = (exact_s > _LEAST_TRIP_S) & (exact_s < UNREACHABLE_S)
    off = 100 * np.abs(taken_s - exact_s)[counted] / exact_s[counted]
    free_s = travel.drive_s[0][pairs[:, 0], pairs[:, 1]][counted]
    missed = 100 * np.abs(free_s - exact_s[counted]) / exact_s[counted]
    return {
        "mean_percent": round(float(off.mean()), 4),
        "p99_percent": round(float(np.quantile(off, 0.99)), 4),
        "worst_percent": round(float(off.max()), 3),
        "pairs": int(counted.sum()),
        "mean_trip_s": round(float(exact_s[counted].mean())),
        "mean_percent_of_the_first_hours_matrix": round(float(missed.mean()), 2),
    }
