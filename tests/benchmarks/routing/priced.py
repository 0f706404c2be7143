"""What a run is worth: its routes checked and priced from the raw data by the program's checker."""

from functools import cache
from pathlib import Path
from typing import Any

from optimizer.routing.instances.check_routes import cost, violations
from optimizer.routing.instances.instance import RoutingInstance
from optimizer.routing.instances.read_instance import read_instance
from tests.benchmarks.routing.best_known import BestKnown, best_known

_VIOLATIONS_TOLD = 5


@cache
def instance_in(path: Path) -> RoutingInstance:
    """The instance in a file, read once."""
    return read_instance(path)


@cache
def best_of(path: Path) -> BestKnown:
    """The best known of an instance, read once."""
    return best_known(path)


def is_vehicles_first(path: Path) -> bool:
    """Whether fewer vehicles are better at any distance."""
    return "vehicle" in str(best_of(path).objective)


def priced(path: Path, told: dict[str, Any]) -> dict[str, Any]:
    """A run with its cost, vehicles, and the rules it breaks."""
    if told.get("routes") is None:
        return told | {"cost": None, "vehicles": None, "violations": ["no answer"]}
    instance = instance_in(path)
    routes = _in_order(instance, told["routes"])
    broken = violations(instance, routes)
    return told | {
        "cost": cost(instance, routes),
        "vehicles": sum(1 for route in routes if route),
        "violations": [f"{one.code} {dict(one.parameters)}" for one in broken[:_VIOLATIONS_TOLD]],
    }


def gap(path: Path, row: dict[str, Any], *, at_s: float | None = None) -> float | None:
    """How much dearer than the best known a run is, in per cent; None for what breaks a rule.

    Where vehicles come first, each one more counts as one more route of the best known's mean
    length. The cost after some seconds is told by the engine's own counting, in proportion;
    not where that counts vehicles in.
    """
    if row.get("cost") is None or row["violations"]:
        return None
    best = best_of(path)
    found = float(row["cost"])
    if at_s is not None:
        points = [cost for second, cost in row["trajectory"] if second <= at_s]
        if not points or is_vehicles_first(path):
            return None
        found *= points[-1] / row["trajectory"][-1][1]
    extra = 0.0
    if is_vehicles_first(path) and best.vehicles:
        extra = (row["vehicles"] - best.vehicles) * best.cost / best.vehicles
    return 100 * (found + extra - best.cost) / best.cost


def _in_order(instance: RoutingInstance, routes: list[tuple[int, list[int]]]) -> list[list[int]]:
    """The route of each vehicle by its number; of vehicles that are alike, those used."""
    if instance.has_equal_vehicles:
        return [calls for _, calls in routes]
    ordered: list[list[int]] = [[] for _ in range(1 + max((v for v, _ in routes), default=0))]
    for vehicle, calls in routes:
        ordered[vehicle] = calls
    return ordered
