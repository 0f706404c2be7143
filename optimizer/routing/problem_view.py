"""A routing problem looked up by id, and what its rules say of one vehicle, order or warehouse."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from domain.fleet import Vehicle
from domain.geo import Location, great_circle_m
from domain.orders import TimeWindow
from domain.routing_problem import RoutingProblem, Shipment
from domain.travel import FleetTravel, Travel, warehouse_place
from domain.units import SECONDS_PER_DAY
from domain.warehouses import Warehouse
from optimizer.routing.tasks import Task, tasks_of

SAME_PLACE_M = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a vehicle may leave, and when it may end its route; both ascending.

    Attributes
    ----------
    reloads
        When each warehouse is open at which it may be reloaded, by id; none where it makes one
        trip.
    """

    leaves: tuple[TimeWindow, ...]
    ends: tuple[TimeWindow, ...]
    reloads: Mapping[str, tuple[TimeWindow, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProblemView:
    """A routing problem with its nouns by id and its places by number.

    Attributes
    ----------
    travel
        What routes are timed by: the problem's own, or a finer one between the same places.
    locations
        Where every place of the travel lies, by its name.
    tasks
        The calls that orders need, by the names of their places.
    warehouse_ids
        Id of each warehouse, by the name of its place.
    stations
        Numbers of the warehouse that loads each order and of its doors, by its id.
    hours
        Hours of every vehicle, by its id.
    """

    problem: RoutingProblem
    travel: FleetTravel[Travel]
    locations: Mapping[str, Location]
    shipments: Mapping[str, Shipment]
    tasks: Mapping[str, Task]
    vehicles: Mapping[str, Vehicle]
    warehouses: Mapping[str, Warehouse]
    warehouse_ids: Mapping[str, str]
    numbers: Mapping[str, int]
    stations: Mapping[str, tuple[int, ...]]
    hours: Mapping[str, Hours]

    def travel_of(self, vehicle: Vehicle) -> Travel:
        """How a vehicle travels between the places."""
        return self.travel.of(vehicle.vehicle_id)

    def door(self, place: str) -> int:
        """Number of a place."""
        return self.numbers[place]

    def start(self, vehicle: Vehicle) -> int:
        """Number of the place where a vehicle starts."""
        return self.numbers[warehouse_place(vehicle.warehouse_id)]

    def end(self, vehicle: Vehicle) -> int | None:
        """Number of the place where a vehicle's route ends; None for an open route."""
        return None if vehicle.ends_at is None else self.numbers[warehouse_place(vehicle.ends_at)]

    def location(self, place: str) -> Location:
        """Where a place lies."""
        return self.locations[place]

    def is_same_place(self, one: str, other: str) -> bool:
        """Whether two places are the same, but for the rounding of a file."""
        return great_circle_m(self.location(one), self.location(other)) <= SAME_PLACE_M

    def is_one_stop(self, one: Task, other: Task) -> bool:
        """Whether two tasks, one after the other, are done in one go."""
        same_hours = one.windows == other.windows and one.is_soft == other.is_soft
        same_kind = one.kind is other.kind
        return same_kind and same_hours and self.is_same_place(one.place, other.place)

    def may_load_at(self, vehicle: Vehicle, warehouse_id: str) -> bool:
        """Whether a vehicle may make a trip that a warehouse loads."""
        is_home = vehicle.warehouse_id == warehouse_id
        return is_home or warehouse_id in self.hours[vehicle.vehicle_id].reloads

    def may_drive(self, vehicle: Vehicle, shipment: Shipment) -> bool:
        """Whether there are roads from where an order is loaded to its doors and to the end."""
        places, end = self.stations[shipment.order_id], self.end(vehicle)
        reachable = self.travel_of(vehicle).reachable
        there = all(reachable(*leg) for leg in pairwise(places))
        return there and (end is None or reachable(places[-1], end))

    def with_order(self, order: Shipment) -> "ProblemView":
        """The same view, where other things hold of one order that is in the problem."""
        return replace(
            self,
            shipments={**self.shipments, order.order_id: order},
            tasks={**self.tasks, **{task.place: task for task in tasks_of(order)}},
        )


def view_of(
    problem: RoutingProblem,
    locations: Mapping[str, Location],
    travel: FleetTravel[Travel] | None = None,
) -> ProblemView:
    """A problem looked up by id.

    Parameters
    ----------
    travel
        What routes are timed by, where that is not the problem's own travel.

    Raises
    ------
    KeyError
        If a door has no location.
    ValueError
        If the places of the travel are not those of the problem's.
    """
    if travel is not None and travel.places != problem.travel.places:
        raise ValueError("Routes are timed between the places of the problem.")
    tasks = [task for shipment in problem.shipments for task in tasks_of(shipment)]
    for task in tasks:
        locations[task.place]
    numbers = {place: number for number, place in enumerate(problem.travel.places)}
    warehouses = {warehouse.warehouse_id: warehouse for warehouse in problem.warehouses}
    return ProblemView(
        problem=problem,
        travel=travel or problem.travel,
        locations=locations,
        shipments={shipment.order_id: shipment for shipment in problem.shipments},
        tasks={task.place: task for task in tasks},
        vehicles={vehicle.vehicle_id: vehicle for vehicle in problem.vehicles},
        warehouses=warehouses,
        warehouse_ids={warehouse_place(warehouse_id): warehouse_id for warehouse_id in warehouses},
        numbers=numbers,
        stations={
            s.order_id: tuple(numbers[p] for p in (warehouse_place(s.warehouse_id), *s.places))
            for s in problem.shipments
        },
        hours={vehicle.vehicle_id: _hours(vehicle, warehouses) for vehicle in problem.vehicles},
    )


def latest_end_s(vehicle: Vehicle) -> int:
    """When a vehicle must be back at the latest."""
    return vehicle.shift_end_s + int(vehicle.max_overtime_s)


def open_spans(warehouse: Warehouse, until_s: int) -> tuple[TimeWindow, ...]:
    """Hours of a warehouse up to some time; they come again every day."""
    opens_s, closes_s = warehouse.open_time_s, warehouse.close_time_s
    if closes_s < opens_s:
        closes_s += SECONDS_PER_DAY
    days = range(-1, until_s // SECONDS_PER_DAY + 2)
    spans = (
        TimeWindow(opens_s + day_s, closes_s + day_s)
        for day_s in (day * SECONDS_PER_DAY for day in days)
    )
    return clipped(joined(spans), 0, until_s)


def joined(spans: Iterable[TimeWindow]) -> tuple[TimeWindow, ...]:
    """Ascending spans with those made one that overlap or touch."""
    whole: list[TimeWindow] = []
    for span in sorted(spans, key=lambda span: span.start_s):
        if whole and span.start_s <= whole[-1].end_s + 1:
            whole[-1] = TimeWindow(whole[-1].start_s, max(whole[-1].end_s, span.end_s))
        else:
            whole.append(span)
    return tuple(whole)


def clipped(spans: Iterable[TimeWindow], first_s: int, last_s: int) -> tuple[TimeWindow, ...]:
    """What of ascending spans lies between two times."""
    return tuple(
        TimeWindow(max(span.start_s, first_s), min(span.end_s, last_s))
        for span in spans
        if max(span.start_s, first_s) <= min(span.end_s, last_s)
    )


def next_time(spans: Iterable[TimeWindow], time_s: int) -> int | None:
    """Earliest time within ascending spans, not before `time_s`; None if there is none."""
    return next((max(span.start_s, time_s) for span in spans if span.end_s >= time_s), None)


def last_time(spans: Iterable[TimeWindow], time_s: int) -> int | None:
    """Latest time within ascending spans, not after `time_s`; None if there is none."""
    before = [min(span.end_s, time_s) for span in spans if span.start_s <= time_s]
    return max(before, default=None)


def _hours(vehicle: Vehicle, warehouses: Mapping[str, Warehouse]) -> Hours:
    """A vehicle leaves and ends within shift and overtime, while the warehouse there is open."""
    first_s, last_s = max(0, vehicle.shift_start_s), latest_end_s(vehicle)
    leaves = open_spans(warehouses[vehicle.warehouse_id], last_s)
    ends: Iterable[TimeWindow] = (TimeWindow(0, max(0, last_s)),)
    if vehicle.ends_at is not None:
        ends = open_spans(warehouses[vehicle.ends_at], last_s)
    return Hours(
        leaves=clipped(leaves, first_s, last_s),
        ends=clipped(ends, first_s, last_s),
        reloads={
            warehouse_id: clipped(open_spans(warehouses[warehouse_id], last_s), first_s, last_s)
            for warehouse_id in _reload_warehouses(vehicle)
            if warehouse_id in warehouses
        },
    )


def _reload_warehouses(vehicle: Vehicle) -> list[str]:
    """Where a vehicle may be reloaded: at home, if it names no other place."""
    if vehicle.max_trips == 1:
        return []
    return sorted(vehicle.reload_warehouse_ids) or [vehicle.warehouse_id]
