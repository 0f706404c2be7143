"""Routes timed anew on the exact way of every drive, at the hour it is driven.

The search prices drives by matrices, which are close but not exact where traffic changes on the
way. Here each drive of the routes chosen is searched through the streets. Where an exact time
breaks a hard rule, the order concerned is taken off and put where it keeps all rules, or left out
with the reason.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.geo import Location
from domain.message import message
from domain.plan import Route, Unassigned
from domain.routing_problem import RoutingProblem, Shipment
from domain.travel import FleetTravel
from maps.driving.exact_part import ExactPart
from maps.driving.exact_travel import ExactTravel
from optimizer.routing.insertion import Allowance, try_everywhere
from optimizer.routing.problem_view import ProblemView, view_of
from optimizer.routing.routing_result import RoutingResult, places_of
from optimizer.routing.settle import left_out, routes_of, settle
from optimizer.routing.timeline import Timeline, time_sequence
from planning.day_roads import DayRoads

log = logging.getLogger(__name__)

INSERTION_TIMELINES = 2_000
"""Timelines that may be tried, by matrices, for orders that exact times put off their routes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retimed:
    """Routes on exact times.

    Attributes
    ----------
    moved
        Orders that exact times put off their route and that another place was found for.
    """

    routes: tuple[Route, ...]
    unassigned: tuple[Unassigned, ...]
    moved: tuple[str, ...] = ()


def retime(
    problem: RoutingProblem,
    locations: Mapping[str, Location],
    exact: FleetTravel[ExactTravel],
    routes: Sequence[Route],
    unassigned: Sequence[Unassigned],
) -> Retimed:
    """Put exact drives into routes, and repair every hard rule that then breaks.

    Each route may also leave as it did, so that no good hour to start is lost.

    Parameters
    ----------
    problem
        What the routes answer, with the travel that they were found by.
    exact
        Exact travel between all places of the day.
    """
    by_matrix = view_of(problem, locations)
    exactly = view_of(problem, locations, travel=_part(exact, problem))
    hints_s = {route.vehicle_id: route.start_s for route in routes}
    plan = settle(exactly, {route.vehicle_id: places_of(route) for route in routes}, hints_s)
    served = {order_id for route in routes for order_id in route.order_ids}
    put_off = [order for order in left_out(exactly, plan) if order.order_id in served]
    moved = _put_back(by_matrix, exactly, plan, put_off)
    if put_off:
        log.info("exact times moved %d orders, %d found a place", len(put_off), len(moved))
    lost = [_lost(order) for order in put_off if order.order_id not in moved]
    return Retimed(
        routes=routes_of(exactly, plan, hints_s),
        unassigned=(*unassigned, *lost),
        moved=tuple(moved),
    )


def retime_parts(
    problems: Sequence[RoutingProblem],
    results: Sequence[RoutingResult],
    roads: DayRoads,
    exact: FleetTravel[ExactTravel],
) -> tuple[tuple[Route, ...], tuple[Unassigned, ...]]:
    """Routes of all parts of a day on exact times, and the orders left out."""
    locations = dict(roads.places)
    retimed = [
        retime(problem, locations, exact, result.routes, result.unassigned)
        for problem, result in zip(problems, results, strict=True)
    ]
    routes = tuple(route for part in retimed for route in part.routes)
    return routes, tuple(order for part in retimed for order in part.unassigned)


def _part(exact: FleetTravel[ExactTravel], problem: RoutingProblem) -> FleetTravel[ExactPart]:
    """Exact travel between the places of a problem, for its vehicles."""
    return FleetTravel(
        travels=tuple(ExactPart.of(whole, problem.travel.places) for whole in exact.travels),
        of_vehicle={v.vehicle_id: exact.of_vehicle[v.vehicle_id] for v in problem.vehicles},
    )


def _put_back(
    by_matrix: ProblemView,
    exactly: ProblemView,
    plan: dict[str, tuple[str, ...]],
    orders: Sequence[Shipment],
) -> list[str]:
    """Put orders into a plan, the dearest first, where exact times allow; return which."""
    allowance, found = Allowance(INSERTION_TIMELINES), []
    for order in sorted(orders, key=lambda order: -order.unassigned_cost_minor):
        if _put_in(by_matrix, exactly, plan, order, allowance):
            found.append(order.order_id)
    return found


def _put_in(
    by_matrix: ProblemView,
    exactly: ProblemView,
    plan: dict[str, tuple[str, ...]],
    order: Shipment,
    allowance: Allowance,
) -> bool:
    """Put an order where matrices find it cheapest and exact times keep all rules."""
    trial = try_everywhere(by_matrix, plan, order, allowance)
    for insertion in sorted(trial.found, key=lambda insertion: insertion.extra_minor):
        if insertion.extra_minor >= order.unassigned_cost_minor:
            return False
        vehicle = exactly.vehicles[insertion.vehicle_id]
        if isinstance(time_sequence(exactly, vehicle, insertion.places), Timeline):
            plan[insertion.vehicle_id] = insertion.places
            return True
    return False


def _lost(order: Shipment) -> Unassigned:
    reason = message("unassigned.by_exact_times")
    return Unassigned(
        order_id=order.order_id, reason=reason, cost_minor=order.unassigned_cost_minor
    )
