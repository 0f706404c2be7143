"""From a judged route back to the plan's form of it, in stops, whole seconds and minor units."""

import math
from collections.abc import Iterator, Sequence

from domain.fleet import Vehicle
from domain.plan import Route
from optimizer.routing.calls import Call, calls_of
from optimizer.routing.judge.judged import Judged
from optimizer.routing.passes import Course, Moments, Way
from optimizer.routing.plan_route import plan_route
from optimizer.routing.price_course import course_cost, leg_metres
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.timeline import Timeline
from optimizer.routing.trips import trips_of


def route_of(view: ProblemView, vehicle: Vehicle, places: Sequence[str], judged: Judged) -> Route:
    """The route of a vehicle that calls at places, with the times that it was judged to have.

    Parameters
    ----------
    places
        Names of doors, and of warehouses where the vehicle is reloaded; at least one.
    judged
        What the judge says of just this sequence: a route that breaks no rule.

    Raises
    ------
    KeyError
        If a place is unknown.
    """
    trips = trips_of(view, vehicle, places)
    way = Way(
        view=view,
        travel=view.travel_of(vehicle),
        trips=trips,
        calls=calls_of(view, vehicle, trips),
        start=view.start(vehicle),
        end=view.end(vehicle),
    )
    course = Course(
        start_s=judged.start,
        end_s=judged.end,
        moments=tuple(_moments(way.calls, vehicle, judged)),
    )
    metres = leg_metres(way, course)
    cost = course_cost(way, vehicle, course, sum(metres))
    return plan_route(Timeline(way=way, course=course, leg_metres=metres, cost=cost), vehicle)


def _moments(calls: Sequence[Call], vehicle: Vehicle, judged: Judged) -> Iterator[Moments]:
    """When the vehicle is at each call: from where its first place is reached to its last left."""
    first = 0
    for call in calls:
        last = first + max(1, len(call.tasks)) - 1
        begin_s = int(judged.begin[first])
        rest = None
        if first <= judged.rest_at <= last:
            rest = judged.rest_from, judged.rest_from + math.ceil(vehicle.break_s)
        yield Moments(
            arrival_s=int(judged.arrive[first]),
            begin_s=begin_s,
            done_s=begin_s + call.service_s,
            leave_s=int(judged.leave[last]),
            rest=rest,
        )
        first = last + 1
