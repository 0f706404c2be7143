"""The best known answers of published instances, as they lie beside them."""

import ast
import csv
import json
from dataclasses import dataclass
from pathlib import Path

from optimizer.routing.instances.check_routes import cost
from optimizer.routing.instances.instance import Counting, Objective
from optimizer.routing.instances.read_instance import read_instance

ROUTING = Path(__file__).resolve().parents[4] / "shared" / "data" / "routing"

GEHRING_HOMBERGER = "GH1000"
"""Set whose files tell costs in the unit of the coordinates, not in tenths as they are counted."""

MIXED_FLEETS = "HFVRP"
"""Set whose files tell costs in several units: only their routes are used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BestKnown:
    """The best known cost of an instance, in its own counting.

    Attributes
    ----------
    vehicles
        How many the best known routes use.
    routes
        The routes of each vehicle, where they are published.
    """

    cost: float
    vehicles: int
    objective: Objective
    routes: tuple[tuple[int, ...], ...] | None = None


def best_known(path: Path) -> BestKnown:
    """The best known answer of a published instance; LookupError where there is none."""
    if path.with_suffix(".sol").exists():
        return _from_solution(path)
    if path.parent.name == "ortec":
        return _from_ortec(path)
    return _from_vroom(path)


def _from_solution(path: Path) -> BestKnown:
    routes, told = read_solution(path.with_suffix(".sol"))
    if path.parent.name == GEHRING_HOMBERGER:
        told = round(told * Counting.TENTHS.scale)
    if path.parent.name == MIXED_FLEETS:
        told = cost(read_instance(path), routes)
    used = sum(1 for route in routes if route)
    return BestKnown(cost=told, vehicles=used, objective=Objective.DISTANCE, routes=routes)


def read_solution(path: Path) -> tuple[tuple[tuple[int, ...], ...], float]:
    """Routes and cost of a CVRPLIB solution file; empty routes stay, they stand for vehicles."""
    routes, told = [], float("nan")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("Route"):
            routes.append(tuple(int(site) for site in line.partition(":")[2].split()))
        elif line.startswith("Cost"):
            told = float(line.removeprefix("Cost").strip(" :"))
    return tuple(routes), told


def _from_ortec(path: Path) -> BestKnown:
    with (path.parent / "best_known_solutions.csv").open(encoding="utf-8", newline="") as file:
        rows = {name: (told, text) for name, told, text in csv.reader(file, delimiter=";")}
    told, text = rows[path.stem]
    routes = tuple(tuple(route) for route in ast.literal_eval(text))
    return BestKnown(
        cost=float(told), vehicles=len(routes), objective=Objective.DISTANCE, routes=routes
    )


def _from_vroom(path: Path) -> BestKnown:
    """Costs alone: Solomon's for distance, Homberger's and Li & Lim's for fewest vehicles first."""
    folder = path.parent.parent
    is_solomon = path.parent.name == "solomon"
    file = folder / f"vroom_BKS_{'PDPTW' if path.parent.name == 'PDPTW' else 'VRPTW'}.json"
    known = json.loads(file.read_text(encoding="utf-8"))
    found = known[f"{path.stem}_distance" if is_solomon else path.stem]
    return BestKnown(
        cost=found["best_known_cost"],
        vehicles=found["solved_with_vehicles"],
        objective=Objective.DISTANCE if is_solomon else Objective.VEHICLES_THEN_DISTANCE,
    )
