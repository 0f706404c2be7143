"""Vehicles are there, used once, start and end where they should, and fit what they carry."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, found
from domain.checks.tour import Call, Tour, Trip, is_reload
from domain.plan import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Orders that must ride on one vehicle, and the vehicles that serve any of them."""

    name: str
    vehicle_ids: frozenset[str]


def groups(facts: Facts) -> Iterator[Group]:
    """Same-vehicle groups of which the routes serve an order."""
    vehicles: dict[str, set[str]] = defaultdict(set)
    for shipped in facts.shipped():
        if shipped.order.same_vehicle_group:
            vehicles[shipped.order.same_vehicle_group].add(shipped.vehicle_id)
    for name, vehicle_ids in vehicles.items():
        yield Group(name=name, vehicle_ids=frozenset(vehicle_ids))


def vehicle_known(facts: Facts, route: Route) -> Iterator[Finding]:
    """A route is driven by a vehicle that is there on the plan's day."""
    name = route.vehicle_id
    if name in facts.fleet:
        return
    is_elsewhere = any(vehicle.vehicle_id == name for vehicle in facts.dataset.vehicles)
    variant = "other_day" if is_elsewhere else ""
    yield found(at(vehicle=name), 1, variant, vehicle_id=name, day=str(facts.plan.day))


def vehicle_once(facts: Facts, vehicle_id: str) -> Iterator[Finding]:
    """A vehicle has one route."""
    routes = facts.driven[vehicle_id]
    if routes > 1:
        yield found(at(vehicle=vehicle_id), routes - 1, vehicle_id=vehicle_id, routes=routes)


def route_start(_: Facts, tour: Tour) -> Iterator[Finding]:
    """A route starts at its vehicle's warehouse."""
    real, named = tour.vehicle.warehouse_id, tour.route.warehouse_id
    if named != real:
        yield found(tour.where, 1, vehicle_id=tour.route.vehicle_id, named=named, real=real)


def route_end(_: Facts, tour: Tour) -> Iterator[Finding]:
    """A route ends where its vehicle's does: at a warehouse, or open at the last stop."""
    real, named = tour.vehicle.ends_at or "", tour.route.end_warehouse_id
    vehicle_id = tour.route.vehicle_id
    if named and not real:
        yield found(tour.where, 1, "open", vehicle_id=vehicle_id, named=named)
    elif real and not named:
        yield found(tour.where, 1, "closed", vehicle_id=vehicle_id, real=real)
    elif named != real:
        yield found(tour.where, 1, vehicle_id=vehicle_id, named=named, real=real)


def open_end(_: Facts, tour: Tour) -> Iterator[Finding]:
    """An open route has no way back."""
    route = tour.route
    if not route.end_warehouse_id and (route.return_drive_s or route.return_distance_m):
        back_s, back_m = route.return_drive_s, route.return_distance_m
        yield found(tour.where, back_m, vehicle_id=route.vehicle_id, back_s=back_s, back_m=back_m)


def locked_vehicle(_: Facts, call: Call) -> Iterator[Finding]:
    """An order locked to a vehicle is served by it."""
    locked, actual = call.order.locked_vehicle_id, call.vehicle.vehicle_id
    if locked and locked != actual:
        order_id = call.order.order_id
        yield found(call.where, 1, order_id=order_id, vehicle_id=actual, locked_id=locked)


def locked_position(_: Facts, call: Call) -> Iterator[Finding]:
    """An order locked to a position is served at that stop, from 1, reloads not counted."""
    locked = call.order.locked_position
    if locked is None:
        return
    visit = call.visit
    stops = visit.tour.route.stops[: visit.number]
    position = sum(not is_reload(stop) for stop in stops)
    if position != locked:
        off = abs(position - locked)
        order_id = call.order.order_id
        yield found(call.where, off, order_id=order_id, position=position, locked_position=locked)


def same_vehicle_group(_: Facts, group: Group) -> Iterator[Finding]:
    """The orders of a group that are served ride on one vehicle, on whichever trips."""
    if len(group.vehicle_ids) > 1:
        named, vehicles = group.name, ", ".join(sorted(group.vehicle_ids))
        over = len(group.vehicle_ids) - 1
        yield found(at(group=named), over, group=named, vehicles=vehicles)


def territory(facts: Facts, call: Call) -> Iterator[Finding]:
    """A vehicle with territories serves only orders of those; one that has none serves all."""
    own = call.vehicle.zone_ids & facts.dataset.territories
    zone, order_id, vehicle_id = call.order.zone_id, call.order.order_id, call.vehicle.vehicle_id
    if not own or zone in own:
        return
    territories = ", ".join(sorted(own))
    about = {"order_id": order_id, "vehicle_id": vehicle_id, "territories": territories}
    if zone:
        yield found(call.where, 1, zone=zone, **about)
    else:
        yield found(call.where, 1, "none", **about)


def equipment(_: Facts, call: Call) -> Iterator[Finding]:
    """A vehicle has all the equipment that its orders require."""
    missing = call.order.requirements - call.vehicle.equipment
    if missing:
        yield found(
            call.where,
            len(missing),
            order_id=call.order.order_id,
            vehicle_id=call.vehicle.vehicle_id,
            missing=", ".join(sorted(missing)),
        )


def goods_class(facts: Facts, call: Call) -> Iterator[Finding]:
    """A vehicle carries only goods of the classes it may; one that names none takes all."""
    carries = call.vehicle.carries
    if not carries:
        return
    order_id, vehicle_id = call.order.order_id, call.vehicle.vehicle_id
    for line in facts.lines[order_id]:
        goods = facts.all_products[line.sku].goods_class
        if goods and goods not in carries:
            yield found(
                f"{call.where} {at(sku=line.sku)}",
                line.units,
                order_id=order_id,
                vehicle_id=vehicle_id,
                sku=line.sku,
                units=line.units,
                goods_class=goods,
            )


def incompatible(facts: Facts, trip: Trip) -> Iterator[Finding]:
    """No order is on a trip with goods that it may not ride with, other orders' only."""
    orders = [facts.all_orders[i] for i in trip.order_ids if i in facts.all_orders]
    holders: dict[str, list[str]] = defaultdict(list)
    for order in orders:
        for goods in {
            facts.all_products[line.sku].goods_class for line in facts.lines[order.order_id]
        }:
            holders[goods].append(order.order_id)
    for order in orders:
        for goods in sorted(order.incompatible_with & holders.keys()):
            others = [other for other in holders[goods] if other != order.order_id]
            if others:
                yield found(
                    f"{trip.where} {at(order=order.order_id)}",
                    len(others),
                    vehicle_id=trip.vehicle_id,
                    trip=trip.number,
                    order_id=order.order_id,
                    goods_class=goods,
                    other_id=others[0],
                )
