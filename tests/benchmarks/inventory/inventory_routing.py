"""Small published problems of stock and routes at once, solved to the optimum by CP-SAT.

They check what the days of a stock plan mean: what is there at the start of a day, when a delivery
must fit, and which day's stock is paid for. A supplier serves customers with equal vehicles; each
customer is visited at most once a day and never runs out; stock at both ends costs.

The published costs leave out what the stock of the start costs, so they count the ends of the days
only. A delivery must fit beside the stock of the day before, before the day's consumption. The
supplier gives what it had at the end of the day before; the day's production comes after.

References
----------
Archetti, Bertazzi, Laporte and Speranza (2007), A branch-and-cut algorithm for a vendor-managed
inventory-routing problem, Transportation Science 41, section 2; with several vehicles Coelho and
Laporte (2013), Computers & Operations Research 40.
"""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ortools.sat.python import cp_model

from tests.benchmarks.goal import Goal
from tests.benchmarks.inventory.rows import Row, Rows
from tests.benchmarks.roads.rows import say_not_measured

PUBLISHED = Path(__file__).parents[4] / "shared/data/inventory/irp"

_CENTS = 100
_LONGEST_S = 900.0
_SAME = 0.006


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer, or the supplier, whose stock then only grows by production.

    `least` and `most` bound its stock in units; `daily` is what it uses, or makes, in a day;
    `holding` what a unit costs at the end of a day.
    """

    x: float
    y: float
    start: int
    most: int
    least: int
    daily: int
    holding: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingStock:
    """Some days of stock and routes; travel costs the distance in whole units."""

    days: int
    vehicles: int
    vehicle_units: int
    supplier: Customer
    customers: tuple[Customer, ...]

    def travel(self, one: int, other: int) -> int:
        """Cost from stop to stop; stop 0 is the supplier."""
        stops = (self.supplier, *self.customers)
        apart = math.hypot(stops[one].x - stops[other].x, stops[one].y - stops[other].y)
        return math.floor(apart + 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingStockResult:
    """The best plan's cost, and whether it is proven to be the best."""

    cost: float
    is_best: bool
    seconds: float


def read_routing_stock(file: Path) -> RoutingStock:
    """Read a problem; its file has a line of sizes, one of the supplier and one per customer."""
    sizes, supplier, *customers = (
        line.split() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
    )
    _, days, vehicle_units, vehicles = map(int, sizes)
    _, x, y, start, makes, holding = supplier
    return RoutingStock(
        days=days,
        vehicles=vehicles,
        vehicle_units=vehicle_units,
        supplier=Customer(
            x=float(x),
            y=float(y),
            start=int(start),
            most=int(start) + days * int(makes),
            least=0,
            daily=int(makes),
            holding=float(holding),
        ),
        customers=tuple(
            Customer(
                x=float(x),
                y=float(y),
                start=int(start),
                most=int(most),
                least=int(least),
                daily=int(daily),
                holding=float(holding),
            )
            for _, x, y, start, most, least, daily, holding in customers
        ),
    )


def best_known() -> dict[str, float]:
    """The published cost of each problem."""
    lines = (PUBLISHED / "bounds.txt").read_text(encoding="utf-8").splitlines()
    return {name: float(cost) for name, _, cost in (line.split() for line in lines if line)}


def solve_routing_stock(
    problem: RoutingStock, *, longest_s: float = _LONGEST_S
) -> RoutingStockResult:
    """Find the best plan of a small problem."""
    model = cp_model.CpModel()
    days = [_add_routes(model, problem) for _ in range(problem.days)]
    travel = [cost for cost, _ in days]
    given = [units for _, units in days]
    stocks = _add_stocks(model, problem, given)
    model.minimize(cp_model.LinearExpr.sum([*travel, *stocks]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = longest_s
    began_s = time.perf_counter()
    status = solver.solve(model)
    return RoutingStockResult(
        cost=solver.objective_value / _CENTS,
        is_best=status == cp_model.OPTIMAL,
        seconds=time.perf_counter() - began_s,
    )


def _add_routes(
    model: cp_model.CpModel, problem: RoutingStock
) -> tuple[cp_model.LinearExpr, list[cp_model.IntVar]]:
    """Add the routes of a day; their cost in cents and the units given to each customer.

    Vehicles are equal, so routes are tours through the supplier without names. The load given
    along a route grows from stop to stop and stays within the vehicle.
    """
    stops, most = range(len(problem.customers) + 1), problem.vehicle_units
    units = [model.new_int_var(0, min(most, customer.most), "") for customer in problem.customers]
    loads = [model.new_int_var(0, most, "") for _ in problem.customers]
    arcs: list[tuple[int, int, cp_model.BoolVarT]] = []
    for stop in stops[1:]:
        is_left_out = model.new_bool_var("")
        arcs.append((stop, stop, is_left_out))
        model.add(units[stop - 1] == 0).only_enforce_if(is_left_out)
        model.add(loads[stop - 1] >= units[stop - 1])
    cost: list[cp_model.LinearExpr] = []
    for one in stops:
        for other in stops:
            if one != other:
                is_driven = model.new_bool_var("")
                arcs.append((one, other, is_driven))
                cost.append(_CENTS * problem.travel(one, other) * is_driven)
                if one and other:
                    model.add(
                        loads[other - 1] >= loads[one - 1] + units[other - 1]
                    ).only_enforce_if(is_driven)
    model.add_multiple_circuit(arcs)
    vehicles = cp_model.LinearExpr.sum([is_driven for one, _, is_driven in arcs if one == 0])
    model.add(vehicles <= problem.vehicles)
    model.add(cp_model.LinearExpr.sum(units) <= most * vehicles)
    return cp_model.LinearExpr.sum(cost), units


def _add_stocks(
    model: cp_model.CpModel, problem: RoutingStock, given: list[list[cp_model.IntVar]]
) -> Iterator[cp_model.LinearExpr]:
    """Add the balance of all stocks; what those at the ends of the days cost in cents."""
    supplier, stocks = problem.supplier, []
    model_sum = cp_model.LinearExpr.sum
    for day in range(problem.days):
        before = model_sum([unit for units in given[:day] for unit in units])
        stock = supplier.start + day * supplier.daily - before
        model.add(model_sum(given[day]) <= stock)
        stocks.append((supplier, stock - model_sum(given[day]) + supplier.daily))
    for number, customer in enumerate(problem.customers):
        for day in range(problem.days):
            got = model_sum([units[number] for units in given[: day + 1]])
            model.add(customer.start - day * customer.daily + got <= customer.most)
            stock = customer.start - (day + 1) * customer.daily + got
            model.add(stock >= customer.least)
            stocks.append((customer, stock))
    for owner, stock in stocks:
        yield round(_CENTS * owner.holding) * stock


def measure_routing_stock() -> Row:
    """Solve all published problems of five customers and three days."""
    found = {}
    for file in sorted(PUBLISHED.glob("S_*n5_*3.dat")):
        result = solve_routing_stock(read_routing_stock(file))
        found[file.stem] = {
            "cost": result.cost,
            "is_best": result.is_best,
            "seconds": round(result.seconds, 2),
        }
    return {"found": found}


def routing_stock_goals(rows: Rows, *, quick: bool) -> Iterator[Goal]:
    """All problems of five customers and three days cost what is published; a table of them."""
    del quick
    if not PUBLISHED.exists():
        say_not_measured("inventory routing", f"{PUBLISHED} is not there")
        return
    row = rows.measure("routing_stock")
    if row is None:
        return
    known, found = best_known(), row["found"]
    for name, one in found.items():
        print(f"{name}: {one['cost']:.2f}, published {known[name]:.2f}, {one['seconds']} s")
    equal = [
        name
        for name, one in found.items()
        if one["is_best"] and abs(one["cost"] - known[name]) < _SAME
    ]
    yield Goal(
        goal="inventory routing: problems of five customers, three days, solved as published",
        measured=len(equal),
        target=len(found),
        at_most=False,
        detail={
            "unequal": sorted(set(found) - set(equal)),
            "slowest_s": max(one["seconds"] for one in found.values()),
        },
    )
