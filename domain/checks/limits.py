"""How far, how often and how many: limits of a vehicle's day, stops, trips and reloads."""

from collections.abc import Iterator

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, bare_id, duration_words, found
from domain.checks.numbers import FLOAT_NOISE
from domain.checks.tour import Tour, Trip, Visit, door_of, is_reload, same_place, trips_of
from domain.geo import great_circle_m
from domain.plan import StopKind
from domain.units import METRES_PER_KM


def max_distance(_: Facts, tour: Tour) -> Iterator[Finding]:
    """A route is no longer than its vehicle may drive in a day."""
    most, route = tour.vehicle.max_distance_m, tour.route
    if most is not None and route.distance_m > most + FLOAT_NOISE:
        over = route.distance_m - most
        yield found(
            tour.where,
            over,
            vehicle_id=route.vehicle_id,
            distance_km=round(route.distance_m / METRES_PER_KM, 3),
            most_km=round(most / METRES_PER_KM, 3),
            over_km=round(over / METRES_PER_KM, 3),
        )


def max_stops(_: Facts, tour: Tour) -> Iterator[Finding]:
    """A route has no more stops than its vehicle may make; reloads do not count."""
    most = tour.vehicle.max_stops
    stops = sum(not is_reload(stop) for stop in tour.route.stops)
    if most is not None and stops > most:
        over = stops - most
        vehicle_id = tour.route.vehicle_id
        yield found(tour.where, over, vehicle_id=vehicle_id, stops=stops, most=most, over=over)


def max_trips(_: Facts, tour: Tour) -> Iterator[Finding]:
    """A vehicle makes no more trips than it may; each reload begins one."""
    most, trips = tour.vehicle.max_trips, len(list(trips_of(tour.route)))
    if trips > most:
        over = trips - most
        vehicle_id = tour.route.vehicle_id
        yield found(tour.where, over, vehicle_id=vehicle_id, trips=trips, most=most, over=over)


def trip_empty(_: Facts, trip: Trip) -> Iterator[Finding]:
    """Every trip serves at least one order."""
    if not trip.order_ids:
        yield found(trip.where, 1, vehicle_id=trip.vehicle_id, trip=trip.number)


def stop_purpose(_: Facts, visit: Visit) -> Iterator[Finding]:
    """A stop delivers orders, fetches orders, or is a reload at a warehouse."""
    stop = visit.stop
    wrong, variant = not stop.order_ids, ""
    if is_reload(stop):
        wrong, variant = bool(stop.order_ids), "reload"
    elif stop.warehouse_id != "" or stop.kind not in {StopKind.DELIVERY, StopKind.PICKUP}:
        wrong, variant = True, "warehouse"
    if wrong:
        yield found(visit.where, 1, variant, vehicle_id=visit.vehicle_id, stop=visit.number)


def stop_location(facts: Facts, visit: Visit) -> Iterator[Finding]:
    """A stop lies where its orders are fetched or brought, or where its warehouse stands."""
    orders = facts.orders_of(visit.stop)
    places = {at(order=order.order_id): door_of(visit.stop, order) for order in orders}
    if is_reload(visit.stop) and visit.stop.warehouse_id in facts.all_warehouses:
        warehouse = facts.all_warehouses[visit.stop.warehouse_id]
        places[at(warehouse=warehouse.warehouse_id)] = warehouse.location
    for name, location in places.items():
        if not same_place(location, visit.stop.location):
            away_m = round(great_circle_m(location, visit.stop.location), 1)
            where = f"{visit.where} {name}"
            vehicle_id, stop = visit.vehicle_id, visit.number
            place = bare_id(name)
            yield found(where, away_m, vehicle_id=vehicle_id, stop=stop, place=place, away_m=away_m)


def reload_place(facts: Facts, visit: Visit) -> Iterator[Finding]:
    """A vehicle is reloaded at its reload warehouses, or at home if it names none."""
    if not is_reload(visit.stop):
        return
    vehicle, warehouse_id = visit.tour.vehicle, visit.stop.warehouse_id
    allowed = vehicle.reload_warehouse_ids or {vehicle.warehouse_id}
    if warehouse_id not in allowed or warehouse_id not in facts.all_warehouses:
        yield found(
            visit.where,
            1,
            vehicle_id=vehicle.vehicle_id,
            stop=visit.number,
            warehouse_id=warehouse_id,
            allowed=", ".join(sorted(allowed)),
        )


def reload_time(_: Facts, visit: Visit) -> Iterator[Finding]:
    """A reload takes as long as the vehicle needs."""
    needs_s, takes_s = visit.tour.vehicle.reload_s, visit.stop.service_s
    if is_reload(visit.stop) and takes_s != needs_s:
        yield found(
            visit.where,
            abs(takes_s - needs_s),
            vehicle_id=visit.vehicle_id,
            stop=visit.number,
            takes=duration_words(takes_s),
            needs=duration_words(needs_s),
        )
