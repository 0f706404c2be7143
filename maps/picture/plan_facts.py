"""A plan with the data it answers at hand."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from domain.clock import local_time
from domain.dataset import Dataset
from domain.fleet import Vehicle
from domain.geo import Location
from domain.orders import Order, OrderLine
from domain.plan import Plan, Route, Stop, StopKind
from domain.products import Product
from domain.warehouses import Warehouse


@dataclass(frozen=True, slots=True)
class NumberedStop:
    """A stop with its number among the deliveries of its route; 0 for a reload."""

    number: int
    stop: Stop


def numbered_stops(route: Route) -> Iterator[NumberedStop]:
    """Stops of a route in the order of driving, deliveries counted from 1."""
    number = 0
    for stop in route.stops:
        is_delivery = stop.kind is StopKind.DELIVERY
        number += is_delivery
        yield NumberedStop(number if is_delivery else 0, stop)


def delivery_count(route: Route) -> int:
    """How often a route stops to deliver."""
    return sum(stop.kind is StopKind.DELIVERY for stop in route.stops)


def late_count(route: Route) -> int:
    """At how many of its stops a route is late."""
    return sum(stop.late_s > 0 for stop in route.stops)


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
        """Orders served at a stop that the dataset has."""
        return [self._orders[i] for i in stop.order_ids if i in self._orders]

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
