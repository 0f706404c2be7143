"""Solving a published instance with the planner's own model and search."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from domain.message import Message
from domain.progress import OnProgress, Progress, StopCriterion, ignore_progress
from optimizer.routing.instances.check_routes import cost, violations
from optimizer.routing.instances.instance import Counting, RoutingInstance
from optimizer.routing.instances.read_instance import read_instance
from optimizer.routing.integer_problem import IntegerProblem, Sequences, Tourer, Visit
from optimizer.routing.search import Watcher, search
from optimizer.routing.solve_routing import ENGINE

STEP = "step.routes"

UNITS = {Counting.ROUNDED: 1, Counting.EXACT: 10_000}
"""Units of the solver per unit of length."""

SPARE_VEHICLES = 0.15
"""Share of vehicles above the least needed where the fleet has no limit: more slow the search."""

DEAREST_EDGES = 20
"""Cost of leaving a customer out, in longest edges; two would do."""

_NOISE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceSolution:
    """Routes of an instance, their cost as it is counted there, and whether they keep its rules.

    Attributes
    ----------
    cost
        A whole number where edges are counted so.
    routes
        Customers by their numbers, in the order of driving.
    """

    instance: str
    cost: float
    objective: str
    routes: tuple[tuple[int, ...], ...]
    feasible: bool
    violations: tuple[Message, ...]
    engine: str
    seed: int
    seconds: float

    def write(self, path: Path) -> None:
        """Write the routes as a CVRPLIB solution file."""
        lines = [
            f"Route #{number}: {' '.join(str(customer) for customer in route)}"
            for number, route in enumerate(self.routes, start=1)
        ]
        path.write_text("\n".join([*lines, f"Cost {self.cost}", ""]), encoding="utf-8")


def solve_instance(
    path: Path,
    *,
    stop: StopCriterion,
    seed: int = 0,
    on_progress: OnProgress = ignore_progress,
) -> InstanceSolution:
    """Solve the instance in a file until told to stop.

    Raises
    ------
    InputError
        If the file cannot be used.
    """
    started_s = time.monotonic()
    instance = read_instance(path)
    order = _shuffled(len(instance.customers) - 1, seed)

    def report(routes: Sequences) -> None:
        length = cost(instance, _customers(routes, order))
        on_progress(Progress(step=STEP, fraction=stop.fraction(), cost_minor=round(length)))

    outcome = search(integer_problem(instance, order), stop, watcher=Watcher(on_better=report))
    routes = _customers(outcome.routes, order)
    broken = tuple(violations(instance, routes))
    length = cost(instance, routes)
    return InstanceSolution(
        instance=instance.name,
        cost=int(length) if instance.counting is Counting.ROUNDED else round(length, 6),
        objective="distance",
        routes=routes,
        feasible=not broken,
        violations=broken,
        engine=ENGINE,
        seed=seed,
        seconds=round(time.monotonic() - started_s, 3),
    )


def integer_problem(instance: RoutingInstance, order: Sequence[int]) -> IntegerProblem:
    """An instance in whole numbers; visit i is customer ``order[i]``, the depot comes last."""
    units, depot = UNITS[instance.counting], instance.customers[0]
    numbers = [*order, 0]
    lengths = _lengths(instance)[np.ix_(numbers, numbers)] * units
    costs = np.rint(lengths).astype(np.int64)
    hours = ((depot.ready * units, depot.due * units),) if instance.has_windows else ()
    vehicle = Tourer(
        start=len(order),
        end=len(order),
        start_spans=hours,
        end_spans=hours,
        capacities=(instance.capacity,),
    )
    dwell = np.array([instance.customers[i].service * units for i in numbers], dtype=np.int64)
    times = np.ceil(lengths - _NOISE).astype(np.int64) + dwell[:, np.newaxis]
    return IntegerProblem(
        visits=tuple(_visit(instance, i, DEAREST_EDGES * int(costs.max())) for i in order),
        vehicles=(vehicle,) * _fleet(instance),
        cost_matrices=(costs,),
        time_matrices=(times,) if instance.has_windows else (),
        dwell_s=dwell if instance.has_windows else None,
    )


def _visit(instance: RoutingInstance, number: int, penalty: int) -> Visit:
    customer, units = instance.customers[number], UNITS[instance.counting]
    window = (customer.ready * units, customer.due * units)
    return Visit(
        spans=(window,) if instance.has_windows else (),
        loads=(customer.demand,),
        penalty=penalty,
    )


def _fleet(instance: RoutingInstance) -> int:
    """Vehicles to search with: as many as there are, or some more than the loads need."""
    customers = len(instance.customers) - 1
    if instance.fleet is not None:
        return min(instance.fleet, customers)
    need = math.ceil(sum(c.demand for c in instance.customers) / instance.capacity)
    return min(customers, math.ceil(need * (1 + SPARE_VEHICLES)) + 1)


def _lengths(instance: RoutingInstance) -> npt.NDArray[np.float64]:
    x = np.array([customer.x for customer in instance.customers])
    y = np.array([customer.y for customer in instance.customers])
    exact = np.hypot(x[:, np.newaxis] - x, y[:, np.newaxis] - y)
    lengths: npt.NDArray[np.float64] = exact
    if instance.counting is Counting.ROUNDED:
        lengths = np.floor(exact + 0.5)
    return lengths


def _shuffled(customers: int, seed: int) -> list[int]:
    """Customers in an order that the seed decides; their own for seed 0."""
    if not seed:
        return list(range(1, customers + 1))
    return [int(i) + 1 for i in np.random.default_rng(seed).permutation(customers)]


def _customers(routes: Sequences, order: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(order[visit] for visit in route) for route in routes if route)
