"""A plan with one mistake, and what the plan checker must say of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from domain.dataset import Dataset
from domain.plan import Plan, Route
from domain.travel import FleetTravel, MatrixTravel
from tests.domain.small_data import small_dataset, small_travel
from tests.domain.small_plan import plan_of, small_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A plan to check; the lawful one of the small day, where nothing else is said."""

    dataset: Dataset = field(default_factory=small_dataset)
    plan: Plan = field(default_factory=small_plan)
    travel: FleetTravel[MatrixTravel] = field(default_factory=small_travel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A case with the only violation that the checker must find in it."""

    rule: str
    where: str
    amount: float
    code: str
    make: Callable[[], Case]


BROKEN: list[Broken] = []


def breaks(
    rule: str, where: str, amount: float, variant: str = ""
) -> Callable[[Callable[[], Case]], Callable[[], Case]]:
    """Register a function that makes a case which breaks one rule, at one place, by one amount."""
    code = ".".join(filter(None, ("check", rule, variant)))

    def register(make: Callable[[], Case]) -> Callable[[], Case]:
        BROKEN.append(Broken(rule=rule, where=where, amount=amount, code=code, make=make))
        return make

    return register


def route_of(plan: Plan, vehicle_id: str) -> Route:
    return next(route for route in plan.routes if route.vehicle_id == vehicle_id)


def with_stop(route: Route, number: int, **changes: Any) -> Route:
    """A route with some facts of a stop changed; stops are numbered from 1."""
    stops = list(route.stops)
    stops[number - 1] = replace(stops[number - 1], **changes)
    return replace(route, stops=tuple(stops))


def with_route(plan: Plan, route: Route) -> Plan:
    """A plan with a route in the place of its vehicle's, the rest as it was."""
    routes = (route if r.vehicle_id == route.vehicle_id else r for r in plan.routes)
    return replace(plan, routes=tuple(routes))


def summed(plan: Plan, dataset: Dataset | None = None) -> Plan:
    """A plan with its figures added up anew, so that a mistake shows only where it is."""
    anew = plan_of(
        dataset or small_dataset(),
        plan.routes,
        unassigned=plan.unassigned,
        replenishment=plan.replenishment,
        transfers=plan.transfers,
    )
    return replace(plan, summary=anew.summary)


def with_cost(plan: Plan, **changes: int) -> Plan:
    """A plan with some costs of its summary changed."""
    cost = replace(plan.summary.cost_minor, **changes)
    return replace(plan, summary=replace(plan.summary, cost_minor=cost))
