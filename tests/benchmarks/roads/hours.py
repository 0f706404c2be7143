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
from maps.driving.conditions import RoadConditions
from maps.driving.exact_travel import ExactTravel
from maps.driving.open_hierarchy import open_hierarchy
from maps.driving.road_matrices import StopMatrices, stop_matrices
from maps.driving.stops import Stops
from maps.driving.travel_times import road_travel, snap_places
from maps.network.road_network import RoadNetwork
from maps.snapping.snap import Snapped
from tests.benchmarks.goal import Goal
from tests.benchmarks.roads.clocks import THREADS, alternate, told
from tests.benchmarks.roads.graphs import PORTO, conditions_of, draw_places, porto_roads
from tests.benchmarks.roads.rows import Rows, say_not_measured

HOURS = 24
HOUR_S = 3600
DEPARTURES = {"07:45": 7 * HOUR_S + 45 * 60, "08:30": 8 * HOUR_S + 30 * 60}

_WORKDAY = datetime.date(2026, 11, 27)
_LEAST_TRIP_S = 60
BUILT_IN, SYNTHETIC = "built-in workday", "synthetic rush"


def measure_hours(*, stops: int, runs: int) -> dict[str, Any]:
    """Matrices of 24 hours that all differ, beside one static matrix, between the same places."""
    roads = porto_roads()
    static, hourly = conditions_of(roads), conditions_of(roads, _random_hours())
    works = {"static": _matrices_of(static, stops), "hourly": _matrices_of(hourly, stops)}
    alternate(works, 1)
    made = works["hourly"]()
    return {
        "stops": made.drive_ms.shape[1],
        "matrices": len(made.drive_ms),
        "different": len({matrix.tobytes() for matrix in made.drive_ms}),
        "seconds": alternate(works, runs),
    }


def hours_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """The cost of 24 hours against that of one."""
    if not PORTO.exists():
        say_not_measured("24 buckets of 1000 x 1000", f"{PORTO.name} is not there")
        return
    found = rows.measure("hours", stops=1000, runs=5 if quick else 11)
    if found is not None:
        yield _times_the_cost(
            "24 buckets of 1000 x 1000, Porto: times the cost of a static one",
            found,
            ("hourly", "static"),
            20.0,
            ("stops", "matrices", "different", "run"),
        )


def measure_turns(*, stops: int, runs: int) -> dict[str, Any]:
    """A static matrix with turns and without, between the same places."""
    roads = porto_roads()
    nodes, turns = conditions_of(roads), conditions_of(roads, turns=True)
    works = {"nodes": _matrices_of(nodes, stops), "turns": _matrices_of(turns, stops)}
    alternate(works, 1)
    return {
        "states": {"nodes": nodes.graph.states, "turns": turns.graph.states},
        "stops": works["turns"]().drive_ms.shape[1],
        "seconds": alternate(works, runs),
    }


def turns_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """What turns cost."""
    if not PORTO.exists():
        say_not_measured("turn-aware 1000 x 1000", f"{PORTO.name} is not there")
        return
    found = rows.measure("turns", stops=1000, runs=5 if quick else 11)
    if found is not None:
        yield _times_the_cost(
            "turn-aware 1000 x 1000, Porto: times the node-based time",
            found,
            ("turns", "nodes"),
            6.0,
            ("stops", "states", "run"),
        )


def _times_the_cost(
    goal: str,
    found: dict[str, Any],
    names: tuple[str, str],
    target: float,
    facts: tuple[str, ...],
) -> Goal:
    """How many times the cost of the second work the first one has, by medians."""
    many, one = (found["seconds"][name] for name in names)
    return Goal(
        goal=goal,
        measured=median(many) / median(one),
        target=target,
        detail={
            "ratio_of_least": round(min(many) / min(one), 2),
            **{name: told(found["seconds"][name]) for name in names},
            "what": "as the program makes them: weights, customising, matrix, whole milliseconds "
            "and decimetres; the node order not counted",
            **{fact: found[fact] for fact in facts},
        },
    )


def measure_approximation(
    *, profile: str, turns: bool, places: int, origins: int, each: int
) -> dict[str, Any]:
    """Progress through matrices of buckets, against an exact search at its hour.

    Both are told in the whole seconds that a plan is made of; trips take over a minute.
    """
    roads = porto_roads()
    if profile == BUILT_IN:
        conditions = conditions_of(roads, built_in_workday(), turns=turns)
    else:
        conditions = synthetic_rush(roads, turns=turns)
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
    sizes = {"places": 1000, "origins": 100, "each": 30}
    if quick:
        sizes = {"places": 300, "origins": 25, "each": 40}
    for profile in (BUILT_IN,) if quick else (BUILT_IN, SYNTHETIC):
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


def synthetic_rush(roads: RoadNetwork, *, turns: bool) -> RoadConditions:
    """A made-up profile by the hour and the free-flow speed of a street.

    Those of 55 to 85 km/h fall from free flow to half of it at eight, the others by less.
    """
    hour = np.arange(HOURS)
    peak = np.exp(-(((hour - 8) / 1.2) ** 2)) + np.exp(-(((hour - 17.5) / 1.5) ** 2))
    peak += 0.35 * ((hour > 9) & (hour < 16))
    ratios = 1 - np.minimum(0.9, np.outer(peak, (0.15, 0.35, 0.5, 0.4)))
    # The classes only stand for the speeds, which follow.
    conditions = conditions_of(roads, _by_hour((ANY_CLASS, "a", "b", "c"), ratios), turns=turns)
    return replace(conditions, edge_class=np.digitize(roads.speed_kph, (35.0, 55.0, 85.0)))


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


def _matrices_of(conditions: RoadConditions, count: int) -> Callable[[], StopMatrices]:
    """What makes the matrices between some places."""
    places = draw_places(conditions.network, count)
    at = Stops.of(snap_places(conditions, places), conditions)
    hierarchy = open_hierarchy(conditions.network, conditions.graph)
    return lambda: stop_matrices(conditions, hierarchy, at)


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
