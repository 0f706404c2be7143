"""A published instance as a problem in arrays, which the engines work on.

Tasks are the customers in their order, and the warehouses are the depots. Lengths and times are
whole: those in double precision in fractions of their unit, times rounded up, so that what is in
time here is in time in the instance.
"""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from domain.travel import UNREACHABLE_M, static_travel
from optimizer.routing.arrays import float64, int8, int32, int64, padded
from optimizer.routing.compile_drives import compile_drives
from optimizer.routing.instances.instance import (
    Counting,
    InstanceVehicle,
    Objective,
    RoutingInstance,
    Site,
)
from optimizer.routing.instances.sound import longest_way
from optimizer.routing.search_problem import (
    FAR,
    NOWHERE,
    Fleet,
    Float64,
    Int32,
    NodeKind,
    Nodes,
    SearchProblem,
    Traits,
)

MOST_UNITS = 10_000
"""Units of the problem per unit of an instance in double precision, where the matrix has room."""

DEAREST_EDGES = 20
"""Cost of leaving out a customer that must be served, in longest edges; two would do."""

MOST_TRIPS = 8
"""Trips of a vehicle that the search knows at most."""

SPARE_VEHICLES = 0.15
"""Share of vehicles beyond those that loads fill, in a fleet without limit."""

SPARE_LOAD = 0.3
"""Share of room on board beyond the loads of all customers, in a fleet without limit."""

WHOLE_LENGTHS: Mapping[Counting, Callable[[Float64], Float64]] = {
    Counting.ROUNDED: lambda exact: np.floor(exact + 0.5),
    Counting.TENTHS: lambda exact: np.floor(10 * exact),
    Counting.THOUSANDTHS: lambda exact: np.rint(1000 * exact),
}
"""`Counting.length` of whole arrays."""

_NOISE = 1e-6
_BLOCK = 256


def search_problem_of(instance: RoutingInstance) -> SearchProblem:
    """The problem of an instance; task ``i`` is site ``depots + i``."""
    units, vehicles = units_of(instance), vehicles_of(instance)
    metres, times = _drives(instance, units)
    reloads = [
        (number, depot)
        for number, vehicle in enumerate(vehicles)
        for depot in vehicle.reloads
        for _ in range(_trips(vehicle) - 1)
    ]
    dearest = _dearest(metres, units, vehicles)
    nodes = _nodes(instance, units, [depot for _, depot in reloads], dearest)
    fleet = _fleet(instance, units, vehicles, reloads)
    names = [str(i) for i in range(len(instance.sites))]
    return SearchProblem(
        tasks=len(instance.customers),
        warehouses=instance.depots,
        nodes=nodes,
        fleet=fleet,
        drives=compile_drives([static_travel(names, times, metres)], (0, 1)),
        traits=_traits(instance, nodes, fleet),
        vehicles_first=instance.objective is Objective.VEHICLES_THEN_DISTANCE,
    )


def units_of(instance: RoutingInstance) -> int:
    """Units of the problem per unit of the instance."""
    if instance.counting is not Counting.DOUBLE:
        return 1
    units = MOST_UNITS
    while units > 1 and longest_way(instance.sites) * units >= UNREACHABLE_M:
        units //= 10
    return units


def vehicles_of(instance: RoutingInstance) -> tuple[InstanceVehicle, ...]:
    """The vehicles to search with: as many as could be needed where there is no limit."""
    if instance.has_limited_fleet:
        return instance.vehicles
    (vehicle,) = instance.vehicles
    most = len(instance.customers)
    if instance.has_times or vehicle.most_length is not None:
        return (vehicle,) * most
    sites = instance.sites
    loads = [[site.demand for site in sites], [site.backhaul for site in sites]]
    share = max(sum(load) for load in loads) / vehicle.capacity
    packed = max(_pack(load, vehicle.capacity) for load in loads)
    wanted = max((1 + SPARE_LOAD) * share + 5, (1 + SPARE_VEHICLES) * packed)
    return (vehicle,) * min(most, math.ceil(wanted))


def _pack(loads: Sequence[int], capacity: int) -> int:
    """Vehicles that loads fill, the largest first, each into the first with room for it."""
    room = np.full(len(loads), capacity, dtype=np.int64)
    for load in sorted(loads, reverse=True):
        room[np.argmax(room >= load)] -= load
    return int((room < capacity).sum())


def _trips(vehicle: InstanceVehicle) -> int:
    if not vehicle.reloads:
        return 1
    return min(MOST_TRIPS, vehicle.most_trips or MOST_TRIPS)


def _dearest(metres: Int32, units: int, vehicles: Sequence[InstanceVehicle]) -> float:
    """Cost of leaving out a customer that must be served: more than any way to serve it."""
    longest = int(metres[metres < UNREACHABLE_M].max(initial=1))
    dearest_unit = max(vehicle.unit_cost for vehicle in vehicles)
    fixed = max(vehicle.fixed_cost for vehicle in vehicles)
    return fixed + DEAREST_EDGES * max(1.0, longest * dearest_unit / units)


def _nodes(instance: RoutingInstance, units: int, reloads: Sequence[int], dearest: float) -> Nodes:
    """All that is known of the nodes; reloads by the number of their depot."""
    sites, depots, customers = instance.sites, range(instance.depots), instance.customers
    numbers = [*customers, *depots, *reloads]
    calls = [sites[i] for i in numbers]
    others = len(depots) + len(reloads)
    kinds = [_kind(sites[i]) for i in customers]
    kinds += [NodeKind.WAREHOUSE] * len(depots) + [NodeKind.RELOAD] * len(reloads)
    partners = [sites[i].partner - len(depots) if sites[i].partner else NOWHERE for i in customers]
    nothing = [0] * len(numbers)
    return Nodes(
        place=int32(numbers),
        kind=int8(kinds),
        partner=int32([*partners, *[NOWHERE] * others]),
        service=int64([units * site.service for site in calls]),
        setup=int64(nothing),
        door=int32(np.arange(len(numbers))),
        hours=int32(np.arange(len(numbers))),
        windows=int32(np.ones(len(numbers))),
        window_from=padded([[units * site.ready] for site in calls]),
        window_to=padded([[_due(site, units)] for site in calls]),
        is_soft=int8(nothing),
        late_rate=float64(nothing),
        release=int64([units * site.release for site in calls]),
        load=float64([[abs(site.demand) + site.backhaul] for site in calls]),
        absent=float64([*(_absent(sites[i], dearest) for i in customers), *[0.0] * others]),
        classes=int64(nothing),
        forbids=int64(nothing),
        group=int32([-1] * len(numbers)),
        position=int32(nothing),
        depot=int32([NOWHERE] * len(numbers)),
    )


def _kind(site: Site) -> NodeKind:
    if site.partner:
        return NodeKind.COLLECT if site.demand > 0 else NodeKind.DROP
    return NodeKind.PICK_UP if site.backhaul else NodeKind.DELIVER


def _due(site: Site, units: int) -> int:
    return FAR if site.due is None else units * site.due


def _absent(site: Site, dearest: float) -> float:
    is_second = site.partner > 0 and site.demand < 0
    return 0.0 if is_second else float(site.prize or dearest)


def _fleet(
    instance: RoutingInstance,
    units: int,
    fleet: Sequence[InstanceVehicle],
    reloads: Sequence[tuple[int, int]],
) -> Fleet:
    """The vehicles, those that are alike as one type.

    Parameters
    ----------
    reloads
        Vehicle and depot of each reload node.
    """
    types = list(dict.fromkeys(fleet))
    number = {vehicle: i for i, vehicle in enumerate(types)}
    tasks, count = len(instance.customers), len(types)
    homes = [instance.sites[vehicle.depot] for vehicle in types]
    opens = padded([[units * home.ready] for home in homes])
    closes = padded([[_due(home, units)] for home in homes])
    start = int32([tasks + vehicle.depot for vehicle in types])
    one_span, nothing, no_limit = int32([1] * count), float64([0.0] * count), int64([FAR] * count)
    return Fleet(
        type_of=int32([number[vehicle] for vehicle in fleet]),
        way=int32([0] * count),
        start=start,
        end=start,
        fixed=float64([vehicle.fixed_cost for vehicle in types]),
        per_m=float64([vehicle.unit_cost / units for vehicle in types]),
        per_time=nothing,
        overtime_from=no_limit,
        overtime_rate=nothing,
        leaves=one_span,
        leave_from=opens,
        leave_to=closes,
        ends=one_span,
        end_from=opens,
        end_to=closes,
        capacity=float64([[vehicle.capacity] for vehicle in types]),
        most_m=int64([_limit(vehicle.most_length, units) for vehicle in types]),
        most_stops=no_limit,
        most_time=int64([_limit(vehicle.most_time, units) for vehicle in types]),
        rest=int64([0] * count),
        rest_from=int64([0] * count),
        rest_to=no_limit,
        trips=int32([_trips(vehicle) for vehicle in types]),
        reloads=_reload_nodes(len(fleet), reloads, tasks + instance.depots),
        may=int8([_may(instance, vehicle) for vehicle in types]),
    )


def _limit(most: int | None, units: int) -> int:
    return FAR if most is None else units * most


def _may(instance: RoutingInstance, vehicle: InstanceVehicle) -> list[bool]:
    allowed = vehicle.allowed
    return [allowed is None or i in allowed for i in instance.customers]


def _reload_nodes(vehicles: int, reloads: Sequence[tuple[int, int]], first: int) -> Int32:
    nodes: list[list[int]] = [[] for _ in range(vehicles)]
    for node, (vehicle, _) in enumerate(reloads, start=first):
        nodes[vehicle].append(node)
    return int32(padded(nodes, fill=NOWHERE))


def _traits(instance: RoutingInstance, nodes: Nodes, fleet: Fleet) -> Traits:
    kinds = set(nodes.kind.tolist())
    return Traits(
        has_times=instance.has_times,
        has_time_price=bool((fleet.most_time < FAR).any()),
        is_timed_by_hour=False,
        has_tolls=False,
        has_pickups=NodeKind.PICK_UP in kinds,
        has_pairs=NodeKind.COLLECT in kinds,
        has_reloads=NodeKind.RELOAD in kinds,
        has_breaks=False,
        has_soft=False,
        has_groups=False,
        has_classes=False,
        has_positions=False,
        has_releases=bool(nodes.release.any()),
        has_shared_doors=False,
    )


def _drives(instance: RoutingInstance, units: int) -> tuple[Int32, Int32]:
    """Lengths to nearest and times rounded up, ``(sites, sites)``; one array where they agree."""
    if instance.matrix is not None:
        metres = times = instance.matrix
    elif instance.counting is Counting.DOUBLE:
        metres = _measure(instance, lambda exact: np.rint(exact * units))
        times = _measure(instance, lambda exact: np.ceil(exact * units - _NOISE))
    else:
        metres = times = _measure(instance, WHOLE_LENGTHS[instance.counting])
    if instance.backhauls_last:
        metres = times = _close_to_backhauls(instance, metres)
    return int32(metres), int32(times)


def _measure(instance: RoutingInstance, whole: Callable[[Float64], Float64]) -> Int32:
    """Lengths made whole, ``(sites, sites)``, some rows at a time to spare memory."""
    x = np.array([site.x for site in instance.sites])
    y = np.array([site.y for site in instance.sites])
    lengths = np.empty((len(x), len(x)), dtype=np.int32)
    for first in range(0, len(x), _BLOCK):
        rows = slice(first, first + _BLOCK)
        lengths[rows] = whole(np.hypot(x[rows, np.newaxis] - x, y[rows, np.newaxis] - y))
    return lengths


def _close_to_backhauls(instance: RoutingInstance, lengths: Int32) -> Int32:
    """Lengths with no way from a depot to a backhaul, nor from there to a customer with demand."""
    is_backhaul = np.array([site.backhaul > 0 for site in instance.sites])
    is_depot = np.arange(len(is_backhaul)) < instance.depots
    closed = lengths.copy()
    closed[np.ix_(is_depot, is_backhaul)] = UNREACHABLE_M
    closed[np.ix_(is_backhaul, ~is_backhaul & ~is_depot)] = UNREACHABLE_M
    return closed
