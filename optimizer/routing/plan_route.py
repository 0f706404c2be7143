"""A timed route in the form of the plan."""

from collections.abc import Iterator, Sequence

from domain.fleet import Vehicle
from domain.plan import Break, Route, Stop
from domain.routing_problem import Shipment
from optimizer.routing.broken import Broken
from optimizer.routing.passes import Way
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.timeline import Timeline, time_sequence
from optimizer.routing.trips import aboard_along, volume_m3, weight_kg


def time_route(
    view: ProblemView, vehicle: Vehicle, places: Sequence[str], hint_s: int | None = None
) -> Route | Broken:
    """Like `time_sequence`, in the form of the plan."""
    found = time_sequence(view, vehicle, places, hint_s)
    return found if isinstance(found, Broken) else plan_route(found, vehicle)


def plan_route(timeline: Timeline, vehicle: Vehicle) -> Route:
    """A vehicle's timeline in the form of the plan."""
    way, course = timeline.way, timeline.course
    orders = [order for trip in way.trips for order in trip.orders]
    aboard = _aboard_after(way)
    stops = tuple(_stop(timeline, n, next(aboard)) for n in range(len(way.calls)))
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
        return_distance_m=0 if way.end is None else timeline.leg_metres[-1],
        drive_s=back_s + sum(stop.drive_s for stop in stops),
        distance_m=timeline.distance_m,
        load_m3=volume_m3(orders),
        load_kg=weight_kg(orders),
        cost=timeline.cost,
    )


def _stop(timeline: Timeline, number: int, aboard: Sequence[Shipment]) -> Stop:
    way, course = timeline.way, timeline.course
    call, moments = way.calls[number], course.moments[number]
    left_s = course.moments[number - 1].leave_s if number else course.start_s
    return Stop(
        kind=call.kind,
        order_ids=tuple(task.order.order_id for task in call.tasks),
        warehouse_id=call.warehouse_id,
        location=way.view.location(call.name),
        drive_s=moments.arrival_s - left_s,
        distance_m=timeline.leg_metres[number],
        arrival_s=moments.arrival_s,
        wait_s=moments.begin_s - moments.arrival_s,
        service_s=call.service_s,
        departure_s=moments.leave_s,
        late_s=max(0, moments.begin_s - call.closes_s),
        load_m3=volume_m3(aboard),
        load_kg=weight_kg(aboard),
    )


def _aboard_after(way: Way) -> Iterator[tuple[Shipment, ...]]:
    """What is aboard on leaving each call."""
    after_tasks = (aboard for trip in way.trips for aboard in aboard_along(trip))
    next(after_tasks)  # on leaving the first warehouse
    for call in way.calls:
        for _ in call.tasks[1:]:
            next(after_tasks)
        yield next(after_tasks)
