"""What a routing engine answers."""

from dataclasses import dataclass

from domain.message import Problem
from domain.plan import Route, Stop, StopKind, Unassigned
from domain.travel import order_place, pickup_place, warehouse_place
from optimizer.routing.engine import EndReason


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCalls:
    """Where a vehicle calls, in the order of driving.

    Attributes
    ----------
    places
        Names of doors, and of warehouses where it is reloaded.
    """

    vehicle_id: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Termination:
    """Why a search ended.

    Attributes
    ----------
    iterations
        Of all engines together, each in its own counting.
    improvements
        How often the best plan became better on the way.
    """

    reason: EndReason
    seconds: float
    iterations: int = 0
    improvements: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingResult:
    """Routes, and the orders left out, each with its reason.

    Attributes
    ----------
    engine
        Name of the one whose plan it is.
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

    def sequences(self) -> tuple[RouteCalls, ...]:
        """The routes as plain names, to start another search from."""
        return tuple(
            RouteCalls(vehicle_id=route.vehicle_id, places=places_of(route))
            for route in self.routes
        )


def places_of(route: Route) -> tuple[str, ...]:
    """Names of the places that a route calls at, one for each order of a stop."""
    return tuple(place for stop in route.stops for place in _places_of(stop))


def _places_of(stop: Stop) -> tuple[str, ...]:
    if stop.kind is StopKind.RELOAD:
        return (warehouse_place(stop.warehouse_id),)
    name = pickup_place if stop.kind is StopKind.PICKUP else order_place
    return tuple(name(order_id) for order_id in stop.order_ids)
