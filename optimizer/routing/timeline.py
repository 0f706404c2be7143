"""The exact timeline and price of a route, in whole seconds and minor units.

Whatever engine proposes a sequence of calls, this says what comes of it, at the hour it is driven.
A route leaves as late as that saves paid time without making anything late; it takes its break
where that costs least.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.fleet import Vehicle
from domain.plan import RouteCost
from optimizer.routing.broken import Broken, Rule, cheapest_to_leave
from optimizer.routing.calls import broken_calls, calls_of
from optimizer.routing.fitting import FLOAT_NOISE
from optimizer.routing.passes import Course, Rest, Way, latest_start_s, run_forwards
from optimizer.routing.price_course import course_cost, leg_metres
from optimizer.routing.problem_view import ProblemView, last_time, next_time
from optimizer.routing.trips import broken_trips, trips_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Timeline:
    """A way in time with its price.

    Attributes
    ----------
    leg_metres
        Of every drive, the way back last; an open route has none.
    """

    way: Way
    course: Course
    leg_metres: tuple[int, ...]
    cost: RouteCost

    @property
    def distance_m(self) -> int:
        """Metres of the whole way."""
        return sum(self.leg_metres)


def time_sequence(
    view: ProblemView, vehicle: Vehicle, places: Sequence[str], hint_s: int | None = None
) -> Timeline | Broken:
    """The cheapest timeline of a vehicle that calls at places in order, or the rule it breaks.

    Parameters
    ----------
    places
        Names of doors, and of warehouses where the vehicle is reloaded.
    hint_s
        A start that is tried too, where the vehicle may leave then; even if more is late by it.
    """
    trips = trips_of(view, vehicle, places)
    broken = broken_trips(view, vehicle, trips)
    if broken is not None:
        return broken
    calls = calls_of(view, vehicle, trips)
    broken = broken_calls(vehicle, calls)
    if broken is not None:
        return broken
    way = Way(
        view=view,
        travel=view.travel_of(vehicle),
        trips=trips,
        calls=calls,
        start=view.start(vehicle),
        end=view.end(vehicle),
    )
    found = _best_start(way, vehicle, hint_s)
    if not _may_rest(vehicle, found):
        return found
    for rest in rests_to_try(vehicle, len(calls)):
        found = _better(found, _best_start(replace(way, rest=rest), vehicle, hint_s))
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


def _may_rest(vehicle: Vehicle, found: Timeline | Broken) -> bool:
    """Whether a break mends what was found without one, or may come cheaper than leaving late."""
    if isinstance(found, Broken):
        return found.rule is Rule.BREAK
    latest_s = vehicle.break_latest_s
    return vehicle.break_s > 0 and latest_s is not None and found.course.start_s > latest_s


def _best_start(way: Way, vehicle: Vehicle, hint_s: int | None) -> Timeline | Broken:
    """The cheapest of the starts worth trying; of equally cheap ones the first."""
    latest = max(way.trips[0].orders, key=lambda order: order.release_s)
    leaves = way.view.hours[vehicle.vehicle_id].leaves
    earliest_s = next_time(leaves, latest.release_s)
    if earliest_s is None:
        return Broken(rule=Rule.RELEASE, order_id=latest.order_id)
    first = run_forwards(way, earliest_s)
    if isinstance(first, Broken):
        return first
    found = _priced(way, vehicle, first)
    most_late_s = math.inf if isinstance(found, Broken) else _late_s(way, first)
    for start_s in _starts_to_try(way, vehicle, first, found):
        course = run_forwards(way, start_s)
        if isinstance(course, Broken) or _is_too_late(way, vehicle, course, most_late_s):
            break  # starting later still, nothing would be earlier
        found = _better(found, _priced(way, vehicle, course))
    if hint_s is not None and hint_s > earliest_s and next_time(leaves, hint_s) == hint_s:
        hinted = run_forwards(way, hint_s)
        if not isinstance(hinted, Broken):
            found = _better(found, _priced(way, vehicle, hinted))
    return found


def _is_too_late(way: Way, vehicle: Vehicle, course: Course, most_late_s: float) -> bool:
    """Whether a course is later than may be, or never ends in the vehicle's hours."""
    ends = way.view.hours[vehicle.vehicle_id].ends
    over = not ends or course.end_s > ends[-1].end_s
    return over or _late_s(way, course) > most_late_s


def _starts_to_try(
    way: Way, vehicle: Vehicle, first: Course, found: Timeline | Broken
) -> Iterator[int]:
    """Starts behind the first and what was found of it, ascending.

    The latest start that ends no later; and where traffic changes, the hours after it; and where a
    break is missing, the first start at which none is due any more.
    """
    hours = way.view.hours[vehicle.vehicle_id]
    latest_s = last_time(hours.leaves, latest_start_s(way, first)) or first.start_s
    if latest_s > first.start_s:
        yield latest_s
    later_s: list[int] = way.travel.bucket_starts_s[1:].tolist()
    misses_break = isinstance(found, Broken) and found.rule is Rule.BREAK
    if misses_break and vehicle.break_latest_s is not None:
        later_s.append(vehicle.break_latest_s + 1)
    for change_s in sorted(later_s):
        start_s = next_time(hours.leaves, change_s)
        if start_s is not None and latest_s < start_s:
            yield start_s


def _priced(way: Way, vehicle: Vehicle, course: Course) -> Timeline | Broken:
    """A course with its price, or the rule that it breaks as a whole."""
    ends = way.view.hours[vehicle.vehicle_id].ends
    metres = leg_metres(way, course)
    distance_m, most_m = sum(metres), vehicle.max_distance_m
    rule: Rule | None = None
    if next_time(ends, course.end_s) != course.end_s:
        rule = Rule.END
    elif most_m is not None and distance_m > most_m + FLOAT_NOISE:
        rule = Rule.DISTANCE
    elif way.rest is None and is_break_due(vehicle, course.start_s, course.end_s):
        rule = Rule.BREAK
    if rule is not None:
        orders = (order for trip in way.trips for order in trip.orders)
        return Broken(rule=rule, order_id=cheapest_to_leave(orders))
    cost = course_cost(way, vehicle, course, distance_m)
    return Timeline(way=way, course=course, leg_metres=metres, cost=cost)


def _better(one: Timeline | Broken, other: Timeline | Broken) -> Timeline | Broken:
    if isinstance(one, Broken) or isinstance(other, Broken):
        return one if isinstance(other, Broken) else other
    return other if _dearness(other) < _dearness(one) else one


def _dearness(timeline: Timeline) -> tuple[int, int]:
    """Its cost; of equal ones, the shorter time on the way is better."""
    return timeline.cost.total_minor, timeline.course.end_s - timeline.course.start_s


def _late_s(way: Way, course: Course) -> int:
    pairs = zip(way.calls, course.moments, strict=True)
    return sum(max(0, moments.begin_s - call.closes_s) for call, moments in pairs)
