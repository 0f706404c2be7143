"""Why an order finds no place beside what a plan serves, though alone it could be served."""

from collections import Counter
from dataclasses import replace

from domain.message import Message, message
from domain.routing_problem import Shipment
from domain.units import major_units
from optimizer.routing.broken import Rule
from optimizer.routing.explanation import Explanation, candidates, more_kg, more_m3, until
from optimizer.routing.fitting import FLOAT_NOISE, misfit
from optimizer.routing.insertion import Allowance, Plan, try_everywhere, vehicle_of_group
from optimizer.routing.no_time import made_soft
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.trips import trips_of, volume_m3, weight_kg

ROOM_RULES = {Rule.VOLUME, Rule.WEIGHT, Rule.PARCELS, Rule.STOPS}

SINGLE_REASONS = {
    Rule.INCOMPATIBLE: "unassigned.incompatible",
    Rule.TRIPS: "unassigned.no_trip",
    Rule.RELOAD: "unassigned.no_reload",
}
"""Codes for orders that all vehicles are ruled out for by the same rule."""


def no_place_in_plan(
    view: ProblemView, plan: Plan, order: Shipment, allowance: Allowance
) -> Explanation:
    """Alone it could be served, but not beside what the plan serves."""
    trial = try_everywhere(view, plan, order, allowance)
    cheapest = trial.cheapest
    if cheapest is not None and cheapest.extra_minor >= order.unassigned_cost_minor:
        return _dear_reason(view, order, cheapest.extra_minor), None
    if cheapest is None:
        vehicle_id = vehicle_of_group(view, plan, order)
        if vehicle_id:
            return _group_reason(view, plan, order, vehicle_id, allowance)
    if cheapest is not None or allowance.used_up or not trial.broken:
        return message("unassigned.no_place_found"), None
    if order.locked_position is not None and trial.broken[Rule.POSITION]:
        return _position_reason(view, plan, order, order.locked_position), None
    return _rules_reason(view, plan, order, trial.broken, allowance)


def _rules_reason(
    view: ProblemView,
    plan: Plan,
    order: Shipment,
    broken: Counter[Rule],
    allowance: Allowance,
) -> Explanation:
    """All vehicles are ruled out: by their load, their time or something else."""
    vehicles = sum(broken.values())
    code = SINGLE_REASONS.get(next(iter(broken))) if len(broken) == 1 else None
    if code is not None:
        return message(code, vehicles=vehicles), None
    full = sum(count for rule, count in broken.items() if rule in ROOM_RULES)
    apart = broken[Rule.INCOMPATIBLE]
    busy = vehicles - full - apart
    if full == vehicles:
        return message("unassigned.no_room", vehicles=full), _room_needed(view, plan, order)
    relaxation = None
    if busy and not order.is_soft:
        soft = made_soft(order)
        late = try_everywhere(view.with_order(soft), plan, soft, allowance).earliest
        relaxation = None if late is None else until(late)
    if apart:
        return message("unassigned.no_fit", full=full, busy=busy, apart=apart), relaxation
    if not full:
        return message("unassigned.no_time", vehicles=busy), relaxation
    return message("unassigned.no_room_or_time", full=full, busy=busy), relaxation


def _dear_reason(view: ProblemView, order: Shipment, extra_minor: int) -> Message:
    currency = view.problem.currency
    return message(
        "unassigned.cheaper_left_out",
        extra=f"{major_units(extra_minor, currency)} {currency}",
        cost=f"{major_units(order.unassigned_cost_minor, currency)} {currency}",
    )


def _group_reason(
    view: ProblemView, plan: Plan, order: Shipment, vehicle_id: str, allowance: Allowance
) -> Explanation:
    """The vehicle of its group cannot take it; another might."""
    group = order.same_vehicle_group
    reason = message("unassigned.group", group=group, vehicle_id=vehicle_id)
    single = replace(order, same_vehicle_group="")
    other = try_everywhere(view.with_order(single), plan, single, allowance).cheapest
    if other is None:
        return reason, None
    return reason, message("relax.without_group", vehicle_id=other.vehicle_id)


def _position_reason(view: ProblemView, plan: Plan, order: Shipment, position: int) -> Message:
    """Another order has its position, or no route comes to so many stops."""
    for vehicle in candidates(view, order):
        for place in plan.get(vehicle.vehicle_id, ()):
            task = view.tasks.get(place)
            if task is not None and task.order.locked_position == position:
                return message(
                    "unassigned.position_taken",
                    position=position,
                    vehicle_id=vehicle.vehicle_id,
                    other_id=task.order.order_id,
                )
    return message("unassigned.position", position=position)


def _room_needed(view: ProblemView, plan: Plan, order: Shipment) -> Message | None:
    """How much more one of the vehicles would have to carry, where only one load is short.

    Only asked of vehicles that make one trip and fetch nothing: their load is one sum.
    """
    short_kg: list[float] = []
    short_m3: list[float] = []
    for vehicle in candidates(view, order):
        trips = trips_of(view, vehicle, plan.get(vehicle.vehicle_id, ()))
        is_one_sum = len(trips) == 1 and trips[0].only_brings and order.kind == "delivery"
        if not is_one_sum or misfit(view, vehicle, order) is not None:
            continue
        aboard = (*trips[0].orders, order)
        over_m3 = volume_m3(aboard) - vehicle.capacity_m3
        over_kg = 0.0 if vehicle.capacity_kg is None else weight_kg(aboard) - vehicle.capacity_kg
        if over_m3 > FLOAT_NOISE >= over_kg:
            short_m3.append(over_m3)
        elif over_kg > FLOAT_NOISE >= over_m3:
            short_kg.append(over_kg)
    if short_kg:
        return more_kg(min(short_kg))
    return more_m3(min(short_m3)) if short_m3 else None
