"""The exact timeline and price of a route, in whole seconds and minor units.

Whatever engine proposes a sequence of orders, this says what comes of it, at the hour it is driven.
A route leaves as late as that saves paid time without making anything late; it takes its break
where that costs least.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from domain.fleet import Vehicle
from domain.plan import Break, Route, RouteCost, Stop
from domain.routing_problem import Shipment
from domain.units import METRES_PER_KM, SECONDS_PER_HOUR, minor_units
from optimizer.routing.fitting import FLOAT_NOISE, misfit
from optimizer.routing.passes import (
    Broken,
    Course,
    Rest,
    Rule,
    Way,
    calls_of,
    latest_start_s,
    run_forwards,
)
from optimizer.routing.problem_view import (
    ProblemView,
    last_time,
    next_time,
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timeline:
    """A way in time with its price."""

    way: Way
    course: Course
    distance_m: int
    cost: RouteCost


def time_route(view: ProblemView, vehicle: Vehicle, orders: Sequence[Shipment]) -> Route | Broken:
    """The cheapest timeline of a vehicle serving orders in this sequence, or the rule it breaks."""
    found = time_orders(view, vehicle, orders)
    return found if isinstance(found, Broken) else _route(found, vehicle)


def time_orders(
    view: ProblemView, vehicle: Vehicle, orders: Sequence[Shipment]
) -> Timeline | Broken:
    """Like `time_route`, without the plan's form of the answer."""
    broken = broken_limit(view, vehicle, orders)
    if broken is not None:
        return broken
    calls = calls_of(view, tuple(orders))
    offender = cheapest_to_leave(orders)
    if vehicle.max_stops is not None and len(calls) > vehicle.max_stops:
        return Broken(rule=Rule.STOPS, order_id=offender)
    way = Way(
        view=view,
        travel=view.travel_of(vehicle),
        calls=calls,
        start=view.start(vehicle),
        end=view.end(vehicle),
    )
    found = _best_start(way, vehicle)
    if not (isinstance(found, Broken) and found.rule is Rule.BREAK):
        return found
    for rest in rests_to_try(vehicle, len(calls)):
        found = _better(found, _best_start(replace(way, rest=rest), vehicle))
    return found


def rests_to_try(vehicle: Vehicle, calls: int) -> Iterator[Rest]:
    """A break after or before each call, the last ones first."""
    for call in reversed(range(calls)):
        for is_before in (False, True):
            yield Rest(
                call=call,
                is_before=is_before,
                duration_s=math.ceil(vehicle.break_s),
                earliest_s=vehicle.break_earliest_s,
                latest_s=vehicle.break_latest_s,
            )


def is_break_due(vehicle: Vehicle, start_s: int, end_s: int) -> bool:
    """Whether a route from one time to another must hold a break."""
    if vehicle.break_s <= 0:
        return False
    latest_s = vehicle.break_latest_s
    return latest_s is None or start_s <= latest_s < end_s


def broken_limit(view: ProblemView, vehicle: Vehicle, orders: Sequence[Shipment]) -> Broken | None:
    """The limit that orders on one vehicle break, whatever their sequence."""
    for order in orders:
        if misfit(view, vehicle, order) is not None:
            return Broken(rule=Rule.FIT, order_id=order.order_id)
    most_kg, most_parcels = vehicle.capacity_kg, vehicle.capacity_parcels
    rule: Rule | None = None
    if math.fsum(order.volume_m3 for order in orders) > vehicle.capacity_m3 + FLOAT_NOISE:
        rule = Rule.VOLUME
    elif most_kg is not None and _weight_kg(orders) > most_kg + FLOAT_NOISE:
        rule = Rule.WEIGHT
    elif most_parcels is not None and len(orders) > most_parcels:
        rule = Rule.PARCELS
    return None if rule is None else Broken(rule=rule, order_id=cheapest_to_leave(orders))


def _best_start(way: Way, vehicle: Vehicle) -> Timeline | Broken:
    """The cheapest of the starts worth trying; of equally cheap ones the first."""
    orders = [order for call in way.calls for order in call.orders]
    latest = max(orders, key=lambda order: order.release_s)
    leaves = way.view.hours[vehicle.vehicle_id].leaves
    earliest_s = next_time(leaves, latest.release_s)
    if earliest_s is None:
        return Broken(rule=Rule.RELEASE, order_id=latest.order_id)
    first = run_forwards(way, earliest_s)
    if isinstance(first, Broken):
        return first
    found = _priced(way, vehicle, first)
    for start_s in _starts_to_try(way, vehicle, first):
        course = run_forwards(way, start_s)
        if isinstance(course, Broken) or _is_too_late(way, vehicle, course, first):
            break  # starting later still, nothing would be earlier
        found = _better(found, _priced(way, vehicle, course))
    return found


def _is_too_late(way: Way, vehicle: Vehicle, course: Course, first: Course) -> bool:
    """Whether a course makes more late than the first, or never ends in the vehicle's hours."""
    ends = way.view.hours[vehicle.vehicle_id].ends
    over = not ends or course.end_s > ends[-1].end_s
    return over or _late_s(way, course) > _late_s(way, first)


def _starts_to_try(way: Way, vehicle: Vehicle, first: Course) -> Iterator[int]:
    """The latest start that ends no later, and where traffic changes, the hours after it."""
    hours = way.view.hours[vehicle.vehicle_id]
    latest_s = last_time(hours.leaves, latest_start_s(way, first)) or first.start_s
    if latest_s > first.start_s:
        yield latest_s
    for bucket_s in way.travel.bucket_starts_s[1:].tolist():
        start_s = next_time(hours.leaves, bucket_s)
        if start_s is not None and latest_s < start_s:
            yield start_s


def _priced(way: Way, vehicle: Vehicle, course: Course) -> Timeline | Broken:
    """A course with its price, or the rule that it breaks as a whole."""
    ends = way.view.hours[vehicle.vehicle_id].ends
    orders = [order for call in way.calls for order in call.orders]
    rule: Rule | None = None
    distance_m = sum(_leg_metres(way, course))
    if next_time(ends, course.end_s) != course.end_s:
        rule = Rule.END
    elif vehicle.max_distance_m is not None and distance_m > vehicle.max_distance_m + FLOAT_NOISE:
        rule = Rule.DISTANCE
    elif way.rest is None and is_break_due(vehicle, course.start_s, course.end_s):
        rule = Rule.BREAK
    if rule is not None:
        return Broken(rule=rule, order_id=cheapest_to_leave(orders))
    cost = _cost(way, vehicle, course, distance_m)
    return Timeline(way=way, course=course, distance_m=distance_m, cost=cost)


def _better(one: Timeline | Broken, other: Timeline | Broken) -> Timeline | Broken:
    if isinstance(one, Broken) or isinstance(other, Broken):
        return one if isinstance(other, Broken) else other
    return other if _dearness(other) < _dearness(one) else one


def _dearness(timeline: Timeline) -> tuple[int, int]:
    """Its cost; of equal ones, the shorter time on the way is better."""
    return timeline.cost.total_minor, timeline.course.end_s - timeline.course.start_s


def _legs(way: Way, course: Course) -> Iterator[tuple[int, int, int]]:
    """From where to where each drive goes and when it leaves; an open route has no way back."""
    places = [way.start, *(call.place for call in way.calls)]
    if way.end is not None:
        places.append(way.end)
    leaves = [course.start_s, *(moments.leave_s for moments in course.moments)]
    for (origin, destination), leave_s in zip(pairwise(places), leaves, strict=False):
        yield origin, destination, leave_s


def _leg_metres(way: Way, course: Course) -> list[int]:
    """Metres of every drive, the way back last; 0 for an open route's."""
    metres = [way.travel.distance_m(*leg) for leg in _legs(way, course)]
    return metres if way.end is not None else [*metres, 0]


def _route(timeline: Timeline, vehicle: Vehicle) -> Route:
    way, course = timeline.way, timeline.course
    orders = [order for call in way.calls for order in call.orders]
    metres = _leg_metres(way, course)
    stops = tuple(_stop(way, course, number, metres[number]) for number in range(len(way.calls)))
    back_s = course.end_s - stops[-1].departure_s
    return Route(
        vehicle_id=vehicle.vehicle_id,
        warehouse_id=vehicle.warehouse_id,
        end_warehouse_id=vehicle.ends_at or "",
        start_s=course.start_s,
        end_s=course.end_s,
        stops=stops,
        breaks=tuple(Break(start_s=start_s, end_s=end_s) for start_s, end_s in course.rests),
        return_drive_s=back_s,
        return_distance_m=metres[-1],
        drive_s=back_s + sum(stop.drive_s for stop in stops),
        distance_m=timeline.distance_m,
        load_m3=math.fsum(order.volume_m3 for order in orders),
        load_kg=_weight_kg(orders),
        cost=timeline.cost,
    )


def _stop(way: Way, course: Course, number: int, distance_m: int) -> Stop:
    call, moments = way.calls[number], course.moments[number]
    left_s = course.moments[number - 1].leave_s if number else course.start_s
    aboard = [order for later in way.calls[number + 1 :] for order in later.orders]
    return Stop(
        order_ids=tuple(order.order_id for order in call.orders),
        location=way.view.location(call.orders[0].order_id),
        drive_s=moments.arrival_s - left_s,
        distance_m=distance_m,
        arrival_s=moments.arrival_s,
        wait_s=moments.begin_s - moments.arrival_s,
        service_s=call.service_s,
        departure_s=moments.leave_s,
        late_s=max(0, moments.begin_s - call.closes_s),
        load_m3=math.fsum(order.volume_m3 for order in aboard),
        load_kg=_weight_kg(aboard),
    )


def _cost(way: Way, vehicle: Vehicle, course: Course, distance_m: int) -> RouteCost:
    currency = way.view.problem.currency
    span_s = course.end_s - course.start_s
    overtime_s = max(0, course.end_s - vehicle.shift_end_s)
    distance = vehicle.cost_per_km * distance_m / METRES_PER_KM
    overtime = vehicle.overtime_cost_per_hour * overtime_s / SECONDS_PER_HOUR
    return RouteCost(
        fixed_minor=minor_units(vehicle.fixed_cost, currency),
        distance_minor=minor_units(distance, currency),
        toll_minor=sum(way.travel.toll_minor(*leg) for leg in _legs(way, course)),
        time_minor=minor_units(vehicle.cost_per_hour * span_s / SECONDS_PER_HOUR, currency),
        overtime_minor=minor_units(overtime, currency),
        late_minor=sum(
            late_cost_minor(order, moments.begin_s - call.closes_s)
            for call, moments in zip(way.calls, course.moments, strict=True)
            for order in call.orders
        ),
    )


def late_cost_minor(order: Shipment, late_s: int) -> int:
    """What it costs that service of an order begins late, rounded half to even."""
    cost = Decimal(order.late_cost_per_hour_minor) * max(0, late_s) / SECONDS_PER_HOUR
    return int(cost.to_integral_value(rounding="ROUND_HALF_EVEN"))


def _late_s(way: Way, course: Course) -> int:
    pairs = zip(way.calls, course.moments, strict=True)
    return sum(max(0, moments.begin_s - call.closes_s) for call, moments in pairs)


def _weight_kg(orders: Sequence[Shipment]) -> float:
    return math.fsum(order.weight_kg for order in orders)


def cheapest_to_leave(orders: Sequence[Shipment]) -> str:
    """The order that costs least to leave out."""
    return min(orders, key=lambda order: order.unassigned_cost_minor).order_id
