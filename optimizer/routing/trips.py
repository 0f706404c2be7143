"""A route cut at its reloads, and the rules of each trip that do not depend on time."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.fleet import Vehicle
from domain.plan import StopKind
from domain.routing_problem import Shipment
from optimizer.routing.broken import Broken, Rule, cheapest_to_leave
from optimizer.routing.fitting import FLOAT_NOISE, misfit
from optimizer.routing.problem_view import ProblemView
from optimizer.routing.tasks import Task

Measure = Callable[[Sequence[Shipment]], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """What a vehicle does between two loadings.

    Attributes
    ----------
    warehouse_id
        Where the vehicle is loaded for it.
    """

    warehouse_id: str
    tasks: tuple[Task, ...]

    @property
    def orders(self) -> tuple[Shipment, ...]:
        """Orders that come to their own door."""
        return tuple(task.order for task in self.tasks if task.is_own_door)

    @property
    def only_brings(self) -> bool:
        """Whether nothing comes aboard on the way."""
        return all(task.order.kind == "delivery" for task in self.tasks)


def trips_of(view: ProblemView, vehicle: Vehicle, places: Sequence[str]) -> tuple[Trip, ...]:
    """The trips of a vehicle that calls at places; KeyError where a name is unknown."""
    trips: list[Trip] = []
    warehouse_id, tasks = vehicle.warehouse_id, list[Task]()
    for place in places:
        task = view.tasks.get(place)
        if task is None:
            trips.append(Trip(warehouse_id=warehouse_id, tasks=tuple(tasks)))
            warehouse_id, tasks = view.warehouse_ids[place], []
        else:
            tasks.append(task)
    return (*trips, Trip(warehouse_id=warehouse_id, tasks=tuple(tasks)))


def broken_trips(view: ProblemView, vehicle: Vehicle, trips: Sequence[Trip]) -> Broken | None:
    """The rule that trips break whenever they are made."""
    if len(trips) > vehicle.max_trips:
        return Broken(rule=Rule.TRIPS, order_id=_cheapest_on(trips[-1]))
    reloads = view.hours[vehicle.vehicle_id].reloads
    for number, trip in enumerate(trips):
        may_load = number == 0 or trip.warehouse_id in reloads
        if not trip.tasks or not may_load:
            return Broken(rule=Rule.TRIPS, order_id=_cheapest_on(trip))
        broken = _broken_trip(view, vehicle, trip)
        if broken is not None:
            return broken
    return None


def overloaded(vehicle: Vehicle, orders: Sequence[Shipment]) -> Rule | None:
    """The limit that orders break which are aboard together."""
    broken = (
        rule
        for rule, load, most in _limits(vehicle)
        if most is not None and load(orders) > most + FLOAT_NOISE
    )
    return next(broken, None)


def aboard_along(trip: Trip) -> Iterator[tuple[Shipment, ...]]:
    """What is aboard on leaving the warehouse, and then on leaving each of a trip's calls."""
    aboard = {o.order_id: o for o in trip.orders if o.kind == "delivery"}
    yield tuple(aboard.values())
    for task in trip.tasks:
        if task.kind is StopKind.PICKUP:
            aboard[task.order.order_id] = task.order
        else:
            aboard.pop(task.order.order_id, None)
        yield tuple(aboard.values())


def weight_kg(orders: Sequence[Shipment]) -> float:
    """Weight of orders."""
    return math.fsum(order.weight_kg for order in orders)


def volume_m3(orders: Sequence[Shipment]) -> float:
    """Volume of orders."""
    return math.fsum(order.volume_m3 for order in orders)


def _broken_trip(view: ProblemView, vehicle: Vehicle, trip: Trip) -> Broken | None:
    for task in trip.tasks:
        order = task.order
        if misfit(view, vehicle, order) is not None:
            return Broken(rule=Rule.FIT, order_id=order.order_id)
        if order.warehouse_id != trip.warehouse_id:
            return Broken(rule=Rule.TRIPS, order_id=order.order_id)
    return _unpaired(trip) or _overload(vehicle, trip) or _incompatible(trip)


def _unpaired(trip: Trip) -> Broken | None:
    if trip.only_brings:
        return None
    fetched: dict[str, None] = {}
    for task in trip.tasks:
        order_id = task.order.order_id
        if not task.is_own_door:
            fetched[order_id] = None
        elif task.order.kind == "transport":
            if order_id not in fetched:
                return Broken(rule=Rule.PAIR, order_id=order_id)
            del fetched[order_id]
    return Broken(rule=Rule.PAIR, order_id=next(iter(fetched))) if fetched else None


def _overload(vehicle: Vehicle, trip: Trip) -> Broken | None:
    legs = (trip.orders,) if trip.only_brings else aboard_along(trip)
    for aboard in legs:
        rule = overloaded(vehicle, aboard)
        if rule is not None:
            return Broken(rule=rule, order_id=cheapest_to_leave(aboard))
    return None


def _incompatible(trip: Trip) -> Broken | None:
    orders = trip.orders
    picky = [order for order in orders if order.incompatible_with]
    for one in picky:
        for other in orders:
            if one.order_id != other.order_id and _are_incompatible(one, other):
                return Broken(rule=Rule.INCOMPATIBLE, order_id=cheapest_to_leave((other, one)))
    return None


def _are_incompatible(one: Shipment, other: Shipment) -> bool:
    """Whether two orders may not be on one trip."""
    return not (
        one.incompatible_with.isdisjoint(other.goods_classes)
        and other.incompatible_with.isdisjoint(one.goods_classes)
    )


def _cheapest_on(trip: Trip) -> str:
    return cheapest_to_leave(task.order for task in trip.tasks)


def _limits(vehicle: Vehicle) -> tuple[tuple[Rule, Measure, float | None], ...]:
    return (
        (Rule.VOLUME, volume_m3, vehicle.capacity_m3),
        (Rule.WEIGHT, weight_kg, vehicle.capacity_kg),
        (Rule.PARCELS, len, vehicle.capacity_parcels),
    )
