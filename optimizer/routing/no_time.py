"""Why an order cannot be served in time even by a vehicle that serves nothing else."""

from dataclasses import replace

from domain.message import message
from domain.orders import TimeWindow
from domain.routing_problem import Shipment
from domain.units import METRES_PER_KM, clock_text
from optimizer.routing.broken import Rule
from optimizer.routing.explanation import Explanation, candidates, full_minute_s, short, until
from optimizer.routing.insertion import Allowance, Trial, try_everywhere
from optimizer.routing.problem_view import ProblemView, latest_end_s
from optimizer.routing.validate_problem import MOST_SECONDS


def no_time_at_all(view: ProblemView, order: Shipment, allowance: Allowance) -> Explanation | None:
    """Even alone on a vehicle the order cannot be served at its time, as whatever stop.

    None also where all its vehicles must first serve something else, to be reloaded then.
    """
    order = replace(order, locked_position=None)
    alone = try_alone(view, order, allowance)
    if alone.found or not set(alone.broken) - {Rule.TRIPS}:
        return None
    if order.kind == "transport":
        return _transport_reason(view, order, allowance)
    anytime = try_alone(view, _whole_day(order), allowance)
    if anytime.found:
        return _window_reason(view, order, allowance)
    return _shift_reason(view, order, anytime)


def try_alone(view: ProblemView, order: Shipment, allowance: Allowance) -> Trial:
    """Try an order, of which other things may hold than in the problem, on empty vehicles."""
    return try_everywhere(view.with_order(order), {}, order, allowance)


def made_soft(order: Shipment) -> Shipment:
    """The order with leave to be late at no cost."""
    return replace(order, is_soft=True, late_cost_per_hour_minor=0)


def _window_reason(view: ProblemView, order: Shipment, allowance: Allowance) -> Explanation:
    """It could be served, but not when its window says."""
    late = try_alone(view, made_soft(order), allowance).earliest
    first, last = order.windows[0], order.windows[-1]
    if late is not None:
        arrives, closes = clock_text(full_minute_s(late.begin_s)), clock_text(last.end_s)
        return message("unassigned.window_too_early", closes=closes, arrives=arrives), until(late)
    ends_s = max(latest_end_s(vehicle) for vehicle in candidates(view, order))
    opens, ends = clock_text(first.start_s), clock_text(ends_s)
    return message("unassigned.window_too_late", opens=opens, ends=ends), None


def _transport_reason(view: ProblemView, order: Shipment, allowance: Allowance) -> Explanation:
    """It cannot be fetched or delivered in its windows, or not at all."""
    late = try_alone(view, made_soft(order), allowance).earliest
    if late is not None:
        return message("unassigned.transport_too_early"), until(late)
    first_s, last_s = order.pickup_windows[0].start_s, order.pickup_windows[-1].end_s
    if try_alone(view, _ever_fetched(order), allowance).found:
        opens, closes = clock_text(first_s), clock_text(last_s)
        return message("unassigned.pickup_window", opens=opens, closes=closes), None
    anytime = try_alone(view, _whole_day(_ever_fetched(order)), allowance)
    if anytime.found:
        return message("unassigned.transport_windows"), None
    return _shift_reason(view, order, anytime)


def _shift_reason(view: ProblemView, order: Shipment, trial: Trial) -> Explanation:
    """No window would help: the way is too long, or it is released too late."""
    vehicles = candidates(view, order)
    if trial.broken[Rule.DISTANCE]:
        most_km = max((v.max_distance_m or 0.0) / METRES_PER_KM for v in vehicles)
        return message("unassigned.too_far", most_km=short(most_km)), None
    ends = clock_text(max(latest_end_s(vehicle) for vehicle in vehicles))
    if order.release_s > min(vehicle.shift_start_s for vehicle in vehicles):
        released = clock_text(order.release_s)
        return message("unassigned.released_too_late", released=released, ends=ends), None
    return message("unassigned.beyond_shift", ends=ends), None


def _whole_day(order: Shipment) -> Shipment:
    return replace(made_soft(order), windows=(TimeWindow(0, max(0, order.windows[-1].end_s)),))


def _ever_fetched(order: Shipment) -> Shipment:
    """The order with leave to be fetched at any time that a shift may reach."""
    return replace(order, pickup_windows=(TimeWindow(0, MOST_SECONDS),))
