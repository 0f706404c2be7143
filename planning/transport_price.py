"""What one more stop costs from each warehouse, estimated from the roads before there are routes.

A van that calls at many doors shares the way to them among all of its stops. So an order costs its
share of the way out and back, the way to it from the stop before, its service and its handling; and
on the road never more than a trip for it alone.

References
----------
C. F. Daganzo (1984), The distance traveled to visit N points with a maximum of C stops per vehicle:
an analytic model and an application, Transportation Science 18(4), 331-350.
"""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from domain.dataset import Dataset
from domain.fleet import Vehicle
from domain.geo import EARTH_RADIUS_M, Location
from domain.orders import DELIVERY, Order
from domain.transport_price import NOT_DELIVERABLE_MINOR, PriceSource, TransportPrice
from domain.units import METRES_PER_KM, MINOR_DIGITS, SECONDS_PER_HOUR
from domain.warehouses import Warehouse
from planning.day import doors_of
from planning.day_roads import DayRoads

Floats = npt.NDArray[np.float64]

NEIGHBOURS = 3
"""Nearest stops whose mean distance stands for the way from stop to stop: at random places that is
0.73 times the root of the area per stop, and the shortest tour takes 0.71 times."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Doors:
    """The `n` orders of a day: where they are and what they ask of a vehicle on the mean."""

    points: Floats
    service_s: Floats
    mean_load: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Depot:
    """A warehouse: its vehicles' rates in minor units, and there and back to each of `n` orders.

    `round_m` and `round_s` are 0 where there is no way.
    """

    point: Floats
    has_way: npt.NDArray[np.bool_]
    round_m: Floats
    round_s: Floats
    per_m: float
    per_s: float
    fixed_minor: float
    handling_minor: float
    most_stops: float
    shift_s: float

    @property
    def way_alone_minor(self) -> Floats:
        """The way to each order and back with nothing else on board, ``(n,)``."""
        return self.round_m * self.per_m + self.round_s * self.per_s


def estimate_transport_price(
    dataset: Dataset, day: datetime.date, roads: DayRoads
) -> TransportPrice:
    """About what each order due on a day adds to the routes of each warehouse.

    Of a transport the way is the mean of both doors: how far these lie apart is the same from
    everywhere. An order cannot be served where there is no way by road, nor a pickup or a transport
    from where no vehicle that may take it is loaded.
    """
    orders = dataset.orders_due(day)
    if not orders:
        none = np.empty((0, len(dataset.warehouses)), dtype=np.int64)
        return TransportPrice(stop_minor=none, alone_minor=none, source=PriceSource.ESTIMATED)
    doors = _doors(dataset, orders)
    depots = [_depot(dataset, day, roads, doors, w) for w in dataset.warehouses]
    has_way = np.column_stack([depot.has_way for depot in depots])
    is_possible = _may_start(dataset, day) & has_way
    alone = np.column_stack([depot.way_alone_minor + depot.handling_minor for depot in depots])
    ranked = np.where(is_possible, alone, np.inf)
    nearest = np.where(is_possible.any(axis=1), ranked.argmin(axis=1), -1)
    prices = [_prices(depot, doors, nearest == number) for number, depot in enumerate(depots)]
    return TransportPrice(
        stop_minor=_minor(np.column_stack(prices), is_possible),
        alone_minor=_minor(alone, is_possible),
        source=PriceSource.ESTIMATED,
    )


def _minor(cost: Floats, is_possible: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Whole minor units where an order can be served."""
    return np.rint(np.where(is_possible, cost, NOT_DELIVERABLE_MINOR)).astype(np.int64)


def _prices(depot: _Depot, doors: _Doors, is_own: npt.NDArray[np.bool_]) -> Floats:
    """Price of each order from a warehouse that is the nearest to some of them, ``(n,)``."""
    factor, speed_mps = _streets(depot, doors)
    between_m = factor * _to_neighbours_m(depot, doors, is_own)
    between_s = between_m / speed_mps
    tour_minor = depot.fixed_minor + depot.way_alone_minor
    shared = tour_minor / _stops_of_tour(depot, doors, between_s)
    way = np.minimum(shared + between_m * depot.per_m + between_s * depot.per_s, tour_minor)
    return np.asarray(way + doors.service_s * depot.per_s + depot.handling_minor)


def _streets(depot: _Depot, doors: _Doors) -> tuple[float, float]:
    """How much longer the streets are than the straight line, and how fast one drives there."""
    straight_m = 2 * _apart_m(doors.points[depot.has_way], depot.point).sum()
    round_m, round_s = depot.round_m.sum(), depot.round_s.sum()
    if not (straight_m and round_m and round_s):
        return 1.0, 1.0
    return float(round_m / straight_m), float(round_m / round_s)


def _to_neighbours_m(depot: _Depot, doors: _Doors, is_own: npt.NDArray[np.bool_]) -> Floats:
    """Mean straight distance to the nearest other orders of a warehouse, ``(n,)``.

    Where there are too few of them, the warehouse itself stands in for those that are missing.
    """
    own = np.flatnonzero(is_own)
    to_depot_m = _apart_m(doors.points, depot.point)
    nearest = np.repeat(to_depot_m[:, np.newaxis], NEIGHBOURS, axis=1)
    if len(own):
        count = min(len(own), NEIGHBOURS + 1)
        chord, at = cKDTree(doors.points[own]).query(doors.points, k=np.arange(1, count + 1))
        found_m = EARTH_RADIUS_M * 2 * np.arcsin(np.minimum(chord / 2, 1))
        found_m[own[at] == np.arange(len(doors.points))[:, np.newaxis]] = np.inf
        found_m = np.sort(found_m, axis=1)[:, :NEIGHBOURS]
        width = found_m.shape[1]
        nearest[:, :width] = np.minimum(nearest[:, :width], found_m)
    return np.asarray(nearest.mean(axis=1))


def _stops_of_tour(depot: _Depot, doors: _Doors, between_s: Floats) -> Floats:
    """Stops among which the way to an order and back is shared, ``(n,)``; one at least.

    As many as the load, the shift and the rules of the vehicles allow.
    """
    in_shift = (depot.shift_s - depot.round_s) / np.maximum(between_s + doors.service_s.mean(), 1)
    return np.asarray(np.maximum(np.minimum(in_shift, depot.most_stops), 1.0))


def _doors(dataset: Dataset, orders: Sequence[Order]) -> _Doors:
    products = {product.sku: product for product in dataset.products}
    lines = dataset.lines_by_order()
    goods = [(products[i.sku], i.units) for order in orders for i in lines[order.order_id]]
    count = len(orders)
    return _Doors(
        points=_on_sphere([order.location for order in orders]),
        service_s=np.array([float(order.setup_s + order.service_s) for order in orders]),
        mean_load=(
            math.fsum(product.unit_volume_m3 * units for product, units in goods) / count,
            math.fsum(product.unit_weight_kg * units for product, units in goods) / count,
            1.0,
        ),
    )


def _depot(
    dataset: Dataset, day: datetime.date, roads: DayRoads, doors: _Doors, warehouse: Warehouse
) -> _Depot:
    minor = 10 ** MINOR_DIGITS.get(dataset.settings.currency, 2)
    vehicles = _vehicles_of(dataset, day, warehouse.warehouse_id)
    per_km = fmean(float(v.cost_per_km) for v in vehicles) if vehicles else 1.0
    per_hour = fmean(float(v.cost_per_hour) for v in vehicles) if vehicles else 1.0
    fixed = fmean(float(v.fixed_cost) for v in vehicles) if vehicles else 0.0
    per_m, per_s = per_km * minor / METRES_PER_KM, per_hour * minor / SECONDS_PER_HOUR
    has_way, round_m, round_s = _round_trips(dataset, day, roads, warehouse, per_m, per_s)
    return _Depot(
        point=_on_sphere([warehouse.location])[0],
        has_way=has_way,
        round_m=round_m,
        round_s=round_s,
        per_m=per_m,
        per_s=per_s,
        fixed_minor=fixed * minor,
        handling_minor=float(warehouse.handling_cost_per_order) * minor,
        most_stops=fmean(_most_stops(v, doors) for v in vehicles) if vehicles else math.inf,
        shift_s=fmean(_usable_s(v) for v in vehicles) if vehicles else math.inf,
    )


def _vehicles_of(dataset: Dataset, day: datetime.date, warehouse_id: str) -> list[Vehicle]:
    """A warehouse's own vehicles, or all where it has none."""
    vehicles = dataset.vehicles_on(day)
    return [v for v in vehicles if v.warehouse_id == warehouse_id] or list(vehicles)


def _round_trips(
    dataset: Dataset,
    day: datetime.date,
    roads: DayRoads,
    warehouse: Warehouse,
    per_m: float,
    per_s: float,
) -> tuple[npt.NDArray[np.bool_], Floats, Floats]:
    """Whether there is a way, metres and seconds to each order and back; the cheapest driving."""
    number = {place: i for i, (place, _) in enumerate(roads.places)}
    doors = [[number[p] for p, _ in doors_of(order)] for order in dataset.orders_due(day)]
    best_m, best_s = np.zeros(len(doors)), np.zeros(len(doors))
    least = np.full(len(doors), np.inf)
    for drives in roads.depot_drives(warehouse.warehouse_id):
        has_way = np.array([drives.has_way[at].all() for at in doors], dtype=np.bool_)
        round_m = np.array([drives.round_trip_m[at].mean() for at in doors])
        round_s = np.array([drives.round_trip_s[at].mean() for at in doors])
        cost = round_m * per_m + round_s * per_s
        is_best = has_way & (cost < least)
        best_m[is_best], best_s[is_best] = round_m[is_best], round_s[is_best]
        least[is_best] = cost[is_best]
    return np.isfinite(least), best_m, best_s


def _most_stops(vehicle: Vehicle, doors: _Doors) -> float:
    """Orders of the mean size that a vehicle holds, within its limit of stops."""
    limits = (vehicle.capacity_m3, vehicle.capacity_kg, vehicle.capacity_parcels)
    fits = [
        limit / load
        for limit, load in zip(limits, doors.mean_load, strict=True)
        if limit is not None and load > 0
    ]
    return min((*fits, math.inf if vehicle.max_stops is None else vehicle.max_stops))


def _usable_s(vehicle: Vehicle) -> float:
    """Seconds of a vehicle's shift for driving and service."""
    return vehicle.shift_end_s - vehicle.shift_start_s - vehicle.break_s


def _may_start(dataset: Dataset, day: datetime.date) -> npt.NDArray[np.bool_]:
    """Whether a trip that serves an order may begin at a warehouse, ``(orders, warehouses)``.

    Goods for a delivery lie where they lie, but a pickup or a transport is better left to a
    warehouse that loads its vehicle, if there is any.
    """
    warehouse_ids = [warehouse.warehouse_id for warehouse in dataset.warehouses]
    vehicles = dataset.vehicles_on(day)
    loaded_at = {vehicle.vehicle_id: vehicle.loaded_at for vehicle in vehicles}
    anywhere = frozenset[str]().union(*loaded_at.values())
    starts = [
        frozenset(warehouse_ids)
        if order.kind == DELIVERY
        else loaded_at.get(order.locked_vehicle_id, anywhere)
        for order in dataset.orders_due(day)
    ]
    return np.array(
        [[not some or warehouse in some for warehouse in warehouse_ids] for some in starts],
        dtype=np.bool_,
    ).reshape(len(starts), len(warehouse_ids))


def _on_sphere(locations: Sequence[Location]) -> Floats:
    """Points of the unit sphere, ``(n, 3)``, so that the nearest are found by a straight line."""
    lat, lon = np.radians([(a.lat, a.lon) for a in locations]).reshape(-1, 2).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def _apart_m(points: Floats, point: Floats) -> Floats:
    """Distance of each point from one along the great circle, ``(n,)``."""
    chord = np.linalg.norm(points - point, axis=1)
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.minimum(chord / 2, 1)))
