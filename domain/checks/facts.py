"""The dataset by id and the plan in pieces, as the rules need them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.checks.finding import clock_words, money_words
from domain.checks.numbers import Part, is_sound, is_sound_route, parts_of
from domain.checks.tour import (
    Call,
    Carried,
    Leg,
    Rest,
    Shipped,
    Tour,
    Trip,
    Visit,
    legs_of,
    trips_of,
)
from domain.clock import elapsed_s
from domain.dataset import Dataset
from domain.fleet import Vehicle
from domain.orders import DELIVERY, TRANSPORT, Order, OrderLine
from domain.plan import Allocation, Plan, Route, Stop, Summary, Unassigned
from domain.products import Product, StockLevel, SupplyLane
from domain.travel import FleetTravel, Travel
from domain.warehouses import Warehouse


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """A dataset and a plan, looked up in the ways that rules need.

    Methods without arguments name the things that rules are tried on, one after the other. Only
    sound routes become tours: one with an impossible number, or of a vehicle that is not there, is
    reported for that, and nothing more can be computed from it.
    """

    dataset: Dataset
    plan: Plan
    travel: FleetTravel[Travel] | None
    zone: ZoneInfo

    @cached_property
    def all_orders(self) -> Mapping[str, Order]:
        """Every order of the dataset, also those of other days."""
        return {order.order_id: order for order in self.dataset.orders}

    @cached_property
    def due(self) -> Mapping[str, Order]:
        """Orders to be served on the plan's day."""
        return {order.order_id: order for order in self.dataset.orders_due(self.plan.day)}

    @cached_property
    def lines(self) -> Mapping[str, tuple[OrderLine, ...]]:
        """Lines of every order."""
        return self.dataset.lines_by_order()

    @cached_property
    def all_products(self) -> Mapping[str, Product]:
        """Every SKU."""
        return {product.sku: product for product in self.dataset.products}

    @cached_property
    def all_warehouses(self) -> Mapping[str, Warehouse]:
        """Every warehouse."""
        return {warehouse.warehouse_id: warehouse for warehouse in self.dataset.warehouses}

    @cached_property
    def fleet(self) -> Mapping[str, Vehicle]:
        """Vehicles there on the plan's day; a row for that very day comes before one for any."""
        there = self.dataset.vehicles_on(self.plan.day)
        by_date = sorted(there, key=lambda vehicle: vehicle.start_date is not None)
        return {vehicle.vehicle_id: vehicle for vehicle in by_date}

    @cached_property
    def served(self) -> Counter[str]:
        """How often each order is served; a transport, fetched and delivered, is served once."""
        calls: dict[str, Counter[str]] = defaultdict(Counter)
        for route in self.plan.routes:
            for stop in route.stops:
                for order_id in stop.order_ids:
                    calls[order_id][stop.kind] += 1
        return Counter({order_id: max(of_kind.values()) for order_id, of_kind in calls.items()})

    @cached_property
    def listed(self) -> Counter[str]:
        """How often each order is listed as unassigned."""
        return Counter(order.order_id for order in self.plan.unassigned)

    @cached_property
    def allocated(self) -> Mapping[str, list[str]]:
        """Warehouses that the allocation names for each order; one, where all is well."""
        named: dict[str, list[str]] = defaultdict(list)
        for line in self.plan.allocation:
            named[line.order_id].append(line.warehouse_id)
        return named

    @cached_property
    def driven(self) -> Counter[str]:
        """How many routes each vehicle has."""
        return Counter(route.vehicle_id for route in self.plan.routes)

    @cached_property
    def sound_tours(self) -> tuple[Tour, ...]:
        """Routes that can be followed."""
        return tuple(
            Tour(route=route, vehicle=self.fleet[route.vehicle_id])
            for route in self.plan.routes
            if route.vehicle_id in self.fleet and is_sound_route(route)
        )

    @cached_property
    def shipped_units(self) -> Mapping[tuple[str, str], int]:
        """Units that leave with the deliveries, by warehouse and SKU."""
        units: dict[tuple[str, str], int] = defaultdict(int)
        for shipped in self.sent_out():
            for line in self.lines[shipped.order.order_id]:
                units[shipped.warehouse_id, line.sku] += line.units
        return units

    @cached_property
    def loads(self) -> Mapping[str, tuple[float, float]]:
        """Volume in m3 and weight in kg of the goods of every order served."""
        return {i: self._load(self.lines[i]) for i in self.served if i in self.lines}

    @cached_property
    def available_units(self) -> Mapping[tuple[str, str], int]:
        """Units on hand, not reserved and not expired on the plan's day, by warehouse and SKU."""
        units: dict[tuple[str, str], int] = defaultdict(int)
        for level in self.dataset.stock or ():
            free = level.on_hand_units - level.reserved_units
            # What is reserved beyond a row's own units others must give, also for an expired row.
            key = (level.warehouse_id, level.sku)
            units[key] += min(free, 0) if self.has_expired(level) else free
        return {key: max(0, count) for key, count in units.items()}

    @cached_property
    def stock_rows(self) -> Mapping[tuple[str, str, str], StockLevel]:
        """Rows of the stock by warehouse, SKU and lot."""
        rows = self.dataset.stock or ()
        return {(level.warehouse_id, level.sku, level.lot_id): level for level in rows}

    def has_expired(self, level: StockLevel) -> bool:
        """Whether goods may not ship any more on the plan's day."""
        return level.expiry_date is not None and level.expiry_date < self.plan.day

    @cached_property
    def lanes(self) -> Mapping[tuple[str, str, str], SupplyLane]:
        """Lanes by where they come from, where they go, and SKU."""
        return {(lane.from_id, lane.to_id, lane.sku): lane for lane in self.dataset.supply_lanes}

    @cached_property
    def place_numbers(self) -> Mapping[str, int]:
        """Number of each place of the travel."""
        places = () if self.travel is None else self.travel.places
        return {place: number for number, place in enumerate(places)}

    def whole(self) -> Iterator[Plan]:
        """The plan as one thing."""
        yield self.plan

    def parts(self) -> Iterator[Part]:
        """Parts of the plan that hold numbers."""
        yield from parts_of(self.plan)

    def summaries(self) -> Iterator[Summary]:
        """The plan's summary, if its numbers are sound."""
        said = self.plan.summary
        if is_sound(said) and is_sound(said.cost_minor):
            yield said

    def warehouses(self) -> Iterator[Warehouse]:
        """Every warehouse."""
        yield from self.dataset.warehouses

    def orders_due(self) -> Iterator[Order]:
        """Orders to be served on the plan's day."""
        yield from self.due.values()

    def orders_placed(self) -> Iterator[str]:
        """Ids of the orders on a route or in the list of unassigned orders, each once."""
        yield from sorted({*self.served, *self.listed})

    def orders_named(self) -> Iterator[str]:
        """Ids of all orders that the plan names, each once."""
        yield from sorted({*self.served, *self.listed, *self.allocated})

    def unassigned(self) -> Iterator[Unassigned]:
        """Orders listed as unassigned."""
        yield from self.plan.unassigned

    def orders_allocated(self) -> Iterator[str]:
        """Ids of the orders in the allocation, each once."""
        yield from sorted(self.allocated)

    def allocation(self) -> Iterator[Allocation]:
        """Lines of the allocation."""
        yield from self.plan.allocation

    def vehicles_driven(self) -> Iterator[str]:
        """Ids of the vehicles that have a route, each once."""
        yield from sorted(self.driven)

    def routes(self) -> Iterator[Route]:
        """Every route, also one that cannot be followed."""
        yield from self.plan.routes

    def tours(self) -> Iterator[Tour]:
        """Routes that can be followed."""
        yield from self.sound_tours

    def trips(self) -> Iterator[Trip]:
        """Trips of the tours."""
        for tour in self.sound_tours:
            yield from trips_of(tour.route)

    def visits(self) -> Iterator[Visit]:
        """Stops of the tours."""
        for tour in self.sound_tours:
            yield from tour.visits()

    def calls(self) -> Iterator[Call]:
        """Orders at the stops of the tours, as far as the dataset knows them."""
        for visit in self.visits():
            for order in self.orders_of(visit.stop):
                yield Call(visit=visit, order=order)

    def own_doors(self) -> Iterator[Call]:
        """Calls at the own door of an order: all but those where transports are fetched."""
        yield from (call for call in self.calls() if not call.is_fetch)

    def transports(self) -> Iterator[Carried]:
        """Transports on the tours, each once a tour."""
        for tour in self.sound_tours:
            for order_id in tour.route.order_ids:
                order = self.all_orders.get(order_id)
                if order is not None and order.kind == TRANSPORT:
                    yield Carried(tour=tour, order=order)

    def rests(self) -> Iterator[Rest]:
        """Breaks of the tours."""
        for tour in self.sound_tours:
            for number, taken in enumerate(tour.route.breaks, start=1):
                yield Rest(tour=tour, number=number, taken=taken)

    def legs(self) -> Iterator[Leg]:
        """Drives of the tours."""
        for tour in self.sound_tours:
            yield from legs_of(tour)

    def travel_of(self, leg: Leg) -> Travel | None:
        """Travel of the vehicle that drives a leg; None where no travel is given."""
        return None if self.travel is None else self.travel.of(leg.vehicle_id)

    def pair(self, leg: Leg) -> tuple[int, int] | None:
        """Numbers of a leg's two places; None where the travel does not know both."""
        places = self.place_numbers
        if leg.origin in places and leg.destination in places:
            return places[leg.origin], places[leg.destination]
        return None

    def reachable_pair(self, leg: Leg) -> tuple[int, int] | None:
        """Numbers of a leg's two places; None where the vehicle has no way between them."""
        pair, travel = self.pair(leg), self.travel_of(leg)
        if pair is None or travel is None or not travel.reachable(*pair):
            return None
        return pair

    def shipped(self) -> Iterator[Shipped]:
        """Known orders on every route, each once: on the first trip that serves it."""
        for route in self.plan.routes:
            seen: set[str] = set()
            for trip in trips_of(route):
                for order_id in trip.order_ids:
                    if order_id in self.all_orders and order_id not in seen:
                        yield Shipped(
                            order=self.all_orders[order_id],
                            vehicle_id=trip.vehicle_id,
                            warehouse_id=trip.warehouse_id,
                        )
                seen.update(trip.order_ids)

    def sent_out(self) -> Iterator[Shipped]:
        """Known deliveries on every route: the orders that take goods out of a warehouse."""
        yield from (shipped for shipped in self.shipped() if shipped.order.kind == DELIVERY)

    def orders_of(self, stop: Stop) -> tuple[Order, ...]:
        """Known orders served at a stop."""
        ids = stop.order_ids
        return tuple(self.all_orders[order_id] for order_id in ids if order_id in self.all_orders)

    def volume_m3(self, order_id: str) -> float:
        """Volume of the goods of an order served; 0 where the order is not known."""
        return self.loads.get(order_id, (0.0, 0.0))[0]

    def weight_kg(self, order_id: str) -> float:
        """Weight of the goods of an order served; 0 where the order is not known."""
        return self.loads.get(order_id, (0.0, 0.0))[1]

    def units(self, order_id: str) -> int:
        """Units of an order; 0 where it is not known."""
        return sum(line.units for line in self.lines.get(order_id, ()))

    def elapsed_s(self, clock_s: int) -> int:
        """Elapsed seconds of the plan when the local clock shows `clock_s` of its day."""
        return elapsed_s(self.plan.day, clock_s, self.zone)

    def clock(self, time_s: int) -> str:
        """A time of the plan as people there read it."""
        return clock_words(self.plan.day, time_s, self.zone)

    def money(self, amount_minor: int) -> str:
        """An amount of the dataset's money in words."""
        return money_words(amount_minor, self.dataset.settings.currency)

    def _load(self, lines: tuple[OrderLine, ...]) -> tuple[float, float]:
        goods = [(self.all_products[line.sku], line.units) for line in lines]
        volume_m3 = math.fsum(product.unit_volume_m3 * units for product, units in goods)
        return volume_m3, math.fsum(product.unit_weight_kg * units for product, units in goods)
