"""Why an order is left out: asked of every vehicle, the first reason that holds for all is given.

A relaxation names the smallest single change that would let the order in; it was tried out.
"""

from collections.abc import Sequence
from dataclasses import replace

from domain.fleet import Vehicle
from domain.message import Message, message
from domain.orders import TimeWindow
from domain.plan import Unassigned
from domain.routing_problem import Shipment
from domain.units import METRES_PER_KM, SECONDS_PER_MINUTE, clock_text, major_units
from optimizer.routing.fitting import FLOAT_NOISE, Misfit, misfit
from optimizer.routing.insertion import Allowance, Insertion, Plan, Trial, try_everywhere
from optimizer.routing.passes import Rule
from optimizer.routing.problem_view import ProblemView, latest_end_s

ROOM_RULES = {Rule.VOLUME, Rule.WEIGHT, Rule.PARCELS, Rule.STOPS}
DECIMALS = 3

Explanation = tuple[Message, Message | None]


def explain_unassigned(
    view: ProblemView, plan: Plan, order: Shipment, allowance: Allowance
) -> Unassigned:
    """An order left out of a plan, with the reason and what would let it in."""
    found = (
        _no_vehicle(view, order)
        or _locked(view, order)
        or _no_fit(view, order)
        or _no_time_at_all(view, order, allowance)
        or _no_place_in_plan(view, plan, order, allowance)
    )
    reason, relaxation = found
    return Unassigned(
        order_id=order.order_id,
        reason=reason,
        cost_minor=order.unassigned_cost_minor,
        relaxation=relaxation,
    )


def _no_vehicle(view: ProblemView, order: Shipment) -> Explanation | None:
    """There is no vehicle where the order lies."""
    if _at_warehouse(view, order):
        return None
    return message("unassigned.no_vehicle", warehouse_id=order.warehouse_id), None


def _locked(view: ProblemView, order: Shipment) -> Explanation | None:
    """The vehicle that the order is locked to is not there."""
    locked = order.locked_vehicle_id
    if not locked or view.vehicles.get(locked) in _at_warehouse(view, order):
        return None
    if locked not in view.vehicles:
        return message("unassigned.locked_unknown", vehicle_id=locked), None
    home, here = view.vehicles[locked].warehouse_id, order.warehouse_id
    reason = message("unassigned.locked_elsewhere", vehicle_id=locked, home=home, warehouse_id=here)
    return reason, None


def _no_fit(view: ProblemView, order: Shipment) -> Explanation | None:
    """No vehicle fits the order, even when it carries nothing else."""
    vehicles = _candidates(view, order)
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
    if last is Misfit.EQUIPMENT:
        missing = min((order.requirements - v.equipment for v in near), key=len)
        return message("unassigned.equipment", missing=", ".join(sorted(missing))), None
    if last is Misfit.GOODS_CLASS:
        refused = {c for c in order.goods_classes if not any(v.may_carry(c) for v in near)}
        classes = ", ".join(sorted(refused or order.goods_classes))
        code = "unassigned.goods_class_of_fitting" if is_mixed else "unassigned.goods_class"
        return message(code, classes=classes), None
    if last is Misfit.VOLUME:
        most = max(vehicle.capacity_m3 for vehicle in near)
        load = {"load_m3": _short(order.volume_m3), "most_m3": _short(most)}
        code = "unassigned.too_large_for_fitting" if is_mixed else "unassigned.too_large"
        return message(code, **load), _more_m3(order.volume_m3 - most)
    if last is Misfit.WEIGHT:
        most = max(vehicle.capacity_kg or 0.0 for vehicle in near)
        load = {"load_kg": _short(order.weight_kg), "most_kg": _short(most)}
        code = "unassigned.too_heavy_for_fitting" if is_mixed else "unassigned.too_heavy"
        return message(code, **load), _more_kg(order.weight_kg - most)
    if last is Misfit.TAKES_NONE:
        return message("unassigned.takes_none"), None
    return message("unassigned.unreachable", warehouse_id=order.warehouse_id), None


def _no_time_at_all(view: ProblemView, order: Shipment, allowance: Allowance) -> Explanation | None:
    """Even alone on a vehicle the order cannot be brought at its time."""
    alone = try_everywhere(view, {}, order, allowance)
    if alone.found:
        return None
    anytime = try_everywhere(view, {}, _whole_day(order), allowance)
    if anytime.found:
        return _window_reason(view, order, allowance)
    return _shift_reason(view, order, anytime)


def _window_reason(view: ProblemView, order: Shipment, allowance: Allowance) -> Explanation:
    """It could be brought, but not when its window says."""
    late = try_everywhere(view, {}, _soft(order), allowance).earliest
    first, last = order.windows[0], order.windows[-1]
    if late is not None:
        arrives, closes = clock_text(_up(late.begin_s)), clock_text(last.end_s)
        return message("unassigned.window_too_early", closes=closes, arrives=arrives), _until(late)
    ends_s = max(latest_end_s(vehicle) for vehicle in _candidates(view, order))
    opens, ends = clock_text(first.start_s), clock_text(ends_s)
    return message("unassigned.window_too_late", opens=opens, ends=ends), None


def _shift_reason(view: ProblemView, order: Shipment, trial: Trial) -> Explanation:
    """No window would help: the way is too long, or it is released too late."""
    vehicles = _candidates(view, order)
    if trial.broken[Rule.DISTANCE]:
        most_km = max((v.max_distance_m or 0.0) / METRES_PER_KM for v in vehicles)
        return message("unassigned.too_far", most_km=_short(most_km)), None
    ends = clock_text(max(latest_end_s(vehicle) for vehicle in vehicles))
    if order.release_s > min(vehicle.shift_start_s for vehicle in vehicles):
        released = clock_text(order.release_s)
        return message("unassigned.released_too_late", released=released, ends=ends), None
    return message("unassigned.beyond_shift", ends=ends), None


def _no_place_in_plan(
    view: ProblemView, plan: Plan, order: Shipment, allowance: Allowance
) -> Explanation:
    """Alone it could be brought, but not beside what the plan brings."""
    trial = try_everywhere(view, plan, order, allowance)
    cheapest = trial.cheapest
    if cheapest is not None and cheapest.extra_minor >= order.unassigned_cost_minor:
        return _dear_reason(view, order, cheapest.extra_minor), None
    if cheapest is not None or allowance.used_up or not trial.broken:
        return message("unassigned.no_place_found"), None
    full = sum(count for rule, count in trial.broken.items() if rule in ROOM_RULES)
    busy = sum(trial.broken.values()) - full
    if not busy:
        return message("unassigned.no_room", vehicles=full), _room_needed(view, plan, order)
    relaxation = None
    if not order.is_soft:
        late = try_everywhere(view, plan, _soft(order), allowance).earliest
        relaxation = None if late is None else _until(late)
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


def _room_needed(view: ProblemView, plan: Plan, order: Shipment) -> Message | None:
    """How much more one of the vehicles would have to carry, where only one load is short."""
    short_kg: list[float] = []
    short_m3: list[float] = []
    for vehicle in _candidates(view, order):
        if misfit(view, vehicle, order) is not None:
            continue
        aboard = [view.shipments[i] for i in plan.get(vehicle.vehicle_id, ())]
        over_m3 = sum(o.volume_m3 for o in (*aboard, order)) - vehicle.capacity_m3
        over_kg = 0.0
        if vehicle.capacity_kg is not None:
            over_kg = sum(o.weight_kg for o in (*aboard, order)) - vehicle.capacity_kg
        if over_m3 > FLOAT_NOISE >= over_kg:
            short_m3.append(over_m3)
        elif over_kg > FLOAT_NOISE >= over_m3:
            short_kg.append(over_kg)
    if short_kg:
        return _more_kg(min(short_kg))
    return _more_m3(min(short_m3)) if short_m3 else None


def _at_warehouse(view: ProblemView, order: Shipment) -> list[Vehicle]:
    return [v for v in view.problem.vehicles if v.warehouse_id == order.warehouse_id]


def _candidates(view: ProblemView, order: Shipment) -> list[Vehicle]:
    """Vehicles at the order's warehouse; the one it is locked to where it is."""
    vehicles = _at_warehouse(view, order)
    return [v for v in vehicles if order.locked_vehicle_id in {"", v.vehicle_id}]


def _soft(order: Shipment) -> Shipment:
    """The order with leave to be late at no cost."""
    return replace(order, is_soft=True, late_cost_per_hour_minor=0)


def _whole_day(order: Shipment) -> Shipment:
    return replace(_soft(order), windows=(TimeWindow(0, max(0, order.windows[-1].end_s)),))


def _until(late: Insertion) -> Message:
    return message("relax.window_until", until=clock_text(_up(late.begin_s)))


def _more_kg(kg: float) -> Message:
    return message("relax.more_kg", kg=_short(kg))


def _more_m3(m3: float) -> Message:
    return message("relax.more_m3", m3=_short(m3))


def _up(time_s: int) -> int:
    """The next full minute, so that a time in words is never too early."""
    return -(-time_s // SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE


def _short(amount: float) -> float:
    return round(amount, DECIMALS)
