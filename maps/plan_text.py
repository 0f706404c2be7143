"""How the figures of a plan read, alike on the map, on sheets and in files for other programs."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from domain.clock import local_time
from domain.dataset import Dataset
from domain.fleet import Vehicle
from domain.geo import Location
from domain.message import Message, message
from domain.orders import Order, OrderLine
from domain.plan import Plan, Route, Stop, StopKind
from domain.products import Product
from domain.units import (
    METRES_PER_KM,
    SECONDS_PER_DAY,
    SECONDS_PER_HOUR,
    SECONDS_PER_MINUTE,
    clock_text,
    major_units,
)
from domain.warehouses import Warehouse

Say = Callable[[Message], str]
"""Renders a message in the reader's language."""


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


class PlanText:
    """Texts of one plan in one language, with the data it answers at hand.

    A plan may name what its dataset no longer has; such ids are shown as they are.
    """

    def __init__(self, plan: Plan, dataset: Dataset, say: Say) -> None:
        self.plan = plan
        self.zone = ZoneInfo(plan.timezone)
        self._say = say
        self._orders = {order.order_id: order for order in dataset.orders}
        self._lines = dataset.lines_by_order()
        self._products = {product.sku: product for product in dataset.products}
        self._vehicles = {v.vehicle_id: v for v in dataset.vehicles_on(plan.day)}
        self._warehouses = {w.warehouse_id: w for w in dataset.warehouses}
        self._drivers = {driver.driver_id: driver for driver in dataset.drivers}

    def say(self, code: str, /, **parameters: str | int | float) -> str:
        """The text of a code."""
        return self._say(message(code, **parameters))

    def sentence(self, sentence: Message) -> str:
        """The text of a message."""
        return self._say(sentence)

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
        return _with_name(route.vehicle_id, vehicle.name if vehicle else "")

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
        return _with_name(warehouse_id, warehouse.name if warehouse else "")

    def places(self, route: Route) -> list[Location]:
        """Where a route leads, its warehouses included."""
        ends = (self.warehouse(route.warehouse_id), self.warehouse(route.end_warehouse_id))
        start, end = ([w.location] if w else [] for w in ends)
        return [*start, *(stop.location for stop in route.stops), *end]

    def moment(self, time_s: int) -> datetime.datetime:
        """The zoned date and time of a time of the plan."""
        return local_time(self.plan.day, time_s, self.zone)

    def clock(self, time_s: int) -> str:
        """Local clock time of a time of the plan: ``08:45``; on the next day ``02:15+1``."""
        moment = self.moment(time_s)
        days = (moment.date() - self.plan.day).days
        seconds = moment.hour * SECONDS_PER_HOUR + moment.minute * SECONDS_PER_MINUTE
        return clock_text(days * SECONDS_PER_DAY + seconds)

    def span(self, start_s: int, end_s: int) -> str:
        """Two clock times: ``08:45–17:30``."""
        return f"{self.clock(start_s)}–{self.clock(end_s)}"

    def windows(self, order: Order) -> str:
        """Windows of an order; empty where it may be served all day."""
        if all((w.start_s, w.end_s) == (0, SECONDS_PER_DAY) for w in order.windows):
            return ""
        return ", ".join(
            f"{clock_text(w.start_s)}–{_window_end_text(w.end_s)}" for w in order.windows
        )

    def duration(self, duration_s: int) -> str:
        """A duration to the minute: ``1 h 05``, ``25 min``."""
        hours, minutes = divmod(round(duration_s / SECONDS_PER_MINUTE), 60)
        if not hours:
            return self.say("unit.minutes", minutes=minutes)
        return self.say("unit.hours_minutes", hours=hours, minutes=f"{minutes:02d}")

    def distance(self, distance_m: int) -> str:
        """A distance in kilometres: ``42.1 km``."""
        return self.say("unit.km", km=f"{distance_m / METRES_PER_KM:,.1f}")

    def volume(self, volume_m3: float) -> str:
        """A volume: ``7.25 m³``."""
        return self.say("unit.m3", m3=f"{volume_m3:,.2f}")

    def weight(self, weight_kg: float) -> str:
        """A weight: ``412 kg``."""
        return self.say("unit.kg", kg=f"{weight_kg:,.0f}")

    def money(self, amount_minor: int) -> str:
        """An amount with its currency: ``4,812.50 EUR``."""
        return f"{major_units(amount_minor, self.plan.currency):,f} {self.plan.currency}"

    def goods(self, order_id: str) -> list[str]:
        """Each line of an order: ``3 × SKU-0012 Kettle``."""
        return [
            f"{line.units:,} × {_with_name(line.sku, product.name if product else '')}"
            for line, product in self.lines(order_id)
        ]


def _with_name(identifier: str, name: str) -> str:
    return f"{identifier} {name}" if name and name != identifier else identifier


def _window_end_text(end_s: int) -> str:
    return "24:00" if end_s == SECONDS_PER_DAY else clock_text(end_s)
