"""The clock of every route: arithmetic, time windows, releases, shifts and opening hours."""

from collections.abc import Iterator

from domain.checks.facts import Facts
from domain.checks.finding import Finding, at, duration_words, found
from domain.checks.tour import Call, Tour, Trip, Visit, is_fetch, is_reload, same_place
from domain.orders import Order, TimeWindow
from domain.plan import Stop
from domain.units import SECONDS_PER_DAY


def arrival(facts: Facts, visit: Visit) -> Iterator[Finding]:
    """A vehicle arrives when it left the place before, plus the drive."""
    due_s, said_s = visit.left_before_s + visit.stop.drive_s, visit.stop.arrival_s
    yield from _wrong_time(facts, visit, said_s, due_s)


def departure(facts: Facts, visit: Visit) -> Iterator[Finding]:
    """A vehicle leaves when service ends, or when the last break after it does."""
    leaves_s = visit.stop.departure_s
    ends = [
        rest.end_s for rest in visit.tour.route.breaks if visit.served_s <= rest.start_s < leaves_s
    ]
    yield from _wrong_time(facts, visit, leaves_s, max([visit.served_s, *ends]))


def service_time(facts: Facts, visit: Visit) -> Iterator[Finding]:
    """Service takes the orders' service times, and the set-up of the place once."""
    if is_reload(visit.stop):
        return
    orders = facts.orders_of(visit.stop)
    set_up_s = max(0, _set_up_s(orders) - _set_up_already_s(facts, visit))
    needs_s, takes_s = set_up_s + sum(order.service_s for order in orders), visit.stop.service_s
    if takes_s != needs_s:
        yield found(
            visit.where,
            abs(takes_s - needs_s),
            vehicle_id=visit.vehicle_id,
            stop=visit.number,
            takes=duration_words(takes_s),
            needs=duration_words(needs_s),
        )


def route_end_time(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route ends when the vehicle is back, or leaves its last stop if it does not come back."""
    route = tour.route
    left_s = route.stops[-1].departure_s if route.stops else route.start_s
    ends_s = left_s + route.return_drive_s
    if route.end_s != ends_s:
        yield found(
            tour.where,
            abs(route.end_s - ends_s),
            vehicle_id=route.vehicle_id,
            said=facts.clock(route.end_s),
            real=facts.clock(ends_s),
        )


def time_window(facts: Facts, call: Call) -> Iterator[Finding]:
    """Service begins within a window of the order; the last of a soft one may be overrun.

    Where a transport is fetched the windows are those of its pickup, all hard.
    """
    order, begins_s = call.order, call.visit.begins_s
    windows = _windows(facts, call.visit.stop, order)
    is_late, is_soft = begins_s > windows[-1].end_s, order.is_soft and not call.is_fetch
    if (is_late and is_soft) or any(w.start_s <= begins_s <= w.end_s for w in windows):
        return
    off_s = min(_outside_s(begins_s, w.start_s, w.end_s) for w in windows)
    yield found(
        call.where,
        off_s,
        "late" if is_late else "",
        vehicle_id=call.vehicle.vehicle_id,
        stop=call.visit.number,
        order_id=order.order_id,
        begins=facts.clock(begins_s),
        windows=", ".join(f"{facts.clock(w.start_s)}-{facts.clock(w.end_s)}" for w in windows),
        off=duration_words(off_s),
    )


def lateness(facts: Facts, visit: Visit) -> Iterator[Finding]:
    """A stop says rightly how late it is: by the latest of its orders."""
    real_s = max((late_s(facts, visit, order) for order in facts.orders_of(visit.stop)), default=0)
    said_s = visit.stop.late_s
    if said_s != real_s:
        yield found(
            visit.where,
            abs(said_s - real_s),
            vehicle_id=visit.vehicle_id,
            stop=visit.number,
            said=duration_words(said_s),
            real=duration_words(real_s),
        )


def release_time(facts: Facts, trip: Trip) -> Iterator[Finding]:
    """A vehicle does not leave for the trip that serves an order before the order is released."""
    for order_id in trip.order_ids:
        order = facts.all_orders.get(order_id)
        if order is None:
            continue
        early_s = facts.elapsed_s(order.release_time_s) - trip.departs_s
        if early_s > 0:
            yield found(
                f"{trip.where} {at(order=order_id)}",
                early_s,
                vehicle_id=trip.vehicle_id,
                order_id=order_id,
                leaves=facts.clock(trip.departs_s),
                released=facts.clock(trip.departs_s + early_s),
            )


def shift_start(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route does not start before its vehicle's shift."""
    starts_s = facts.elapsed_s(tour.vehicle.shift_start_s)
    early_s = starts_s - tour.route.start_s
    if early_s > 0:
        yield found(
            tour.where,
            early_s,
            vehicle_id=tour.route.vehicle_id,
            starts=facts.clock(tour.route.start_s),
            shift=facts.clock(starts_s),
            early=duration_words(early_s),
        )


def shift_end(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A route ends within its vehicle's shift and the overtime allowed."""
    most_s = facts.elapsed_s(tour.vehicle.shift_end_s) + tour.vehicle.max_overtime_s
    over_s = tour.route.end_s - most_s
    if over_s > 0:
        yield found(
            tour.where,
            over_s,
            vehicle_id=tour.route.vehicle_id,
            ends=facts.clock(tour.route.end_s),
            latest=facts.clock(most_s),
            over=duration_words(over_s),
        )


def warehouse_hours(facts: Facts, tour: Tour) -> Iterator[Finding]:
    """A vehicle leaves, is reloaded and comes back while the warehouse is open.

    Opening hours come again every day, so that a warehouse open from 00:00 to 24:00 never closes.
    """
    route = tour.route
    moments = [(route.warehouse_id, route.start_s)]
    for visit in tour.visits():
        if is_reload(visit.stop):
            moments.append((visit.stop.warehouse_id, visit.begins_s))
            moments.append((visit.stop.warehouse_id, visit.stop.departure_s))
    moments.append((route.end_warehouse_id, route.end_s))
    for warehouse_id, time_s in moments:
        closed_s = _closed_s(facts, warehouse_id, time_s)
        if closed_s > 0:
            yield found(
                f"{tour.where} {at(warehouse=warehouse_id)}",
                closed_s,
                vehicle_id=route.vehicle_id,
                warehouse_id=warehouse_id,
                time=facts.clock(time_s),
                off=duration_words(closed_s),
            )


def late_s(facts: Facts, visit: Visit, order: Order) -> int:
    """How long after its last window the service of an order begins at its own door."""
    if is_fetch(visit.stop, order):
        return 0
    return max(0, visit.begins_s - _windows(facts, visit.stop, order)[-1].end_s)


def _windows(facts: Facts, stop: Stop, order: Order) -> list[TimeWindow]:
    """Windows of an order at a stop in elapsed seconds; the one that ends last comes last."""
    windows = order.pickup_windows if is_fetch(stop, order) else order.windows
    spans = [(facts.elapsed_s(w.start_s), facts.elapsed_s(w.end_s)) for w in windows]
    return sorted((TimeWindow(*span) for span in spans), key=lambda window: window.end_s)


def _outside_s(time_s: int, start_s: int, end_s: int) -> int:
    """Seconds from a time to the nearest moment of a span; 0 within."""
    return max(start_s - time_s, time_s - end_s, 0)


def _closed_s(facts: Facts, warehouse_id: str, time_s: int) -> int:
    """Seconds from a time to the nearest moment at which a warehouse is open; 0 if it is."""
    warehouse = facts.all_warehouses.get(warehouse_id)
    if warehouse is None:
        return 0
    today = time_s // SECONDS_PER_DAY
    days_s = [day * SECONDS_PER_DAY for day in range(today - 2, today + 3)]
    opens_s = [facts.elapsed_s(warehouse.open_time_s + day_s) for day_s in days_s]
    closes_s = [facts.elapsed_s(warehouse.close_time_s + day_s) for day_s in days_s]
    return min(_outside_s(time_s, *hours) for hours in zip(opens_s, closes_s, strict=True))


def _set_up_s(orders: tuple[Order, ...]) -> int:
    """Set-up of one place: the longest of its orders'."""
    return max((order.setup_s for order in orders), default=0)


def _set_up_already_s(facts: Facts, visit: Visit) -> int:
    """Set-up that the stops just before at the same place have had."""
    stops = visit.tour.route.stops
    had_s, number = 0, visit.number - 1
    while number > 0 and _is_same_door(stops[number - 1], visit.stop):
        earlier = facts.orders_of(stops[number - 1])
        had_s, number = max(had_s, _set_up_s(earlier)), number - 1
    return had_s


def _is_same_door(before: Stop, stop: Stop) -> bool:
    return not is_reload(before) and same_place(before.location, stop.location)


def _wrong_time(facts: Facts, visit: Visit, said_s: int, real_s: int) -> Iterator[Finding]:
    if said_s != real_s:
        yield found(
            visit.where,
            abs(said_s - real_s),
            vehicle_id=visit.vehicle_id,
            stop=visit.number,
            said=facts.clock(said_s),
            real=facts.clock(real_s),
        )
