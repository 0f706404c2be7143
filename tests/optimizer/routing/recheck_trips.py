"""The rules of a route's trips looked at again: what rides on them together, and how much it is."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from domain.fleet import Vehicle
from domain.plan import Route, Stop, StopKind
from domain.routing_problem import Shipment
from tests.optimizer.routing.build import Case

NOISE = 1e-6


def broken_trips(made: Case, vehicle: Vehicle, route: Route) -> Iterator[str]:
    """What the trips of a route break, in words."""
    orders = {s.order_id: s for s in made.problem.shipments}
    trips = _trips(vehicle, route)
    if len(trips) > vehicle.max_trips:
        yield "too many trips"
    calls = Counter(i for stop in route.stops for i in stop.order_ids)
    wanted = {i: 2 if orders[i].kind == "transport" else 1 for i in calls}
    if calls != wanted:
        yield "an order is called for too often or too seldom"
    for number, (warehouse_id, leaves_s, stops) in enumerate(trips):
        aboard = [orders[i] for i in dict.fromkeys(i for stop in stops for i in stop.order_ids)]
        allowed = vehicle.reload_warehouse_ids or {vehicle.warehouse_id}
        if number and warehouse_id not in allowed:
            yield "reloaded elsewhere"
        if not aboard:
            yield "an empty trip"
        if any(order.warehouse_id != warehouse_id for order in aboard):
            yield "loaded at another warehouse"
        if any(order.release_s > leaves_s for order in aboard):
            yield "left before the release"
        if any(_refuses(one, other) for one, other in combinations(aboard, 2)):
            yield "incompatible goods"
        yield from _broken_loads(vehicle, stops, orders)
    yield from _wrong_sums(route, [orders[order_id] for order_id in calls])
    yield from _wrong_loads(trips, route, orders)


def _trips(vehicle: Vehicle, route: Route) -> list[tuple[str, int, list[Stop]]]:
    """Where each trip is loaded, when it leaves, and its stops."""
    trips: list[tuple[str, int, list[Stop]]] = [(vehicle.warehouse_id, route.start_s, [])]
    for stop in route.stops:
        if stop.kind is StopKind.RELOAD:
            trips.append((stop.warehouse_id, stop.departure_s, []))
        else:
            trips[-1][2].append(stop)
    return trips


def _refuses(one: Shipment, other: Shipment) -> bool:
    return bool(one.incompatible_with & other.goods_classes) or bool(
        other.incompatible_with & one.goods_classes
    )


def _legs(stops: list[Stop], orders: dict[str, Shipment]) -> Iterator[list[Shipment]]:
    """What is aboard on leaving the warehouse and on leaving each stop."""
    served = {i for stop in stops for i in stop.order_ids}
    aboard = {i for i in served if orders[i].kind == "delivery"}
    yield [orders[i] for i in sorted(aboard)]
    for stop in stops:
        for order_id in stop.order_ids:
            if stop.kind is StopKind.PICKUP:
                aboard.add(order_id)
            elif order_id not in aboard:
                raise AssertionError("delivered without being aboard")
            else:
                aboard.remove(order_id)
        yield [orders[i] for i in sorted(aboard)]
    if any(orders[i].kind != "pickup" for i in aboard):
        raise AssertionError("something stays aboard")


def _broken_loads(
    vehicle: Vehicle, stops: list[Stop], orders: dict[str, Shipment]
) -> Iterator[str]:
    for aboard in _legs(stops, orders):
        sums: dict[str, tuple[float, float | None]] = {
            "volume": (sum(o.volume_m3 for o in aboard), vehicle.capacity_m3),
            "weight": (sum(o.weight_kg for o in aboard), vehicle.capacity_kg),
            "parcels": (len(aboard), vehicle.capacity_parcels),
        }
        yield from (
            name for name, (n, most) in sums.items() if most is not None and n > most + NOISE
        )


def _wrong_sums(route: Route, served: list[Shipment]) -> Iterator[str]:
    off_m3 = abs(route.load_m3 - sum(order.volume_m3 for order in served))
    off_kg = abs(route.load_kg - sum(order.weight_kg for order in served))
    if max(off_m3, off_kg) > NOISE:
        yield "load of the route"


def _wrong_loads(
    trips: list[tuple[str, int, list[Stop]]], route: Route, orders: dict[str, Shipment]
) -> Iterator[str]:
    legs = [aboard for _, _, stops in trips for aboard in _legs(stops, orders)][1:]
    for stop, aboard in zip(route.stops, legs, strict=True):
        off_m3 = abs(stop.load_m3 - sum(order.volume_m3 for order in aboard))
        off_kg = abs(stop.load_kg - sum(order.weight_kg for order in aboard))
        if max(off_m3, off_kg) > NOISE:
            yield "load on leaving a stop"
