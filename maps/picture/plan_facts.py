"""A plan with the data it answers at hand."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from domain.clock import local_time
from domain.dataset import Dataset
from domain.fleet import Vehicle
from domain.geo import Location
from domain.orders import TRANSPORT, Order, OrderLine
from domain.plan import Plan, Route, Stop, StopKind
from domain.products import Product
from domain.warehouses import Warehouse


@dataclass(frozen=True, slots=True)
class NumberedStop:
    """A stop with its number among those of its route that are no reloads; 0 for a reload."""

    number: int
    stop: Stop


def numbered_stops(route: Route) -> Iterator[NumberedStop]:
    """Stops of a route in the order of driving; all but reloads are counted from 1."""
    number = 0
    for stop in route.stops:
        is_reload = stop.kind is StopKind.RELOAD
        number += not is_reload
        yield NumberedStop(0 if is_reload else number, stop)


def stop_count(route: Route) -> int:
    """How often a route stops to deliver or to fetch."""
    return sum(stop.kind is not StopKind.RELOAD for stop in route.stops)


def trips(route: Route) -> Iterator[tuple[NumberedStop, ...]]:
    """The stops between two loadings; a reload begins a trip, and is its first stop."""
    trip: list[NumberedStop] = []
    for numbered in numbered_stops(route):
        if numbered.stop.kind is StopKind.RELOAD:
            yield tuple(trip)
            trip = []
        trip.append(numbered)
    yield tuple(trip)


def fullest_load(route: Route) -> tuple[float, float]:
    """Most m3 and most kg on board at any time of a route."""
    return (
        _most_on_board(route, route.load_m3, [stop.load_m3 for stop in route.stops]),
        _most_on_board(route, route.load_kg, [stop.load_kg for stop in route.stops]),
    )


def _most_on_board(route: Route, moved: float, loads: list[float]) -> float:
    """The greatest load, from all that a route moves and what is on board after each stop.

    All that is moved is loaded at the start, at a reload, or at a door. Where the first stop
    fetches, the load at the start cannot be told from what is fetched there, nor be the greatest.
    """
    kinds = [stop.kind for stop in route.stops]
    if kinds and kinds[0] is StopKind.PICKUP:
        return max(loads)
    reloaded = sum(load for kind, load in zip(kinds, loads, strict=True) if kind is StopKind.RELOAD)
    fetched = sum(
        after - before
        for kind, before, after in zip(kinds[1:], loads, loads[1:], strict=False)
        if kind is StopKind.PICKUP
    )
    return max(moved - reloaded - fetched, *loads, 0.0)


def late_count(route: Route) -> int:
    """At how many of its stops a route is late."""
    return sum(stop.late_s > 0 for stop in route.stops)


def is_carried_from(order: Order, stop: Stop) -> bool:
    """Whether a stop is the first of a transport's two."""
    return stop.kind is StopKind.PICKUP and order.kind == TRANSPORT


class PlanFacts:
    """What is known of the orders, vehicles and places that a plan names.

    A plan may name what its dataset no longer has; such ids are shown as they are.
    """

    def __init__(self, plan: Plan, dataset: Dataset) -> None:
        self.plan = plan
        self.zone = ZoneInfo(plan.timezone)
        self._orders = {order.order_id: order for order in dataset.orders}
        self._lines = dataset.lines_by_order()
        self._products = {product.sku: product for product in dataset.products}
        self._vehicles = {v.vehicle_id: v for v in dataset.vehicles_on(plan.day)}
        self._warehouses = {w.warehouse_id: w for w in dataset.warehouses}
        self._drivers = {driver.driver_id: driver for driver in dataset.drivers}

    def order(self, order_id: str) -> Order | None:
        """An order, if the dataset has it."""
        return self._orders.get(order_id)

    def orders(self, stop: Stop) -> list[Order]:
        """Orders delivered or fetched at a stop that the dataset has."""
        return [self._orders[i] for i in stop.order_ids if i in self._orders]

    def address(self, order: Order, stop: Stop) -> str:
        """Address of an order's stop; empty where goods to be carried are fetched.

        The data tell that door by its coordinates alone.
        """
        return "" if is_carried_from(order, stop) else order.address

    def lines(self, order_id: str) -> list[tuple[OrderLine, Product | None]]:
        """What an order is made of."""
        return [(line, self._products.get(line.sku)) for line in self._lines.get(order_id, ())]

    def vehicle(self, route: Route) -> Vehicle | None:
        """The vehicle of a route, if the dataset has it."""
        return self._vehicles.get(route.vehicle_id)

    def vehicle_name(self, route: Route) -> str:
        """Id of the vehicle, and its name where it has another."""
        vehicle = self.vehicle(route)
        return with_name(route.vehicle_id, vehicle.name if vehicle else "")

    def driver_name(self, route: Route) -> str:
        """Name of the driver, or the id where there is no name."""
        vehicle = self.vehicle(route)
        driver_id = vehicle.driver_id if vehicle else ""
        driver = self._drivers.get(driver_id)
        return driver.name if driver and driver.name else driver_id

    def warehouse(self, warehouse_id: str) -> Warehouse | None:
        """A warehouse, if the dataset has it."""
        return self._warehouses.get(warehouse_id)

    def warehouse_name(self, warehouse_id: str) -> str:
        """Id of a warehouse, and its name where it has another."""
        warehouse = self._warehouses.get(warehouse_id)
        return with_name(warehouse_id, warehouse.name if warehouse else "")

    def places(self, route: Route) -> list[Location]:
        """Where a route leads, its warehouses included."""
        ends = (self.warehouse(route.warehouse_id), self.warehouse(route.end_warehouse_id))
        start, end = ([w.location] if w else [] for w in ends)
        return [*start, *(stop.location for stop in route.stops), *end]

    def moment(self, time_s: int) -> datetime.datetime:
        """The zoned date and time of a time of the plan."""
        return local_time(self.plan.day, time_s, self.zone)


def with_name(identifier: str, name: str) -> str:
    """An id, and the name where it is another."""
    return f"{identifier} {name}" if name and name != identifier else identifier
