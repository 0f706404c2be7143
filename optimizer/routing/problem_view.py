"""A routing problem looked up by id, and what its rules say of one vehicle, order or warehouse."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.fleet import Vehicle
from domain.geo import Location, great_circle_m
from domain.orders import TimeWindow
from domain.routing_problem import RoutingProblem, Shipment
from domain.travel import FleetTravel, Travel, order_place, warehouse_place
from domain.units import SECONDS_PER_DAY
from domain.warehouses import Warehouse

SAME_PLACE_M = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When a vehicle may leave, and when it may end its route; both ascending."""

    leaves: tuple[TimeWindow, ...]
    ends: tuple[TimeWindow, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProblemView:
    """A routing problem with its nouns by id and its places by number.

    Attributes
    ----------
    travel
        What routes are timed by: the problem's own, or a finer one between the same places.
    locations
        Where every place of the travel lies, by its name.
    hours
        Hours of every vehicle, by its id.
    """

    problem: RoutingProblem
    travel: FleetTravel[Travel]
    locations: Mapping[str, Location]
    shipments: Mapping[str, Shipment]
    vehicles: Mapping[str, Vehicle]
    warehouses: Mapping[str, Warehouse]
    numbers: Mapping[str, int]
    hours: Mapping[str, Hours]

    def travel_of(self, vehicle: Vehicle) -> Travel:
        """How a vehicle travels between the places."""
        return self.travel.of(vehicle.vehicle_id)

    def door(self, order_id: str) -> int:
        """Number of an order's place."""
        return self.numbers[order_place(order_id)]

    def start(self, vehicle: Vehicle) -> int:
        """Number of the place where a vehicle starts."""
        return self.numbers[warehouse_place(vehicle.warehouse_id)]

    def end(self, vehicle: Vehicle) -> int | None:
        """Number of the place where a vehicle's route ends; None for an open route."""
        return None if vehicle.ends_at is None else self.numbers[warehouse_place(vehicle.ends_at)]

    def location(self, order_id: str) -> Location:
        """Where an order is brought."""
        return self.locations[order_place(order_id)]

    def is_same_place(self, one: str, other: str) -> bool:
        """Whether two orders are brought to the same place, but for the rounding of a file."""
        return great_circle_m(self.location(one), self.location(other)) <= SAME_PLACE_M

    def is_one_stop(self, one: Shipment, other: Shipment) -> bool:
        """Whether two orders, one after the other, are served in one go."""
        same_hours = one.windows == other.windows and one.is_soft == other.is_soft
        return same_hours and self.is_same_place(one.order_id, other.order_id)

    def may_drive(self, vehicle: Vehicle, shipment: Shipment) -> bool:
        """Whether there are roads from the vehicle's start to the door and on to its end."""
        door, end = self.door(shipment.order_id), self.end(vehicle)
        travel = self.travel_of(vehicle)
        there = travel.reachable(self.start(vehicle), door)
        return there and (end is None or travel.reachable(door, end))


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
        If an order has no location.
    ValueError
        If the places of the travel are not those of the problem's.
    """
    if travel is not None and travel.places != problem.travel.places:
        raise ValueError("Routes are timed between the places of the problem.")
    for shipment in problem.shipments:
        locations[shipment.place]
    warehouses = {warehouse.warehouse_id: warehouse for warehouse in problem.warehouses}
    return ProblemView(
        problem=problem,
        travel=travel or problem.travel,
        locations=locations,
        shipments={shipment.order_id: shipment for shipment in problem.shipments},
        vehicles={vehicle.vehicle_id: vehicle for vehicle in problem.vehicles},
        warehouses=warehouses,
        numbers={place: number for number, place in enumerate(problem.travel.places)},
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
    return Hours(leaves=clipped(leaves, first_s, last_s), ends=clipped(ends, first_s, last_s))
