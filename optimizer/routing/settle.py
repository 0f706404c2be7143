"""From proposed sequences to a plan that keeps every hard rule, and what it costs."""

from collections.abc import Iterable

from domain.plan import Route
from domain.routing_problem import Shipment
from optimizer.routing.insertion import Plan
from optimizer.routing.passes import Broken
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.timeline import Timeline, time_orders, time_route


def settle(view: ProblemView, proposed: Plan) -> dict[str, tuple[str, ...]]:
    """A plan with the orders taken off that break a hard rule, one by one.

    An engine's model breaks none but where traffic changes over the day; a plan to start from may
    hold anything, also ids that are not there and orders twice.
    """
    settled: dict[str, tuple[str, ...]] = {}
    served: set[str] = set()
    for vehicle_id, order_ids in proposed.items():
        vehicle = view.vehicles.get(vehicle_id)
        if vehicle is None:
            continue
        known = [i for i in dict.fromkeys(order_ids) if i in view.shipments and i not in served]
        orders = [view.shipments[order_id] for order_id in known]
        while orders and isinstance(timed := time_orders(view, vehicle, orders), Broken):
            orders = [order for order in orders if order.order_id != timed.order_id]
        if orders:
            settled[vehicle_id] = tuple(order.order_id for order in orders)
            served.update(settled[vehicle_id])
    return settled


def routes_of(view: ProblemView, plan: Plan) -> tuple[Route, ...]:
    """The routes of a settled plan, in the order of the vehicles."""
    timed = (
        time_route(view, vehicle, [view.shipments[i] for i in plan[vehicle.vehicle_id]])
        for vehicle in view.problem.vehicles
        if plan.get(vehicle.vehicle_id)
    )
    return tuple(route for route in timed if not isinstance(route, Broken))


def left_out(view: ProblemView, plan: Plan) -> tuple[Shipment, ...]:
    """Orders that a plan does not serve."""
    served = {order_id for order_ids in plan.values() for order_id in order_ids}
    return tuple(s for s in view.problem.shipments if s.order_id not in served)


def cost_minor(view: ProblemView, plan: Plan) -> int:
    """What a settled plan costs, the orders left out included."""
    cost = sum(order.unassigned_cost_minor for order in left_out(view, plan))
    for vehicle_id, order_ids in plan.items():
        orders = [view.shipments[order_id] for order_id in order_ids]
        timed = time_orders(view, view.vehicles[vehicle_id], orders)
        cost += timed.cost.total_minor if isinstance(timed, Timeline) else 0
    return cost


def cheapest(view: ProblemView, plans: Iterable[Plan]) -> Plan:
    """The settled plan that costs least; the empty one where there is none."""
    return min(plans, key=lambda plan: cost_minor(view, plan), default={})
