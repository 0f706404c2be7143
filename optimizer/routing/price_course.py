"""What a timed route costs, by part, each rounded once as `domain.plan` says."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from domain.fleet import Vehicle
from domain.plan import RouteCost
from domain.routing_problem import Shipment
from domain.units import METRES_PER_KM, SECONDS_PER_HOUR, minor_units
from optimizer.routing.passes import Course, Way


def leg_metres(way: Way, course: Course) -> tuple[int, ...]:
    """Metres of every drive, the way back last; an open route has none."""
    return tuple(way.travel.distance_m(*leg) for leg in _legs(way, course))


def course_cost(way: Way, vehicle: Vehicle, course: Course, distance_m: int) -> RouteCost:
    """The price of a vehicle's course over a distance."""
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
            _late_minor(task.order, moments.begin_s - call.closes_s)
            for call, moments in zip(way.calls, course.moments, strict=True)
            for task in call.tasks
        ),
    )


def _late_minor(order: Shipment, late_s: int) -> int:
    """What it costs that service of an order begins late, rounded half to even."""
    cost = Decimal(order.late_cost_per_hour_minor) * max(0, late_s) / SECONDS_PER_HOUR
    return int(cost.to_integral_value(rounding="ROUND_HALF_EVEN"))


def _legs(way: Way, course: Course) -> Iterator[tuple[int, int, int]]:
    """From where to where each drive goes and when it leaves; an open route has no way back."""
    places = [way.start, *(call.place for call in way.calls)]
    if way.end is not None:
        places.append(way.end)
    leaves = [course.start_s, *(moments.leave_s for moments in course.moments)]
    for (origin, destination), leave_s in zip(pairwise(places), leaves, strict=False):
        yield origin, destination, leave_s
