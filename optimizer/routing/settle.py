"""From proposed sequences to a plan that keeps every hard rule, and what it costs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from domain.fleet import Vehicle
from domain.plan import Route
from domain.routing_problem import Shipment
from optimizer.routing.broken import Broken
from optimizer.routing.insertion import Plan
from optimizer.routing.plan_route import time_route
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.timeline import Timeline, time_sequence

NO_HINTS: Mapping[str, int] = {}


def settle(
    view: ProblemView, proposed: Plan, hints_s: Mapping[str, int] = NO_HINTS
) -> dict[str, tuple[str, ...]]:
    """A plan with the orders taken off that break a hard rule, one by one.

    What an engine proposes may break one where it only comes near to it; a plan to start from may
    hold anything, also names that are not there and orders twice. Reloads that serve nothing, or
    without which the route keeps all rules and costs no more, are dropped.

    Parameters
    ----------
    hints_s
        Starts of vehicles that are tried too.
    """
    settled: dict[str, tuple[str, ...]] = {}
    rides_on = _vehicles_of_groups(view, proposed)
    served: set[str] = set()
    for vehicle_id, places in proposed.items():
        vehicle = view.vehicles.get(vehicle_id)
        if vehicle is None:
            continue
        left = _servable(view, vehicle, places, served, rides_on)
        kept = _keeping_rules(view, vehicle, left, hints_s.get(vehicle_id))
        if kept:
            settled[vehicle_id] = kept
            served.update(_order_ids(view, kept))
    return settled


def routes_of(
    view: ProblemView, plan: Plan, hints_s: Mapping[str, int] = NO_HINTS
) -> tuple[Route, ...]:
    """The routes of a settled plan, in the order of the vehicles."""
    timed = (
        time_route(view, vehicle, plan[vehicle.vehicle_id], hints_s.get(vehicle.vehicle_id))
        for vehicle in view.problem.vehicles
        if plan.get(vehicle.vehicle_id)
    )
    return tuple(route for route in timed if not isinstance(route, Broken))


def left_out(view: ProblemView, plan: Plan) -> tuple[Shipment, ...]:
    """Orders that a plan does not serve."""
    served = {order_id for places in plan.values() for order_id in _order_ids(view, places)}
    return tuple(s for s in view.problem.shipments if s.order_id not in served)


def cost_minor(view: ProblemView, plan: Plan) -> int:
    """What a settled plan costs, the orders left out included."""
    cost = sum(order.unassigned_cost_minor for order in left_out(view, plan))
    for vehicle_id, places in plan.items():
        timed = time_sequence(view, view.vehicles[vehicle_id], places)
        cost += timed.cost.total_minor if isinstance(timed, Timeline) else 0
    return cost


def cheapest(view: ProblemView, plans: Iterable[Plan]) -> Plan:
    """The settled plan that costs least; the empty one where there is none."""
    return min(plans, key=lambda plan: cost_minor(view, plan), default={})


def _vehicles_of_groups(view: ProblemView, proposed: Plan) -> dict[str, str]:
    """The vehicle of each group: the one whose orders of it would cost most to leave out."""
    worth_minor: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for vehicle_id, places in proposed.items():
        if vehicle_id not in view.vehicles:
            continue
        for place in dict.fromkeys(places):
            task = view.tasks.get(place)
            if task is not None and task.is_own_door and task.order.same_vehicle_group:
                of_group = worth_minor[task.order.same_vehicle_group]
                worth = of_group.get(vehicle_id, 0) + task.order.unassigned_cost_minor
                of_group[vehicle_id] = worth
    return {group: max(worth, key=lambda v: worth[v]) for group, worth in worth_minor.items()}


def _servable(
    view: ProblemView,
    vehicle: Vehicle,
    places: Sequence[str],
    served: set[str],
    rides_on: Mapping[str, str],
) -> tuple[str, ...]:
    """Places with those left out that are unknown, come twice, or belong to other vehicles."""
    reloads = view.hours[vehicle.vehicle_id].reloads
    kept: list[str] = []
    for place in places:
        task = view.tasks.get(place)
        if task is None:
            may_call = view.warehouse_ids.get(place) in reloads
        else:
            group = task.order.same_vehicle_group
            is_here = not group or rides_on[group] == vehicle.vehicle_id
            may_call = is_here and place not in kept and task.order.order_id not in served
        if may_call:
            kept.append(place)
    return tuple(kept)


def _keeping_rules(
    view: ProblemView, vehicle: Vehicle, places: tuple[str, ...], hint_s: int | None
) -> tuple[str, ...]:
    left = _without_empty_trips(view, vehicle, places)
    while left:
        timed = time_sequence(view, vehicle, left, hint_s)
        if isinstance(timed, Timeline):
            return _without_idle_reloads(view, vehicle, left, timed, hint_s)
        left = tuple(p for p in left if not _is_call_of(view, p, timed.order_id))
        left = _without_empty_trips(view, vehicle, left)
    return left


def _without_empty_trips(
    view: ProblemView, vehicle: Vehicle, places: Sequence[str]
) -> tuple[str, ...]:
    """Places without the reloads between which nothing is served, and those over the limit."""
    kept: list[str] = []
    trips, last_reload = 1, ""
    for place in places:
        if place not in view.tasks:
            last_reload = place if kept else ""
            continue
        if last_reload and trips < vehicle.max_trips:
            kept.append(last_reload)
            trips += 1
        kept.append(place)
        last_reload = ""
    return tuple(kept)


def _without_idle_reloads(
    view: ProblemView,
    vehicle: Vehicle,
    places: tuple[str, ...],
    timeline: Timeline,
    hint_s: int | None,
) -> tuple[str, ...]:
    """Places without the reloads that nothing needs."""
    best, best_minor = places, timeline.cost.total_minor
    for number in reversed(range(len(places))):
        if places[number] in view.tasks:
            continue
        fewer = (*best[:number], *best[number + 1 :])
        timed = time_sequence(view, vehicle, fewer, hint_s)
        if isinstance(timed, Timeline) and timed.cost.total_minor <= best_minor:
            best, best_minor = fewer, timed.cost.total_minor
    return best


def _is_call_of(view: ProblemView, place: str, order_id: str) -> bool:
    task = view.tasks.get(place)
    return task is not None and task.order.order_id == order_id


def _order_ids(view: ProblemView, places: Iterable[str]) -> set[str]:
    return {view.tasks[place].order.order_id for place in places if place in view.tasks}
