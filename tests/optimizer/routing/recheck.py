"""Every rule of a routing result looked at again, from the problem alone, in the plainest way."""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal

from domain.fleet import Vehicle
from domain.plan import Route, Stop
from domain.travel import order_place, warehouse_place
from optimizer.routing.routing_result import RoutingResult
from tests.optimizer.routing.build import Case

NOISE = 1e-6


def broken_rules(made: Case, result: RoutingResult) -> list[str]:
    """What a result breaks, in words."""
    found = list(_served_once(made, result))
    for route in result.routes:
        vehicle = next(v for v in made.problem.vehicles if v.vehicle_id == route.vehicle_id)
        found += [f"{route.vehicle_id}: {rule}" for rule in _broken_on(made, vehicle, route)]
    return found


def _served_once(made: Case, result: RoutingResult) -> Iterator[str]:
    served = [order_id for route in result.routes for order_id in route.order_ids]
    unassigned = [order.order_id for order in result.unassigned]
    if sorted(served + unassigned) != sorted(s.order_id for s in made.problem.shipments):
        yield "an order is not served once or left out once"
    if any(not order.reason.code for order in result.unassigned):
        yield "an order is left out without a reason"
    if len({route.vehicle_id for route in result.routes}) != len(result.routes):
        yield "a vehicle drives twice"


def _broken_on(made: Case, vehicle: Vehicle, route: Route) -> Iterator[str]:
    orders = [s for i in route.order_ids for s in made.problem.shipments if s.order_id == i]
    sums: dict[str, tuple[float, float | None]] = {
        "volume": (sum(o.volume_m3 for o in orders), vehicle.capacity_m3),
        "weight": (sum(o.weight_kg for o in orders), vehicle.capacity_kg),
        "parcels": (len(orders), vehicle.capacity_parcels),
        "stops": (len(route.stops), vehicle.max_stops),
        "distance": (route.distance_m, vehicle.max_distance_m),
        "shift end": (route.end_s, vehicle.shift_end_s + vehicle.max_overtime_s),
    }
    yield from (name for name, (n, most) in sums.items() if most is not None and n > most + NOISE)
    if route.start_s < max([vehicle.shift_start_s, *(order.release_s for order in orders)]):
        yield "start"
    for order in orders:
        if order.warehouse_id != vehicle.warehouse_id:
            yield "warehouse"
        if order.locked_vehicle_id not in {"", vehicle.vehicle_id}:
            yield "lock"
        if not order.requirements <= vehicle.equipment:
            yield "equipment"
        if vehicle.carries and not order.goods_classes <= vehicle.carries:
            yield "goods class"
    yield from _broken_clock(made, vehicle, route)
    yield from _broken_breaks(vehicle, route)
    yield from _broken_costs(made, vehicle, route)


def _broken_clock(made: Case, vehicle: Vehicle, route: Route) -> Iterator[str]:
    travel, shipments = made.problem.travel.of(vehicle.vehicle_id), made.problem.shipments
    place, leave_s = travel.index(warehouse_place(vehicle.warehouse_id)), route.start_s
    metres, tolls, set_up_s, before = 0, 0, 0, None
    for stop in route.stops:
        orders = [s for i in stop.order_ids for s in shipments if s.order_id == i]
        door = travel.index(order_place(stop.order_ids[0]))
        if stop.drive_s != travel.duration_s(place, door, leave_s):
            yield "drive time"
        if stop.distance_m != travel.distance_m(place, door, leave_s):
            yield "drive distance"
        if stop.arrival_s != leave_s + stop.drive_s or stop.wait_s < 0:
            yield "arrival"
        set_up_s = set_up_s if before == stop.location else 0
        longest_s = max(order.setup_s for order in orders)
        needs_s = max(0, longest_s - set_up_s) + sum(order.service_s for order in orders)
        if stop.service_s != needs_s:
            yield "service time"
        begin_s = stop.arrival_s + stop.wait_s
        for order in orders:
            in_window = any(w.start_s <= begin_s <= w.end_s for w in order.windows)
            is_late = begin_s > order.windows[-1].end_s
            if not in_window and not (order.is_soft and is_late):
                yield "time window"
        if stop.departure_s != max([begin_s + stop.service_s, *_ends_after(route, stop)]):
            yield "departure"
        set_up_s, before = max(set_up_s, longest_s), stop.location
        tolls += travel.toll_minor(place, door, leave_s)
        place, leave_s, metres = door, stop.departure_s, metres + stop.distance_m
    if vehicle.ends_at is not None:
        end = travel.index(warehouse_place(vehicle.ends_at))
        if route.return_drive_s != travel.duration_s(place, end, leave_s):
            yield "way back"
        metres += travel.distance_m(place, end, leave_s)
        tolls += travel.toll_minor(place, end, leave_s)
    if route.cost.toll_minor != tolls:
        yield "toll"
    if (route.end_s, route.distance_m) != (leave_s + route.return_drive_s, metres):
        yield "end"


def _ends_after(route: Route, stop: Stop) -> list[int]:
    done_s = stop.arrival_s + stop.wait_s + stop.service_s
    return [b.end_s for b in route.breaks if done_s <= b.start_s < stop.departure_s]


def _broken_breaks(vehicle: Vehicle, route: Route) -> Iterator[str]:
    latest_s = vehicle.break_latest_s
    is_due = latest_s is None or route.start_s <= latest_s < route.end_s
    if vehicle.break_s > 0 and is_due:
        first_s = vehicle.break_earliest_s or 0
        last_s = route.end_s if latest_s is None else latest_s
        good = [b for b in route.breaks if first_s <= b.start_s <= last_s]
        if max((b.end_s - b.start_s for b in good), default=0) < vehicle.break_s:
            yield "break not taken"
    for rest in route.breaks:
        if not any(_is_at(rest.start_s, rest.end_s, stop) for stop in route.stops):
            yield "break while serving or driving"


def _is_at(start_s: int, end_s: int, stop: Stop) -> bool:
    begin_s = stop.arrival_s + stop.wait_s
    is_before = stop.arrival_s <= start_s and end_s <= begin_s
    return is_before or (begin_s + stop.service_s <= start_s and end_s <= stop.departure_s)


def _broken_costs(made: Case, vehicle: Vehicle, route: Route) -> Iterator[str]:
    late = 0
    for stop in route.stops:
        for order_id in stop.order_ids:
            order = next(s for s in made.problem.shipments if s.order_id == order_id)
            late_s = max(0, stop.arrival_s + stop.wait_s - order.windows[-1].end_s)
            late += _whole(Decimal(order.late_cost_per_hour_minor * late_s) / 3600)
    over_s = max(0, route.end_s - vehicle.shift_end_s)
    parts = (
        _whole(vehicle.fixed_cost * 100),
        _whole(vehicle.cost_per_km * route.distance_m / 10),
        _whole(vehicle.cost_per_hour * (route.end_s - route.start_s) / 36),
        _whole(vehicle.overtime_cost_per_hour * over_s / 36),
        late,
    )
    cost = route.cost
    said = (
        cost.fixed_minor, cost.distance_minor, cost.time_minor, cost.overtime_minor,
        cost.late_minor,
    )  # fmt: skip
    if said != parts:
        yield f"cost {said} instead of {parts}"


def _whole(amount: Decimal) -> int:
    return int(amount.to_integral_value(rounding=ROUND_HALF_EVEN))
