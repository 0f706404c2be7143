"""A plan's routes as the rules look at them: tours, trips, visits, calls and breaks."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.checks.finding import at
from domain.fleet import Vehicle
from domain.geo import Location, great_circle_m
from domain.orders import TRANSPORT, Order
from domain.plan import Break, Route, Stop, StopKind
from domain.travel import order_place, pickup_place, warehouse_place

SAME_PLACE_M = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """A route that can be followed: its numbers are sound, and its vehicle is there that day."""

    route: Route
    vehicle: Vehicle

    @property
    def where(self) -> str:
        """Name of the route as a place."""
        return at(vehicle=self.vehicle.vehicle_id)

    def visits(self) -> Iterator["Visit"]:
        """The stops in their places."""
        left_s = self.route.start_s
        for number, stop in enumerate(self.route.stops, start=1):
            yield Visit(tour=self, number=number, stop=stop, left_before_s=left_s)
            left_s = stop.departure_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stop in its place on a tour; stops are numbered from 1.

    Attributes
    ----------
    left_before_s
        When the vehicle left the stop before, or the warehouse.
    """

    tour: Tour
    number: int
    stop: Stop
    left_before_s: int

    @property
    def vehicle_id(self) -> str:
        """Id of the vehicle."""
        return self.tour.vehicle.vehicle_id

    @property
    def begins_s(self) -> int:
        """When service begins."""
        return self.stop.arrival_s + self.stop.wait_s

    @property
    def served_s(self) -> int:
        """When service ends."""
        return self.begins_s + self.stop.service_s

    @property
    def where(self) -> str:
        """Name of the stop as a place."""
        return at(vehicle=self.vehicle_id, stop=self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An order that the dataset knows, at a stop where it is fetched or delivered."""

    visit: Visit
    order: Order

    @property
    def vehicle(self) -> Vehicle:
        """The vehicle that serves it."""
        return self.visit.tour.vehicle

    @property
    def is_fetch(self) -> bool:
        """Whether a transport is fetched here, which is not its own door."""
        return is_fetch(self.visit.stop, self.order)

    @property
    def where(self) -> str:
        """Name of the order at its stop as a place."""
        return f"{self.visit.where} {at(order=self.order.order_id)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A break of a tour; breaks are numbered from 1."""

    tour: Tour
    number: int
    taken: Break

    @property
    def where(self) -> str:
        """Name of the break as a place."""
        return f"{self.tour.where} {at(rest=self.number)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """What a vehicle does between two loadings: the warehouse that loads it, and its stops.

    Trips are numbered from 1; a reload ends one and begins the next.
    """

    vehicle_id: str
    number: int
    warehouse_id: str
    departs_s: int
    stops: tuple[Stop, ...]

    @property
    def order_ids(self) -> tuple[str, ...]:
        """Orders served on this trip, each once."""
        return tuple(dict.fromkeys(i for stop in self.stops for i in stop.order_ids))

    @property
    def where(self) -> str:
        """Name of the trip as a place."""
        return at(vehicle=self.vehicle_id, trip=self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A transport on a tour."""

    tour: Tour
    order: Order

    @property
    def where(self) -> str:
        """Name of the order on its route as a place."""
        return f"{self.tour.where} {at(order=self.order.order_id)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """An order, and the warehouse that loads the vehicle for the trip that serves it."""

    order: Order
    vehicle_id: str
    warehouse_id: str

    @property
    def where(self) -> str:
        """Name of the shipment as a place."""
        return at(vehicle=self.vehicle_id, order=self.order.order_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A drive from one place of the travel to the next, as the plan tells it."""

    vehicle_id: str
    where: str
    origin: str
    destination: str
    departs_s: int
    drive_s: int
    distance_m: int


def is_reload(stop: Stop) -> bool:
    """Whether a vehicle is loaded again at a stop."""
    return stop.kind == StopKind.RELOAD


def is_fetch(stop: Stop, order: Order) -> bool:
    """Whether a stop is the first of the two that a transport has."""
    return order.kind == TRANSPORT and stop.kind == StopKind.PICKUP


def door_of(stop: Stop, order: Order) -> Location:
    """Where a stop that serves an order must lie."""
    return order.pickup_location if is_fetch(stop, order) else order.location


def trips_of(route: Route) -> Iterator[Trip]:
    """A route cut at its reloads."""
    number, warehouse_id, departs_s = 1, route.warehouse_id, route.start_s
    stops: list[Stop] = []
    for stop in route.stops:
        if is_reload(stop):
            yield _trip(route, number, warehouse_id, departs_s, stops)
            number, warehouse_id, departs_s = number + 1, stop.warehouse_id, stop.departure_s
            stops = []
        else:
            stops.append(stop)
    yield _trip(route, number, warehouse_id, departs_s, stops)


def legs_of(tour: Tour) -> Iterator[Leg]:
    """The drives of a tour, the way back last; a stop's place is that of its first order."""
    route, vehicle_id = tour.route, tour.vehicle.vehicle_id
    origin = warehouse_place(route.warehouse_id)
    left_s = route.start_s
    for visit in tour.visits():
        stop = visit.stop
        destination = place_of(stop)
        yield Leg(
            vehicle_id=vehicle_id,
            where=visit.where,
            origin=origin,
            destination=destination,
            departs_s=left_s,
            drive_s=stop.drive_s,
            distance_m=stop.distance_m,
        )
        origin, left_s = destination, stop.departure_s
    if route.end_warehouse_id:
        yield Leg(
            vehicle_id=vehicle_id,
            where=f"{tour.where} {at(warehouse=route.end_warehouse_id)}",
            origin=origin,
            destination=warehouse_place(route.end_warehouse_id),
            departs_s=left_s,
            drive_s=route.return_drive_s,
            distance_m=route.return_distance_m,
        )


def place_of(stop: Stop) -> str:
    """Name of a stop among the places of the travel; empty where the stop names nothing."""
    if is_reload(stop):
        return warehouse_place(stop.warehouse_id)
    if not stop.order_ids:
        return ""
    name = pickup_place if stop.kind == StopKind.PICKUP else order_place
    return name(stop.order_ids[0])


def same_place(a: Location, b: Location, tolerance_m: float = 1.0) -> bool:
    """Whether two locations are the same but for the rounding of a file."""
    return great_circle_m(a, b) <= tolerance_m


def _trip(route: Route, number: int, warehouse_id: str, departs_s: int, stops: list[Stop]) -> Trip:
    return Trip(
        vehicle_id=route.vehicle_id,
        number=number,
        warehouse_id=warehouse_id,
        departs_s=departs_s,
        stops=tuple(stops),
    )
