"""Whether routes answer an instance, and at what cost: from the raw data, with no solver code.

The routes are sequences of sites, without the depot where each starts and ends; a depot within a
route is a reload. Where vehicles differ, the first route is driven by the first vehicle, and so on.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.message import Message, message
from optimizer.routing.instances.instance import (
    Counting,
    InstanceVehicle,
    RoutingInstance,
    Site,
)

TOLERANCE = 1e-6
"""By how much a time may miss its window: the noise of adding up lengths in double precision."""

Routes = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Driven:
    """A route with its number in the file, from 1, and its vehicle."""

    number: int
    vehicle: InstanceVehicle
    sites: tuple[int, ...]

    @property
    def path(self) -> list[int]:
        return [self.vehicle.depot, *self.sites, self.vehicle.depot]


def violations(instance: RoutingInstance, routes: Routes) -> list[Message]:
    """Every rule of the instance that routes break; only strange sites where there are any."""
    strange = {i for route in routes for i in route if not 0 <= i < len(instance.sites)}
    if strange:
        return [message("instance.unknown_customer", customer=i) for i in sorted(strange)]
    found = _wrong_visits(instance, routes) + _too_many(instance, routes)
    for driven in _driven(instance, routes):
        found += _wrong_vehicle(instance, driven)
        found += _wrong_loads(instance, driven)
        found += _split_pairs(instance, driven)
        found += _wrong_order(instance, driven) if instance.backhauls_last else []
        found += _wrong_times(instance, driven) if instance.has_times else []
    return found


def cost(instance: RoutingInstance, routes: Routes) -> float:
    """What routes cost, as the instance counts it: vehicles, length, prizes of those left out."""
    total = 0.0
    for driven in _driven(instance, routes):
        vehicle = driven.vehicle
        length = sum(instance.length(a, b) for a, b in pairwise(driven.path))
        total += vehicle.fixed_cost + vehicle.unit_cost * length
    served = {i for route in routes for i in route}
    total += sum(instance.sites[i].prize for i in instance.customers if i not in served)
    return round(total, 6) if instance.counting is Counting.DOUBLE else round(total)


def count_trips(instance: RoutingInstance, routes: Routes) -> int:
    """How many trips from depot to depot serve anybody."""
    return sum(len(list(_trips(instance, driven))) for driven in _driven(instance, routes))


def _driven(instance: RoutingInstance, routes: Routes) -> Iterator[_Driven]:
    """Routes that serve anybody; those without a vehicle of their own are given the first."""
    alike = instance.has_equal_vehicles
    for index, route in enumerate(routes):
        if route:
            number = 0 if alike or index >= len(instance.vehicles) else index
            yield _Driven(index + 1, instance.vehicles[number], tuple(route))


def _trips(instance: RoutingInstance, driven: _Driven) -> Iterator[list[int]]:
    """Customers of each trip that serves any."""
    trip: list[int] = []
    for i in [*driven.sites, driven.vehicle.depot]:
        if i >= instance.depots:
            trip.append(i)
        elif trip:
            yield trip
            trip = []


def _wrong_visits(instance: RoutingInstance, routes: Routes) -> list[Message]:
    times = Counter(i for route in routes for i in route)
    return [
        message("instance.visited", customer=i, times=times[i])
        for i in instance.customers
        if times[i] > 1 or (times[i] == 0 and not instance.sites[i].prize)
    ]


def _too_many(instance: RoutingInstance, routes: Routes) -> list[Message]:
    most = len(instance.vehicles)
    used = sum(1 for route in routes if route)
    if not instance.has_equal_vehicles:
        used = max((number for number, route in enumerate(routes, 1) if route), default=0)
    if not instance.has_limited_fleet or used <= most:
        return []
    return [message("instance.too_many_routes", routes=used, most=most)]


def _wrong_vehicle(instance: RoutingInstance, driven: _Driven) -> list[Message]:
    """Calls that the vehicle may not make, too many trips, and too long a way."""
    vehicle, route = driven.vehicle, driven.number
    found = [
        message("instance.wrong_reload", route=route, depot=i)
        for i in driven.sites
        if i < instance.depots and i not in vehicle.reloads
    ]
    if vehicle.allowed is not None:
        wrong = [i for i in driven.sites if i >= instance.depots and i not in vehicle.allowed]
        found += [message("instance.not_allowed", route=route, customer=i) for i in wrong]
    trips = 1 + sum(1 for i in driven.sites if i < instance.depots)
    if vehicle.most_trips is not None and trips > vehicle.most_trips:
        most = vehicle.most_trips
        found.append(message("instance.too_many_trips", route=route, trips=trips, most=most))
    length = sum(instance.length(a, b) for a, b in pairwise(driven.path))
    if vehicle.most_length is not None and length > vehicle.most_length + TOLERANCE:
        over = round(length - vehicle.most_length, 6)
        found.append(message("instance.too_far", route=route, over=over))
    return found


def _wrong_loads(instance: RoutingInstance, driven: _Driven) -> list[Message]:
    found = []
    for trip in _trips(instance, driven):
        sites = [instance.sites[i] for i in trip]
        load = peak = sum(site.demand for site in sites if not site.partner)
        for site in sites:
            load += site.backhaul + (site.demand if site.partner else -site.demand)
            peak = max(peak, load)
        over = peak - driven.vehicle.capacity
        if over > 0:
            found.append(message("instance.overloaded", route=driven.number, over=over))
    return found


def _split_pairs(instance: RoutingInstance, driven: _Driven) -> list[Message]:
    """Goods that are put aboard and not brought on the same trip, or brought before."""
    found = []
    for trip in _trips(instance, driven):
        position = {i: k for k, i in enumerate(trip)}
        for i in trip:
            site = instance.sites[i]
            is_late = site.demand > 0 and position.get(site.partner, -1) < position[i]
            if site.partner and (is_late or site.partner not in position):
                found.append(message("instance.pair_split", route=driven.number, customer=i))
    return found


def _wrong_order(instance: RoutingInstance, driven: _Driven) -> list[Message]:
    """Backhauls before a customer with demand, or on a trip that has none."""
    found = []
    for trip in _trips(instance, driven):
        is_backhaul = [instance.sites[i].backhaul > 0 for i in trip]
        wrong = [i for k, i in enumerate(trip) if is_backhaul[k] and not all(is_backhaul[k:])]
        wrong += trip[:1] if all(is_backhaul) else []
        found += [
            message("instance.backhaul_first", route=driven.number, customer=i) for i in wrong
        ]
    return found


def _wrong_times(instance: RoutingInstance, driven: _Driven) -> list[Message]:
    """Service that begins too late, and routes that last too long however late they start."""
    path, vehicle, found = driven.path, driven.vehicle, []
    ready = _ready(instance, driven)
    time = ready[0]
    for k, (a, b) in enumerate(pairwise(path), start=1):
        time = max(time + instance.sites[a].service + instance.length(a, b), ready[k])
        due = _due(instance.sites[b])
        if time > due + TOLERANCE:
            late = round(time - due, 6)
            found.append(message("instance.late", route=driven.number, customer=b, late=late))
    if vehicle.most_time is not None and not found:
        over = time - _latest_start(instance, path, time) - vehicle.most_time
        if over > TOLERANCE:
            found.append(message("instance.too_long", route=driven.number, over=round(over, 6)))
    return found


def _ready(instance: RoutingInstance, driven: _Driven) -> list[float]:
    """When each call of a route may begin: at a depot, when the goods of the trip are there."""
    ready = [float(instance.sites[i].ready) for i in driven.path]
    released = 0.0
    for k in range(len(ready) - 2, -1, -1):
        i = driven.path[k]
        if i >= instance.depots:
            released = max(released, float(instance.sites[i].release))
        else:
            ready[k], released = max(ready[k], released), 0.0
    return ready


def _latest_start(instance: RoutingInstance, path: Sequence[int], end: float) -> float:
    """When a route can start at the latest and still end at a time, its earliest end."""
    time = end
    for a, b in reversed(list(pairwise(path))):
        site = instance.sites[a]
        time = min(time - instance.length(a, b) - site.service, _due(site))
    return time


def _due(site: Site) -> float:
    return float("inf") if site.due is None else float(site.due)
