"""Why an order is left out: asked of every vehicle, the first reason that holds for all is given.

A relaxation names the smallest single change that would let the order in; it was tried out.
"""

from collections.abc import Sequence

from domain.fleet import Vehicle
from domain.message import Message, message
from domain.plan import Unassigned
from domain.routing_problem import Shipment
from optimizer.routing.explanation import (
    Explanation,
    candidates,
    loaded_at,
    more_kg,
    more_m3,
    short,
)
from optimizer.routing.fitting import Misfit, misfit
from optimizer.routing.insertion import Allowance, Plan
from optimizer.routing.no_place import no_place_in_plan
from optimizer.routing.no_time import no_time_at_all
from optimizer.routing.problem_view import ProblemView


def explain_unassigned(
    view: ProblemView, plan: Plan, order: Shipment, allowance: Allowance
) -> Unassigned:
    """An order left out of a plan, with the reason and what would let it in."""
    found = (
        _no_vehicle(view, order)
        or _locked(view, order)
        or _no_fit(view, order)
        or no_time_at_all(view, order, allowance)
        or no_place_in_plan(view, plan, order, allowance)
    )
    reason, relaxation = found
    return Unassigned(
        order_id=order.order_id,
        reason=reason,
        cost_minor=order.unassigned_cost_minor,
        relaxation=relaxation,
    )


def _no_vehicle(view: ProblemView, order: Shipment) -> Explanation | None:
    """There is no vehicle that the order's warehouse may load."""
    if loaded_at(view, order.warehouse_id):
        return None
    return message("unassigned.no_vehicle", warehouse_id=order.warehouse_id), None


def _locked(view: ProblemView, order: Shipment) -> Explanation | None:
    """The vehicle that the order is locked to is not there."""
    locked = order.locked_vehicle_id
    if not locked or view.vehicles.get(locked) in loaded_at(view, order.warehouse_id):
        return None
    if locked not in view.vehicles:
        return message("unassigned.locked_unknown", vehicle_id=locked), None
    home, here = view.vehicles[locked].warehouse_id, order.warehouse_id
    reason = message("unassigned.locked_elsewhere", vehicle_id=locked, home=home, warehouse_id=here)
    return reason, None


def _no_fit(view: ProblemView, order: Shipment) -> Explanation | None:
    """No vehicle fits the order, even when it carries nothing else."""
    vehicles = candidates(view, order)
    misfits = [misfit(view, vehicle, order) for vehicle in vehicles]
    if None in misfits:
        return None
    last = max((m for m in misfits if m is not None), key=list(Misfit).index)
    near = [v for v, found in zip(vehicles, misfits, strict=True) if found is last]
    is_mixed = len(set(misfits)) > 1
    return _misfit_reason(order, last, near, is_mixed)


def _misfit_reason(
    order: Shipment, last: Misfit, near: Sequence[Vehicle], is_mixed: bool
) -> Explanation:
    """The reason of the vehicles that come nearest; `is_mixed` where others fail earlier."""
    if last is Misfit.TERRITORY:
        return _outside_territories(order), None
    if last in {Misfit.EQUIPMENT, Misfit.GOODS_CLASS}:
        return _needs_more(order, last, near, is_mixed), None
    if last is Misfit.VOLUME:
        most = max(vehicle.capacity_m3 for vehicle in near)
        load = {"load_m3": short(order.volume_m3), "most_m3": short(most)}
        code = "unassigned.too_large_for_fitting" if is_mixed else "unassigned.too_large"
        return message(code, **load), more_m3(order.volume_m3 - most)
    if last is Misfit.WEIGHT:
        most = max(vehicle.capacity_kg or 0.0 for vehicle in near)
        load = {"load_kg": short(order.weight_kg), "most_kg": short(most)}
        code = "unassigned.too_heavy_for_fitting" if is_mixed else "unassigned.too_heavy"
        return message(code, **load), more_kg(order.weight_kg - most)
    if last is Misfit.TAKES_NONE:
        return message("unassigned.takes_none"), None
    return message("unassigned.unreachable", warehouse_id=order.warehouse_id), None


def _needs_more(order: Shipment, last: Misfit, near: Sequence[Vehicle], is_mixed: bool) -> Message:
    """What the vehicles miss, or which goods they refuse."""
    if last is Misfit.EQUIPMENT:
        missing = min((order.requirements - v.equipment for v in near), key=len)
        return message("unassigned.equipment", missing=", ".join(sorted(missing)))
    refused = {c for c in order.goods_classes if not any(v.may_carry(c) for v in near)}
    classes = ", ".join(sorted(refused or order.goods_classes))
    code = "unassigned.goods_class_of_fitting" if is_mixed else "unassigned.goods_class"
    return message(code, classes=classes)


def _outside_territories(order: Shipment) -> Message:
    if not order.territory:
        return message("unassigned.no_territory")
    return message("unassigned.territory", territory=order.territory)
