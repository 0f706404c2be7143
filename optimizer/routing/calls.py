"""The stops of a route before they have a time: what is done there, how long and when it may be."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from domain.fleet import Vehicle
from domain.orders import TimeWindow
from domain.plan import StopKind
from domain.travel import warehouse_place
from optimizer.routing.broken import Broken, Rule, cheapest_to_leave
from optimizer.routing.problem_view import ProblemView, clipped, next_time
from optimizer.routing.tasks import Task
from optimizer.routing.trips import Trip


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Orders served in one go at one door, or a reload at a warehouse.

    Attributes
    ----------
    name, place
        Name and number of the place.
    tasks
        What is done at a door, all of one kind; empty at a reload.
    service_s
        Service of all its orders, and the set-up that the place has not had yet; or the reload.
    windows, is_soft
        When service may begin, ascending, and whether the last window may be overrun.
    offender_id
        Order to take off the route where the call is too late.
    warehouse_id, open
        Where the vehicle is reloaded, and when it may be there; empty at doors.
    """

    name: str
    place: int
    tasks: tuple[Task, ...] = ()
    service_s: int
    windows: tuple[TimeWindow, ...]
    is_soft: bool = False
    offender_id: str
    warehouse_id: str = ""
    open: tuple[TimeWindow, ...] = ()

    @property
    def kind(self) -> StopKind:
        """Why the vehicle stops."""
        return self.tasks[0].kind if self.tasks else StopKind.RELOAD

    @property
    def closes_s(self) -> int:
        """When service should begin at the latest."""
        return self.windows[-1].end_s

    def begin_s(self, from_s: int) -> int | None:
        """Earliest time that service may begin, not before `from_s`; None if it is too late."""
        if self.is_soft and from_s > self.closes_s:
            return from_s
        return next_time(self.windows, from_s)

    def may_leave(self, time_s: int) -> bool:
        """Whether the vehicle may leave at a time: a warehouse must be open then."""
        return not self.open or next_time(self.open, time_s) == time_s


def calls_of(view: ProblemView, vehicle: Vehicle, trips: Sequence[Trip]) -> tuple[Call, ...]:
    """The stops of trips: neighbours at one place with the same windows and purpose are one.

    The set-up of a place is the longest of its orders', less what the calls just before at the
    same place have had of it.
    """
    calls: list[Call] = []
    for number, trip in enumerate(trips):
        if number:
            calls.append(_reload(view, vehicle, trip))
        calls += _door_calls(view, trip)
    return tuple(calls)


def broken_calls(vehicle: Vehicle, calls: Sequence[Call]) -> Broken | None:
    """The rule that stops break whenever they are made; reloads are not counted."""
    doors = [call for call in calls if call.tasks]
    if vehicle.max_stops is not None and len(doors) > vehicle.max_stops:
        orders = [task.order for call in doors for task in call.tasks if task.is_own_door]
        return Broken(rule=Rule.STOPS, order_id=cheapest_to_leave(orders))
    for number, call in enumerate(doors, start=1):
        for task in call.tasks:
            locked = task.order.locked_position if task.is_own_door else None
            if locked is not None and locked != number:
                return Broken(rule=Rule.POSITION, order_id=task.order.order_id)
    return None


def _door_calls(view: ProblemView, trip: Trip) -> list[Call]:
    calls: list[Call] = []
    set_up_s = 0
    for tasks in _one_stop_groups(view, trip.tasks):
        first = tasks[0]
        if not calls or not view.is_same_place(calls[-1].name, first.place):
            set_up_s = 0
        missing_s = max(0, max(task.order.setup_s for task in tasks) - set_up_s)
        set_up_s += missing_s
        calls.append(
            Call(
                name=first.place,
                place=view.door(first.place),
                tasks=tasks,
                service_s=missing_s + sum(task.order.service_s for task in tasks),
                windows=first.windows,
                is_soft=first.is_soft,
                offender_id=first.order.order_id,
            )
        )
    return calls


def _one_stop_groups(view: ProblemView, tasks: Sequence[Task]) -> list[tuple[Task, ...]]:
    groups: list[tuple[Task, ...]] = []
    for task in tasks:
        if groups and view.is_one_stop(groups[-1][0], task):
            groups[-1] = (*groups[-1], task)
        else:
            groups.append((task,))
    return groups


def _reload(view: ProblemView, vehicle: Vehicle, trip: Trip) -> Call:
    """The reload before a trip: it is over while the warehouse is open, and all is released."""
    reload_s = math.ceil(vehicle.reload_s)
    spans = view.hours[vehicle.vehicle_id].reloads[trip.warehouse_id]
    long_enough = (
        TimeWindow(span.start_s, span.end_s - reload_s)
        for span in spans
        if span.end_s - span.start_s >= reload_s
    )
    orders = trip.orders
    released_s = max(order.release_s for order in orders)
    last_s = spans[-1].end_s if spans else 0
    name = warehouse_place(trip.warehouse_id)
    return Call(
        name=name,
        place=view.numbers[name],
        service_s=reload_s,
        windows=clipped(long_enough, released_s - reload_s, last_s),
        offender_id=cheapest_to_leave(orders),
        warehouse_id=trip.warehouse_id,
        open=spans,
    )
