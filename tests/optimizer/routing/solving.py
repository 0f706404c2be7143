"""Plans of small problems, and what is in them."""

from typing import Any

from domain.fleet import Vehicle
from domain.progress import Never
from domain.routing_problem import Shipment
from optimizer.routing.routing_result import RoutingResult
from optimizer.routing.solve_routing import solve_routing
from tests.optimizer.routing.build import Case, case, parcel

ITERATIONS = 300


def solve(made: Case, **how: Any) -> RoutingResult:
    usual: dict[str, Any] = {"stop": Never(), "iteration_limit": ITERATIONS}
    return solve_routing(made.problem, locations=made.locations, **(usual | how))


def served(result: RoutingResult) -> dict[str, set[str]]:
    return {route.vehicle_id: set(route.order_ids) for route in result.routes}


def left_out(result: RoutingResult) -> set[str]:
    return {order.order_id for order in result.unassigned}


def in_a_row(vehicles: list[Vehicle], *orders: Shipment, spacing_m: int = 6_000) -> Case:
    return case(orders, vehicles, [(spacing_m * (i + 1), 0.0) for i in range(len(orders))])


def three(**facts: Any) -> list[Shipment]:
    return [parcel(name, **facts) for name in "ABC"]
