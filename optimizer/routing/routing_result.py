"""What a routing engine answers."""

from dataclasses import dataclass

from domain.message import Problem
from domain.plan import Route, Unassigned
from optimizer.routing.search import EndReason


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteOrder:
    """Which orders a vehicle serves, in the order of driving."""

    vehicle_id: str
    order_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Termination:
    """Why an engine stopped.

    Attributes
    ----------
    solutions
        How many ever better answers it found on the way.
    """

    reason: EndReason
    seconds: float
    solutions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingResult:
    """Routes, and the orders left out, each with its reason.

    Attributes
    ----------
    problems
        Vehicles and orders whose numbers cannot be used; such vehicles stand still.
    """

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    engine: str
    termination: Termination
    problems: tuple[Problem, ...] = ()

    @property
    def cost_minor(self) -> int:
        """Cost of all routes and of all orders left out."""
        routes = sum(route.cost.total_minor for route in self.routes)
        return routes + sum(order.cost_minor for order in self.unassigned)

    def sequences(self) -> tuple[RouteOrder, ...]:
        """The routes as plain ids, to start another search from."""
        return tuple(
            RouteOrder(vehicle_id=route.vehicle_id, order_ids=route.order_ids)
            for route in self.routes
        )
