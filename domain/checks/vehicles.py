"""Vehicles are there, used once, start and end where they should, and fit what they carry."""

from collections.abc import Iterator

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, found
from domain.checks.tour import Delivery, Tour, is_reload
from domain.plan import Route


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


def locked_vehicle(_: Facts, delivery: Delivery) -> Iterator[Finding]:
    """An order locked to a vehicle is brought by it."""
    locked, actual = delivery.order.locked_vehicle_id, delivery.vehicle.vehicle_id
    if locked and locked != actual:
        order_id = delivery.order.order_id
        yield found(delivery.where, 1, order_id=order_id, vehicle_id=actual, locked_id=locked)


def locked_position(_: Facts, delivery: Delivery) -> Iterator[Finding]:
    """An order locked to a position is brought at that stop, counting deliveries from 1."""
    locked = delivery.order.locked_position
    if locked is None:
        return
    visit = delivery.visit
    stops = visit.tour.route.stops[: visit.number]
    position = sum(not is_reload(stop) for stop in stops)
    if position != locked:
        off = abs(position - locked)
        order_id = delivery.order.order_id
        yield found(
            delivery.where, off, order_id=order_id, position=position, locked_position=locked
        )


def equipment(_: Facts, delivery: Delivery) -> Iterator[Finding]:
    """A vehicle has all the equipment that its orders require."""
    missing = delivery.order.requirements - delivery.vehicle.equipment
    if missing:
        yield found(
            delivery.where,
            len(missing),
            order_id=delivery.order.order_id,
            vehicle_id=delivery.vehicle.vehicle_id,
            missing=", ".join(sorted(missing)),
        )


def goods_class(facts: Facts, delivery: Delivery) -> Iterator[Finding]:
    """A vehicle carries only goods of the classes it may; one that names none takes all."""
    carries = delivery.vehicle.carries
    if not carries:
        return
    order_id, vehicle_id = delivery.order.order_id, delivery.vehicle.vehicle_id
    for line in facts.lines[order_id]:
        goods = facts.all_products[line.sku].goods_class
        if goods and goods not in carries:
            yield found(
                f"{delivery.where} {at(sku=line.sku)}",
                line.units,
                order_id=order_id,
                vehicle_id=vehicle_id,
                sku=line.sku,
                units=line.units,
                goods_class=goods,
            )
